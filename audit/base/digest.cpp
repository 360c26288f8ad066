// SPDX-License-Identifier: Apache-2.0
#include "audit/base/digest.hpp"

#include "audit/base/error.hpp"
#include "audit/base/handle.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

namespace assay {

namespace {

// Fetched once: EVP_sha256() makes OpenSSL 3 look the algorithm up on every use.
const EVP_MD* sha256_method() {
  static const Handle<EVP_MD, EVP_MD_free> method(EVP_MD_fetch(nullptr, "SHA256", nullptr));
  if (!method)
    throw Error::internal("OpenSSL offers no SHA-256");
  return method.get();
}

} // namespace

struct Sha256::Context {
  Handle<EVP_MD_CTX, EVP_MD_CTX_free> md{EVP_MD_CTX_new()};
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  if (!context_->md || EVP_DigestInit_ex2(context_->md.get(), sha256_method(), nullptr) != 1)
    throw Error::internal("SHA-256 could not be started");
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) {
  if (EVP_DigestUpdate(context_->md.get(), bytes.data(), bytes.size()) != 1)
    throw Error::internal("SHA-256 failed");
}

void Sha256::update_with_length(std::string_view bytes) {
  char length[8];
  for (int i = 0; i < 8; ++i)
    length[i] = static_cast<char>(static_cast<std::uint64_t>(bytes.size()) >> (56 - 8 * i));
  update({length, sizeof length});
  update(bytes);
}

Digest Sha256::finish() {
  Digest digest;
  if (EVP_DigestFinal_ex(context_->md.get(), digest.data(), nullptr) != 1)
    throw Error::internal("SHA-256 could not be finished");
  return digest;
}

Digest sha256(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.finish();
}

std::array<std::uint8_t, 20> sha1(std::string_view first, std::string_view second) {
  static const Handle<EVP_MD, EVP_MD_free> method(EVP_MD_fetch(nullptr, "SHA1", nullptr));
  const Handle<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
  std::array<std::uint8_t, 20> digest;
  if (!method || !context || EVP_DigestInit_ex2(context.get(), method.get(), nullptr) != 1 ||
      EVP_DigestUpdate(context.get(), first.data(), first.size()) != 1 ||
      EVP_DigestUpdate(context.get(), second.data(), second.size()) != 1 ||
      EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) != 1)
    throw Error::internal("SHA-1 could not be computed");
  return digest;
}

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  static const Handle<EVP_MAC, EVP_MAC_free> method(EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr));
  const Handle<EVP_MAC_CTX, EVP_MAC_CTX_free> context(method ? EVP_MAC_CTX_new(method.get()) : nullptr);
  char name[] = "SHA256";
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
                                   OSSL_PARAM_construct_end()};
  const auto octets = [](std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); };
  Digest digest;
  std::size_t size = 0;
  if (!context || EVP_MAC_init(context.get(), octets(key), key.size(), parameters) != 1 ||
      EVP_MAC_update(context.get(), octets(bytes), bytes.size()) != 1 ||
      EVP_MAC_final(context.get(), digest.data(), &size, digest.size()) != 1 || size != digest.size())
    throw Error::internal("HMAC with SHA-256 failed");
  return digest;
}

std::string to_hex(std::string_view bytes) {
  return to_hex(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

std::string to_hex(const std::uint8_t* bytes, std::size_t size) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text(size * 2, '0');
  for (std::size_t i = 0; i < size; ++i) {
    text[2 * i] = digits[bytes[i] >> 4];
    text[2 * i + 1] = digits[bytes[i] & 15];
  }
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  return to_hex(sha256(bytes));
}

} // namespace assay
