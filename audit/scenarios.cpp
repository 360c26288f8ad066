// SPDX-License-Identifier: Apache-2.0
#include "audit/scenarios.hpp"

#include "audit/base/text.hpp"
#include "audit/base/xml.hpp"
#include "audit/builtin.hpp"
#include "audit/evaluation/outcome.hpp"

#include <fmt/format.h>

#include <set>

namespace assay {

using evaluation::Evaluation;
using evaluation::Result;
using evaluation::Testimony;
using schema::Control;
using schema::Node;

namespace {

constexpr const char* usual_as_of = "2026-12-09";

std::optional<Seconds> day(pugi::xml_node node, const char* name) {
  return parse_rfc3339(folded(node.attribute(name).value()));
}

Result result_of(std::string_view text) {
  return text == "supported" ? Result::supported : text == "contradicted" ? Result::contradicted : Result::silent;
}

// One file being run against its schema.
struct Run {
  const XmlDocument& document;
  Diagnostics& diagnostics;
  const schema::ComplianceSchema& schema;

  void complain(pugi::xml_node node, const char* attribute, std::string message) const {
    diagnostics.add(document.location(node, node.attribute(attribute)), std::move(message));
  }

  // Gives the findings of the rule the result; the answer is how many there are.
  std::size_t suppose(Evaluation& evaluation, pugi::xml_node said) const {
    const std::string_view rule = said.attribute("rule").value(), with = said.attribute("with").value();
    const std::string name(with.substr(0, with.find('='))), value(with.substr(std::min(with.find('='), with.size() - 1) + 1));
    std::size_t found = 0;
    for (const auto& [id, finding] : evaluation.findings()) {
      if (finding->rule->id != rule)
        continue;
      const auto bound = finding->values.find(name);
      if (!with.empty() && (bound == finding->values.end() || bound->second.text != value))
        continue;
      evaluation.suppose(id, result_of(said.attribute("result").value()));
      ++found;
    }
    return found;
  }

  // Whatever the control asks a role to state, for each role that has attested; and a waiver, if there is one.
  std::vector<Testimony> testimony(pugi::xml_node scenario, const Control& control) const {
    std::vector<Testimony> all;
    for (const pugi::xml_node said : scenario.children("attested")) {
      const std::string_view role = said.attribute("role").value();
      bool asked = false;
      for (const Node* node : control.leaves(Node::Kind::attestation)) {
        if (node->role != role)
          continue;
        asked = true;
        Testimony one;
        one.document = "a supposed attestation";
        one.schema = schema.id;
        one.control = control.id;
        one.role = node->role;
        one.statement = node->statement;
        all.push_back(std::move(one));
      }
      if (!asked)
        complain(said, "role", fmt::format("control {} asks no {} to attest anything", control.id, role));
    }
    if (scenario.child("waived")) {
      Testimony waiver;
      waiver.kind = Testimony::Kind::waiver;
      waiver.document = "a supposed waiver";
      waiver.schema = schema.id;
      waiver.control = control.id;
      if (schema.law)
        waiver.refused = "nobody can waive what a schema of law asks for";
      all.push_back(std::move(waiver));
    }
    return all;
  }

  // Empty when the control comes to what the scenario says.
  std::string difference(pugi::xml_node scenario, const Control& control) const {
    schema::Profile only;
    only.controls = {control.id};
    const evaluation::Selection selection{schema, &only};
    Evaluation evaluation({});
    evaluation::require_findings(evaluation, selection);
    for (const pugi::xml_node said : scenario.children("finding"))
      if (suppose(evaluation, said) == 0)
        complain(said, "rule", fmt::format("control {} uses no such rule", control.id));
    const std::vector<Testimony> stated = testimony(scenario, control);
    evaluation::Circumstances circumstances{*parse_rfc3339(usual_as_of), day(scenario, "placed-on-market"),
                                            day(scenario, "substantially-modified")};
    if (const auto as_of = day(scenario, "as-of"))
      circumstances.as_of = *as_of;
    const evaluation::ControlResult result = 
        evaluation::judge(control, selection, {{"s1", evaluation, stated}}, circumstances);
    const std::string_view outcome = to_string(result.outcome), because = scenario.attribute("because").value();
    if (outcome != scenario.attribute("outcome").value())
      return fmt::format("it is {}, not {}: {}", outcome, scenario.attribute("outcome").value(), result.reason);
    if (result.reason.find(because) == std::string::npos)
      return fmt::format("its reason does not say '{}': {}", because, result.reason);
    return {};
  }
};

} // namespace

ScenarioRun run_scenarios(const SourceFile& file, const schema::ComplianceSchema& schema) {
  Diagnostics diagnostics;
  const SourceFile xsd = builtin("schemas/scenarios.xsd");
  const XmlDocument document(file, xsd.bytes, diagnostics);
  diagnostics.throw_if_any("scenarios " + file.shown);
  const Run run{document, diagnostics, schema};
  if (schema.id != document.root().attribute("schema").value())
    run.complain(document.root(), "schema", fmt::format("these scenarios are beside schema {}", schema.id));
  ScenarioRun out;
  std::set<std::string_view> seen;
  for (const pugi::xml_node scenario : document.root().children("scenario")) {
    const Control* const control = schema.find_control(scenario.attribute("control").value());
    if (control == nullptr) {
      run.complain(scenario, "control", fmt::format("schema {} has no such control", schema.id));
      continue;
    }
    seen.insert(control->id);
    ++out.scenarios;
    if (const std::string difference = run.difference(scenario, *control); !difference.empty()) {
      const Location place = document.location(scenario);
      out.differing.push_back(fmt::format("{}:{}: {}: {}", file.shown, place.line, control->id, difference));
    }
  }
  diagnostics.throw_if_any("scenarios " + file.shown);
  for (const schema::Group& group : schema.groups)
    for (const Control& control : group.controls)
      if (seen.count(control.id) == 0)
        out.without_scenario.push_back(control.id);
  return out;
}

} // namespace assay
