// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/plain_signature.hpp"

#include "audit/base/error.hpp"

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/rsa.h>

namespace assay::trust {

namespace {

using DigestContext = Handle<EVP_MD_CTX, EVP_MD_CTX_free>;
using KeyContext = Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Number = Handle<BIGNUM, BN_free>;
using EcdsaNumbers = Handle<ECDSA_SIG, ECDSA_SIG_free>;

const EVP_MD* method(Sha2 algorithm) {
  return algorithm == Sha2::sha256 ? EVP_sha256() : algorithm == Sha2::sha384 ? EVP_sha384() : EVP_sha512();
}

const unsigned char* octets(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// r and s side by side as the DER that OpenSSL takes; empty when they do not have the curve's length.
std::string ecdsa_der(const EVP_PKEY* key, std::string_view signature) {
  const auto half = (static_cast<std::size_t>(EVP_PKEY_get_bits(key)) + 7) / 8;
  if (signature.size() != 2 * half)
    return {};
  Number r(BN_bin2bn(octets(signature), static_cast<int>(half), nullptr));
  Number s(BN_bin2bn(octets(signature) + half, static_cast<int>(half), nullptr));
  const EcdsaNumbers numbers(ECDSA_SIG_new());
  if (!r || !s || !numbers || ECDSA_SIG_set0(numbers.get(), r.get(), s.get()) != 1)
    throw Error::internal("OpenSSL could not take the numbers of a signature");
  (void)r.release();
  (void)s.release();
  const int size = i2d_ECDSA_SIG(numbers.get(), nullptr);
  std::string der(size > 0 ? static_cast<std::size_t>(size) : 0, '\0');
  auto* at = reinterpret_cast<unsigned char*>(der.data());
  if (size <= 0 || i2d_ECDSA_SIG(numbers.get(), &at) != size)
    throw Error::internal("OpenSSL could not write the numbers of a signature");
  return der;
}

// `padding` is that of RSA, or 0.
bool holds(EVP_PKEY* key, Sha2 hash, int padding, std::string_view digest, std::string_view signature) {
  const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  const bool good =
      context && EVP_PKEY_verify_init(context.get()) == 1 &&
      (padding == 0 || EVP_PKEY_CTX_set_rsa_padding(context.get(), padding) == 1) &&
      EVP_PKEY_CTX_set_signature_md(context.get(), method(hash)) == 1 &&
      EVP_PKEY_verify(context.get(), octets(signature), signature.size(), octets(digest), digest.size()) == 1;
  ERR_clear_error();
  return good;
}

bool holds_ed25519(EVP_PKEY* key, std::string_view bytes, std::string_view signature) {
  const DigestContext context(EVP_MD_CTX_new());
  const bool good =
      context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key) == 1 &&
      EVP_DigestVerify(context.get(), octets(signature), signature.size(), octets(bytes), bytes.size()) == 1;
  ERR_clear_error();
  return good;
}

std::string ecdsa_name(const EVP_PKEY* key) {
  char group[64] = "";
  if (EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) != 1)
    ERR_clear_error();
  const std::string_view curve = group;
  return fmt::format("ecdsa-{}", curve == "prime256v1"  ? "p256"
                                 : curve == "secp384r1" ? "p384"
                                 : curve == "secp521r1" ? "p521"
                                                        : curve);
}

PlainArithmetic check_ecdsa(EVP_PKEY* key, Sha2 hash, std::string_view digest, std::string_view signature) {
  const std::string der = ecdsa_der(key, signature);
  if (holds(key, hash, 0, digest, signature) || (!der.empty() && holds(key, hash, 0, digest, der)))
    return {true, ecdsa_name(key)};
  return {false, {}};
}

PlainArithmetic check_rsa(EVP_PKEY* key, Sha2 hash, std::string_view digest, std::string_view signature) {
  const std::string name = fmt::format("rsa{}", EVP_PKEY_get_bits(key));
  if (EVP_PKEY_is_a(key, "RSA") && holds(key, hash, RSA_PKCS1_PADDING, digest, signature))
    return {true, name};
  if (holds(key, hash, RSA_PKCS1_PSS_PADDING, digest, signature))
    return {true, name + "-pss"};
  return {false, {}};
}

// Larger keys serve nobody but those who want others to compute for long.
constexpr int max_rsa_bits = 8192;

} // namespace

PlainArithmetic check_plain_signature(EVP_PKEY* key, const SignedBytes& what, std::string_view signature) {
  if (EVP_PKEY_is_a(key, "ED25519")) {
    if (what.bytes() == nullptr)
      return {};
    const bool good = holds_ed25519(key, *what.bytes(), signature);
    return {good, good ? "ed25519" : ""};
  }
  if (!EVP_PKEY_is_a(key, "EC") && EVP_PKEY_get_bits(key) > max_rsa_bits)
    return {};
  const auto check = EVP_PKEY_is_a(key, "EC")                                        ? check_ecdsa
                     : EVP_PKEY_is_a(key, "RSA") || EVP_PKEY_is_a(key, "RSA-PSS") ? check_rsa
                                                                                     : nullptr;
  PlainArithmetic answer;
  for (const Sha2 hash : all_sha2)
    if (const std::string* digest = check == nullptr ? nullptr : what.digest(hash)) {
      answer = check(key, hash, *digest, signature);
      if (*answer.holds) {
        answer.algorithm += fmt::format("/{}", to_string(hash));
        break;
      }
    }
  return answer;
}

} // namespace assay::trust
