// SPDX-License-Identifier: Apache-2.0
//
// assay schema coverage: which controls of an OSCAL catalog a schema has and lacks.
#include "cli/inputs.hpp"
#include "cli/schema_actions.hpp"

#include "audit/builtin.hpp"
#include "audit/schema/catalog_coverage.hpp"

#include <fmt/format.h>

namespace assay::cli {

int run_schema_coverage(const std::vector<std::string>& names, const Arguments&, Terminal& terminal) {
  using State = schema::CatalogCoverage::State;
  const SourceFile xsd = builtin("schemas/compliance-schema.xsd");
  const schema::Loader loader = loader_with_library(xsd);
  const schema::ComplianceSchema schema = load_schema(loader, find_schema(names[0]));
  const schema::OscalCatalog catalog({names[1], read_file(names[1], schema::oscal_limit), names[1]});
  const schema::CatalogCoverage coverage = schema::coverage_of(schema, catalog);

  static constexpr const char* states[] = {"covered", "in part", "lacking"};
  for (const schema::CatalogCoverage::Entry& entry : coverage.entries)
    terminal.print(fmt::format("{:<8} {:<12} {}{}", states[static_cast<std::size_t>(entry.state)], entry.control->id,
                               entry.control->title, entry.how.empty() ? "" : fmt::format(" ({})", entry.how)));
  for (const schema::Control* control : coverage.beyond)
    terminal.print(fmt::format("{:<8} {:<12} {}", "beyond", control->id, control->title));
  const std::size_t covered = coverage.count(State::covered);
  terminal.print(fmt::format("Of {} controls of the catalog: {} covered, {} in part, {} lacking. "
                             "The schema has {} beyond it.",
                             coverage.entries.size(), covered, coverage.count(State::in_part),
                             coverage.count(State::lacking), coverage.beyond.size()));
  if (coverage.withdrawn > 0)
    terminal.say(fmt::format("{} withdrawn in the catalog and not counted", coverage.withdrawn));
  for (const std::string& id : coverage.taken_for)
    terminal.say(fmt::format("relations to {} count: the catalog has every control that they name", id));
  for (const std::string& id : coverage.passed_over)
    terminal.warn(fmt::format("relations to {} do not count: the catalog has not every control that they name", id));
  return covered == coverage.entries.size() ? met : not_met;
}

} // namespace assay::cli
