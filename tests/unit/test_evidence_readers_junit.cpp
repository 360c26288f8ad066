// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/tests.hpp"
#include "test_evidence_readers_support.hpp"

#include <chrono>

using assay::evidence::read_junit;
using assay::evidence::TestReport;
using assay::evidence::TestResult;
using reader_tests::refusal;

namespace {

std::unique_ptr<TestReport> report(const std::string& text) {
  return reader_tests::read<TestReport>(read_junit, text);
}

TestResult result(const std::string& test_case) {
  const auto made = report("<testsuite>" + test_case + "</testsuite>");
  REQUIRE(made->cases.size() == 1);
  return made->cases.front().result;
}

std::string contradiction(const std::string& attributes, const std::string& cases) {
  return report("<testsuite " + attributes + ">" + cases + "</testsuite>")->suites.front().contradiction;
}

} // namespace

TEST_CASE("junit: the result of a case") {
  CHECK(result("<testcase/>") == TestResult::passed);
  CHECK(result("<testcase><system-out>failure</system-out></testcase>") == TestResult::passed);
  CHECK(result("<testcase><failure/></testcase>") == TestResult::failed);
  CHECK(result("<testcase><error/></testcase>") == TestResult::error);
  CHECK(result("<testcase><skipped/></testcase>") == TestResult::skipped);
  CHECK(result("<testcase><skipped/><failure/><error/></testcase>") == TestResult::error);
  CHECK(result("<testcase><failure/><failure/><skipped/></testcase>") == TestResult::failed);
  CHECK(result("<testcase status='notrun'/>") == TestResult::skipped);
  CHECK(result("<testcase status='run' result='skipped'/>") == TestResult::skipped);
  CHECK(result("<testcase status='run' result='completed'/>") == TestResult::passed);
  CHECK(result("<testcase status='Failed'/>") == TestResult::failed);
  CHECK(result("<testcase status='notrun'><failure/></testcase>") == TestResult::failed);
  CHECK(result("<testcase><rerunFailure/><flakyFailure/></testcase>") == TestResult::passed);
}

TEST_CASE("junit: names, times and places") {
  const auto made = report("\xEF\xBB\xBF<?xml version='1.0'?>\n<testsuites name='all'>\n<testsuite name='s' timestamp=' 2020-01-01T00:00:00 '>\n"
                           "<testcase name='a' classname='c' time='1,234.5'><failure message='why'>long</failure></testcase>\n"
                           "<testcase name='b' class='d' time='2.1e-05'/><testcase time='soon'/><testcase time=''/></testsuite></testsuites>");
  REQUIRE(made->cases.size() == 4);
  CHECK(made->cases[0].name == "a");
  CHECK(made->cases[0].class_name == "c");
  CHECK(made->cases[0].milliseconds == 1234500);
  CHECK(made->cases[0].message == "why");
  CHECK(made->cases[0].place == "line 4");
  CHECK(made->cases[1].class_name == "d");
  CHECK(made->cases[1].milliseconds == 0);
  CHECK_FALSE(made->cases[2].milliseconds);
  CHECK_FALSE(made->cases[3].milliseconds);
  CHECK(made->flaws.count == 1);
  CHECK(made->flaws.first == "line 5: time=\"soon\" is no number of seconds");
  REQUIRE(made->suites.size() == 2);
  CHECK(made->suites[0].whole);
  CHECK(made->suites[1].timestamp == "2020-01-01T00:00:00");
  CHECK(made->suites[made->cases[0].suite].name == "s");
}

TEST_CASE("junit: declared totals against the cases") {
  const std::string three = "<testcase/><testcase><failure/></testcase><testcase><skipped/></testcase>";
  CHECK(contradiction("tests='3' failures='1' errors='0' skipped='1'", three).empty());
  CHECK(contradiction("tests='4'", three) == "tests: 4 declared, 3 found");
  CHECK(contradiction("tests='3' failures='0'", three) == "failures: 0 declared, 1 found");
  CHECK(contradiction("errors='1'", three) == "errors: 1 declared, 0 found");
  CHECK(contradiction("tests='3' skipped='0'", three) == "skipped: 0 declared, 1 found");
  CHECK(contradiction("disabled='1' skipped='0'", three).empty());
  CHECK(contradiction("", three).empty());
  CHECK_FALSE(report("<testsuite/>")->suites[0].declared.any());
  CHECK(report("<testsuite tests='many'/>")->flaws.first == "line 1: tests=\"many\" is no count");
  CHECK(report("<testsuite tests='-1'/>")->flaws.count == 1);
  // A case with a failure and an error may count as both.
  const std::string both = "<testcase><failure/><error/></testcase>";
  CHECK(contradiction("tests='1' failures='1' errors='1'", both).empty());
  CHECK(contradiction("tests='1' failures='0' errors='1'", both).empty());
}

TEST_CASE("junit: nested suites may count what is within them, or not") {
  const std::string nested = "<testcase/><testsuite tests='2'><testcase/><testcase/></testsuite>";
  CHECK(contradiction("tests='3'", nested).empty());
  CHECK(contradiction("tests='1'", nested).empty());
  CHECK(contradiction("tests='2'", nested) == "tests: 2 declared, 3 found");
  const auto made = report("<testsuite name='a'>" + nested + "</testsuite>");
  REQUIRE(made->suites.size() == 2);
  CHECK(made->suites[0].all.tests == 3);
  CHECK(made->suites[0].own.tests == 1);
  CHECK(made->suites[1].depth == 1);
}

TEST_CASE("junit: what it is not") {
  CHECK(refusal(read_junit, "<html/>") == "its root element is html: this is no JUnit report");
  CHECK(refusal(read_junit, "") == "the file is empty");
  CHECK_FALSE(refusal(read_junit, "<testsuite><testcase></testsuite>").empty());
  CHECK_FALSE(refusal(read_junit, "<testsuite><testcase name='a' name='b'/></testsuite>").empty());
  CHECK_FALSE(refusal(read_junit, "<testsuite>&undeclared;</testsuite>").empty());
  CHECK(refusal(read_junit, "<!DOCTYPE t [<!ENTITY a 'b'>]><testsuite>&a;</testsuite>") ==
        "its DOCTYPE declares something (entities are never expanded)");
  std::string deep;
  for (int i = 0; i < 100000; ++i)
    deep += "<testsuite>";
  CHECK_FALSE(refusal(read_junit, deep).empty());
}

TEST_CASE("junit: many cases are read in linear time") {
  std::string many = "<testsuite>";
  for (int i = 0; i < 300000; ++i)
    many += "<testcase name='a'/>"; // all on one line
  const std::string long_name(10000000, 'x');
  const auto start = std::chrono::steady_clock::now();
  CHECK(report(many + "</testsuite>")->suites[0].all.tests == 300000);
  CHECK(report("<testsuite><testcase name='" + long_name + "'/></testsuite>")->cases[0].name == long_name);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
}
