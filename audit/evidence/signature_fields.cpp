// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/signature_fields.hpp"

namespace assay::evidence {

using repository::SignatureKind;

void declare_signature(std::vector<Field>& fields) {
  fields.push_back({"signature", FieldType::element, "the signature; always one element, of kind none when unsigned",
                    {}, false, true});
  fields.push_back({"signature/@kind", FieldType::enumeration, "which kind of signature is present",
                    {"openpgp", "ssh", "x509", "none"}});
  fields.push_back({"signature/@status", FieldType::enumeration,
                    "what its verification gave; unknown for a signature that is present, since none is verified yet",
                    {"good", "expired-signature", "expired-key", "revoked-key", "not-trusted", "unknown-key", "bad",
                     "weak", "malformed", "none"}});
  fields.push_back({"signature/@signer", FieldType::string, "who signed, once verified", {}, true});
  fields.push_back({"signature/@key", FieldType::string, "fingerprint of the signing key, once verified"});
}

void set_signature(Item& item, std::size_t element, SignatureKind kind) {
  const std::size_t kind_field = element + 1, status = element + 2, signer = element + 3, key = element + 4;
  item.begin_child(element);
  switch (kind) {
  case SignatureKind::none: item.set_name(kind_field, "none"); break;
  case SignatureKind::openpgp: item.set_name(kind_field, "openpgp"); break;
  case SignatureKind::ssh: item.set_name(kind_field, "ssh"); break;
  case SignatureKind::x509: item.set_name(kind_field, "x509"); break;
  case SignatureKind::unrecognised:
    item.set_unknown(kind_field, "the signature is of no kind that is known");
    break;
  }
  if (kind == SignatureKind::none) {
    item.set_name(status, "none");
    return;
  }
  for (const std::size_t field : {status, signer, key})
    if (item.wants(field))
      item.set_unknown(field, "the signature was not verified: this version reads only that it is there");
}

} // namespace assay::evidence
