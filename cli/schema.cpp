// SPDX-License-Identifier: Apache-2.0
//
// assay schema: lists, shows and checks compliance schemas.
#include "cli/command.hpp"
#include "cli/inputs.hpp"
#include "cli/outcome_tree.hpp"
#include "cli/schema_actions.hpp"

#include "audit/base/diagnostics.hpp"
#include "audit/builtin.hpp"
#include "audit/schema/remarks.hpp"

#include <fmt/format.h>

namespace assay::cli {

namespace {

void declare(po::options_description& options, po::positional_options_description& positions) {
  options.add_options()("action", po::value<std::string>()->required(), "list, show, lint, test or new");
  options.add_options()("schema", po::value<std::vector<std::string>>(), "schemas");
  positions.add("action", 1).add("schema", -1);
}

int list(const schema::Loader& loader, Terminal& terminal) {
  for (const SourceFile& file : builtin_schemas()) {
    const schema::ComplianceSchema schema = load_schema(loader, file);
    terminal.print_raw(fmt::format("{}\t{}\t{}\t{}\n", schema.id, schema.version, schema.control_count(), schema.title));
  }
  return met;
}

int show(const schema::Loader& loader, const SourceFile& file, Terminal& terminal) {
  const schema::ComplianceSchema schema = load_schema(loader, file);
  terminal.print(fmt::format("{} – {} {}\npublisher: {}\njurisdiction: {}\nlaw: {}\nstatus: {}", schema.id, schema.title,
                             schema.version, schema.publisher, schema.jurisdiction, schema.law ? "yes" : "no",
                             schema.status));
  for (const schema::Profile& profile : schema.profiles)
    terminal.print(fmt::format("profile {}: {} ({} controls)", profile.id, profile.title, profile.controls.size()));
  for (const schema::Group& group : schema.groups) {
    terminal.print(fmt::format("\n{} – {}", group.id, group.title));
    for (const schema::Control& control : group.controls) {
      terminal.print(fmt::format("  {} {}\n    {}", control.id, control.title, control.statement));
      if (control.citation)
        terminal.print(fmt::format("    source: {} ({})", control.citation->text, control.confidence));
      if (!control.applies_from.empty())
        terminal.print(fmt::format("    applies from {} by {}", control.applies_from, control.applies_by));
      if (!control.decides)
        terminal.print("    decides nothing: facts only");
      print_node(control.decision, 0, terminal);
    }
  }
  return met;
}

// Every file is checked, so that one run shows what is wrong with all of them.
int lint(const schema::Loader& loader, const std::vector<std::string>& names, Terminal& terminal) {
  int code = met;
  for (const std::string& name : names) {
    try {
      const SourceFile file = find_schema(name);
      const schema::ComplianceSchema schema = load_schema(loader, file);
      for (const std::string& remark : schema::remarks(schema))
        terminal.print(fmt::format("{}: note: {}", file.shown, remark));
      terminal.print(fmt::format("{}: no problem in {} controls", file.shown, schema.control_count()));
    } catch (const Error& error) {
      terminal.report(error);
      code = bad_input;
    }
  }
  return code;
}

int run(const Arguments& arguments, Terminal& terminal) {
  const std::string action = arguments.text("action");
  const std::vector<std::string> names = arguments.list("schema");
  const SourceFile xsd = builtin("schemas/compliance-schema.xsd");
  const schema::Loader loader = loader_with_library(xsd);
  if (action == "list") {
    if (!names.empty())
      throw Error::usage("'assay schema list' takes no argument");
    return list(loader, terminal);
  }
  if (action == "new")
    return schema_new(loader, names, terminal);
  if (action != "show" && action != "lint" && action != "test") {
    const std::string near = nearest_name(action, {"list", "show", "lint", "test", "new"});
    throw Error::usage(fmt::format("there is no 'assay schema {}'", action))
        .hint(near.empty() ? "there are: list, show, lint, test, new" : fmt::format("did you mean {}?", near));
  }
  if (names.empty())
    throw Error::usage(fmt::format("'assay schema {}' needs a schema", action)).hint("name an id or a file");
  if (action == "lint")
    return lint(loader, names, terminal);
  if (action == "test")
    return schema_test(loader, names, terminal);
  for (const std::string& name : names)
    show(loader, find_schema(name), terminal);
  return met;
}

} // namespace

const Command& schema_command() {
  static const Command command = {"schema",
                                  "list, show and check compliance schemas",
                                  "list | show ID|FILE… | lint ID|FILE… | test ID|FILE… | new ID",
                                  "list: a line for each built-in schema: id, version, number of controls, title.\n"
                                  "show: a schema's controls and what decides them.\n"
                                  "lint: everything that is wrong with a schema file, with line and column, and what deserves a look.\n"
                                  "test: the scenarios beside a schema, FILE.scenarios.xml.\n"
                                  "new: a schema to begin with.",
                                  declare, run};
  return command;
}

} // namespace assay::cli
