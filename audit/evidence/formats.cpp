// SPDX-License-Identifier: Apache-2.0
//
// The table of document formats: one row for each that some reader reads.
#include "audit/evidence/document.hpp"
#include "audit/evidence/readers/analysis.hpp"
#include "audit/evidence/readers/coverage.hpp"
#include "audit/evidence/readers/tests.hpp"

namespace assay::evidence {

const std::vector<DocumentFormat>& document_formats() {
  static const std::vector<DocumentFormat> table = {
      {"cobertura", DocumentKind::coverage, names_cobertura, is_cobertura, read_cobertura},
      {"junit", DocumentKind::tests, names_junit, is_junit, read_junit},
      {"lcov", DocumentKind::coverage, names_lcov, is_lcov, read_lcov},
      {"nunit", DocumentKind::tests, names_nunit, is_nunit, read_nunit},
      {"other-tests", DocumentKind::tests, names_other_tests, is_other_tests, refuse_other_tests},
      {"sarif", DocumentKind::analysis, names_sarif, is_sarif, read_sarif},
  };
  return table;
}

} // namespace assay::evidence
