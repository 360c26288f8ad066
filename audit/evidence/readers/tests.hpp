// SPDX-License-Identifier: Apache-2.0
//
// What a report of tests states: its cases, its suites, and whether the totals that suites declare are those of the
// cases.
#pragma once

#include "audit/evidence/document.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

enum class TestResult { passed, failed, error, skipped };

std::string_view to_string(TestResult result);

struct TestCase {
  std::size_t suite = 0; // its place in TestReport::suites
  std::string place;     // "line 7"
  std::string name, class_name;
  TestResult result = TestResult::passed; // skipped: it did not run, or came to no conclusion
  std::optional<std::int64_t> milliseconds;
  std::string message; // of the failure, error or skip
};

// How many tests a suite declares; what it does not declare is absent.
struct DeclaredTests {
  std::optional<std::int64_t> tests, failures, errors, skipped;

  bool any() const { return tests || failures || errors || skipped; }
};

// How many there are. Dialects count a case once by its worst result or each outcome that it has.
struct CountedTests {
  std::int64_t tests = 0, failures = 0, errors = 0, skipped = 0; // by result
  std::int64_t with_failure = 0, with_error = 0, with_skip = 0;  // by outcome

  void count(TestResult result); // one more case, with this outcome only
  void add(const CountedTests& other);
};

struct TestSuite {
  bool whole = false; // the root of a document that holds several suites
  std::string place;  // "line 7"
  std::string name, timestamp;
  std::int64_t depth = 0; // 0 is the root
  DeclaredTests declared;
  CountedTests own, all;     // without and with the suites within it
  std::string contradiction; // "tests: 173 declared, 2 found"; empty when there is none
};

struct TestReport : Content {
  static constexpr DocumentKind kind = DocumentKind::tests;

  std::string dialect; // "JUnit", "NUnit 2", "NUnit 3"
  Flaws flaws;         // totals and times that are no numbers
  std::vector<TestSuite> suites; // a suite stands before those within it
  std::vector<TestCase> cases;
};

// More cases or suites are not read.
constexpr std::size_t test_limit = 2000000;
// Throws Error::input when there are as many already.
void refuse_more_tests(std::size_t count);

// Notes what in a suite's declaration fits neither its own cases nor those of all suites within it.
void compare_totals(TestSuite& suite);

// JUnit XML: what Ant, Maven Surefire, Gradle, pytest, gtest, jest and many others write.
bool names_junit(const Appearance& path_only);
bool is_junit(const Appearance& appearance);
std::unique_ptr<Content> read_junit(const Document& document);

// NUnit 2 (test-results) and NUnit 3 (test-run).
bool names_nunit(const Appearance& path_only);
bool is_nunit(const Appearance& appearance);
std::unique_ptr<Content> read_nunit(const Document& document);

// xUnit.net 2 (assemblies, assembly) and Visual Studio's TRX (TestRun): recognised, and refused with a word on what
// would be read.
bool names_other_tests(const Appearance& path_only);
bool is_other_tests(const Appearance& appearance);
std::unique_ptr<Content> refuse_other_tests(const Document& document);

} // namespace assay::evidence
