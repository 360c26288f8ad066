// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/public_keys.hpp"

#include "audit/base/base64.hpp"
#include "audit/base/text.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>

namespace assay::trust {

namespace {

struct FreeOpenssl {
  void operator()(void* pointer) const noexcept { OPENSSL_free(pointer); }
};

// The key's own DER, so that its digest does not depend on how the file wrote it.
std::string der_of(const EVP_PKEY* key) {
  unsigned char* data = nullptr;
  const int size = i2d_PUBKEY(key, &data);
  const std::unique_ptr<unsigned char, FreeOpenssl> owner(data);
  return size <= 0 ? std::string() : std::string(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
}

std::string refusal_of(std::string_view label) {
  if (label == PEM_STRING_PUBLIC)
    return {};
  if (label == PEM_STRING_X509 || label == PEM_STRING_X509_OLD)
    return "it holds a certificate; those belong in ca/";
  return fmt::format("it holds a \"{}\"; only public keys in blocks \"PUBLIC KEY\" belong there", label);
}

} // namespace

bool PublicKey::is_named(std::string_view key_id) const {
  if (ascii_lower(key_id) == id())
    return true;
  if (key_id.starts_with("SHA256:"))
    key_id.remove_prefix(7);
  const std::string base64 = to_base64(digest);
  return key_id == base64 || key_id == std::string_view(base64).substr(0, base64.find('='));
}

PublicKeyFile read_public_keys(const SourceFile& file) {
  const auto problem = [](std::string why) {
    ERR_clear_error();
    return PublicKeyFile{{}, std::move(why)};
  };
  PublicKeyFile read;
  const Bio bio = bio_reading(file.bytes);
  for (;;) {
    char *label = nullptr, *header = nullptr;
    unsigned char* data = nullptr;
    long size = 0;
    if (PEM_read_bio(bio.get(), &label, &header, &data, &size) != 1)
      break;
    const std::unique_ptr<char, FreeOpenssl> label_owner(label), header_owner(header);
    const std::unique_ptr<unsigned char, FreeOpenssl> data_owner(data);
    if (std::string why = refusal_of(label); !why.empty())
      return problem(std::move(why));
    if (read.keys.size() == max_public_keys)
      return problem(fmt::format("it holds more than {} keys", max_public_keys));
    const unsigned char* end = data;
    Key key(d2i_PUBKEY(nullptr, &end, size));
    std::string der = key && end == data + size ? der_of(key.get()) : std::string();
    if (der.empty())
      return problem(fmt::format("its key number {} is damaged or of a kind that is not known here", read.keys.size() + 1));
    const Digest digest = sha256(der);
    std::string weakness = key_problem(key.get(), false).value_or(std::string());
    read.keys.push_back({std::move(key), file.shown, std::string(digest.begin(), digest.end()), std::move(weakness)});
  }
  if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
    return problem(fmt::format("its PEM block number {} is damaged", read.keys.size() + 1));
  ERR_clear_error();
  return read.keys.empty() ? problem("it holds no public key in PEM form") : std::move(read);
}

} // namespace assay::trust
