// SPDX-License-Identifier: Apache-2.0
//
// Population `advisories`: documents that state something about vulnerabilities, with who issued them, when, and how well
// they are made: CSAF, OpenVEX, OSV, and CycloneDX documents that carry vulnerabilities.
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/vulnerabilities.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

enum : std::size_t {
  specification = document_field::count,
  format_version,
  valid,
  flaws,
  flaw,
  failed_tests,
  identifier,
  title,
  version,
  category,
  publisher,
  publisher_category,
  first_release,
  current_release,
  status,
  status_as_stated,
  distribution,
  language,
  vulnerabilities_in,
  statements,
  products,
  failed_test,
  failed_test_number,
  failed_test_place
};

std::vector<Field> declare() {
  return declare_document_fields("origin and path", {
      {"@specification", FieldType::enumeration, "the format it is in", {"CSAF", "CycloneDX", "OSV", "OpenVEX"}},
      {"@format-version", FieldType::string, "the format's version, as stated; absent when none is"},
      {"@valid", FieldType::yes_no,
       "whether it is made as the format demands: CSAF 2.0 and 2.1 by schema and by the mandatory tests that assay has, "
       "CycloneDX by schema, OpenVEX and OSV by required members and what statuses ask for; unknown for other versions"},
      {"@flaws", FieldType::integer, "places where it is not"},
      {"@flaw", FieldType::string, "the first of them; absent when there is none"},
      {"@failed-tests", FieldType::integer, "mandatory tests of CSAF (6.1) that it fails; absent in other formats"},
      {"@identifier", FieldType::string, "its own identifier; absent when it states none"},
      {"@title", FieldType::string, "its title"},
      {"@version", FieldType::string, "its version"},
      {"@category", FieldType::string, "its category: csaf_vex, csaf_security_advisory …"},
      {"@publisher", FieldType::string, "who issued it, as stated", {}, true},
      {"@publisher-category", FieldType::string, "in what role: vendor, coordinator …"},
      {"@first-release", FieldType::time, "when it was first released, a claim; absent when that is not stated"},
      {"@current-release", FieldType::time, "when this version was released, a claim; absent when that is not stated"},
      {"@status", FieldType::enumeration, "of the document; absent when none is stated",
       {"draft", "final", "interim", "other"}},
      {"@status-as-stated", FieldType::string, "the status, where it is none of those"},
      {"@distribution", FieldType::string, "label of the Traffic Light Protocol; absent when it has none"},
      {"@language", FieldType::string, "the language it is in; absent when it is not stated"},
      {"@vulnerabilities", FieldType::integer, "vulnerabilities that it is about"},
      {"@statements", FieldType::integer, "its items in the population `vulnerabilities`"},
      {"@products", FieldType::integer, "products that it names"},
      {"failed-test", FieldType::element, "a mandatory test that it fails"},
      {"failed-test/@number", FieldType::string, "the test's number: 6.1.7"},
      {"failed-test/@place", FieldType::string, "where it first does, as a JSON pointer"},
  });
}

void fill(Item& item, const Advisory& one) {
  item.set_name(specification, one.specification);
  set_stated(item, format_version, one.format_version);
  if (one.unchecked.empty())
    item.set_flag(valid, one.flaws.count == 0);
  else
    item.set_unknown(valid, one.unchecked);
  set_flaws(item, flaws, flaw, one.flaws);
  if (one.tested)
    item.set_number(failed_tests, static_cast<std::int64_t>(one.failed_tests.size()));
  set_stated(item, identifier, one.id);
  set_stated(item, title, one.title);
  set_stated(item, version, one.version);
  set_stated(item, category, one.category);
  set_stated(item, publisher, one.publisher);
  set_stated(item, publisher_category, one.publisher_category);
  set_stated_time(item, first_release, one.first_release.text, one.first_release.seconds);
  set_stated_time(item, current_release, one.current_release.text, one.current_release.seconds);
  if (!one.status.empty())
    set_listed(item, status, status_as_stated, one.status);
  set_stated(item, distribution, one.distribution);
  set_stated(item, language, one.language);
  item.set_number(vulnerabilities_in, one.vulnerabilities);
  item.set_number(statements, static_cast<std::int64_t>(one.statements.size()));
  item.set_number(products, static_cast<std::int64_t>(one.products.size()));
  if (item.wants(failed_test))
    for (const FailedTest& failed : one.failed_tests) {
      item.begin_child(failed_test);
      item.set_text(failed_test_number, failed.number);
      item.set_text(failed_test_place, failed.place);
    }
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("advisory", self.fields, wanted);
  const auto emit = [&](const ReadDocument& read, const Advisory& one) {
    begin_document_item(item, read);
    fill(item, one);
    sink(item);
  };
  Drawn drawn = evidence.documents->each<Advisory>(emit);
  add(drawn, evidence.documents->each<Sbom>([&](const ReadDocument& read, const Sbom& sbom) {
    if (!sbom.vulnerabilities.empty())
      emit(read, advisory_of(sbom, read.name));
  }));
  return examined(drawn);
}

} // namespace

const Population& advisories() {
  static const Population population = {
      "advisories",
      "documents that state something about vulnerabilities: CSAF, OpenVEX, OSV, CycloneDX",
      Completeness::as_found,
      false,
      "documents",
      "",
      declare(),
      {{"all", "", "all of them"},
       {"final", "@status = 'final'", "those whose status is final"},
       {"supplied", "@origin = 'supplied'", "supplied ones"}},
      examine};
  return population;
}

} // namespace assay::evidence
