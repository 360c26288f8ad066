// SPDX-License-Identifier: Apache-2.0
//
// Population `test-suites`: suites of tests, how many cases they have, how many they declare, and whether that agrees.
#include "audit/base/time.hpp"
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/library.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/tests.hpp"

namespace assay::evidence {

namespace {

enum : std::size_t {
  place = document_field::count,
  dialect,
  kind,
  name,
  depth,
  tests_in_it,
  failures,
  errors,
  skipped,
  declared_tests,
  declared_failures,
  declared_errors,
  declared_skipped,
  contradicts,
  contradiction,
  time,
  timestamp,
  flaws,
  flaw
};

std::vector<Field> declare() {
  return declare_document_fields("origin, document and number of the suite in it", {
      {"@place", FieldType::string, "its line in the document"},
      {"@dialect", FieldType::enumeration, "what the report is written in", {"JUnit", "NUnit 2", "NUnit 3"}},
      {"@kind", FieldType::enumeration, "report: the root of a document, around its suites", {"report", "suite"}},
      {"@name", FieldType::string, "its name; absent when it has none"},
      {"@depth", FieldType::integer, "suites around it"},
      {"@tests", FieldType::integer, "cases in it and in suites within it"},
      {"@failures", FieldType::integer, "those that failed"},
      {"@errors", FieldType::integer, "those that ended in an error"},
      {"@skipped", FieldType::integer, "those that did not run, or came to no conclusion"},
      {"@declared-tests", FieldType::integer, "how many cases it declares; absent when it does not"},
      {"@declared-failures", FieldType::integer, "how many failures it declares; absent when it does not"},
      {"@declared-errors", FieldType::integer, "how many errors it declares; absent when it does not"},
      {"@declared-skipped", FieldType::integer, "how many skipped cases it declares; absent when it does not"},
      {"@contradicts", FieldType::yes_no,
       "whether a declared total is neither that of its own cases nor with those of suites within it; absent when it "
       "declares none"},
      {"@contradiction", FieldType::string, "the first that is not; absent when there is none"},
      {"@time", FieldType::time, "when it ran, a claim; absent when it is not stated"},
      {"@timestamp", FieldType::string, "the same as stated"},
      {"@flaws", FieldType::integer, "totals and times of the document that are no numbers"},
      {"@flaw", FieldType::string, "the first of them; absent when there is none"},
  });
}

void set_counts(Item& item, const TestSuite& suite) {
  item.set_number(tests_in_it, suite.all.tests);
  item.set_number(failures, suite.all.failures);
  item.set_number(errors, suite.all.errors);
  item.set_number(skipped, suite.all.skipped);
  set_stated(item, declared_tests, suite.declared.tests);
  set_stated(item, declared_failures, suite.declared.failures);
  set_stated(item, declared_errors, suite.declared.errors);
  set_stated(item, declared_skipped, suite.declared.skipped);
  if (suite.declared.any())
    item.set_flag(contradicts, !suite.contradiction.empty());
  set_stated(item, contradiction, suite.contradiction);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("test-suite", self.fields, wanted);
  const Drawn drawn = evidence.documents->each<TestReport>([&](const ReadDocument& read, const TestReport& report) {
    std::size_t number = 0;
    for (const TestSuite& suite : report.suites) {
      begin_document_item(item, read, std::to_string(++number));
      item.set_text(place, suite.place);
      item.set_name(dialect, report.dialect);
      item.set_name(kind, suite.whole ? "report" : "suite");
      set_stated(item, name, suite.name);
      item.set_number(depth, suite.depth);
      set_counts(item, suite);
      if (!suite.timestamp.empty())
        item.set_number(time, parse_timestamp(suite.timestamp), "what it states is no time with a zone");
      set_stated(item, timestamp, suite.timestamp);
      set_flaws(item, flaws, flaw, report.flaws);
      sink(item);
    }
  });
  return examined(drawn);
}

} // namespace

const Population& test_suites() {
  static const Population population = {
      "test-suites",
      "suites of tests and their totals",
      Completeness::as_found,
      false,
      "documents",
      "",
      declare(),
      {{"all", "", "all suites, and the roots of documents around them"},
       {"suites", "@kind = 'suite'", "suites"},
       {"outermost", "@depth = 0", "the root of each document"}},
      examine};
  return population;
}

} // namespace assay::evidence
