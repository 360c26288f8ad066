// SPDX-License-Identifier: Apache-2.0
#include "audit/seal/cades.hpp"

#include "audit/base/digest.hpp"
#include "audit/base/error.hpp"
#include "audit/base/cms.hpp"
#include "audit/seal/identity_parts.hpp"

#include <fmt/format.h>
#include <openssl/err.h>

#include <algorithm>

namespace assay::seal {

namespace {

// Each attempt has the canonical form with probability one half; this many failing is less likely than a disk
// that invents its contents.
constexpr int max_attempts = 200;

void must(bool done, const char* what) {
  if (!done)
    throw Error::internal(fmt::format("{} could not be written: {}", what, openssl_reason()));
}

// The whole structure but for the signature value; null when OpenSSL cannot make one. OpenSSL wants a key to
// know the algorithms by; the public one will do.
Cms unsigned_cms(X509* certificate, EVP_PKEY* key, const Digest& digest, const ASN1_TIME* time) {
  Cms cms(CMS_sign(nullptr, nullptr, nullptr, nullptr, CMS_PARTIAL | CMS_DETACHED | CMS_BINARY));
  // CMS_CADES: with signing-certificate-v2. CMS_NOSMIMECAP: nothing about e-mail. The signing time is given,
  // for OpenSSL would read the clock for one that is not there.
  constexpr unsigned flags = CMS_PARTIAL | CMS_CADES | CMS_NOSMIMECAP;
  CMS_SignerInfo* signer = cms ? CMS_add1_signer(cms.get(), certificate, key, EVP_sha256(), flags) : nullptr;
  const bool done =
      signer != nullptr &&
      CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_contentType, V_ASN1_OBJECT, OBJ_nid2obj(NID_pkcs7_data),
                                  -1) == 1 &&
      CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING, digest.data(),
                                  static_cast<int>(digest.size())) == 1 &&
      CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime, ASN1_STRING_type(time), time, -1) == 1;
  if (!done)
    cms.reset();
  return cms;
}

std::string_view signature_value(CMS_SignerInfo* signer) {
  return bytes_of(CMS_SignerInfo_get0_signature(signer));
}

} // namespace

std::string sign_detached(const SigningIdentity& identity, std::string_view content, Seconds signing_time) {
  const auto time = to_asn1(signing_time);
  if (!time)
    throw Error::input(
        fmt::format("nothing was signed: a signature cannot express the time {}", signing_time));
  const Digest digest = sha256(content);
  const SigningIdentity::Parts& parts = identity.parts();
  for (int attempt = 0; attempt < max_attempts; ++attempt) {
    const Cms cms = unsigned_cms(parts.certificate.get(), parts.key.get(), digest, time.get());
    must(cms != nullptr, "a signature");
    CMS_SignerInfo* signer = only_signer(cms.get());
    must(CMS_SignerInfo_sign(signer) == 1, "the signature value");
    // The randomness in ECDSA is OpenSSL's own, so another try gives another value.
    if (!is_canonical_signature_value(parts.key.get(), signature_value(signer)))
      continue;
    std::string der = to_der(cms.get());
    // Never hand out a signature that the same program would refuse.
    if (const auto difference = cms_difference_from_canonical(der, content))
      throw Error::internal("a signature was not written in canonical form: " + *difference);
    return der;
  }
  throw Error::internal(fmt::format("{} signatures in a row were not canonical", max_attempts));
}

std::optional<std::string> cms_difference_from_canonical(std::string_view der, std::string_view content) {
  const Cms cms = der.size() > max_signature_bytes ? nullptr : parse_cms(der);
  if (!cms)
    return "it is no CMS structure";
  const std::vector<Certificate> inside = certificates(cms.get());
  CMS_SignerInfo* signer = only_signer(cms.get());
  if (inside.size() != 1 || signer == nullptr)
    return "it does not have exactly one signer and one certificate";
  const std::optional<Seconds> claimed = signing_time(signer);
  const auto time = claimed ? to_asn1(*claimed) : nullptr;
  if (!time)
    return "it has no signing time";
  X509* certificate = inside.front().get();
  EVP_PKEY* key = X509_get0_pubkey(certificate);
  if (const auto problem = key_problem(key, true)) {
    ERR_clear_error();
    return "it could not have been written here: " + *problem;
  }
  const std::string_view value = signature_value(signer);
  if (!is_canonical_signature_value(key, value))
    return "its signature value is not the canonical one of two that are equally valid";
  const Cms again = unsigned_cms(certificate, key, sha256(content), time.get());
  if (!again)
    return "it cannot be written again: " + openssl_reason();
  ASN1_OCTET_STRING* again_value = CMS_SignerInfo_get0_signature(only_signer(again.get()));
  must(ASN1_STRING_set(again_value, value.data(), static_cast<int>(value.size())) == 1,
       "the signature value");
  const std::string expected = to_der(again.get());
  if (expected == der)
    return std::nullopt;
  const auto limit = static_cast<std::ptrdiff_t>(std::min(expected.size(), der.size()));
  const auto first =
      std::mismatch(expected.begin(), expected.begin() + limit, der.begin()).first - expected.begin();
  return fmt::format("the first difference is at byte {}", first);
}

} // namespace assay::seal
