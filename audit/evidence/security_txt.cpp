// SPDX-License-Identifier: Apache-2.0
//
// Population `security-txt`: files security.txt with all their fields.
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/security_txt.hpp"
#include "audit/evidence/signature_fields.hpp"

#include <algorithm>

namespace assay::evidence {

namespace {

enum : std::size_t {
  place = document_field::count,
  valid,
  flaws,
  first_flaw,
  is_signed,
  expires,
  expires_stated,
  field,
  field_name,
  field_other_name,
  field_value,
  field_place,
  signature,
};

const std::vector<std::string>& known_names() {
  static const std::vector<std::string> names = {"acknowledgments", "canonical", "contact",             "csaf",  "encryption",
                                                 "expires",         "hiring",    "preferred-languages", "policy"};
  return names;
}

std::vector<Field> declare() {
  std::vector<std::string> names = known_names();
  names.push_back("other");
  std::vector<Field> fields = declare_document_fields("origin and path", {
      {"@place", FieldType::string, "line 1: the document as a whole"},
      {"@valid", FieldType::yes_no, "whether it is made as RFC 9116 demands; that it has expired does not matter here"},
      {"@flaws", FieldType::integer, "how many places are made otherwise"},
      {"@first-flaw", FieldType::string, "the first of them, with its line; absent when there is none"},
      {"@signed", FieldType::yes_no, "whether it has a cleartext signature of OpenPGP"},
      {"@expires", FieldType::time, "until when it holds; absent when that is not stated once and by RFC 3339"},
      {"@expires-as-stated", FieldType::string, "the text of the first field Expires"},
      {"field", FieldType::element, "a field, in the document's order"},
      {"field/@name", FieldType::enumeration, "which one", names},
      {"field/@other-name", FieldType::string, "the name of one that RFC 9116 and CSAF do not know, in lower case"},
      {"field/@value", FieldType::string, "its value", {}, true},
      {"field/@place", FieldType::string, "its line"},
  });
  declare_signature(fields);
  return fields;
}

void add_field(Item& item, const SecurityTxtField& one) {
  item.begin_child(field);
  set_listed(item, field_name, field_other_name, one.name);
  item.set_text(field_value, one.value);
  item.set_name(field_place, fmt::format("line {}", one.line));
}

void add_signature(Item& item, const SecurityTxt& text, const trust::TrustStore& trust) {
  JudgedSignature judged;
  if (!text.signature.empty()) {
    judged.kind = repository::SignatureKind::openpgp;
    if (wants_verdict(item.wanted(), signature))
      judged.verdict = trust.verify(trust::SignatureForm::openpgp, text.signed_text, text.signature, std::nullopt);
  }
  set_signature(item, signature, judged, trust);
}

void emit(Item& item, const ReadDocument& read, const SecurityTxt& text, const trust::TrustStore& trust,
          const ItemSink& sink) {
  begin_document_item(item, read);
  item.set_name(place, "line 1");
  item.set_flag(valid, text.flaws.count == 0);
  set_flaws(item, flaws, first_flaw, text.flaws);
  item.set_flag(is_signed, !text.signature.empty());
  set_stated(item, expires, text.expires);
  const auto stated = std::find_if(text.fields.begin(), text.fields.end(),
                                   [](const SecurityTxtField& one) { return one.name == "expires"; });
  if (stated != text.fields.end())
    item.set_text(expires_stated, stated->value);
  for (const SecurityTxtField& one : text.fields)
    add_field(item, one);
  add_signature(item, text, trust);
  sink(item);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("security-txt", self.fields, wanted);
  const Drawn drawn = evidence.documents->each<SecurityTxt>(
      [&](const ReadDocument& read, const SecurityTxt& text) { emit(item, read, text, evidence.trust, sink); });
  return examined(drawn);
}

} // namespace

const Population& security_txt() {
  static const Population population = {
      "security-txt",
      "files security.txt by RFC 9116",
      Completeness::as_found,
      false,
      "documents",
      "",
      declare(),
      {{"all", "", "all of them"}, {"revision", "@origin = 'revision'", "those of the audited tree"}},
      examine};
  return population;
}

} // namespace assay::evidence
