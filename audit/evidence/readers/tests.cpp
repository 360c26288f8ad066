// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/tests.hpp"

#include "audit/base/error.hpp"

#include <fmt/format.h>

#include <initializer_list>

namespace assay::evidence {

std::string_view to_string(TestResult result) {
  switch (result) {
  case TestResult::passed: return "passed";
  case TestResult::failed: return "failed";
  case TestResult::error: return "error";
  case TestResult::skipped: return "skipped";
  }
  return {};
}

void CountedTests::count(TestResult result) {
  ++tests;
  for (std::int64_t* one : {&failures, &with_failure})
    *one += result == TestResult::failed ? 1 : 0;
  for (std::int64_t* one : {&errors, &with_error})
    *one += result == TestResult::error ? 1 : 0;
  for (std::int64_t* one : {&skipped, &with_skip})
    *one += result == TestResult::skipped ? 1 : 0;
}

void CountedTests::add(const CountedTests& other) {
  tests += other.tests;
  failures += other.failures;
  errors += other.errors;
  skipped += other.skipped;
  with_failure += other.with_failure;
  with_error += other.with_error;
  with_skip += other.with_skip;
}

void refuse_more_tests(std::size_t count) {
  if (count >= test_limit)
    throw Error::input(fmt::format("it has more than {} tests or suites", test_limit));
}

void compare_totals(TestSuite& suite) {
  const auto compare = [&](std::string_view what, std::optional<std::int64_t> declared,
                           std::initializer_list<std::int64_t> counted) {
    if (!declared || !suite.contradiction.empty())
      return;
    for (const std::int64_t one : counted)
      if (*declared == one)
        return;
    suite.contradiction = fmt::format("{}: {} declared, {} found", what, *declared, *counted.begin());
  };
  const CountedTests &all = suite.all, &own = suite.own;
  compare("tests", suite.declared.tests, {all.tests, own.tests});
  compare("failures", suite.declared.failures, {all.failures, own.failures, all.with_failure, own.with_failure});
  compare("errors", suite.declared.errors, {all.errors, own.errors, all.with_error, own.with_error});
  compare("skipped", suite.declared.skipped, {all.skipped, own.skipped, all.with_skip, own.with_skip});
}

bool names_other_tests(const Appearance& path_only) {
  return path_only.ends_with(".trx");
}

bool is_other_tests(const Appearance& appearance) {
  const std::string& root = appearance.root_element;
  return appearance.syntax == Syntax::xml &&
         (root == "assemblies" || (root == "assembly" && appearance.text.find("<collection") != std::string_view::npos) ||
          root == "TestRun" || names_other_tests(appearance));
}

std::unique_ptr<Content> refuse_other_tests(const Document& document) {
  throw Error::input("reports of xUnit.net and TRX files are not read; JUnit and NUnit XML are")
      .at({document.name, 0, 0, {}, 0});
}

} // namespace assay::evidence
