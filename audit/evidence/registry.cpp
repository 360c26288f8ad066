// SPDX-License-Identifier: Apache-2.0
//
// The table of populations: one row for each file of this folder that declares one.
#include "audit/evidence/population.hpp"

namespace assay::evidence {

const std::vector<const Population*>& populations() {
  static const std::vector<const Population*> table = {
      &advisories(),
      &analyses(),
      &analysis_results(),
      &attestations(),
      &binaries(),
      &branch_rules(),
      &changelog_entries(),
      &changes(),
      &code_owners(),
      &code_ownership(),
      &commits(),
      &components(),
      &continuity(),
      &contributors(),
      &coverage(),
      &declarations(),
      &dependencies(),
      &dependency_files(),
      &documents(),
      &files(),
      &forge_settings(),
      &licences(),
      &notes(),
      &project_policies(),
      &refs(),
      &sboms(),
      &scans(),
      &secrets(),
      &secrets_in_all_refs(),
      &security_contacts(),
      &security_fixes(),
      &security_insights(),
      &security_policies(),
      &security_txt(),
      &submodules(),
      &tags(),
      &test_suites(),
      &tests(),
      &unreadable_documents(),
      &update_automation(),
      &vulnerabilities(),
      &workflow_jobs(),
      &workflow_steps(),
  };
  return table;
}

const Population* find_population(std::string_view name) {
  for (const Population* population : populations())
    if (population->name == name)
      return population;
  return nullptr;
}

std::string_view to_string(Completeness completeness) {
  switch (completeness) {
  case Completeness::closed: return "closed by the object graph";
  case Completeness::as_found: return "as found";
  case Completeness::as_supplied: return "as supplied";
  }
  return {};
}

std::optional<std::size_t> Population::find(std::string_view path) const {
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (fields[i].path == path)
      return i;
  return std::nullopt;
}

const Scope* Population::find_scope(std::string_view scope_name) const {
  for (const Scope& scope : scopes)
    if (scope.name == scope_name)
      return &scope;
  return nullptr;
}

} // namespace assay::evidence
