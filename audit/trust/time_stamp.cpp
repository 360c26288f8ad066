// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/time_stamp.hpp"

#include "audit/trust/cms_signature.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pkcs7.h>
#include <openssl/ts.h>

namespace assay::trust {

namespace {

// More tokens than this on one signature are not looked at.
constexpr int max_tokens = 8;
// OpenSSL computes one digest for each algorithm a token lists, by recursion.
constexpr int max_digests = 8;
// Security level 2 of OpenSSL: 112 bits, which leaves out SHA-1 and RSA below 2048 bits.
constexpr int security_level = 2;

using Token = Handle<PKCS7, PKCS7_free>;
using Content = Handle<TS_TST_INFO, TS_TST_INFO_free>;
using Response = Handle<TS_RESP, TS_RESP_free>;
using Verifier = Handle<TS_VERIFY_CTX, TS_VERIFY_CTX_free>;

struct FreeCertificates {
  void operator()(STACK_OF(X509) * stack) const noexcept { sk_X509_pop_free(stack, X509_free); }
};

Token read_token(const ASN1_TYPE* value) {
  if (value == nullptr || value->type != V_ASN1_SEQUENCE)
    return nullptr;
  const std::string_view bytes = bytes_of(value->value.sequence);
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  const unsigned char* end = data;
  Token token(d2i_PKCS7(nullptr, &end, static_cast<long>(bytes.size())));
  if (end != data + bytes.size())
    token.reset();
  return token;
}

// Whether it is signed, and small enough to be worked on.
bool is_sound(PKCS7* token) {
  return token != nullptr && PKCS7_type_is_signed(token) && token->d.sign != nullptr &&
         sk_X509_ALGOR_num(token->d.sign->md_algs) <= max_digests &&
         sk_X509_num(token->d.sign->cert) <= static_cast<int>(max_certificates);
}

bool is_strong(const X509_ALGOR* algorithm) {
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  return is_strong_digest(OBJ_obj2nid(object));
}

// The digest over the stamped value and the one over the token's content.
bool has_strong_digests(PKCS7* token, const Content& content) {
  STACK_OF(PKCS7_SIGNER_INFO)* signers = PKCS7_get_signer_info(token);
  if (sk_PKCS7_SIGNER_INFO_num(signers) != 1)
    return false;
  X509_ALGOR* digest = nullptr;
  PKCS7_SIGNER_INFO_get0_algs(sk_PKCS7_SIGNER_INFO_value(signers, 0), nullptr, &digest, nullptr);
  return digest != nullptr && is_strong(digest) &&
         is_strong(TS_MSG_IMPRINT_get_algo(TS_TST_INFO_get_msg_imprint(content.get())));
}

// Whether the token is over `value` and signed by a time-stamping authority with a path to one of
// `authorities` at its own time, which means nothing before all of this was found.
bool verifies(PKCS7* token, Seconds time, std::string_view value,
              const std::vector<Certificate>& authorities) {
  CertificateStore store = make_store(authorities);
  X509_VERIFY_PARAM* parameters = X509_STORE_get0_param(store.get());
  X509_VERIFY_PARAM_set_time(parameters, static_cast<time_t>(time));
  X509_VERIFY_PARAM_set_auth_level(parameters, security_level);
  // A token need not carry its authority's certificate.
  std::unique_ptr<STACK_OF(X509), FreeCertificates> others(sk_X509_new_null());
  for (const Certificate& authority : authorities)
    if (others && X509_up_ref(authority.get()) == 1 && sk_X509_push(others.get(), authority.get()) <= 0)
      X509_free(authority.get());
  const Verifier verifier(TS_VERIFY_CTX_new());
  if (!verifier || !others)
    return false;
  TS_VERIFY_CTX_set_flags(verifier.get(), TS_VFY_SIGNATURE | TS_VFY_VERSION | TS_VFY_DATA);
  TS_VERIFY_CTX_set_store(verifier.get(), store.release());
  TS_VERIFY_CTX_set_certs(verifier.get(), others.release());
  TS_VERIFY_CTX_set_data(verifier.get(), bio_reading(value).release());
  return TS_RESP_verify_token(verifier.get(), token) == 1;
}

// Takes what one token over `value` proves.
void add_token(PKCS7* token, std::string_view value, const std::vector<Certificate>& authorities, ProvenTime& proven) {
  const Content content(is_sound(token) ? PKCS7_to_TS_TST_INFO(token) : nullptr);
  const auto time = content ? to_seconds(TS_TST_INFO_get_time(content.get())) : std::nullopt;
  if (!time)
    proven.explanation = "its time-stamp cannot be read";
  else if (authorities.empty())
    proven.explanation = "its time-stamp was not checked, because the trust store names no time-stamping authority";
  else if (!has_strong_digests(token, content))
    proven.explanation = "its time-stamp uses a digest weaker than SHA-256";
  else if (!verifies(token, *time, value, authorities))
    proven.explanation = fmt::format("its time-stamp was not accepted: {}", openssl_reason());
  else if (!proven.time || *time < *proven.time)
    proven.time = time;
  ERR_clear_error();
}

} // namespace

ProvenTime proven_time(CMS_SignerInfo* signer, const std::vector<Certificate>& authorities) {
  ProvenTime proven;
  const std::string_view value = bytes_of(CMS_SignerInfo_get0_signature(signer));
  int seen = 0;
  for (int at = -1; seen < max_tokens;) {
    at = CMS_unsigned_get_attr_by_NID(signer, NID_id_smime_aa_timeStampToken, at);
    if (at < 0)
      break;
    X509_ATTRIBUTE* attribute = CMS_unsigned_get_attr(signer, at);
    for (int i = 0; i < X509_ATTRIBUTE_count(attribute) && seen < max_tokens; ++i, ++seen) {
      const Token token = read_token(X509_ATTRIBUTE_get0_type(attribute, i));
      add_token(token.get(), value, authorities, proven);
    }
  }
  if (proven.time)
    proven.explanation.clear();
  return proven;
}

ProvenTime proven_time(const std::vector<std::string>& responses, std::string_view value,
                       const std::vector<Certificate>& authorities) {
  ProvenTime proven;
  for (std::size_t i = 0; i < responses.size() && i < static_cast<std::size_t>(max_tokens); ++i) {
    const auto* data = reinterpret_cast<const unsigned char*>(responses[i].data());
    const unsigned char* end = data;
    const Response response(d2i_TS_RESP(nullptr, &end, static_cast<long>(responses[i].size())));
    const bool whole = response && end == data + responses[i].size();
    add_token(whole ? TS_RESP_get_token(response.get()) : nullptr, value, authorities, proven);
  }
  if (proven.time)
    proven.explanation.clear();
  return proven;
}

} // namespace assay::trust
