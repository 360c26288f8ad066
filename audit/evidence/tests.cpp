// SPDX-License-Identifier: Apache-2.0
//
// Population `tests`: test cases, as reports of tests tell of them.
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/library.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/tests.hpp"

namespace assay::evidence {

namespace {

enum : std::size_t { place = document_field::count, suite, name, class_name, result, time_ms, message };

std::vector<Field> declare() {
  return declare_document_fields("origin, document and number of the case in it", {
      {"@place", FieldType::string, "its line in the document"},
      {"@suite", FieldType::string, "name of the suite that holds it; absent when that has none"},
      {"@name", FieldType::string, "its name; absent when it has none"},
      {"@class", FieldType::string, "the class that it belongs to; absent when none is stated"},
      {"@result", FieldType::enumeration,
       "its outcome, the worst if there are several; skipped: it did not run, or came to no conclusion",
       {"passed", "failed", "error", "skipped"}},
      {"@time-ms", FieldType::integer, "how long it took, in milliseconds; absent when no number is stated"},
      {"@message", FieldType::string, "what it says of a failure, an error or why it was skipped; absent when nothing"},
  });
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("test", self.fields, wanted);
  const Drawn drawn = evidence.documents->each<TestReport>([&](const ReadDocument& read, const TestReport& report) {
    std::size_t number = 0;
    for (const TestCase& one : report.cases) {
      begin_document_item(item, read, std::to_string(++number));
      item.set_text(place, one.place);
      set_stated(item, suite, report.suites[one.suite].name);
      set_stated(item, name, one.name);
      set_stated(item, class_name, one.class_name);
      item.set_name(result, to_string(one.result));
      set_stated(item, time_ms, one.milliseconds);
      set_stated(item, message, one.message);
      sink(item);
    }
  });
  return examined(drawn);
}

} // namespace

const Population& tests() {
  static const Population population = {
      "tests",
      "test cases and their results",
      Completeness::as_found,
      false,
      "documents",
      "",
      declare(),
      {{"all", "", "all cases"},
       {"run", "@result != 'skipped'", "cases that ran"},
       {"supplied", "@origin = 'supplied'", "cases in supplied documents"}},
      examine};
  return population;
}

} // namespace assay::evidence
