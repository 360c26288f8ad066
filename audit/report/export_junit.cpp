// SPDX-License-Identifier: Apache-2.0
//
// JUnit XML as Jenkins (junit-10.xsd), GitLab and others read it: a suite for each schema, a case for each
// control. Not satisfied is a failure. Undetermined, not applicable and waived are skipped, so that no reader
// counts them among the passed. No times and no host: the report knows none that a test case could mean.
#include "audit/base/text.hpp"
#include "audit/base/xml.hpp"
#include "audit/report/export_reading.hpp"
#include "audit/report/exports.hpp"

#include <fmt/format.h>

namespace assay::report {

namespace {

struct Totals {
  std::size_t tests = 0, failures = 0, skipped = 0;
};

void set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(value.c_str());
}

void add_property(pugi::xml_node properties, const char* name, const char* value) {
  pugi::xml_node property = properties.append_child("property");
  set(property, "name", name);
  set(property, "value", value);
}

// Every finding that speaks against the control, with the exceptions the report shows, and the remedy.
std::string failure_text(const ControlPlace& place, const Findings& findings) {
  std::string text;
  for (const pugi::xml_node finding : findings.against(place.control)) {
    text += fmt::format("{}: {}", finding_title(finding), finding.attribute("sentence").value());
    if (const pugi::xml_node reason = finding.child("reason"))
      text += fmt::format(" ({})", reason.text().get());
    text += '\n';
    for (const pugi::xml_node exception : finding.children("exception")) {
      const std::string_view sentence = exception.text().get();
      text += fmt::format("  {}\n", sentence.empty() ? exception.attribute("item").value() : sentence);
    }
    const auto total = finding.attribute("exceptions").as_ullong();
    const auto shown = finding.attribute("exceptions-shown").as_ullong();
    if (total > shown)
      text += fmt::format("  and {} more, listed in {}\n", grouped(std::to_string(total - shown)),
                          finding.attribute("exceptions-file").value());
  }
  if (const pugi::xml_node remedy = place.control.child("remedy"))
    text += fmt::format("Remedy: {}\n", remedy.text().get());
  return text;
}

void write_case(pugi::xml_node suite, const ControlPlace& place, const Findings& findings, Totals& totals) {
  pugi::xml_node test = suite.append_child("testcase");
  set(test, "classname",
      fmt::format("{}.{}", place.schema.attribute("id").value(), place.group.attribute("id").value()));
  set(test, "name", place.id() + " " + place.title());
  ++totals.tests;
  const std::string_view outcome = place.outcome();
  if (outcome == "satisfied" || outcome == "attested") {
    test.append_child("system-out").text().set(fmt::format("{}: {}", outcome, place.reason()).c_str());
  } else if (outcome == "not-satisfied") {
    pugi::xml_node failure = test.append_child("failure");
    set(failure, "type", "not-satisfied");
    set(failure, "message", place.reason());
    failure.text().set(failure_text(place, findings).c_str());
    ++totals.failures;
  } else {
    set(test.append_child("skipped"), "message", fmt::format("{}: {}", outcome, place.reason()));
    ++totals.skipped;
  }
}

void write_properties(pugi::xml_node suite, pugi::xml_node report, pugi::xml_node schema) {
  pugi::xml_node properties = suite.append_child("properties");
  add_property(properties, "schema", schema.attribute("id").value());
  add_property(properties, "schema-version", schema.attribute("version").value());
  if (const pugi::xml_attribute profile = schema.attribute("profile"))
    add_property(properties, "profile", profile.value());
  const bool several = report.child("subject").next_sibling("subject");
  for (const pugi::xml_node subject : report.children("subject")) {
    const std::string name = several ? fmt::format("commit of {}", subject.attribute("id").value()) : "commit";
    add_property(properties, name.c_str(), subject.attribute("commit").value());
  }
  add_property(properties, "as-of", report.attribute("as-of").value());
}

std::string notices(pugi::xml_node report) {
  std::string text;
  for (const char* name : {"notice", "limit"})
    for (const pugi::xml_node line : report.children(name))
      text += fmt::format("{}\n", line.text().get());
  return text;
}

} // namespace

std::string export_junit(pugi::xml_node report) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  set(declaration, "version", "1.0");
  set(declaration, "encoding", "UTF-8");
  pugi::xml_node suites = document.append_child("testsuites");
  set(suites, "name", report.attribute("title").value());
  pugi::xml_attribute all_tests = suites.append_attribute("tests");
  pugi::xml_attribute all_failures = suites.append_attribute("failures");
  set(suites, "errors", "0");
  const Findings findings(report);
  Totals all;
  for (const pugi::xml_node schema : report.children("schema")) {
    pugi::xml_node suite = suites.append_child("testsuite");
    set(suite, "name", schema.attribute("title").value());
    pugi::xml_attribute tests = suite.append_attribute("tests");
    pugi::xml_attribute failures = suite.append_attribute("failures");
    set(suite, "errors", "0");
    pugi::xml_attribute skipped = suite.append_attribute("skipped");
    write_properties(suite, report, schema);
    Totals totals;
    for (const pugi::xml_node group : schema.children("group"))
      for (const pugi::xml_node control : group.children("control"))
        write_case(suite, {schema, group, control}, findings, totals);
    tests.set_value(static_cast<unsigned long long>(totals.tests));
    failures.set_value(static_cast<unsigned long long>(totals.failures));
    skipped.set_value(static_cast<unsigned long long>(totals.skipped));
    suite.append_child("system-out").text().set(notices(report).c_str());
    all.tests += totals.tests;
    all.failures += totals.failures;
  }
  all_tests.set_value(static_cast<unsigned long long>(all.tests));
  all_failures.set_value(static_cast<unsigned long long>(all.failures));
  return xml_to_string(document);
}

} // namespace assay::report
