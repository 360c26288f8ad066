// SPDX-License-Identifier: Apache-2.0
//
// Reads the reports of NUnit 2 (`test-results`) and NUnit 3 (`test-run`). Bounds: those of ForeignXml and test_limit.
#include "audit/base/error.hpp"
#include "audit/base/shortened.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/foreign_xml.hpp"
#include "audit/evidence/readers/tests.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

class NunitReader {
public:
  explicit NunitReader(const Document& document) : xml_(document), report_(std::make_unique<TestReport>()) {}

  std::unique_ptr<TestReport> read() {
    const std::string_view root = local_name(xml_.root());
    if (root != "test-run" && root != "test-results")
      throw Error::input(fmt::format("its root element is {}: this is no NUnit report", shortened(root)))
          .at(xml_.location(xml_.root()));
    third_ = root == "test-run";
    report_->dialect = third_ ? "NUnit 3" : "NUnit 2";
    read_suite(xml_.root(), 0);
    return std::move(report_);
  }

private:
  CountedTests read_suite(pugi::xml_node node, std::int64_t depth) {
    const std::size_t index = report_->suites.size();
    refuse_more_tests(index);
    TestSuite& made = report_->suites.emplace_back();
    made.whole = depth == 0;
    made.place = xml_.line(node);
    made.name = shortened(node.attribute(node.attribute("fullname") ? "fullname" : "name").value());
    made.timestamp = shortened(trimmed(node.attribute("start-time").value()));
    if (made.timestamp.empty() && node.attribute("date"))
      made.timestamp = shortened(fmt::format("{} {}", node.attribute("date").value(), node.attribute("time").value()));
    made.depth = depth;
    made.declared = third_ ? declared_by_third(node) : declared_by_second(node, depth);
    CountedTests own, within;
    read_children(node, index, depth, own, within);
    TestSuite& suite = report_->suites[index];
    suite.own = suite.all = own;
    suite.all.add(within);
    compare_totals(suite);
    return suite.all;
  }

  void read_children(pugi::xml_node node, std::size_t suite, std::int64_t depth, CountedTests& own,
                     CountedTests& within) {
    for (const pugi::xml_node child : node.children()) {
      const std::string_view name = local_name(child);
      if (name == "test-suite")
        within.add(read_suite(child, depth + 1));
      else if (name == "test-case")
        read_case(child, suite, own);
      else if (name == "results") // NUnit 2 wraps the contents of a suite
        read_children(child, suite, depth, own, within);
    }
  }

  static std::optional<std::int64_t> sum(pugi::xml_node node, std::initializer_list<const char*> names) {
    std::optional<std::int64_t> all;
    for (const char* name : names)
      if (const auto value = parse_count(node.attribute(name).value()))
        all = all.value_or(0) + *value;
    return all;
  }

  static DeclaredTests declared_by_third(pugi::xml_node node) {
    return {sum(node, {"total"}), sum(node, {"failed"}), {}, sum(node, {"skipped", "inconclusive"})};
  }

  // Only the root has totals: `total` is without those that did not run, whatever the reason, and inconclusive ones ran.
  static DeclaredTests declared_by_second(pugi::xml_node node, std::int64_t depth) {
    if (depth > 0)
      return {};
    const std::optional<std::int64_t> skipped = sum(node, {"not-run", "inconclusive"});
    std::optional<std::int64_t> tests = sum(node, {"total", "not-run"});
    return {tests, sum(node, {"failures"}), sum(node, {"errors"}), skipped};
  }

  void read_case(pugi::xml_node node, std::size_t suite, CountedTests& counted) {
    refuse_more_tests(report_->cases.size());
    TestCase made;
    made.suite = suite;
    made.place = xml_.line(node);
    made.name = node.attribute("name").value();
    made.class_name = node.attribute("classname").value();
    const pugi::xml_attribute time = node.attribute(third_ ? "duration" : "time");
    made.milliseconds = parse_milliseconds(time.value());
    if (time && !made.milliseconds)
      report_->flaws.add(made.place, fmt::format("\"{}\" is no number of seconds", shortened(time.value())));
    made.result = result_of(node);
    const pugi::xml_node why = node.child(made.result == TestResult::skipped ? "reason" : "failure");
    made.message = text_of(why.child("message"));
    counted.count(made.result);
    if (third_ && made.result == TestResult::error) // its totals know failures only
      ++counted.with_failure;
    report_->cases.push_back(std::move(made));
  }

  // NUnit 3 says Passed, Failed (with the label Error), Inconclusive, Skipped, Warning; NUnit 2 also Success, Failure,
  // Error, Ignored, NotRunnable, Cancelled, and before version 2.5 only whether it was executed, and successful.
  static TestResult result_of(pugi::xml_node node) {
    const std::string word = ascii_lower(node.attribute("result").value());
    if (word == "passed" || word == "success" || word == "warning")
      return TestResult::passed;
    if (word == "failed" || word == "failure")
      return ascii_lower(node.attribute("label").value()) == "error" ? TestResult::error : TestResult::failed;
    if (word == "error" || word == "cancelled")
      return TestResult::error;
    if (!word.empty())
      return TestResult::skipped;
    if (ascii_lower(node.attribute("executed").value()) == "false")
      return TestResult::skipped;
    return ascii_lower(node.attribute("success").value()) == "true" ? TestResult::passed : TestResult::failed;
  }

  ForeignXml xml_;
  std::unique_ptr<TestReport> report_;
  bool third_ = false;
};

} // namespace

bool names_nunit(const Appearance& path_only) {
  const std::string& name = path_only.file_name;
  return name.ends_with(".xml") &&
         (name.find("nunit") != std::string::npos || name == "testresult.xml" || name == "testresults.xml");
}

bool is_nunit(const Appearance& appearance) {
  if (appearance.root_element.empty())
    return appearance.file_name.ends_with(".xml") && appearance.file_name.find("nunit") != std::string::npos;
  return appearance.root_element == "test-results" || appearance.root_element == "test-run";
}

std::unique_ptr<Content> read_nunit(const Document& document) {
  return NunitReader(document).read();
}

} // namespace assay::evidence
