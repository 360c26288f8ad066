// SPDX-License-Identifier: Apache-2.0
#include "audit/report/report.hpp"

#include "audit/base/escape.hpp"
#include "audit/base/xml.hpp"
#include "audit/report/controls.hpp"
#include "audit/report/provenance.hpp"
#include "audit/report/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace assay::report {

using evaluation::ControlResult;
using evaluation::Finding;
using evaluation::Judged;
using evaluation::Outcome;

namespace {

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
    for (const ControlResult& result : schema.controls)
      for (const evaluation::SubjectResult& subject : result.subjects) {
        collect_served(subject.decision, schema.selection.schema.id, result.control->id, served);
        if (subject.not_applicable_when)
          collect_served(*subject.not_applicable_when, schema.selection.schema.id, result.control->id, served);
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

void write_population(pugi::xml_node parent, const std::string& name, const evidence::Examination& examination,
                      const std::string& subject) {
  const evidence::Population& population = *evidence::find_population(name);
  Element(parent, "population")
      .set("name", name)
      .set("subject", subject)
      .set("completeness", to_string(population.completeness))
      .flag("available", examination.available)
      .flag("complete", examination.complete())
      .set("examined", examination.examined)
      .set("examined-what", population.examined_what)
      .set_if("reason", examination.reason);
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
  std::vector<std::string> subjects;
  for (const ExaminedSubject& one : contents.subjects) {
    write_subject(root, one.subject);
    subjects.push_back(one.subject.id);
  }
  for (const std::string& limit : limits(contents))
    Element(root, "limit").text(limit);
  for (const JudgedSchema& schema : contents.schemas)
    write_schema(root, schema, subjects);
  const Served served = served_by(contents.schemas);
  for (const ExaminedSubject& one : contents.subjects)
    for (const auto& [id, finding] : one.evaluation->findings())
      write_finding(root, *finding, one.subject.id, served);
  for (const ExaminedSubject& one : contents.subjects)
    for (const auto& [name, examination] : one.evaluation->examinations())
      write_population(root, name, examination, one.subject.id);
  write_inputs(root, contents.inputs);
  for (const std::string& line : verification_lines(contents))
    Element(root, "verification").text(line);
  return *canonical_xml(xml_to_string(document));
}

} // namespace assay::report
