// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/tests.hpp"
#include "test_evidence_readers_support.hpp"

using assay::evidence::read_nunit;
using assay::evidence::TestReport;
using assay::evidence::TestResult;
using reader_tests::refusal;

namespace {

std::unique_ptr<TestReport> report(const std::string& text) {
  return reader_tests::read<TestReport>(read_nunit, text);
}

} // namespace

TEST_CASE("nunit: version 3") {
  const auto made = report(
      "<test-run total='6' passed='2' failed='2' inconclusive='1' skipped='1' start-time='2020-01-02 03:04:05Z'>"
      "<test-suite fullname='A' total='6' failed='2' skipped='1' inconclusive='1'>"
      "<test-case name='a' classname='c' result='Passed' duration='0.25'/><test-case result='Warning'/>"
      "<test-case result='Failed'><failure><message>why</message></failure></test-case>"
      "<test-case result='Failed' label='Error'/><test-case result='Inconclusive'/>"
      "<test-case result='Skipped'><reason><message>later</message></reason></test-case></test-suite></test-run>");
  CHECK(made->dialect == "NUnit 3");
  REQUIRE(made->cases.size() == 6);
  CHECK(made->cases[0].milliseconds == 250);
  CHECK(made->cases[1].result == TestResult::passed);
  CHECK(made->cases[2].result == TestResult::failed);
  CHECK(made->cases[2].message == "why");
  CHECK(made->cases[3].result == TestResult::error);
  CHECK(made->cases[4].result == TestResult::skipped);
  CHECK(made->cases[5].message == "later");
  REQUIRE(made->suites.size() == 2);
  CHECK(made->suites[0].contradiction.empty());
  CHECK(made->suites[1].contradiction.empty());
  CHECK(made->suites[1].name == "A");
  CHECK(made->flaws.count == 0);
  CHECK(report("<test-run total='2'><test-case result='Passed'/></test-run>")->suites[0].contradiction ==
        "tests: 2 declared, 1 found");
}

TEST_CASE("nunit: version 2, also before it had results in words") {
  const auto made = report("<test-results name='n' total='3' errors='1' failures='1' not-run='2' date='2020-01-02' time='03:04:05'>"
                           "<test-suite><results><test-case executed='True' result='Success' time='0.5'/>"
                           "<test-case executed='True' result='Failure'/><test-case executed='True' result='Error'/>"
                           "<test-case executed='False' result='Ignored'/><test-suite><results>"
                           "<test-case executed='False' result='NotRunnable'/></results></test-suite></results></test-suite></test-results>");
  CHECK(made->dialect == "NUnit 2");
  REQUIRE(made->cases.size() == 5);
  CHECK(made->suites.size() == 3);
  CHECK(made->suites[0].contradiction.empty());
  CHECK(made->suites[0].timestamp == "2020-01-02 03:04:05");
  CHECK(made->suites[0].all.skipped == 2);
  CHECK_FALSE(made->suites[1].declared.any());
  const auto old = report("<test-results total='2' failures='1' not-run='1'><test-case executed='true' success='true'/>"
                          "<test-case executed='true' success='false'/><test-case executed='false'/></test-results>");
  CHECK(old->cases[0].result == TestResult::passed);
  CHECK(old->cases[1].result == TestResult::failed);
  CHECK(old->cases[2].result == TestResult::skipped);
  CHECK(old->suites[0].contradiction.empty());
}

TEST_CASE("nunit: entities are not resolved, and other formats refused") {
  CHECK(refusal(read_nunit, "<!DOCTYPE t [<!ENTITY x SYSTEM 'x.txt'>]><test-results>&x;</test-results>") ==
        "its DOCTYPE declares something (entities are never expanded)");
  CHECK(refusal(read_nunit, "<testsuite/>") == "its root element is testsuite: this is no NUnit report");
  CHECK(refusal(assay::evidence::refuse_other_tests, "<assemblies/>") ==
        "reports of xUnit.net and TRX files are not read; JUnit and NUnit XML are");
}
