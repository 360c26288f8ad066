// SPDX-License-Identifier: Apache-2.0
#include "audit/seal/validation.hpp"

#include "audit/base/error.hpp"
#include "audit/seal/cades.hpp"
#include "audit/seal/chain.hpp"
#include "audit/base/cms.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ess.h>

#include <array>
#include <optional>

namespace assay::seal {

namespace {

using EssCertificate = Handle<ESS_SIGNING_CERT_V2, ESS_SIGNING_CERT_V2_free>;

constexpr std::size_t max_chain_bytes = 1u << 20;

constexpr const char* anchors_hint = "ca/ holds certificates only, in PEM or DER form";

// The digest of `content` with the algorithm the signer names; empty when that is not known here.
std::string digest_of(std::string_view content, const EVP_MD* method) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  if (method == nullptr ||
      EVP_Digest(content.data(), content.size(), digest.data(), &size, method, nullptr) != 1)
    size = 0;
  ERR_clear_error();
  return {reinterpret_cast<const char*>(digest.data()), size};
}

const EVP_MD* digest_method(CMS_SignerInfo* signer) {
  X509_ALGOR* algorithm = nullptr;
  CMS_SignerInfo_get0_algs(signer, nullptr, nullptr, &algorithm, nullptr);
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  return EVP_get_digestbyobj(object);
}

// Whether signing-certificate-v2 (RFC 5035) names this certificate as the signer's.
bool names_certificate(const ASN1_STRING* attribute, X509* certificate) {
  const std::string_view bytes = bytes_of(attribute);
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  const EssCertificate named(d2i_ESS_SIGNING_CERT_V2(nullptr, &data, static_cast<long>(bytes.size())));
  STACK_OF(X509)* chain = sk_X509_new_null();
  const bool agrees = named && chain != nullptr && sk_X509_push(chain, certificate) > 0 &&
                      OSSL_ESS_check_signing_certs(nullptr, named.get(), chain, 1) == 1;
  sk_X509_free(chain);
  ERR_clear_error();
  return agrees;
}

class Validation {
public:
  Validation(std::string_view content, std::string_view der, std::string_view chain_pem, Seconds time)
      : content_(content), der_(der), chain_pem_(chain_pem), time_(time) {}

  // The standard's building blocks, except that hash and arithmetic come before the chain: that a file was
  // changed is the graver news, and it is true whoever signed.
  SignatureAnswer run(const std::vector<Certificate>& anchors) {
    if (check_format() && identify_signer() && check_hash() && check_signature() && check_attributes() &&
        check_chain(anchors) && check_algorithms())
      answer_.indication = Indication::total_passed;
    answer_.remarks.push_back("revocation was not checked");
    return std::move(answer_);
  }

private:
  bool fail(Indication indication, const char* sub_indication, std::string explanation) {
    answer_.indication = indication;
    answer_.sub_indication = sub_indication;
    answer_.explanation = std::move(explanation);
    return false;
  }

  // 1. Format checking, EN 319 102-1 clause 5.2.2.
  bool check_format() {
    const auto malformed = [&](const char* why) {
      return fail(Indication::total_failed, "FORMAT_FAILURE", fmt::format("the signature {}", why));
    };
    if (der_.size() > max_signature_bytes)
      return malformed("is larger than any this program reads");
    cms_ = parse_cms(der_);
    if (!cms_ || OBJ_obj2nid(CMS_get0_type(cms_.get())) != NID_pkcs7_signed)
      return malformed("is no CMS SignedData structure");
    ASN1_OCTET_STRING** inside = CMS_get0_content(cms_.get());
    if (OBJ_obj2nid(CMS_get0_eContentType(cms_.get())) != NID_pkcs7_data || inside == nullptr ||
        *inside != nullptr)
      return malformed("is not detached from plain data");
    signer_ = only_signer(cms_.get());
    if (signer_ == nullptr)
      return malformed("does not have exactly one signer");
    claimed_time_ = signing_time(signer_);
    answer_.claimed_signing_time = claimed_time_.value_or(0);
    message_digest_ = static_cast<const ASN1_STRING*>(
        signed_attribute(signer_, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING));
    const auto* type =
        static_cast<const ASN1_OBJECT*>(signed_attribute(signer_, NID_pkcs9_contentType, V_ASN1_OBJECT));
    if (message_digest_ == nullptr || type == nullptr || OBJ_obj2nid(type) != NID_pkcs7_data)
      return malformed("lacks the signed attributes that CMS asks for");
    return true;
  }

  // 2. Identification of the signing certificate, clause 5.2.3.
  bool identify_signer() {
    for (Certificate& certificate : certificates(cms_.get()))
      if (CMS_SignerInfo_cert_cmp(signer_, certificate.get()) == 0)
        certificate_ = std::move(certificate);
    if (!certificate_)
      return fail(Indication::indeterminate, "NO_SIGNING_CERTIFICATE_FOUND",
                  "the signature does not carry the certificate of its signer");
    answer_.signer = to_text(X509_get_subject_name(certificate_.get()));
    answer_.issuer = to_text(X509_get_issuer_name(certificate_.get()));
    answer_.certificate_sha256 = sha256_hex(certificate_.get());
    return true;
  }

  // 3. and 4. Cryptographic verification, clause 5.2.7.
  bool check_hash() {
    method_ = digest_method(signer_);
    const std::string digest = digest_of(content_, method_);
    if (digest.empty())
      return fail(Indication::indeterminate, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
                  "the signature uses a digest algorithm that is not known here");
    if (digest != bytes_of(message_digest_))
      return fail(Indication::total_failed, "HASH_FAILURE",
                  "the signed file is not the one that was signed: its digest differs");
    return true;
  }

  bool check_signature() {
    if (X509_get0_pubkey(certificate_.get()) == nullptr) {
      ERR_clear_error();
      return fail(Indication::indeterminate, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
                  "the signer's key is of a kind that is not known here");
    }
    CMS_SignerInfo_set1_signer_cert(signer_, certificate_.get());
    const bool verified = CMS_SignerInfo_verify(signer_) == 1;
    ERR_clear_error();
    return verified || fail(Indication::total_failed, "SIG_CRYPTO_FAILURE",
                            "the signature value was not made by the key in the signer's certificate");
  }

  // 5. What baseline level B-B asks for besides, clauses 5.2.3 and 5.2.8.
  bool check_attributes() {
    const auto* named = static_cast<const ASN1_STRING*>(
        signed_attribute(signer_, NID_id_smime_aa_signingCertificateV2, V_ASN1_SEQUENCE));
    if (named == nullptr || !claimed_time_)
      return fail(Indication::indeterminate, "SIG_CONSTRAINTS_FAILURE",
                  "the signature lacks a signed attribute of CAdES baseline B-B: signing-certificate-v2 or "
                  "signing-time");
    if (!names_certificate(named, certificate_.get()))
      return fail(
          Indication::indeterminate, "NO_SIGNING_CERTIFICATE_FOUND",
          "the certificate in the signature is not the one its signer named in signing-certificate-v2");
    return true;
  }

  // 6. X.509 certificate validation, clause 5.2.6.
  bool check_chain(const std::vector<Certificate>& anchors) {
    CertificateList untrusted;
    if (chain_pem_.size() > max_chain_bytes)
      untrusted.problem = "it is too large";
    else if (!chain_pem_.empty())
      untrusted = read_certificates(chain_pem_);
    if (!untrusted.problem.empty())
      answer_.remarks.push_back("the chain that came with the signature was not used: " + untrusted.problem);
    ChainAnswer chain = find_chain(certificate_.get(), anchors, untrusted.certificates, time_);
    for (std::string& remark : chain.remarks)
      answer_.remarks.push_back(std::move(remark));
    if (!chain.sub_indication.empty())
      return fail(Indication::indeterminate, chain.sub_indication.c_str(), std::move(chain.explanation));
    if (!may_sign(certificate_.get()))
      return fail(
          Indication::indeterminate, "CHAIN_CONSTRAINTS_FAILURE",
          "the key usage of the signer's certificate allows neither digital signatures nor non-repudiation");
    remark_on_claimed_time();
    return true;
  }

  void remark_on_claimed_time() {
    const Seconds claimed = *claimed_time_;
    const auto start = to_seconds(X509_get0_notBefore(certificate_.get()));
    const auto end = to_seconds(X509_get0_notAfter(certificate_.get()));
    if (!start || !end || claimed < *start || claimed > *end)
      answer_.remarks.push_back(
          "the claimed signing time lies outside the validity of the signer's certificate");
    if (claimed > time_)
      answer_.remarks.push_back("the claimed signing time lies after the time of validation");
  }

  // 7. Signature acceptance, clause 5.2.8: the algorithms of the signature itself.
  bool check_algorithms() {
    if (!is_strong_digest(EVP_MD_get_type(method_)))
      return fail(Indication::indeterminate, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
                  "the signature uses a digest algorithm weaker than SHA-256");
    answer_.explanation = "the signature is intact and a chain leads from its signer to the verifier's ca/";
    return true;
  }

  std::string_view content_, der_, chain_pem_;
  Seconds time_;
  SignatureAnswer answer_;
  Cms cms_;
  CMS_SignerInfo* signer_ = nullptr;
  std::optional<Seconds> claimed_time_;
  const ASN1_STRING* message_digest_ = nullptr;
  const EVP_MD* method_ = nullptr;
  Certificate certificate_;
};

} // namespace

std::string_view to_string(Indication indication) {
  switch (indication) {
  case Indication::total_passed:
    return "TOTAL-PASSED";
  case Indication::total_failed:
    return "TOTAL-FAILED";
  case Indication::indeterminate:
    break;
  }
  return "INDETERMINATE";
}

void require_readable_anchors(const std::vector<SourceFile>& ca_files) {
  (void)read_anchors(ca_files, anchors_hint);
}

SignatureAnswer validate_signature(std::string_view content, std::string_view der,
                                   const std::vector<SourceFile>& ca_files, std::string_view chain_pem,
                                   Seconds validation_time) {
  const std::vector<Certificate> anchors = read_anchors(ca_files, anchors_hint);
  return Validation(content, der, chain_pem, validation_time).run(anchors);
}

} // namespace assay::seal
