// SPDX-License-Identifier: Apache-2.0
#include "test_evidence_support.hpp"

#include <fstream>

using evidence_tests::Answer;
using evidence_tests::examine;
using evidence_tests::supplied;
using repository_tests::TempRepository;

TEST_CASE("test suites, tests and coverage: items of supplied reports") {
  const TempRepository made;
  made.run("mkdir -p target/surefire-reports && git commit -q --allow-empty -m first");
  const std::vector<assay::SourceFile> files = {
      supplied("a.xml", "<testsuites><testsuite name='s' tests='2' timestamp='2020-01-01T00:00:00'>\n<testcase name='t' time='0.5'/></testsuite>"
                        "<testsuite timestamp='2020-01-01T00:00:00Z'/></testsuites>"),
      supplied("b.txt", "TN:\nSF:a.c\nDA:1,1\nDA:2,0\nDA:3,1\nend_of_record\n"),
      supplied("c.xml", "<coverage clover='1'><project/></coverage>"),
      supplied("d.xml", "<assemblies/>")};
  const Answer suites = examine(made, assay::evidence::test_suites(), files);
  REQUIRE(suites.rows.size() == 3);
  CHECK(suites.rows[0].at("kind") == "report");
  CHECK(suites.rows[0].count("contradicts") == 0);
  CHECK(suites.rows[1].at("id") == "supplied:a.xml:2");
  CHECK(suites.rows[1].at("contradiction") == "tests: 2 declared, 1 found");
  CHECK(suites.rows[1].at("time") == "unknown: what it states is no time with a zone");
  CHECK(suites.rows[2].at("time") == "1577836800");
  CHECK_FALSE(suites.examination.complete()); // d.xml
  const Answer tests = examine(made, assay::evidence::tests(), files);
  REQUIRE(tests.rows.size() == 1);
  CHECK(tests.rows[0].at("suite") == "s");
  CHECK(tests.rows[0].at("result") == "passed");
  CHECK(tests.rows[0].at("time-ms") == "500");
  CHECK(tests.rows[0].at("place") == "line 2");
  const Answer coverage = examine(made, assay::evidence::coverage(), files);
  REQUIRE(coverage.rows.size() == 1);
  CHECK(coverage.rows[0].at("id") == "supplied:b.txt");
  CHECK(coverage.rows[0].at("format") == "LCOV");
  CHECK(coverage.rows[0].at("line-rate") == "666");
  CHECK(coverage.rows[0].count("branch-rate") == 0);
  CHECK(coverage.rows[0].count("contradicts") == 0);
  CHECK_FALSE(coverage.examination.complete()); // c.xml
}

TEST_CASE("test suites: in the tree, well-known names alone are looked at") {
  const TempRepository made;
  made.run("mkdir -p target/surefire-reports test-results");
  for (const char* name : {"TEST-a.xml", "junit.xml", "target/surefire-reports/b.xml", "test-results/c.xml", "other.xml", "testresult.xml"})
    std::ofstream(made.path() + "/" + name) << "<testsuite/>";
  std::ofstream(made.path() + "/test-data.xml") << "<data/>";
  made.run("git add . && git commit -q -m first");
  const Answer suites = examine(made, assay::evidence::test_suites());
  CHECK(suites.examination.complete());
  std::vector<std::string> documents;
  for (const auto& row : suites.rows)
    documents.push_back(row.at("document"));
  CHECK(documents == std::vector<std::string>{"TEST-a.xml", "junit.xml", "target/surefire-reports/b.xml", "test-results/c.xml"});
}
