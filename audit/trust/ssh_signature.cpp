// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/ssh_signature.hpp"

#include "audit/base/base64.hpp"
#include "audit/base/error.hpp"
#include "audit/base/text.hpp"
#include "audit/trust/ssh_wire.hpp"

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>

#include <array>
#include <memory>

namespace assay::trust {

namespace {

using DigestContext = Handle<EVP_MD_CTX, EVP_MD_CTX_free>;
using Method = Handle<EVP_MD, EVP_MD_free>;
using Number = Handle<BIGNUM, BN_free>;
using EcdsaNumbers = Handle<ECDSA_SIG, ECDSA_SIG_free>;

constexpr std::string_view header = "-----BEGIN SSH SIGNATURE-----", footer = "\n-----END SSH SIGNATURE-----";

// Fetched once: OpenSSL 3 looks an algorithm up on every use of EVP_sha512().
const EVP_MD* method(std::string_view hash) {
  static const Method sha256(EVP_MD_fetch(nullptr, "SHA256", nullptr)),
      sha384(EVP_MD_fetch(nullptr, "SHA384", nullptr)), sha512(EVP_MD_fetch(nullptr, "SHA512", nullptr));
  if (!sha256 || !sha384 || !sha512)
    throw Error::internal("OpenSSL offers no SHA-2");
  return hash == "sha256" ? sha256.get() : hash == "sha384" ? sha384.get() : sha512.get();
}

std::string digest(const EVP_MD* method, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out;
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, method, nullptr) != 1)
    throw Error::internal("a digest could not be computed");
  return {reinterpret_cast<const char*>(out.data()), size};
}

const unsigned char* octets(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// `hash` is empty for Ed25519, which hashes by itself.
bool holds(EVP_PKEY* key, std::string_view hash, std::string_view value, std::string_view data) {
  const DigestContext context(EVP_MD_CTX_new());
  if (!context ||
      EVP_DigestVerifyInit(context.get(), nullptr, hash.empty() ? nullptr : method(hash), nullptr, key) != 1)
    throw Error::internal("OpenSSL could not start to verify");
  const bool good =
      EVP_DigestVerify(context.get(), octets(value), value.size(), octets(data), data.size()) == 1;
  if (!good)
    ERR_clear_error();
  return good;
}

// An ECDSA value in the DER that OpenSSL takes, from two mpints (RFC 5656 section 3.1.2). Empty when
// malformed.
std::string ecdsa_der(std::string_view value) {
  SshReader reader(value);
  const std::string_view r = reader.mpint(), s = reader.mpint();
  if (!reader.finished())
    return {};
  Number r_number(BN_bin2bn(octets(r), static_cast<int>(r.size()), nullptr));
  Number s_number(BN_bin2bn(octets(s), static_cast<int>(s.size()), nullptr));
  const EcdsaNumbers numbers(ECDSA_SIG_new());
  if (!r_number || !s_number || !numbers ||
      ECDSA_SIG_set0(numbers.get(), r_number.get(), s_number.get()) != 1)
    throw Error::internal("OpenSSL could not take the numbers of a signature");
  (void)r_number.release();
  (void)s_number.release();
  const int size = i2d_ECDSA_SIG(numbers.get(), nullptr);
  std::string der(size > 0 ? static_cast<std::size_t>(size) : 0, '\0');
  auto* at = reinterpret_cast<unsigned char*>(der.data());
  if (size <= 0 || i2d_ECDSA_SIG(numbers.get(), &at) != size)
    ERR_clear_error();
  return der;
}

SshCheck answer(Status status, std::string explanation, std::string_view format) {
  return {status, std::move(explanation), std::string(format), {}};
}

// What the mathematics of a key's own algorithm run over: its hash ("" for Ed25519).
std::string_view hash_of(const SshPublicKey& key, std::string_view format) {
  if (format == "rsa-sha2-256" || key.type == "ecdsa-sha2-nistp256" || key.type.starts_with("sk-ecdsa"))
    return "sha256";
  if (key.type == "ecdsa-sha2-nistp384")
    return "sha384";
  return format == "rsa-sha2-512" || key.type == "ecdsa-sha2-nistp521" ? "sha512" : "";
}

} // namespace

std::string parse_ssh_signature(std::string_view armoured, SshSignature& out) {
  if (armoured.size() > max_ssh_signature_bytes)
    return fmt::format("it has more than {} bytes", max_ssh_signature_bytes);
  if (!armoured.starts_with(header))
    return "it does not begin with \"-----BEGIN SSH SIGNATURE-----\"";
  std::string_view text = armoured.substr(header.size());
  const std::size_t end = text.find(footer);
  if (!(text.starts_with("\n") || text.starts_with("\r\n")) || end == text.npos)
    return "its first or last line is damaged or missing";
  out.text_behind = !trimmed(text.substr(end + footer.size())).empty();
  auto bytes = from_base64(text.substr(0, end));
  if (!bytes)
    return "its base64 text is damaged";
  out.bytes = std::move(*bytes);
  constexpr std::string_view magic = "SSHSIG";
  std::string_view fields = out.bytes;
  if (!fields.starts_with(magic))
    return "it is no SSH signature within";
  fields.remove_prefix(magic.size());
  SshReader reader(fields);
  const std::uint32_t version = reader.uint32();
  if (reader.ok() && version != 1)
    return fmt::format("it has format version {}, and this version knows only 1", version);
  out.key = reader.string();
  out.name_space = reader.text();
  (void)reader.string(); // reserved; to be ignored
  out.hash = reader.text();
  out.signature = reader.string();
  if (!reader.finished())
    return "its fields are damaged";
  return {};
}

std::optional<std::string> ssh_signed_bytes(std::string_view name_space, std::string_view hash,
                                            std::string_view message) {
  if (hash != "sha256" && hash != "sha512")
    return std::nullopt;
  std::string bytes = "SSHSIG";
  append_string(bytes, name_space);
  append_string(bytes, ""); // reserved
  append_string(bytes, hash);
  append_string(bytes, digest(method(hash), message));
  return bytes;
}

SshCheck check_ssh_signature(const SshPublicKey& key, std::string_view signature, std::string_view data) {
  SshReader reader(signature);
  const std::string_view format = reader.text();
  std::string_view value = reader.string();
  if (!reader.ok())
    return answer(Status::malformed, "its value is damaged", "");
  const bool rsa = key.type == "ssh-rsa";
  if (rsa && format == "ssh-rsa")
    return answer(Status::weak, "it was made with SHA-1 (signature format ssh-rsa)", format);
  if (rsa ? format != "rsa-sha2-256" && format != "rsa-sha2-512" : format != key.type)
    return answer(Status::malformed,
                  fmt::format("its format \"{}\" is not one that this version checks for a key of type {}",
                              shown(format), key.type),
                  format);
  SshCheck check = answer(Status::good, "", format);
  std::string fido_data;
  if (key.fido()) {
    check.flags = reader.byte();
    const std::uint32_t counter = reader.uint32();
    fido_data = digest(method("sha256"), key.application);
    fido_data += static_cast<char>(*check.flags);
    append_uint32(fido_data, counter);
    fido_data += digest(method("sha256"), data);
    data = fido_data;
  }
  if (!reader.finished())
    return answer(Status::malformed, "its value is damaged", format);
  std::string converted;
  if (key.type.find("ecdsa") != key.type.npos) {
    converted = ecdsa_der(value);
    if (converted.empty())
      return answer(Status::malformed, "its value is damaged", format);
    value = converted;
  } else if (rsa && key.key) {
    // Leading zeros may be missing (OpenSSH takes such signatures); OpenSSL wants all.
    const auto size = static_cast<std::size_t>(EVP_PKEY_get_size(key.key.get()));
    if (value.size() < size)
      converted.assign(size - value.size(), '\0');
    converted += value;
    value = converted;
  }
  if (key.key && !holds(key.key.get(), hash_of(key, format), value, data))
    return answer(Status::bad,
                  "its mathematics do not hold: what it covers or the signature itself was changed", format);
  if (!key.weakness.empty()) {
    check.status = Status::weak;
    check.explanation = key.weakness;
  }
  return check;
}

} // namespace assay::trust
