// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/ssh_key.hpp"

#include "audit/base/base64.hpp"
#include "audit/base/error.hpp"
#include "audit/base/escape.hpp"
#include "audit/trust/ssh_wire.hpp"

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>

#include <array>

namespace assay::trust {

namespace {

using KeyContext = Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Number = Handle<BIGNUM, BN_free>;
using ParameterBuilder = Handle<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Parameters = Handle<OSSL_PARAM, OSSL_PARAM_free>;

enum class Family { ed25519, ecdsa, rsa };

struct KeyType {
  std::string_view name;
  Family family;
  std::string_view curve; // in SSH
  const char* group;      // in OpenSSL
  std::size_t point_size; // uncompressed
};

constexpr std::array<KeyType, 7> key_types{{
    {"ssh-ed25519", Family::ed25519, "", "", 0},
    {"ecdsa-sha2-nistp256", Family::ecdsa, "nistp256", "P-256", 65},
    {"ecdsa-sha2-nistp384", Family::ecdsa, "nistp384", "P-384", 97},
    {"ecdsa-sha2-nistp521", Family::ecdsa, "nistp521", "P-521", 133},
    {"ssh-rsa", Family::rsa, "", "", 0},
    {"sk-ssh-ed25519@openssh.com", Family::ed25519, "", "", 0},
    {"sk-ecdsa-sha2-nistp256@openssh.com", Family::ecdsa, "nistp256", "P-256", 65},
}};

const KeyType* find_type(std::string_view name) {
  for (const KeyType& type : key_types)
    if (type.name == name)
      return &type;
  return nullptr;
}

const unsigned char* octets(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// Null when OpenSSL refuses the numbers, such as a point that is not on its curve.
Key make_key(const char* algorithm, OSSL_PARAM_BLD* builder) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, algorithm, nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
    ERR_clear_error();
  return Key(key);
}

Key make_ec_key(const KeyType& type, std::string_view point) {
  const ParameterBuilder builder(OSSL_PARAM_BLD_new());
  if (!builder ||
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, type.group, 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) !=
          1)
    throw Error::internal("OpenSSL could not take the numbers of a key");
  return make_key("EC", builder.get());
}

Key make_rsa_key(const BIGNUM* modulus, const BIGNUM* exponent) {
  const ParameterBuilder builder(OSSL_PARAM_BLD_new());
  if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent) != 1)
    throw Error::internal("OpenSSL could not take the numbers of a key");
  return make_key("RSA", builder.get());
}

// The problem of an RSA key; otherwise it is set in `key`, perhaps as weak.
std::string read_rsa(SshReader& reader, SshPublicKey& key) {
  const std::string_view exponent = reader.mpint(), modulus = reader.mpint();
  if (!reader.ok())
    return "the key is damaged";
  append_mpint(key.blob, exponent);
  append_mpint(key.blob, modulus);
  const Number n(BN_bin2bn(octets(modulus), static_cast<int>(modulus.size()), nullptr));
  const Number e(BN_bin2bn(octets(exponent), static_cast<int>(exponent.size()), nullptr));
  if (!n || !e)
    throw Error::internal("OpenSSL could not take the numbers of a key");
  const int bits = BN_num_bits(n.get());
  // The limit of FIPS 186-4 section B.3.1; a larger one only makes verifying slow.
  if (BN_num_bits(e.get()) > 256)
    return "the key has an RSA exponent of more than 256 bits";
  if (bits < 2048)
    key.weakness = fmt::format("an RSA key of {} bits is too short (2048 are asked for)", bits);
  else if (BN_is_odd(e.get()) == 0 || BN_is_one(e.get()) == 1)
    key.weakness = "with this RSA exponent anybody can sign";
  // Below what OpenSSH itself takes nobody has a use for the answer.
  if (bits < 1024)
    return {};
  if (BN_is_odd(n.get()) == 0)
    return "the key is damaged: its RSA modulus is even";
  key.key = make_rsa_key(n.get(), e.get());
  return key.key ? std::string() : "the key is damaged: OpenSSL does not take its numbers";
}

std::string read_ec(const KeyType& type, SshReader& reader, SshPublicKey& key) {
  const std::string_view curve = reader.text(), point = reader.string();
  // Compressed points (RFC 5656 section 3.1 permits them) are refused, as OpenSSH does: a key has one form
  // only.
  if (!reader.ok() || curve != type.curve || point.size() != type.point_size || point.front() != 4)
    return "the key is damaged";
  append_string(key.blob, curve);
  append_string(key.blob, point);
  key.key = make_ec_key(type, point);
  return key.key ? std::string() : "the key is damaged: its point is not on the curve";
}

std::string read_ed25519(SshReader& reader, SshPublicKey& key) {
  const std::string_view point = reader.string();
  if (!reader.ok() || point.size() != 32)
    return "the key is damaged";
  append_string(key.blob, point);
  key.key.reset(EVP_PKEY_new_raw_public_key_ex(nullptr, "ED25519", nullptr, octets(point), point.size()));
  ERR_clear_error();
  return key.key ? std::string() : "the key is damaged: OpenSSL does not take it";
}

} // namespace

bool is_key_type(std::string_view type) {
  return find_type(type) != nullptr;
}

SshKeyAnswer read_key_fields(std::string_view type_name, SshReader& reader) {
  if (type_name == "ssh-dss")
    return {nullptr, "DSA keys (ssh-dss) are refused", true};
  const KeyType* type = find_type(type_name);
  if (type == nullptr)
    return {nullptr, fmt::format("keys of type \"{}\" cannot be checked by this version", shown(type_name)),
            false};
  const auto key = std::make_shared<SshPublicKey>();
  key->type = type_name;
  append_string(key->blob, type_name);
  std::string problem;
  switch (type->family) {
  case Family::ed25519:
    problem = read_ed25519(reader, *key);
    break;
  case Family::ecdsa:
    problem = read_ec(*type, reader, *key);
    break;
  case Family::rsa:
    problem = read_rsa(reader, *key);
    break;
  }
  if (problem.empty() && key->fido()) {
    key->application = reader.text();
    append_string(key->blob, key->application);
    if (!reader.ok())
      problem = "the key is damaged";
  }
  if (!problem.empty())
    return {nullptr, std::move(problem), false};
  return {key, {}, false};
}

SshKeyAnswer read_key(std::string_view blob) {
  SshReader reader(blob);
  const std::string_view type = reader.text();
  if (!reader.ok() || type.empty())
    return {nullptr, "the key is damaged", false};
  SshKeyAnswer answer = read_key_fields(type, reader);
  if (answer.key && !reader.finished())
    return {nullptr, "the key is damaged: something stands behind it", false};
  return answer;
}

std::string ssh_fingerprint(std::string_view blob) {
  const Digest digest = sha256(blob);
  std::string text = to_base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
  text.resize(text.find('='));
  return "SHA256:" + text;
}

std::string SshPublicKey::fingerprint() const {
  return ssh_fingerprint(blob);
}

std::string shown(std::string_view text) {
  constexpr std::size_t limit = 80;
  return text.size() <= limit ? escape_text(text) : escape_text(text.substr(0, limit)) + "…";
}

} // namespace assay::trust
