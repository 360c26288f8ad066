// SPDX-License-Identifier: Apache-2.0
//
// Population `security-policies`: what SECURITY.md and its like say, by the signs that readers/security_policy.hpp lists.
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/security_policy.hpp"

namespace assay::evidence {

namespace {

enum : std::size_t {
  place = document_field::count,
  words,
  has_contact,
  private_channel,
  response_time,
  disclosure_deadline,
  supported_versions,
  scope,
  pgp_key,
  bounty,
  elsewhere,
  contact,
  contact_kind,
  contact_value,
};

std::vector<Field> declare() {
  return declare_document_fields("origin and path", {
      {"@place", FieldType::string, "line 1: the document as a whole"},
      {"@words", FieldType::integer, "how many it has, comments left out"},
      {"@has-contact", FieldType::yes_no, "whether it names an e-mail address, a form or another address for reports"},
      {"@private-channel", FieldType::yes_no,
       "whether it offers a way that is no public issue: e-mail, a form, private reporting"},
      {"@response-time", FieldType::integer, "days until an answer, as it states them; absent when it states none"},
      {"@disclosure-deadline", FieldType::integer, "days until disclosure, as it states them; absent when it states none"},
      {"@supported-versions", FieldType::yes_no, "whether it says which versions get security fixes"},
      {"@scope", FieldType::yes_no, "whether it says what is in scope or out of it"},
      {"@pgp-key", FieldType::yes_no, "whether it speaks of an OpenPGP key"},
      {"@bounty", FieldType::yes_no, "whether it speaks of a bounty, paid or not"},
      {"@elsewhere", FieldType::string,
       "where it says that more of the policy stands, which is not read; what is not found here is unknown then"},
      {"contact", FieldType::element, "a contact it names"},
      {"contact/@kind", FieldType::enumeration, "what it is", {"email", "url", "form"}},
      {"contact/@value", FieldType::string, "the address", {}, true},
  });
}

void emit(Item& item, const ReadDocument& read, const SecurityPolicy& policy, const ItemSink& sink) {
  const std::string refers = "more of the policy stands elsewhere, which was not read";
  const auto set_found = [&](std::size_t field, bool found) {
    if (found || policy.elsewhere.empty())
      item.set_flag(field, found);
    else
      item.set_unknown(field, refers);
  };
  const auto set_days = [&](std::size_t field, std::optional<std::int64_t> days) {
    if (days)
      item.set_number(field, *days);
    else if (!policy.elsewhere.empty())
      item.set_unknown(field, refers);
  };
  begin_document_item(item, read);
  item.set_name(place, "line 1");
  item.set_number(words, static_cast<std::int64_t>(policy.words));
  set_found(has_contact, !policy.contacts.empty() || policy.private_channel);
  set_found(private_channel, policy.private_channel);
  set_days(response_time, policy.response_days);
  set_days(disclosure_deadline, policy.disclosure_days);
  set_found(supported_versions, policy.supported_versions);
  set_found(scope, policy.scope);
  set_found(pgp_key, policy.key);
  set_found(bounty, policy.bounty);
  set_stated(item, elsewhere, policy.elsewhere);
  for (const PolicyContact& one : policy.contacts) {
    item.begin_child(contact);
    item.set_name(contact_kind, to_string(one.kind));
    item.set_text(contact_value, one.value);
  }
  sink(item);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("security-policy", self.fields, wanted);
  const Drawn drawn = evidence.documents->each<SecurityPolicy>(
      [&](const ReadDocument& read, const SecurityPolicy& policy) { emit(item, read, policy, sink); });
  return examined(drawn);
}

} // namespace

const Population& security_policies() {
  static const Population population = {
      "security-policies",
      "security policies in prose, by the signs that their words give",
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
