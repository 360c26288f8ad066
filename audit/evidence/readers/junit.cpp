// SPDX-License-Identifier: Apache-2.0
//
// Reads JUnit XML. There is no one grammar of it: a document is `testsuites` or `testsuite`, suites may be nested, a case
// passed unless it holds `failure`, `error` or `skipped` or says by its `status` or `result` that it did not. Bounds:
// those of ForeignXml and test_limit.
#include "audit/base/error.hpp"
#include "audit/base/shortened.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/foreign_xml.hpp"
#include "audit/evidence/readers/tests.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

class JunitReader {
public:
  explicit JunitReader(const Document& document) : xml_(document), report_(std::make_unique<TestReport>()) {
    report_->dialect = "JUnit";
  }

  std::unique_ptr<TestReport> read() {
    const std::string_view root = local_name(xml_.root());
    if (root != "testsuites" && root != "testsuite")
      throw Error::input(fmt::format("its root element is {}: this is no JUnit report", shortened(root)))
          .at(xml_.location(xml_.root()));
    read_suite(xml_.root(), 0);
    return std::move(report_);
  }

private:
  // Nesting is bounded by ForeignXml. Returns the suite's totals.
  CountedTests read_suite(pugi::xml_node node, std::int64_t depth) {
    const std::size_t index = report_->suites.size();
    refuse_more_tests(index);
    TestSuite& made = report_->suites.emplace_back();
    made.whole = local_name(node) == "testsuites";
    made.place = xml_.line(node);
    made.name = shortened(node.attribute("name").value());
    made.timestamp = shortened(trimmed(node.attribute("timestamp").value()));
    made.depth = depth;
    made.declared = declared(node, made.place);
    CountedTests own, within;
    for (const pugi::xml_node child : node.children()) {
      const std::string_view name = local_name(child);
      if (name == "testsuite" || name == "testsuites")
        within.add(read_suite(child, depth + 1));
      else if (name == "testcase")
        read_case(child, index, own);
    }
    TestSuite& suite = report_->suites[index];
    suite.own = suite.all = own;
    suite.all.add(within);
    compare_totals(suite);
    return suite.all;
  }

  DeclaredTests declared(pugi::xml_node node, std::string_view place) {
    DeclaredTests declared;
    declared.tests = total(node, {"tests"}, place);
    declared.failures = total(node, {"failures"}, place);
    declared.errors = total(node, {"errors"}, place);
    declared.skipped = total(node, {"skipped", "skip", "skips", "ignored"}, place);
    if (const auto disabled = total(node, {"disabled"}, place); disabled && *disabled > 0)
      declared.skipped = declared.skipped.value_or(0) + *disabled;
    return declared;
  }

  // The first of these attributes that there is.
  std::optional<std::int64_t> total(pugi::xml_node node, std::initializer_list<const char*> names,
                                    std::string_view place) {
    for (const char* name : names)
      if (const pugi::xml_attribute attribute = node.attribute(name)) {
        const std::string_view text = trimmed(attribute.value());
        const std::optional<std::int64_t> value = parse_count(text);
        if (!value && !text.empty())
          report_->flaws.add(place, fmt::format("{}=\"{}\" is no count", name, shortened(text)));
        return value;
      }
    return std::nullopt;
  }

  void read_case(pugi::xml_node node, std::size_t suite, CountedTests& counted) {
    refuse_more_tests(report_->cases.size());
    TestCase made;
    made.suite = suite;
    made.place = xml_.line(node);
    made.name = node.attribute("name").value();
    made.class_name = node.attribute(node.attribute("classname") ? "classname" : "class").value();
    if (const std::string_view time = trimmed(node.attribute("time").value()); !time.empty()) {
      made.milliseconds = parse_milliseconds(time);
      if (!made.milliseconds)
        report_->flaws.add(made.place, fmt::format("time=\"{}\" is no number of seconds", shortened(time)));
    }
    read_outcome(node, made, counted);
    report_->cases.push_back(std::move(made));
  }

  // Several outcomes of one case: the worst is its result.
  void read_outcome(pugi::xml_node node, TestCase& made, CountedTests& counted) {
    pugi::xml_node failure, error, skip;
    for (const pugi::xml_node child : node.children()) {
      const std::string_view name = local_name(child);
      pugi::xml_node& first = name == "failure" ? failure : name == "error" ? error : skip;
      if (!first && (name == "failure" || name == "error" || name == "skipped" || name == "skip" || name == "ignored"))
        first = child;
    }
    made.result = error     ? TestResult::error
                  : failure ? TestResult::failed
                  : skip    ? TestResult::skipped
                            : result_by_word(node);
    made.message = (error ? error : failure ? failure : skip).attribute("message").value();
    counted.count(made.result);
    counted.with_failure += failure && made.result != TestResult::failed ? 1 : 0;
    counted.with_skip += skip && made.result != TestResult::skipped ? 1 : 0;
  }

  // What `status` or `result` says; words that are not known to mean anything else mean that it ran and passed.
  static TestResult result_by_word(pugi::xml_node node) {
    for (const char* name : {"status", "result"}) {
      const std::string word = ascii_lower(trimmed(node.attribute(name).value()));
      if (word == "fail" || word == "failed" || word == "failure")
        return TestResult::failed;
      if (word == "error" || word == "errored" || word == "broken")
        return TestResult::error;
      for (const std::string_view skipped : {"notrun", "not run", "not_run", "skipped", "skip", "disabled", "ignored",
                                             "suppressed", "pending"})
        if (word == skipped)
          return TestResult::skipped;
    }
    return TestResult::passed;
  }

  ForeignXml xml_;
  std::unique_ptr<TestReport> report_;
};

} // namespace

bool names_junit(const Appearance& path_only) {
  const std::string& name = path_only.file_name;
  return name.ends_with(".xml") && (name.find("junit") != std::string::npos || name.starts_with("test-") ||
                                    name.starts_with("test_results") || name.starts_with("testresults") ||
                                    path_only.path.find("test-results/") != std::string::npos ||
                                    path_only.path.find("surefire-reports/") != std::string::npos);
}

// One that is called so and has no element at all is a report that was cut off.
bool is_junit(const Appearance& appearance) {
  if (appearance.root_element.empty())
    return appearance.file_name.ends_with(".xml") && appearance.file_name.find("junit") != std::string::npos;
  return appearance.root_element == "testsuites" || appearance.root_element == "testsuite";
}

std::unique_ptr<Content> read_junit(const Document& document) {
  return JunitReader(document).read();
}

} // namespace assay::evidence
