// SPDX-License-Identifier: Apache-2.0
//
// Population `security-contacts`: where README, CONTRIBUTING, SUPPORT and security policies say that security problems are
// to be reported, by the signs that readers/report_addresses.hpp lists.
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/project_policy.hpp"
#include "audit/evidence/readers/security_policy.hpp"

namespace assay::evidence {

namespace {

enum : std::size_t { place = document_field::count, kind, value };

std::vector<Field> declare() {
  return declare_document_fields("origin, path and which of its addresses it is, from 1", {
      {"@place", FieldType::string, "line where the sentence begins that names it"},
      {"@kind", FieldType::enumeration, "what it is: e-mail, another address of the web, a form for reports",
       {"email", "url", "form"}},
      {"@value", FieldType::string, "the address", {}, true},
  });
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("security-contact", self.fields, wanted);
  const auto emit = [&](const ReadDocument& read, const auto& document) {
    std::size_t which = 0;
    for (const ReportAddress& one : document.report_addresses) {
      begin_document_item(item, read, std::to_string(++which));
      item.set_name(place, fmt::format("line {}", one.line));
      item.set_name(kind, to_string(one.kind));
      item.set_text(value, one.value);
      sink(item);
    }
  };
  Drawn all = evidence.documents->each<Readme>(emit);
  add(all, evidence.documents->each<ProjectPolicy>(emit));
  add(all, evidence.documents->each<SecurityPolicy>(emit));
  return examined(all);
}

} // namespace

const Population& security_contacts() {
  static const Population population = {
      "security-contacts",
      "addresses to which README, CONTRIBUTING, SUPPORT or a security policy asks to report security problems",
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
