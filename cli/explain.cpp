// SPDX-License-Identifier: Apache-2.0
//
// assay explain: one control from its source to its rules, and with a repository also what was found there.
#include "cli/cached.hpp"
#include "cli/command.hpp"
#include "cli/inputs.hpp"
#include "cli/outcome_tree.hpp"
#include "cli/testing.hpp"

#include "audit/base/diagnostics.hpp"
#include "audit/base/text.hpp"
#include "audit/builtin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace assay::cli {

namespace {

void declare(po::options_description& options, po::positional_options_description& positions) {
  options.add_options()("what", po::value<std::string>()->required(), "schema, or schema:control");
  options.add_options()("repo", po::value<std::string>(), "repository");
  declare_evidence_options(options);
  positions.add("what", 1).add("repo", 1);
}

void print_rule(const schema::Rule& rule, Terminal& terminal) {
  terminal.print(fmt::format("    rule {}: {}", rule.id, rule.title));
  terminal.print(fmt::format("      population {}, scope {}: {}", rule.population->name, rule.scope->name,
                             rule.scope->meaning));
  if (rule.where)
    terminal.print(fmt::format("      where  {}", folded(rule.where->text())));
  terminal.print(fmt::format("      assert {}", folded(rule.assertion->text())));
  static constexpr const char* if_fewer[] = {"silent", "contradicted", "supported"};
  terminal.print(fmt::format("      tolerable deviation {}, minimum {}, with fewer: {}", rule.tolerable_deviation,
                             rule.minimum, if_fewer[static_cast<std::size_t>(rule.if_fewer)]));
}

void print_control(const schema::ComplianceSchema& schema, const schema::Control& control, Terminal& terminal) {
  terminal.print(fmt::format("{} {}\n  {}", control.id, control.title, control.statement));
  if (control.citation)
    terminal.print(fmt::format("  source: {}{} ({})", control.citation->text,
                               control.citation->href.empty() ? "" : ", " + control.citation->href, control.confidence));
  terminal.print(fmt::format("  schema: {} {}; {}", schema.title, schema.version, schema.status));
  if (!control.applies_from.empty())
    terminal.print(fmt::format("  applies from {}, by {}", control.applies_from, control.applies_by));
  terminal.print("  decided by:");
  print_node(control.decision, 0, terminal);
  if (control.not_applicable_when) {
    terminal.print(fmt::format("  set aside when ({}):", control.not_applicable_reason));
    print_node(*control.not_applicable_when, 0, terminal);
  }
  std::set<const schema::Rule*> told;
  for (const schema::Node* use : leaves(control.decision, schema::Node::Kind::rule))
    if (told.insert(use->rule.get()).second)
      print_rule(*use->rule, terminal);
  if (!control.remedy.empty())
    terminal.print(fmt::format("  next step: {}", control.remedy));
}

// What an audit of the one control finds. A profile made for the purpose selects it, whatever the schema's own do.
int find(const SourceFile& schema_file, const schema::ComplianceSchema& schema, const std::set<std::string>& controls,
         const Arguments& arguments, Terminal& terminal) {
  std::string profile = fmt::format("<profile format=\"1\" id=\"explain\" title=\"Explained\" schema=\"{}\">", schema.id);
  for (const std::string& id : controls)
    profile += fmt::format("<select control=\"{}\"/>", id);
  AuditInputs inputs;
  inputs.schemas = {schema_file};
  inputs.profile_files = {{"profiles/explain.xml", profile + "</profile>", "the profile of this command"}};
  inputs.rules = builtin_rules();
  inputs.trust = read_inputs(arguments.text("trust"), "trust");
  inputs.trust_repository = arguments.has("trust-repository");
  inputs.evidence = read_inputs(arguments.text("evidence"), "evidence");
  inputs.as_of = as_of(arguments);
  Audit audit(std::move(inputs));
  const auto [subjects, result] = test(audit, {arguments.text("repo")}, arguments, terminal);
  terminal.print(fmt::format("found in commit {}:", subjects.front().commit.hex()));
  for (const evaluation::ControlResult& judged : result.schemas.front().controls)
    terminal.print(fmt::format("  {} {}: {}", judged.control->id, to_string(judged.outcome), judged.reason));
  constexpr std::size_t most = 10;
  for (const evaluation::Finding* finding : audit.findings())
    for (std::size_t i = 0; i < std::min(most, finding->shown_exceptions.size()); ++i)
      terminal.print(fmt::format("    {}: {}", finding->rule->id, finding->shown_exceptions[i].second));
  return exit_code(result);
}

int run(const Arguments& arguments, Terminal& terminal) {
  const auto [named, control] = split_control(arguments.text("what"));
  const SourceFile file = find_schema(named);
  const SourceFile xsd = builtin("schemas/compliance-schema.xsd");
  const schema::ComplianceSchema schema = load_schema(loader_with_library(xsd), file);
  std::set<std::string> explained;
  const auto explain = [&](const schema::Control& one) {
    explained.insert(one.id);
    print_control(schema, one, terminal);
  };
  if (control) {
    explain(control_of(schema, *control));
  } else {
    for (const schema::Group& group : schema.groups)
      for (const schema::Control& one : group.controls)
        explain(one);
  }
  return arguments.has("repo") ? find(file, schema, explained, arguments, terminal) : met;
}

} // namespace

const Command& explain_command() {
  static const Command command = {"explain",
                                  "explain a control, and what was found of it",
                                  "SCHEMA[:CONTROL] [REPO] [OPTION]…",
                                  "Prints what a control asks for, where that stands, which rules decide it on which\n"
                                  "evidence, and what to do; with REPO also the outcome there and what contradicts it.",
                                  declare, run};
  return command;
}

} // namespace assay::cli
