// SPDX-License-Identifier: Apache-2.0
//
// Population `code-owners`: the rules of files CODEOWNERS, one by one.
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/code_owners.hpp"

namespace assay::evidence {

namespace {

enum : std::size_t {
  place = document_field::count,
  dialect,
  section,
  pattern,
  excludes,
  owned,
  valid,
  problem,
  owner,
  owner_kind,
  owner_value,
};

std::vector<Field> declare() {
  return declare_document_fields("origin, path and line", {
      {"@place", FieldType::string, "its line"},
      {"@dialect", FieldType::enumeration, "whose rules the document follows", {"github", "gitlab"}},
      {"@section", FieldType::string, "name of its section; absent outside of sections"},
      {"@pattern", FieldType::string, "the pattern as written; of a section's line the name in brackets"},
      {"@excludes", FieldType::yes_no, "whether it takes paths out of its section"},
      {"@owned", FieldType::yes_no, "whether it names an owner, itself or through its section"},
      {"@valid", FieldType::yes_no, "whether the forge takes it"},
      {"@problem", FieldType::string, "why not; absent when it does"},
      {"owner", FieldType::element, "an owner it names"},
      {"owner/@kind", FieldType::enumeration, "what it is by its form", {"user", "team", "email", "role"}},
      {"owner/@value", FieldType::string, "as written", {}, true},
  });
}

void emit(Item& item, const ReadDocument& read, const CodeOwners& owners, const OwnersRule& rule, const ItemSink& sink) {
  const std::string line = fmt::format("line {}", rule.line);
  begin_document_item(item, read, line);
  item.set_name(place, line);
  item.set_name(dialect, to_string(owners.dialect));
  if (rule.section > 0)
    item.set_text(section, owners.sections[rule.section]);
  item.set_text(pattern, rule.pattern);
  item.set_flag(excludes, rule.excludes);
  item.set_flag(owned, !rule.owners.empty());
  item.set_flag(valid, rule.problem.empty());
  if (!rule.problem.empty())
    item.set_name(problem, rule.problem);
  for (const CodeOwner& one : rule.owners) {
    item.begin_child(owner);
    item.set_name(owner_kind, to_string(one.kind));
    item.set_text(owner_value, one.value);
  }
  sink(item);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("code-owner", self.fields, wanted);
  const Drawn drawn = evidence.documents->each<CodeOwners>([&](const ReadDocument& read, const CodeOwners& owners) {
    for (const OwnersRule& rule : owners.rules)
      emit(item, read, owners, rule, sink);
  });
  return examined(drawn);
}

} // namespace

const Population& code_owners() {
  static const Population population = {
      "code-owners",
      "rules of files CODEOWNERS",
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
