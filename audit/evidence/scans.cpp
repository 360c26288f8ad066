// SPDX-License-Identifier: Apache-2.0
//
// Population `scans`: runs of vulnerability scanners, also those that found nothing. A run that found nothing is not a
// clean one unless it looked at something, with a database of some date: fields of their own.
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/vulnerabilities.hpp"

namespace assay::evidence {

namespace {

enum : std::size_t {
  format = document_field::count,
  format_version,
  valid,
  flaws,
  flaw,
  tool,
  tool_version,
  time,
  database_time,
  database_version,
  target,
  targets,
  has_findings,
  findings,
  suppressed
};

std::vector<Field> declare() {
  return declare_document_fields("origin and path", {
      {"@format", FieldType::enumeration, "whose output it is", {"Grype", "Trivy", "osv-scanner"}},
      {"@format-version", FieldType::string, "version of that format, as stated"},
      {"@valid", FieldType::yes_no, "whether it has the members that its readers rely on"},
      {"@flaws", FieldType::integer, "places where it lacks one"},
      {"@flaw", FieldType::string, "the first of them; absent when there is none"},
      {"@tool", FieldType::string, "name of the scanner"},
      {"@tool-version", FieldType::string, "its version; absent when it is not stated, as osv-scanner does not"},
      {"@time", FieldType::time, "when it ran, a claim; absent when that is not stated"},
      {"@database-time", FieldType::time,
       "when the database was made that it compared with; absent when that is not stated"},
      {"@database-version", FieldType::string, "version of the database's schema, as stated"},
      {"@target", FieldType::string, "what it looked at: an image, directory or bill of materials"},
      {"@targets", FieldType::integer,
       "sources (osv-scanner) or sets of packages (Trivy) that it looked at; absent where it does not say"},
      {"@has-findings", FieldType::yes_no,
       "whether it states findings, be it that there are none; if not, it looked for no vulnerabilities or in nothing"},
      {"@findings", FieldType::integer, "findings, those that it was told to leave out not counted"},
      {"@suppressed", FieldType::integer, "those that it was told to leave out, and lists nevertheless"},
  });
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("scan", self.fields, wanted);
  return examined(evidence.documents->each<Scan>([&](const ReadDocument& read, const Scan& scan) {
    begin_document_item(item, read);
    item.set_name(format, scan.specification);
    set_stated(item, format_version, scan.format_version);
    item.set_flag(valid, scan.flaws.count == 0);
    set_flaws(item, flaws, flaw, scan.flaws);
    set_stated(item, tool, scan.tool);
    set_stated(item, tool_version, scan.tool_version);
    set_stated_time(item, time, scan.time.text, scan.time.seconds);
    set_stated_time(item, database_time, scan.database_time.text, scan.database_time.seconds);
    set_stated(item, database_version, scan.database_version);
    set_stated(item, target, scan.target);
    set_stated(item, targets, scan.targets);
    item.set_flag(has_findings, scan.has_findings);
    item.set_number(findings, scan.findings);
    item.set_number(suppressed, scan.suppressed);
    sink(item);
  }));
}

} // namespace

const Population& scans() {
  static const Population population = {
      "scans",
      "runs of vulnerability scanners",
      Completeness::as_found,
      false,
      "documents",
      "",
      declare(),
      {{"all", "", "all runs"}, {"supplied", "@origin = 'supplied'", "runs in supplied documents"}},
      examine};
  return population;
}

} // namespace assay::evidence
