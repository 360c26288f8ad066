// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/signer_name.hpp"

#include "audit/base/cms.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>

namespace assay::trust {

namespace {

using Names = Handle<GENERAL_NAMES, GENERAL_NAMES_free>;
using Object = Handle<ASN1_OBJECT, ASN1_OBJECT_free>;
using Utf8 = Handle<ASN1_UTF8STRING, ASN1_UTF8STRING_free>;

constexpr std::size_t max_issuer_bytes = 200;

std::string_view value_of(const GENERAL_NAME* name, int type) {
  if (name->type != type)
    return {};
  if (type == GEN_EMAIL)
    return bytes_of(name->d.rfc822Name);
  if (type == GEN_URI)
    return bytes_of(name->d.uniformResourceIdentifier);
  const OTHERNAME* other = name->d.otherName;
  const Object user_name(OBJ_txt2obj("1.3.6.1.4.1.57264.1.7", 1));
  return OBJ_cmp(other->type_id, user_name.get()) == 0 && other->value->type == V_ASN1_UTF8STRING
             ? bytes_of(other->value->value.utf8string)
             : std::string_view();
}

std::string_view extension(const X509* certificate, const char* oid) {
  const Object object(OBJ_txt2obj(oid, 1));
  const int at = X509_get_ext_by_OBJ(certificate, object.get(), -1);
  return at < 0 ? std::string_view() : bytes_of(X509_EXTENSION_get_data(X509_get_ext(certificate, at)));
}

bool is_plain_url(std::string_view text) {
  return text.size() <= max_issuer_bytes && text.substr(0, 8) == "https://" &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

} // namespace

std::string signer_name(const X509* certificate) {
  const Names names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  ERR_clear_error();
  for (const int type : {GEN_EMAIL, GEN_URI, GEN_OTHERNAME})
    for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i)
      if (const std::string_view value = value_of(sk_GENERAL_NAME_value(names.get(), i), type);
          !value.empty())
        return std::string(value);
  return to_text(X509_get_subject_name(certificate));
}

std::string openid_issuer(const X509* certificate) {
  const std::string_view bytes = extension(certificate, "1.3.6.1.4.1.57264.1.8");
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  const Utf8 text(bytes.empty() ? nullptr
                                : d2i_ASN1_UTF8STRING(nullptr, &data, static_cast<long>(bytes.size())));
  ERR_clear_error();
  // The older extension holds the bytes of the URL themselves.
  const std::string_view issuer =
      text ? bytes_of(text.get()) : extension(certificate, "1.3.6.1.4.1.57264.1.1");
  return is_plain_url(issuer) ? std::string(issuer) : std::string();
}

} // namespace assay::trust
