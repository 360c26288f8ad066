// SPDX-License-Identifier: Apache-2.0
//
// Population `coverage`: how much of the code tests have reached, one item for each report of it.
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/library.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/coverage.hpp"

namespace assay::evidence {

namespace {

enum : std::size_t {
  place = document_field::count,
  format,
  tool_version,
  time,
  files,
  files_uncovered,
  lines_valid,
  lines_covered,
  line_rate,
  branches_valid,
  branches_covered,
  branch_rate,
  declared_lines_valid,
  declared_lines_covered,
  declared_line_rate,
  declared_branches_valid,
  declared_branches_covered,
  declared_branch_rate,
  contradicts,
  contradiction,
  flaws,
  flaw
};

std::vector<Field> declare() {
  return declare_document_fields("origin and document", {
      {"@place", FieldType::string, "the whole document"},
      {"@format", FieldType::enumeration, "what it is written in", {"Cobertura", "LCOV"}},
      {"@tool-version", FieldType::string, "version of the tool that made it; absent when none is stated"},
      {"@time", FieldType::time, "when it was made, a claim; absent when it is not stated"},
      {"@files", FieldType::integer, "source files that it lists"},
      {"@files-uncovered", FieldType::integer, "those with lines of which none was reached"},
      {"@lines-valid", FieldType::integer, "lines that it lists, each line of a file once"},
      {"@lines-covered", FieldType::integer, "those that were reached"},
      {"@line-rate", FieldType::integer, "their share in tenths of a percent, rounded down; absent when there are no lines"},
      {"@branches-valid", FieldType::integer, "branches that it lists"},
      {"@branches-covered", FieldType::integer, "those that were taken"},
      {"@branch-rate", FieldType::integer,
       "their share in tenths of a percent, rounded down; absent when there are no branches"},
      {"@declared-lines-valid", FieldType::integer, "how many lines it declares; absent when it does not"},
      {"@declared-lines-covered", FieldType::integer, "how many of them it declares as reached; absent when it does not"},
      {"@declared-line-rate", FieldType::string, "their share as it declares it; absent when it does not"},
      {"@declared-branches-valid", FieldType::integer, "how many branches it declares; absent when it does not"},
      {"@declared-branches-covered", FieldType::integer,
       "how many of them it declares as taken; absent when it does not"},
      {"@declared-branch-rate", FieldType::string, "their share as it declares it; absent when it does not"},
      {"@contradicts", FieldType::yes_no,
       "whether a declared total or share is not that of what it lists; absent when it declares none or lists nothing"},
      {"@contradiction", FieldType::string, "the first that is not; absent when there is none"},
      {"@flaws", FieldType::integer, "places that are not made as the format demands, as far as that was looked at"},
      {"@flaw", FieldType::string, "the first of them; absent when there is none"},
  });
}

void set_lines(Item& item, const Coverage& report) {
  item.set_number(lines_valid, report.lines.valid);
  item.set_number(lines_covered, report.lines.covered);
  set_stated(item, line_rate, report.lines.rate());
  set_stated(item, declared_lines_valid, report.declared_lines.valid);
  set_stated(item, declared_lines_covered, report.declared_lines.covered);
  set_stated(item, declared_line_rate, report.declared_lines.rate);
}

void set_branches(Item& item, const Coverage& report) {
  item.set_number(branches_valid, report.branches.valid);
  item.set_number(branches_covered, report.branches.covered);
  set_stated(item, branch_rate, report.branches.rate());
  set_stated(item, declared_branches_valid, report.declared_branches.valid);
  set_stated(item, declared_branches_covered, report.declared_branches.covered);
  set_stated(item, declared_branch_rate, report.declared_branches.rate);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("coverage-report", self.fields, wanted);
  const Drawn drawn = evidence.documents->each<Coverage>([&](const ReadDocument& read, const Coverage& report) {
    begin_document_item(item, read);
    item.set_text(place, "line 1");
    item.set_name(format, report.format);
    set_stated(item, tool_version, report.tool_version);
    set_stated_time(item, time, report.time_as_stated, report.time);
    item.set_number(files, report.files);
    item.set_number(files_uncovered, report.files_uncovered);
    set_lines(item, report);
    set_branches(item, report);
    if (report.declares)
      item.set_flag(contradicts, !report.contradiction.empty());
    set_stated(item, contradiction, report.contradiction);
    set_flaws(item, flaws, flaw, report.flaws);
    sink(item);
  });
  return examined(drawn);
}

} // namespace

const Population& coverage() {
  static const Population population = {
      "coverage",
      "reports of how much of the code tests have reached",
      Completeness::as_found,
      false,
      "documents",
      "",
      declare(),
      {{"all", "", "all reports"}, {"supplied", "@origin = 'supplied'", "supplied reports"}},
      examine};
  return population;
}

} // namespace assay::evidence
