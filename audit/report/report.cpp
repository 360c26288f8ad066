// SPDX-License-Identifier: Apache-2.0
#include "audit/report/report.hpp"

#include "audit/base/escape.hpp"
#include "audit/base/xml.hpp"
#include "audit/report/element.hpp"
#include "audit/report/provenance.hpp"
#include "audit/report/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace assay::report {

using evaluation::ControlResult;
using evaluation::Finding;
using evaluation::Judged;
using evaluation::Outcome;
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

void write_uses(pugi::xml_node parent, const Judged& judged, std::set<std::string>& seen) {
  if (judged.finding != nullptr && seen.insert(judged.finding->id).second)
    Element(parent, "uses")
        .set("finding", judged.finding->id)
        .set("title", judged.finding->rule->title)
        .set_if("with", evaluation::values_of(*judged.finding))
        .set("result", to_string(judged.finding->result))
        .set("basis", basis_name(judged.node->basis))
        .set("sentence", judged.finding->sentence);
  for (const Judged& child : judged.children)
    write_uses(parent, child, seen);
}

void write_testimony(pugi::xml_node parent, const evaluation::Testimony& one) {
  Element element(parent, "testimony");
  element.set("kind", to_string(one.kind))
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

void write_control(pugi::xml_node parent, const ControlResult& result) {
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
  if (result.not_applicable_when)
    write_tree(Element(element, "not-applicable-when"), *result.not_applicable_when);
  write_tree(Element(element, "decision"), result.decision);
  std::set<std::string> seen;
  write_uses(element, result.decision, seen);
  if (result.not_applicable_when)
    write_uses(element, *result.not_applicable_when, seen);
  for (const evaluation::Testimony* one : result.testimony)
    write_testimony(element, *one);
  if (!control.remedy.empty())
    Element(element, "remedy").text(control.remedy);
}

void write_counts(pugi::xml_node parent, const OutcomeCounts& counts, std::size_t least) {
  for (const auto& [outcome, number] : counts)
    if (number >= least)
      Element(parent, "count").set("outcome", to_string(outcome)).set("number", number);
}

void write_group(pugi::xml_node parent, const schema::Group& group, const std::vector<const ControlResult*>& results) {
  const OutcomeCounts counts = count_outcomes(results);
  Element element(parent, "group");
  element.set("id", group.id).set("title", group.title).set("sentence", summary_sentence(counts));
  write_counts(element, counts, 1);
  for (const ControlResult* result : results)
    write_control(element, *result);
}

void write_schema(pugi::xml_node parent, const JudgedSchema& judged) {
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
      write_group(element, group, results);
  }
}

using Served = std::map<const Finding*, std::vector<std::pair<std::string, std::string>>>; // schema, control

void collect_served(const Judged& judged, const std::string& schema, const std::string& control, Served& served) {
  if (judged.finding != nullptr) {
    auto& controls = served[judged.finding];
    if (controls.empty() || controls.back() != std::pair(schema, control))
      controls.emplace_back(schema, control);
  }
  for (const Judged& child : judged.children)
    collect_served(child, schema, control, served);
}

// The controls that refer to each finding, in the order of schemas and controls.
Served served_by(const std::vector<JudgedSchema>& schemas) {
  Served served;
  for (const JudgedSchema& schema : schemas)
    for (const ControlResult& result : schema.controls) {
      collect_served(result.decision, schema.selection.schema.id, result.control->id, served);
      if (result.not_applicable_when)
        collect_served(*result.not_applicable_when, schema.selection.schema.id, result.control->id, served);
    }
  return served;
}

void write_finding(pugi::xml_node parent, const Finding& finding, const std::string& subject, const Served& served) {
  const schema::Rule& rule = *finding.rule;
  static constexpr const char* if_fewer[] = {"silent", "contradicted", "supported"};
  const auto rate = finding.tolerable_deviation;
  Element element(parent, "finding");
  element.set("id", finding.id)
      .set("rule", rule.id)
      .set("title", rule.title)
      .set("subject", subject)
      .set("population", rule.population->name)
      .set("result", to_string(finding.result))
      .set("sentence", finding.sentence)
      .set("population-size", finding.population_size())
      .set("exceptions", finding.exceptions)
      .set("exceptions-shown", finding.shown_exceptions.size());
  if (finding.exceptions > 0)
    element.set("exceptions-file", exceptions_member(finding));
  element.set("unknowns", finding.unknown)
      .set("tolerable-deviation",
           rate.numerator == 0 ? std::string("0") : fmt::format("{}/{}", rate.numerator, rate.denominator))
      .set("minimum", finding.minimum)
      .set("if-fewer", if_fewer[static_cast<std::size_t>(rule.if_fewer)])
      .set("fingerprint", to_hex(finding.fingerprint));
  if (!finding.reason.empty())
    Element(element, "reason").text(finding.reason);
  for (const auto& [name, value] : finding.values)
    Element(element, "parameter").set("name", name).set("value", value.text);
  Element(element, "scope").text(fmt::format("{}: {}", rule.scope->name, rule.scope->meaning));
  if (rule.where)
    Element(element, "where").text(rule.where->text());
  Element(element, "assert").text(rule.assertion->text());
  if (const auto controls = served.find(&finding); controls != served.end())
    for (const auto& [schema, control] : controls->second)
      Element(element, "serves").set("schema", schema).set("control", control);
  if (finding.known == finding.tested.size())
    for (const evaluation::TestedContent& one : finding.tested)
      Element(element, "tested").set("item", one.item).set_if("digest", one.digest);
  for (const auto& [item, sentence] : finding.shown_exceptions)
    Element(element, "exception").set("item", item).text(sentence);
  for (const auto& [item, reason] : finding.shown_unknowns)
    Element(element, "unknown").set("item", item).set("reason", reason);
}

void write_summary(pugi::xml_node parent, const std::vector<JudgedSchema>& schemas) {
  const auto counts = count_outcomes(schemas);
  std::size_t controls = 0;
  for (const auto& [outcome, number] : counts)
    controls += number;
  Element summary(parent, "summary");
  summary.set("controls", controls).set("sentence", summary_sentence(counts));
  write_counts(summary, counts, 0);
}

} // namespace

std::string exceptions_member(const Finding& finding) {
  return "exceptions/" + finding.id + ".txt";
}

OutcomeCounts count_outcomes(const std::vector<const ControlResult*>& controls) {
  OutcomeCounts counts;
  for (const Outcome outcome : evaluation::all_outcomes)
    counts.emplace_back(outcome, std::count_if(controls.begin(), controls.end(), [&](const ControlResult* control) {
                          return control->outcome == outcome;
                        }));
  return counts;
}

OutcomeCounts count_outcomes(const std::vector<JudgedSchema>& schemas) {
  std::vector<const ControlResult*> all;
  for (const JudgedSchema& schema : schemas)
    for (const ControlResult& control : schema.controls)
      all.push_back(&control);
  return count_outcomes(all);
}

std::string write(const Contents& contents) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version").set_value("1.0");
  declaration.append_attribute("encoding").set_value("UTF-8");
  Element root(document, "report");
  write_circumstances(root, contents);
  root.set("title", report_title(contents));
  for (const std::string& notice : notices(contents))
    Element(root, "notice").text(notice);
  write_sealer(root, contents.sealer);
  if (contents.product != nullptr)
    write_product(root, *contents.product);
  write_summary(root, contents.schemas);
  for (const Subject& subject : contents.subjects)
    write_subject(root, subject);
  for (const std::string& limit : limits(contents))
    Element(root, "limit").text(limit);
  for (const JudgedSchema& schema : contents.schemas)
    write_schema(root, schema);
  const std::string& subject = contents.subjects.front().id;
  const Served served = served_by(contents.schemas);
  for (const auto& [id, finding] : contents.evaluation->findings())
    write_finding(root, *finding, subject, served);
  for (const auto& [name, examination] : contents.evaluation->examinations()) {
    const evidence::Population& population = *evidence::find_population(name);
    Element(root, "population")
        .set("name", name)
        .set("subject", subject)
        .set("completeness", to_string(population.completeness))
        .flag("available", examination.available)
        .flag("complete", examination.complete())
        .set("examined", examination.examined)
        .set("examined-what", population.examined_what)
        .set_if("reason", examination.reason);
  }
  write_inputs(root, contents.inputs);
  for (const std::string& line : verification_lines())
    Element(root, "verification").text(line);
  return *canonical_xml(xml_to_string(document));
}

} // namespace assay::report
