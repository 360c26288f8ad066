// SPDX-License-Identifier: Apache-2.0
//
// The table of exports: one row for each format.
#include "audit/report/exports.hpp"

namespace assay::report {

const std::vector<Export>& exports() {
  static const std::vector<Export> table = {
      {"json", "the whole report as JSON", export_json},
      {"sarif", "SARIF 2.1.0 with a result for every control, also those that are satisfied", export_sarif},
      {"code-scanning", "SARIF 2.1.0 of what is not met alone, as GitHub code scanning takes it",
       export_code_scanning},
      {"junit", "JUnit XML: a suite for each schema, a test case for each control", export_junit},
      {"github", "workflow commands that GitHub Actions shows as annotations", export_github},
      {"gitlab", "a Code Quality report for GitLab merge requests", export_gitlab},
      {"oscal", "OSCAL assessment results 1.1.2 in XML: an observation for each control, a finding where it was decided",
       export_oscal},
  };
  return table;
}

const Export* find_export(std::string_view name) {
  for (const Export& row : exports())
    if (row.name == name)
      return &row;
  return nullptr;
}

} // namespace assay::report
