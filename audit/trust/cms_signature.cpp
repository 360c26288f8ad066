// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/cms_signature.hpp"

#include "audit/base/text.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/objects.h>

namespace assay::trust {

namespace {

// Real signatures of commits have one to thirteen kilobytes.
constexpr std::size_t max_armoured_bytes = 1u << 20;

using DecodeContext = Handle<EVP_ENCODE_CTX, EVP_ENCODE_CTX_free>;
using DigestMethod = Handle<EVP_MD, EVP_MD_free>;

// The bytes within the armour, or nothing.
std::optional<std::string> unarmoured(std::string_view text) {
  text = trimmed(text);
  for (const std::string_view label : {"SIGNED MESSAGE", "PKCS7", "CMS"}) {
    const std::string begin = fmt::format("-----BEGIN {}-----", label),
                      end = fmt::format("-----END {}-----", label);
    if (text.substr(0, begin.size()) != begin || text.size() < begin.size() + end.size() ||
        text.substr(text.size() - end.size()) != end)
      continue;
    const std::string_view body = text.substr(begin.size(), text.size() - begin.size() - end.size());
    if (body.empty() || body.find_first_not_of("\r\n") == 0 || body.back() != '\n' ||
        body.find('-') != body.npos)
      return std::nullopt;
    const DecodeContext context(EVP_ENCODE_CTX_new());
    std::string bytes(body.size(), '\0');
    auto* out = reinterpret_cast<unsigned char*>(bytes.data());
    int size = 0, rest = 0;
    EVP_DecodeInit(context.get());
    const bool decoded =
        EVP_DecodeUpdate(context.get(), out, &size, reinterpret_cast<const unsigned char*>(body.data()),
                         static_cast<int>(body.size())) >= 0 &&
        EVP_DecodeFinal(context.get(), out + size, &rest) == 1;
    ERR_clear_error();
    if (!decoded)
      return std::nullopt;
    bytes.resize(static_cast<std::size_t>(size + rest));
    return bytes;
  }
  return std::nullopt;
}

CmsSignature unreadable(std::string problem) {
  CmsSignature signature;
  signature.problem = std::move(problem);
  return signature;
}

const ASN1_OBJECT* digest_object(CMS_SignerInfo* signer) {
  X509_ALGOR* algorithm = nullptr;
  CMS_SignerInfo_get0_algs(signer, nullptr, nullptr, &algorithm, nullptr);
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  return object;
}

std::string dotted(const ASN1_OBJECT* object) {
  char text[80] = "";
  OBJ_obj2txt(text, sizeof text, object, 1);
  return text;
}

std::string key_name(const EVP_PKEY* key, bool pss) {
  const int bits = EVP_PKEY_get_bits(key);
  if (EVP_PKEY_is_a(key, "RSA") || EVP_PKEY_is_a(key, "RSA-PSS"))
    return fmt::format("rsa{}{}", bits, pss ? "-pss" : "");
  char group[64] = "";
  if (EVP_PKEY_is_a(key, "EC") && EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) == 1) {
    const std::string_view curve = group;
    return fmt::format("ecdsa-{}", curve == "prime256v1"  ? "p256"
                                   : curve == "secp384r1" ? "p384"
                                   : curve == "secp521r1" ? "p521"
                                                          : curve);
  }
  ERR_clear_error();
  const char* kind = EVP_PKEY_get0_type_name(key);
  return kind == nullptr ? "unknown" : fmt::format("{}{}", ascii_lower(kind), bits);
}

// What OpenSSL 3.0 can compute in CMS, whether it is strong or not.
bool is_computable(const EVP_PKEY* key) {
  for (const char* kind : {"RSA", "RSA-PSS", "EC", "DSA"})
    if (EVP_PKEY_is_a(key, kind))
      return true;
  return false;
}

// Whether the signature algorithm is one for this key and this digest. OpenSSL ignores what is said there for
// keys of elliptic curves. The algorithm of the key alone, which leaves the digest open, is common (RFC 3370
// section 3.2).
bool agrees(int algorithm, const EVP_PKEY* key, int digest) {
  if (algorithm == NID_rsassaPss)
    return EVP_PKEY_is_a(key, "RSA") || EVP_PKEY_is_a(key, "RSA-PSS");
  int its_digest = digest, its_key = algorithm;
  OBJ_find_sigid_algs(algorithm, &its_digest, &its_key);
  return its_digest == digest &&
         (its_key == NID_rsaEncryption          ? EVP_PKEY_is_a(key, "RSA")
          : its_key == NID_X9_62_id_ecPublicKey ? EVP_PKEY_is_a(key, "EC")
                                                : EVP_PKEY_is_a(key, OBJ_nid2sn(its_key))) == 1;
}

// The digest over the content is computed in a chain of our own: the one CMS_verify builds has an element for
// every algorithm the structure lists, is walked by recursion, and a stranger decides its length.
bool holds(CMS_SignerInfo* signer, X509* certificate, const EVP_MD* method, std::string_view payload) {
  const Bio digest(BIO_new(BIO_f_md()));
  Bio sink(BIO_new(BIO_s_null()));
  if (!digest || !sink || BIO_set_md(digest.get(), method) != 1)
    return false;
  BIO_push(digest.get(), sink.release()); // freed together
  bool written = true;
  for (std::string_view rest = payload; !rest.empty() && written;) {
    const auto size = static_cast<int>(std::min<std::size_t>(rest.size(), 1u << 20));
    written = BIO_write(digest.get(), rest.data(), size) == size;
    rest.remove_prefix(static_cast<std::size_t>(size));
  }
  CMS_SignerInfo_set1_signer_cert(signer, certificate);
  const bool verified = written &&
                        (CMS_signed_get_attr_count(signer) < 0 || CMS_SignerInfo_verify(signer) == 1) &&
                        CMS_SignerInfo_verify_content(signer, digest.get()) == 1;
  ERR_clear_error();
  return verified;
}

// RFC 5652 section 5.3: content-type and message-digest are there as soon as any attribute is signed, and the
// type is that of the content.
bool attributes_fit(const CMS_SignerInfo* signer) {
  if (CMS_signed_get_attr_count(signer) < 0)
    return true;
  const auto* type =
      static_cast<const ASN1_OBJECT*>(signed_attribute(signer, NID_pkcs9_contentType, V_ASN1_OBJECT));
  return type != nullptr && OBJ_obj2nid(type) == NID_pkcs7_data &&
         signed_attribute(signer, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING) != nullptr;
}

// Whether the signer named no certificate at all, or this one.
bool may_be_named(const CMS_SignerInfo* signer, X509* certificate) {
  const auto attribute = [&](int nid) {
    const auto* value = static_cast<const ASN1_STRING*>(signed_attribute(signer, nid, V_ASN1_SEQUENCE));
    return value == nullptr ? std::string_view() : bytes_of(value);
  };
  const std::string_view first = attribute(NID_id_smime_aa_signingCertificate);
  const std::string_view second = attribute(NID_id_smime_aa_signingCertificateV2);
  if (first.empty() && second.empty())
    return true;
  const auto* data = reinterpret_cast<const unsigned char*>(first.data());
  const Handle<ESS_SIGNING_CERT, ESS_SIGNING_CERT_free> by_sha1(
      first.empty() ? nullptr : d2i_ESS_SIGNING_CERT(nullptr, &data, static_cast<long>(first.size())));
  data = reinterpret_cast<const unsigned char*>(second.data());
  const Handle<ESS_SIGNING_CERT_V2, ESS_SIGNING_CERT_V2_free> by_digest(
      second.empty() ? nullptr : d2i_ESS_SIGNING_CERT_V2(nullptr, &data, static_cast<long>(second.size())));
  STACK_OF(X509)* alone = sk_X509_new_null();
  const bool read = (first.empty() || by_sha1) && (second.empty() || by_digest);
  const bool named = read && alone != nullptr && sk_X509_push(alone, certificate) > 0 &&
                     OSSL_ESS_check_signing_certs(by_sha1.get(), by_digest.get(), alone, 1) == 1;
  sk_X509_free(alone);
  ERR_clear_error();
  return named;
}

std::vector<X509*> candidates(const CmsSignature& signature, const std::vector<Certificate>& known) {
  std::vector<X509*> found;
  for (const auto* list : {&signature.certificates, &known})
    for (const Certificate& certificate : *list)
      if (CMS_SignerInfo_cert_cmp(signature.signer, certificate.get()) == 0)
        found.push_back(certificate.get());
  ERR_clear_error();
  return found;
}

} // namespace

CmsSignature read_cms_signature(std::string_view armoured) {
  if (armoured.size() > max_armoured_bytes)
    return unreadable("the signature is larger than any this program reads");
  const auto bytes = unarmoured(armoured);
  if (!bytes)
    return unreadable("the signature is no PEM block of a signed message");
  CmsSignature signature;
  signature.cms = parse_cms(*bytes);
  if (!signature.cms || OBJ_obj2nid(CMS_get0_type(signature.cms.get())) != NID_pkcs7_signed)
    return unreadable("the signature is no CMS structure of signed data");
  ASN1_OCTET_STRING** content = CMS_get0_content(signature.cms.get());
  if (content == nullptr || OBJ_obj2nid(CMS_get0_eContentType(signature.cms.get())) != NID_pkcs7_data)
    return unreadable("the signature is not one over plain data");
  if (*content != nullptr)
    return unreadable("the signature carries a content of its own instead of being over the object");
  signature.signer = only_signer(signature.cms.get());
  if (signature.signer == nullptr)
    return unreadable("the signature does not have exactly one signer");
  if (!attributes_fit(signature.signer))
    return unreadable("the signature lacks a signed attribute that CMS asks for");
  signature.certificates = certificates(signature.cms.get());
  if (signature.certificates.size() > max_certificates)
    return unreadable(fmt::format("the signature carries more than {} certificates", max_certificates));
  signature.signing_time = signing_time(signature.signer);
  return signature;
}

CmsArithmetic check_arithmetic(CmsSignature& signature, std::string_view payload,
                               const std::vector<Certificate>& known) {
  CmsArithmetic answer;
  const auto conclude = [&](Status status, std::string explanation) {
    answer.status = status;
    answer.explanation = std::move(explanation);
    return answer;
  };
  const std::vector<X509*> possible = candidates(signature, known);
  if (possible.empty())
    return conclude(Status::unknown_key,
                    "neither the signature nor the trust store holds the certificate of its signer");
  answer.certificate = possible.front();
  const ASN1_OBJECT* const digest = digest_object(signature.signer);
  const char* const name = OBJ_nid2sn(OBJ_obj2nid(digest));
  const DigestMethod method(OBJ_obj2nid(digest) == NID_undef ? nullptr
                                                             : EVP_MD_fetch(nullptr, name, nullptr));
  ERR_clear_error();
  if (!method)
    return conclude(
        Status::weak,
        fmt::format("the digest algorithm {} is refused because it is not known here", dotted(digest)));
  X509_ALGOR* parameters = nullptr;
  CMS_SignerInfo_get0_algs(signature.signer, nullptr, nullptr, nullptr, &parameters);
  const ASN1_OBJECT* made_with = nullptr;
  X509_ALGOR_get0(&made_with, nullptr, nullptr, parameters);
  const int algorithm = OBJ_obj2nid(made_with);
  if (algorithm == NID_undef)
    return conclude(
        Status::weak,
        fmt::format("the signature algorithm {} is refused because it is not known here", dotted(made_with)));
  bool computable = false, intact = false;
  for (X509* certificate : possible) {
    const EVP_PKEY* const key = X509_get0_pubkey(certificate);
    if (key == nullptr || !is_computable(key))
      continue;
    computable = true;
    answer.certificate = certificate;
    answer.algorithm = fmt::format("{}/{}", key_name(key, algorithm == NID_rsassaPss), ascii_lower(name));
    intact = agrees(algorithm, key, OBJ_obj2nid(digest)) &&
             holds(signature.signer, certificate, method.get(), payload);
    if (intact)
      break;
  }
  ERR_clear_error();
  if (!computable)
    return conclude(Status::weak,
                    "the signer's key is refused because it is of a kind that this program cannot "
                    "compute signed messages with");
  if (!intact)
    return conclude(Status::bad,
                    "the signature was not made over this object with the key in the certificate");
  if (!may_be_named(signature.signer, answer.certificate))
    return conclude(Status::bad, "the certificate is not the one that its signer named in the signature");
  if (!is_strong_digest(OBJ_obj2nid(digest)))
    return conclude(Status::weak, fmt::format("the digest algorithm {} is weaker than SHA-256", name));
  if (const auto problem = key_problem(X509_get0_pubkey(answer.certificate), false))
    return conclude(Status::weak, fmt::format("the signer's certificate is refused: {}", *problem));
  answer.status = Status::good;
  return answer;
}

} // namespace assay::trust
