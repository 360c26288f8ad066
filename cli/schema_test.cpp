// SPDX-License-Identifier: Apache-2.0
//
// assay schema test: runs the scenarios that lie beside a schema.
#include "cli/inputs.hpp"
#include "cli/schema_actions.hpp"

#include "audit/builtin.hpp"
#include "audit/scenarios.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace assay::cli {

namespace {

// The file beside the schema: x.scenarios.xml beside x.xml.
SourceFile scenarios_of(const SourceFile& schema) {
  const auto beside = [](const std::string& path) {
    return std::filesystem::path(path).replace_extension(scenarios_ending).string();
  };
  return is_builtin(schema) ? builtin(beside(schema.name)) : read_input(beside(schema.shown), "schemas");
}

} // namespace

int run_schema_test(const std::vector<std::string>& names, const Arguments&, Terminal& terminal) {
  const SourceFile xsd = builtin("schemas/compliance-schema.xsd");
  const schema::Loader loader = loader_with_library(xsd);
  int code = met;
  for (const std::string& name : names) {
    try {
      const SourceFile file = find_schema(name);
      const schema::ComplianceSchema schema = load_schema(loader, file);
      const ScenarioRun run = run_scenarios(scenarios_of(file), schema);
      for (const std::string& line : run.differing)
        terminal.print(line);
      for (const std::string& control : run.without_scenario)
        terminal.print(fmt::format("{}: no scenario is about it", control));
      terminal.print(fmt::format("{}: {} scenarios of {} controls, {} differ, {} controls without one", schema.id,
                                 run.scenarios, schema.control_count(), run.differing.size(),
                                 run.without_scenario.size()));
      if (code == met && (!run.differing.empty() || !run.without_scenario.empty()))
        code = not_met;
    } catch (const Error& error) {
      terminal.report(error);
      code = bad_input;
    }
  }
  return code;
}

} // namespace assay::cli
