// SPDX-License-Identifier: Apache-2.0
//
// Mandatory tests of CSAF (section 6.1 of versions 2.0 and 2.1): what a document must keep beside its schema.
#pragma once

#include "audit/evidence/readers/vulnerabilities.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

// One test on one document; it calls `fail` with each place that fails.
class CsafTestRun {
public:
  CsafTestRun(JsonValue root, int minor, std::string document) : root(root), minor(minor), document(std::move(document)) {}

  void fail(std::string_view place) {
    if (first_.empty())
      first_ = place;
    failed_ = true;
  }

  const JsonValue root;
  const int minor; // 0 or 1
  const std::string document;

private:
  friend std::vector<FailedTest> failed_csaf_tests(JsonValue, int, const std::string&);
  bool failed_ = false;
  std::string first_;
};

// A test by its number, of one version or of both.
struct CsafTestCase {
  std::string_view number;
  int first_minor, last_minor;
  void (*run)(CsafTestRun&);
};

// Tests on references, on products, on vulnerabilities, on tracking and language, on scores, and of profiles: a table each.
const std::vector<CsafTestCase>& csaf_reference_tests();
const std::vector<CsafTestCase>& csaf_product_tests();
const std::vector<CsafTestCase>& csaf_vulnerability_tests();
const std::vector<CsafTestCase>& csaf_tracking_tests();
const std::vector<CsafTestCase>& csaf_score_tests();
const std::vector<CsafTestCase>& csaf_profile_tests();
const std::vector<CsafTestCase>& csaf_later_tests(); // of 2.1 only

// The tests that a document of version 2.minor fails, by number.
std::vector<FailedTest> failed_csaf_tests(JsonValue root, int minor, const std::string& document);

} // namespace assay::evidence
