// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/signature_fields.hpp"

namespace assay::evidence {

using repository::SignatureKind;
using trust::SignatureForm;
using trust::Status;
using trust::Verdict;

namespace {

// Places of the fields behind the element.
enum : std::size_t { kind = 1, status, signer, key, algorithm, time, time_proven, user_presence, self_asserted, end };

std::optional<SignatureForm> form_of(SignatureKind kind) {
  switch (kind) {
  case SignatureKind::openpgp: return SignatureForm::openpgp;
  case SignatureKind::ssh: return SignatureForm::ssh;
  case SignatureKind::x509: return SignatureForm::x509;
  case SignatureKind::none:
  case SignatureKind::unrecognised: break;
  }
  return std::nullopt;
}

const char* name_of(SignatureKind kind) {
  switch (kind) {
  case SignatureKind::openpgp: return "openpgp";
  case SignatureKind::ssh: return "ssh";
  case SignatureKind::x509: return "x509";
  case SignatureKind::none:
  case SignatureKind::unrecognised: break;
  }
  return "none";
}

void set_text_if(Item& item, std::size_t field, const std::string& text) {
  if (!text.empty())
    item.set_text(field, text);
}

void set_verdict(Item& item, std::size_t element, const Verdict& verdict, bool keys) {
  // Without any key to check with, that the key is unknown says nothing about the signature.
  if (verdict.status == Status::unknown_key && !keys)
    item.set_unknown({element + status, element + signer, element + self_asserted},
                     "no key to verify it with could be read; --trust names a directory of them");
  else {
    item.set_name(element + status, to_string(verdict.status));
    set_text_if(item, element + signer, verdict.signer);
    item.set_flag(element + self_asserted, verdict.self_asserted);
  }
  set_text_if(item, element + key, verdict.key);
  set_text_if(item, element + algorithm, verdict.algorithm);
  if (verdict.time)
    item.set_number(element + time, *verdict.time);
  item.set_flag(element + time_proven, verdict.time_proven);
  if (verdict.user_presence)
    item.set_flag(element + user_presence, *verdict.user_presence);
}

} // namespace

JudgedSignature judge_signature(const trust::TrustStore& trust, const repository::SignedObject& object,
                                std::optional<Seconds> claimed, std::string_view name_space) {
  const auto form = form_of(object.kind);
  return {object.kind, form ? std::optional(trust.verify(*form, object.payload, object.signature, claimed, name_space))
                            : std::nullopt};
}

void declare_signature(std::vector<Field>& fields) {
  fields.insert(
      fields.end(),
      {{"signature", FieldType::element, "the signature; always one element, of kind none when unsigned", {}, false, true},
       {"signature/@kind", FieldType::enumeration, "which kind of signature is present", {"openpgp", "ssh", "x509", "none"}},
       {"signature/@status", FieldType::enumeration,
        "what its verification with the trust store gave; unknown when no key of its kind was handed in",
        {"good", "expired-signature", "expired-key", "revoked-key", "not-trusted", "unknown-key", "bad", "weak", "malformed",
         "none"}},
       {"signature/@signer", FieldType::string, "whom the trust store names for the key", {}, true},
       {"signature/@key", FieldType::string,
        "the signing key: SHA256:… of SSH, fingerprint of OpenPGP, SHA-256 of the X.509 certificate"},
       {"signature/@algorithm", FieldType::string, "key and digest, such as ssh-ed25519/sha512"},
       {"signature/@time", FieldType::time, "when the signature says it was made; absent where it says nothing"},
       {"signature/@time-proven", FieldType::yes_no, "whether somebody else than the signer proves that time"},
       {"signature/@user-presence", FieldType::yes_no,
        "whether a FIDO key was touched for it; absent for keys of other kinds"},
       {"signature/@self-asserted", FieldType::yes_no, "whether the key came from the audited repository itself"}});
}

bool wants_verdict(const FieldSet& wanted, std::size_t element) {
  for (std::size_t field = element + status; field < element + end; ++field)
    if (wanted[field])
      return true;
  return false;
}

void set_signature(Item& item, std::size_t element, const JudgedSignature& signature, const trust::TrustStore& trust) {
  item.begin_child(element);
  if (signature.kind == SignatureKind::unrecognised) {
    for (std::size_t field = element + kind; field < element + end; ++field)
      item.set_unknown(field, "the signature is of no kind that is known");
    return;
  }
  item.set_name(element + kind, name_of(signature.kind));
  if (signature.kind == SignatureKind::none)
    item.set_name(element + status, "none");
  else if (signature.verdict)
    set_verdict(item, element, *signature.verdict, trust.has_keys(*form_of(signature.kind)));
}

} // namespace assay::evidence
