// SPDX-License-Identifier: Apache-2.0
//
// assay schema: the table of its actions, and the short ones: list, show and lint.
#include "cli/command.hpp"
#include "cli/inputs.hpp"
#include "cli/outcome_tree.hpp"
#include "cli/schema_actions.hpp"

#include "audit/base/diagnostics.hpp"
#include "audit/base/text.hpp"
#include "audit/builtin.hpp"
#include "audit/schema/remarks.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::cli {

namespace {

constexpr std::size_t any_number = static_cast<std::size_t>(-1);

int list(const std::vector<std::string>&, const Arguments&, Terminal& terminal) {
  const SourceFile xsd = builtin("schemas/compliance-schema.xsd");
  const schema::Loader loader = loader_with_library(xsd);
  for (const SourceFile& file : builtin_schemas()) {
    const schema::ComplianceSchema schema = load_schema(loader, file);
    terminal.print_raw(fmt::format("{}\t{}\t{}\t{}\n", schema.id, schema.version, schema.control_count(), schema.title));
  }
  return met;
}

void show(const schema::ComplianceSchema& schema, Terminal& terminal) {
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
}

int show_all(const std::vector<std::string>& names, const Arguments&, Terminal& terminal) {
  const SourceFile xsd = builtin("schemas/compliance-schema.xsd");
  const schema::Loader loader = loader_with_library(xsd);
  for (const std::string& name : names)
    show(load_schema(loader, find_schema(name)), terminal);
  return met;
}

void lint_library(const schema::Loader& loader, const SourceFile& xsd, const SourceFile& file, Terminal& terminal) {
  schema::Loader library(xsd.bytes);
  Diagnostics diagnostics;
  library.add_rules(file, diagnostics);
  diagnostics.throw_if_any("rule library " + file.shown);
  std::vector<schema::ComplianceSchema> schemas;
  for (const SourceFile& schema : builtin_schemas())
    schemas.push_back(load_schema(loader, schema));
  for (const std::string& remark : schema::remarks(library.rules(), schemas))
    terminal.print(fmt::format("{}: note: {}", file.shown, remark));
  terminal.print(fmt::format("{}: no problem in {} rules", file.shown, library.rules().size()));
}

// Every file is checked, so that one run shows what is wrong with all of them.
int lint(const std::vector<std::string>& names, const Arguments&, Terminal& terminal) {
  const SourceFile xsd = builtin("schemas/compliance-schema.xsd");
  const schema::Loader loader = loader_with_library(xsd);
  int code = met;
  for (const std::string& name : names) {
    try {
      const SourceFile file = find_schema(name);
      if (loader.root_of(file) == "rules") {
        lint_library(loader, xsd, file, terminal);
        continue;
      }
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

const std::vector<SchemaAction>& actions() {
  static const std::vector<SchemaAction> table = {
      {"list", "", 0, 0, "", list},
      {"show", "ID|FILE…", 1, any_number, "", show_all},
      {"lint", "ID|FILE…", 1, any_number, "", lint},
      {"test", "ID|FILE…", 1, any_number, "", run_schema_test},
      {"new", "ID", 1, 1, "", run_schema_new},
      {"import", "CATALOG [PROFILE] [--out FILE]", 1, 2, "out", run_schema_import},
      {"coverage", "ID|FILE CATALOG", 2, 2, "", run_schema_coverage},
      {"map", "ID|FILE ID|FILE [--format text|csv|oscal] [--as-of TIME]", 2, 2, "format as-of", run_schema_map},
  };
  return table;
}

std::vector<std::string> action_names() {
  std::vector<std::string> names;
  for (const SchemaAction& action : actions())
    names.emplace_back(action.name);
  return names;
}

std::string listed(const std::vector<std::string>& words, std::string_view separator) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? std::string() : std::string(separator)) + word;
  return text;
}

const SchemaAction& find_action(const std::string& name) {
  for (const SchemaAction& action : actions())
    if (name == action.name)
      return action;
  const std::string near = nearest_name(name, action_names());
  throw Error::usage(fmt::format("there is no 'assay schema {}'", name))
      .hint(near.empty() ? fmt::format("there are: {}", listed(action_names(), ", "))
                         : fmt::format("did you mean {}?", near));
}

void declare(po::options_description& options, po::positional_options_description& positions) {
  options.add_options()("action", po::value<std::string>()->required(), listed(action_names(), ", ").c_str());
  options.add_options()("schema", po::value<std::vector<std::string>>(), "schemas, catalogs and profiles");
  options.add_options()("out", po::value<std::string>()->value_name("FILE"),
                        "import: file to write (default: standard output)");
  options.add_options()("format", po::value<std::string>()->value_name("FORMAT"), "map: text (default), csv or oscal");
  options.add_options()("as-of", po::value<std::string>()->value_name("TIME"),
                        "map: when the OSCAL document is made, RFC 3339 (default: now)");
  positions.add("action", 1).add("schema", -1);
}

void check_options(const SchemaAction& action, const Arguments& arguments) {
  for (const char* option : {"out", "format", "as-of"}) {
    const std::string allowed = fmt::format(" {} ", action.options);
    if (arguments.has(option) && allowed.find(fmt::format(" {} ", option)) == std::string::npos)
      throw Error::usage(fmt::format("'assay schema {}' has no option --{}", action.name, option));
  }
}

int run(const Arguments& arguments, Terminal& terminal) {
  const SchemaAction& action = find_action(arguments.text("action"));
  const std::vector<std::string> names = arguments.list("schema");
  const std::string usage = fmt::format("usage: assay schema {} {}", action.name, action.usage);
  if (action.most == 0 && !names.empty())
    throw Error::usage(fmt::format("'assay schema {}' takes no argument", action.name));
  if (names.size() < action.least)
    throw Error::usage(fmt::format("'assay schema {}' needs {}", action.name,
                                   action.least == 1 ? "an argument" : fmt::format("{} arguments", action.least)))
        .hint(usage);
  if (names.size() > action.most)
    throw Error::usage("there is an argument too many").hint(usage);
  check_options(action, arguments);
  return action.run(names, arguments, terminal);
}

std::string usage() {
  std::vector<std::string> lines;
  for (const SchemaAction& action : actions())
    lines.push_back(std::string(trimmed(fmt::format("{} {}", action.name, action.usage))));
  return listed(lines, "\n       assay schema ");
}

} // namespace

const Command& schema_command() {
  static const std::string all_usage = usage();
  static const Command command = {
      "schema",
      "list, show, check, import and compare compliance schemas",
      all_usage.c_str(),
      "list: a line for each built-in schema: id, version, number of controls, title.\n"
      "show: a schema's controls and what decides them.\n"
      "lint: everything that is wrong with a schema file or a rule library, with line and column.\n"
      "import: a schema to start from, made of an OSCAL catalog (XML) and the controls that a profile\n"
      "selects.\n"
      "coverage: which controls of an OSCAL catalog a schema has; exit code 0 when all are covered.\n"
      "map: how the controls of two schemas relate, and which have no counterpart.",
      declare, run};
  return command;
}

} // namespace assay::cli
