// SPDX-License-Identifier: Apache-2.0
#include "audit/report/controls.hpp"

#include "audit/base/escape.hpp"
#include "audit/report/wording.hpp"

#include <algorithm>
#include <set>

namespace assay::report {

using evaluation::ControlResult;
using evaluation::Judged;
using schema::Node;

namespace {

std::string_view basis_name(schema::Basis basis) {
  return basis == schema::Basis::text ? "text" : "indicator";
}

void write_tree(pugi::xml_node parent, const Judged& judged) {
  const Node& node = *judged.node;
  static constexpr const char* names[] = {"all", "any", "at-least", "not", "rule", "attestation"};
  Element element(parent, names[static_cast<std::size_t>(node.kind)]);
  element.set("truth", to_string(judged.truth));
  switch (node.kind) {
  case Node::Kind::rule:
    element.set("finding", judged.finding->id).set("basis", basis_name(node.basis));
    break;
  case Node::Kind::attestation:
    element.set("role", node.role).set_if("reason", judged.note);
    if (judged.attestation != nullptr)
      element.set("document", judged.attestation->document);
    element.text(node.statement);
    break;
  case Node::Kind::at_least: element.set("number", node.number); break;
  case Node::Kind::all:
  case Node::Kind::any:
  case Node::Kind::negation: break;
  }
  for (const Judged& child : judged.children)
    write_tree(element, child);
}

void write_uses(pugi::xml_node parent, const Judged& judged, const std::string& subject, std::set<std::string>& seen) {
  if (judged.finding != nullptr && seen.insert(judged.finding->id).second)
    Element(parent, "uses")
        .set_if("subject", subject)
        .set("finding", judged.finding->id)
        .set("title", judged.finding->rule->title)
        .set_if("with", evaluation::values_of(*judged.finding))
        .set("result", to_string(judged.finding->result))
        .set("basis", basis_name(judged.node->basis))
        .set("sentence", judged.finding->sentence);
  for (const Judged& child : judged.children)
    write_uses(parent, child, subject, seen);
}

void write_testimony(pugi::xml_node parent, const evaluation::Testimony& one, const std::string& subject) {
  Element element(parent, "testimony");
  element.set_if("subject", subject)
      .set("kind", to_string(one.kind))
      .set("document", one.document)
      .set("origin", one.supplied ? std::string_view("supplied") : std::string_view("revision"))
      .set("sha256", one.sha256)
      .set("person", one.person)
      .set_if("role", one.role)
      .set_if("requested-by", one.requested_by)
      .set("given", one.given)
      .set_if("expires", one.expires)
      .set("signature", one.signature)
      .flag("counts", one.counts())
      .set_if("refused", one.refused);
  Element(element, "statement").text(one.statement);
  if (!one.remark.empty())
    Element(element, "remark").text(one.remark);
  for (const std::string& item : one.items)
    Element(element, "item").set("id", escape_text(item));
  for (const std::string& commit : one.commits)
    Element(element, "covers").set("commit", commit);
  for (const auto& [path, sha256] : one.files)
    Element(element, "covers").set("path", escape_text(path)).set("sha256", sha256);
  for (const evaluation::Milestone& milestone : one.milestones)
    Element(element, "milestone").set("due", milestone.due).set_if("done", milestone.done).text(milestone.text);
}

// What each subject's evidence comes to. `subjects` are their ids; one alone needs no name.
void write_decisions(pugi::xml_node control, const std::vector<evaluation::SubjectResult>& results,
                     const std::vector<std::string>& subjects) {
  const auto name = [&](std::size_t i) { return results.size() > 1 ? subjects[i] : std::string(); };
  for (std::size_t i = 0; i < results.size(); ++i)
    if (results[i].not_applicable_when)
      write_tree(Element(control, "not-applicable-when").set_if("subject", name(i)), *results[i].not_applicable_when);
  for (std::size_t i = 0; i < results.size(); ++i)
    write_tree(Element(control, "decision").set_if("subject", name(i)), results[i].decision);
  std::set<std::string> seen;
  for (std::size_t i = 0; i < results.size(); ++i) {
    write_uses(control, results[i].decision, name(i), seen);
    if (results[i].not_applicable_when)
      write_uses(control, *results[i].not_applicable_when, name(i), seen);
  }
  // What counts, or does not, in each subject alike is said once.
  for (std::size_t i = 0; i < results.size(); ++i)
    for (const evaluation::Testimony* one : results[i].testimony) {
      const bool alike = std::all_of(results.begin(), results.end(), [&](const auto& other) {
        return std::any_of(other.testimony.begin(), other.testimony.end(), [&](const auto* two) { return *two == *one; });
      });
      if (!alike || i == 0)
        write_testimony(control, *one, alike ? std::string() : name(i));
    }
}

void write_control(pugi::xml_node parent, const ControlResult& result, const std::vector<std::string>& subjects) {
  const schema::Control& control = *result.control;
  Element element(parent, "control");
  element.set("id", control.id)
      .set("title", control.title)
      .set("outcome", to_string(result.outcome))
      .set_if("then", result.then ? to_string(*result.then) : std::string_view())
      .set_if("applies-from", control.applies_from)
      .set_if("applies-by", control.applies_by);
  Element(element, "statement").text(control.statement);
  if (control.citation)
    Element(element, "citation")
        .set_if("href", control.citation->href)
        .set("confidence", control.confidence)
        .text(control.citation->text);
  Element(element, "reason").text(result.reason);
  for (std::size_t i = 0; result.subjects.size() > 1 && i < result.subjects.size(); ++i)
    Element(element, "subject-outcome")
        .set("subject", subjects[i])
        .set("outcome", to_string(result.subjects[i].outcome))
        .text(result.subjects[i].reason);
  for (const evaluation::ParameterUse& parameter : result.parameters) {
    Element use(element, "parameter");
    use.set("name", parameter.name).set("value", parameter.value);
    if (parameter.default_value)
      use.set("default", *parameter.default_value);
  }
  for (const schema::Relation& relation : control.relations)
    Element(element, "relation")
        .set("type", relation.type)
        .set("schema", relation.schema)
        .set("control", relation.control);
  write_decisions(element, result.subjects, subjects);
  if (!control.remedy.empty())
    Element(element, "remedy").text(control.remedy);
}

void write_group(pugi::xml_node parent, const schema::Group& group, const std::vector<const ControlResult*>& results,
                 const std::vector<std::string>& subjects) {
  const OutcomeCounts counts = count_outcomes(results);
  Element element(parent, "group");
  element.set("id", group.id).set("title", group.title).set("sentence", summary_sentence(counts));
  write_counts(element, counts, 1);
  for (const ControlResult* result : results)
    write_control(element, *result, subjects);
}

} // namespace

void write_counts(pugi::xml_node parent, const OutcomeCounts& counts, std::size_t least) {
  for (const auto& [outcome, number] : counts)
    if (number >= least)
      Element(parent, "count").set("outcome", to_string(outcome)).set("number", number);
}

void write_schema(pugi::xml_node parent, const JudgedSchema& judged, const std::vector<std::string>& subjects) {
  const schema::ComplianceSchema& schema = judged.selection.schema;
  Element element(parent, "schema");
  element.set("id", schema.id)
      .set("title", schema.title)
      .set("version", schema.version)
      .set("publisher", schema.publisher)
      .set("jurisdiction", schema.jurisdiction)
      .flag("law", schema.law)
      .flag("inventory", schema.inventory)
      .set("status", schema.status);
  if (judged.selection.profile != nullptr)
    element.set("profile", judged.selection.profile->id).set("profile-title", judged.selection.profile->title);
  if (schema.source)
    Element(element, "source").set_if("href", schema.source->href).text(schema.source->text);
  for (const schema::Group& group : schema.groups)
    for (const schema::Control& control : group.controls)
      if (!judged.selection.selects(control))
        Element(element, "left-out")
            .set("control", control.id)
            .set("title", control.title)
            .set_if("reason", judged.selection.why_set_aside(control));
  auto result = judged.controls.begin();
  for (const schema::Group& group : schema.groups) {
    std::vector<const ControlResult*> results;
    for (const schema::Control& control : group.controls)
      if (result != judged.controls.end() && result->control == &control)
        results.push_back(&*result++);
    if (!results.empty())
      write_group(element, group, results, subjects);
  }
}

} // namespace assay::report
