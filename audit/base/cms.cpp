// SPDX-License-Identifier: Apache-2.0
#include "audit/base/cms.hpp"

#include "audit/base/error.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>

namespace assay {

namespace {

struct FreeCertificates {
  void operator()(STACK_OF(X509) * stack) const noexcept { sk_X509_pop_free(stack, X509_free); }
};

using Number = Handle<BIGNUM, BN_free>;

} // namespace

Cms parse_cms(std::string_view der) {
  const auto* data = reinterpret_cast<const unsigned char*>(der.data());
  const unsigned char* end = data;
  Cms cms(d2i_CMS_ContentInfo(nullptr, &end, static_cast<long>(der.size())));
  if (!cms || end != data + der.size())
    cms.reset();
  ERR_clear_error();
  return cms;
}

std::string to_der(CMS_ContentInfo* cms) {
  unsigned char* data = nullptr;
  const int size = i2d_CMS_ContentInfo(cms, &data);
  if (size < 0)
    throw Error::internal("a signature could not be written: " + openssl_reason());
  std::string der(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
  OPENSSL_free(data);
  return der;
}

std::vector<Certificate> certificates(CMS_ContentInfo* cms) {
  const std::unique_ptr<STACK_OF(X509), FreeCertificates> stack(CMS_get1_certs(cms));
  std::vector<Certificate> list;
  for (int i = 0; i < sk_X509_num(stack.get()); ++i) {
    X509* certificate = sk_X509_value(stack.get(), i);
    X509_up_ref(certificate);
    list.emplace_back(certificate);
  }
  ERR_clear_error();
  return list;
}

CMS_SignerInfo* only_signer(CMS_ContentInfo* cms) {
  STACK_OF(CMS_SignerInfo)* signers = CMS_get0_SignerInfos(cms);
  ERR_clear_error();
  return sk_CMS_SignerInfo_num(signers) == 1 ? sk_CMS_SignerInfo_value(signers, 0) : nullptr;
}

const void* signed_attribute(const CMS_SignerInfo* signer, int nid, int type) {
  // -3: there must be one attribute of this kind, with one value.
  const void* value = CMS_signed_get0_data_by_OBJ(signer, OBJ_nid2obj(nid), -3, type);
  ERR_clear_error();
  return value;
}

std::optional<Seconds> signing_time(const CMS_SignerInfo* signer) {
  for (const int type : {V_ASN1_UTCTIME, V_ASN1_GENERALIZEDTIME})
    if (const void* value = signed_attribute(signer, NID_pkcs9_signingTime, type))
      return to_seconds(static_cast<const ASN1_TIME*>(value));
  return std::nullopt;
}

std::string_view bytes_of(const ASN1_STRING* string) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(string)),
          static_cast<std::size_t>(ASN1_STRING_length(string))};
}

bool is_canonical_signature_value(const EVP_PKEY* key, std::string_view signature) {
  if (!EVP_PKEY_is_a(key, "EC"))
    return true;
  const auto* data = reinterpret_cast<const unsigned char*>(signature.data());
  const Handle<ECDSA_SIG, ECDSA_SIG_free> value(
      d2i_ECDSA_SIG(nullptr, &data, static_cast<long>(signature.size())));
  BIGNUM* order = nullptr;
  const bool known = value && EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_ORDER, &order) == 1;
  ERR_clear_error();
  const Number owner(order);
  if (!known || BN_rshift1(order, order) != 1)
    return false;
  return BN_cmp(ECDSA_SIG_get0_s(value.get()), order) <= 0;
}

} // namespace assay
