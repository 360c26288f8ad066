// SPDX-License-Identifier: Apache-2.0
//
// Population `project-policies`: what CONTRIBUTING, GOVERNANCE, MAINTAINERS, SUPPORT, a threat model and their like say,
// by the signs that readers/project_policy.hpp lists. A policy of security has a population of its own.
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/project_policy.hpp"

#include <algorithm>

namespace assay::evidence {

namespace {

enum : std::size_t {
  place = document_field::count,
  topic,
  size,
  title,
  headings,
  words,
  tests,
  review,
  sign_off,
  coding_standard,
  contribution_licence,
  roles,
  decisions,
  people,
  versions,
  supported_until,
  end,
  end_time,
  end_stated,
  end_about,
  end_place,
  latest,
  risk_rows,
  applicability_rows,
  unreasoned_rows,
  letters
};

std::vector<Field> declare() {
  return declare_document_fields("origin and path", {
      {"@place", FieldType::string, "line 1: the document as a whole"},
      {"@topic", FieldType::enumeration, "what its name announces", policy_topics()},
      {"@size", FieldType::integer, "bytes"},
      {"@title", FieldType::string, "its first heading; absent without"},
      {"@headings", FieldType::integer, "how many headings it has"},
      {"@words", FieldType::integer, "how many words it has, comments left out"},
      {"@states-tests", FieldType::yes_no, "whether it speaks of tests"},
      {"@states-review", FieldType::yes_no, "whether it speaks of review"},
      {"@states-sign-off", FieldType::yes_no, "whether it speaks of sign-off or a certificate of origin"},
      {"@states-coding-standard", FieldType::yes_no, "whether it speaks of coding style, a linter or a formatter"},
      {"@states-contribution-licence", FieldType::yes_no, "whether it speaks of the licence of contributions"},
      {"@states-roles", FieldType::yes_no, "whether it speaks of roles or responsibilities"},
      {"@states-decisions", FieldType::yes_no, "whether it speaks of votes, consensus or decisions"},
      {"@people", FieldType::integer, 
       "how many accounts or e-mail addresses it names, whichever are more; which, is not kept"},
      {"@states-versions", FieldType::yes_no, "whether a heading or a table's row speaks of versions or releases"},
      {"@supported-until", FieldType::time,
       "the latest end of support it states; absent when it states none. Read of the topics support and end-of-life alone"},
      {"end-of-support", FieldType::element, "an end of support that it states, of these topics"},
      {"end-of-support/@time", FieldType::time, "at midnight; of a month alone, its first day"},
      {"end-of-support/@stated", FieldType::string, "as written"},
      {"end-of-support/@about", FieldType::string, "the first cell of the table's row; absent in prose"},
      {"end-of-support/@place", FieldType::string, "its line"},
      {"@latest-date", FieldType::time, "the latest date in it, whatever it is about; absent when there is none"},
      {"@risk-rows", FieldType::integer, "rows of tables about risks or threats"},
      {"@applicability-rows", FieldType::integer, "rows of tables that say of something whether it applies"},
      {"@unreasoned-rows", FieldType::integer, "those of them that say no, and no reason"},
      {"@annex-i-letters", FieldType::integer,
       "how many of the letters (a) to (m) of Annex I, Part I, point 2 of Regulation (EU) 2024/2847 begin such rows"},
  });
}

void add_ends(Item& item, const ProjectPolicy& policy) {
  if (policy.topic != "support" && policy.topic != "end-of-life")
    return;
  const auto last = std::max_element(policy.ends.begin(), policy.ends.end(),
                                     [](const SupportEnd& a, const SupportEnd& b) { return a.date.time < b.date.time; });
  if (last != policy.ends.end())
    item.set_number(supported_until, last->date.time);
  for (const SupportEnd& one : policy.ends) {
    item.begin_child(end);
    item.set_number(end_time, one.date.time);
    item.set_text(end_stated, one.date.text);
    set_stated(item, end_about, one.about);
    item.set_name(end_place, fmt::format("line {}", one.line));
  }
}

void emit(Item& item, const ReadDocument& read, const ProjectPolicy& policy, const ItemSink& sink) {
  const auto count = [&](std::size_t field, std::size_t number) { item.set_number(field, static_cast<std::int64_t>(number)); };
  begin_document_item(item, read);
  item.set_name(place, "line 1");
  item.set_name(topic, policy.topic);
  count(size, policy.bytes);
  set_stated(item, title, policy.title);
  count(headings, policy.headings);
  count(words, policy.words);
  item.set_flag(tests, policy.tests);
  item.set_flag(review, policy.review);
  item.set_flag(sign_off, policy.sign_off);
  item.set_flag(coding_standard, policy.coding_standard);
  item.set_flag(contribution_licence, policy.contribution_licence);
  item.set_flag(roles, policy.roles);
  item.set_flag(decisions, policy.decisions);
  count(people, policy.people);
  item.set_flag(versions, policy.versions);
  add_ends(item, policy);
  if (policy.latest)
    item.set_number(latest, policy.latest->time);
  count(risk_rows, policy.risk_rows);
  count(applicability_rows, policy.applicability_rows);
  count(unreasoned_rows, policy.unreasoned_rows);
  count(letters, policy.letters);
  sink(item);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("project-policy", self.fields, wanted);
  const Drawn drawn = evidence.documents->each<ProjectPolicy>(
      [&](const ReadDocument& read, const ProjectPolicy& policy) { emit(item, read, policy, sink); });
  return examined(drawn);
}

} // namespace

const Population& project_policies() {
  static const Population population = {
      "project-policies",
      "what a project says of contributing, governance, support and threats, by the signs that its words give",
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
