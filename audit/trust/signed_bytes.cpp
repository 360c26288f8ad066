// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/signed_bytes.hpp"

#include "audit/base/error.hpp"

#include <openssl/evp.h>

namespace assay::trust {

namespace {

const EVP_MD* method(Sha2 algorithm) {
  switch (algorithm) {
  case Sha2::sha256: return EVP_sha256();
  case Sha2::sha384: return EVP_sha384();
  case Sha2::sha512: return EVP_sha512();
  }
  return nullptr;
}

} // namespace

std::string_view to_string(Sha2 algorithm) {
  switch (algorithm) {
  case Sha2::sha256: return "sha256";
  case Sha2::sha384: return "sha384";
  case Sha2::sha512: return "sha512";
  }
  return {};
}

std::string digest_of(Sha2 algorithm, std::string_view bytes) {
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, method(algorithm),
                 nullptr) != 1)
    throw Error::internal("a digest could not be computed");
  digest.resize(size);
  return digest;
}

SignedBytes SignedBytes::of_digest(Sha2 algorithm, std::string digest) {
  SignedBytes what;
  what.digests_[static_cast<std::size_t>(algorithm)] = std::move(digest);
  return what;
}

const std::string* SignedBytes::digest(Sha2 algorithm) const {
  std::string& known = digests_[static_cast<std::size_t>(algorithm)];
  if (known.empty() && bytes_)
    known = digest_of(algorithm, *bytes_);
  return known.empty() ? nullptr : &known;
}

} // namespace assay::trust
