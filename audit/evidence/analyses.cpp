// SPDX-License-Identifier: Apache-2.0
//
// Population `analyses`: runs of static analysis, as SARIF logs tell of them. A run without results is not a clean run:
// whether it says that it looked is a field of its own.
#include "audit/base/text.hpp"
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/library.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/analysis.hpp"
#include "audit/evidence/subject_names.hpp"

#include <algorithm>

namespace assay::evidence {

namespace {

enum : std::size_t {
  place = document_field::count,
  version,
  valid,
  flaws,
  flaw,
  tool,
  tool_version,
  category,
  time,
  revision,
  on_subject,
  succeeded,
  has_results,
  results,
  errors,
  warnings,
  notes,
  suppressed,
  rules,
  notifications
};

std::vector<Field> declare() {
  return declare_document_fields("origin, document and place", {
      {"@place", FieldType::string, "the run within its document, as a JSON pointer"},
      {"@version", FieldType::string, "version of SARIF that the document states"},
      {"@valid", FieldType::yes_no, "whether the document is made as SARIF 2.1.0 demands"},
      {"@flaws", FieldType::integer, "places where it is not"},
      {"@flaw", FieldType::string, "the first of them; absent when there is none"},
      {"@tool", FieldType::string, "name of the tool; absent when it has none"},
      {"@tool-version", FieldType::string, "its version; absent when none is stated"},
      {"@category", FieldType::string, "which analysis of several it was; absent when that is not stated"},
      {"@time", FieldType::time, "when it ended, or else began, a claim; absent when it is not stated"},
      {"@revision", FieldType::string, "first revision that it states it looked at; absent when it states none"},
      {"@on-subject", FieldType::yes_no,
       "whether one of those revisions is the audited commit, in full or by at least 7 digits; absent when none is stated"},
      {"@succeeded", FieldType::yes_no, "whether every invocation says it was successful; absent when none says"},
      {"@has-results", FieldType::yes_no, "whether it states results, be it that there are none; if not, it found out nothing"},
      {"@results", FieldType::integer, "results, suppressed ones too"},
      {"@errors", FieldType::integer, "those of effective level error"},
      {"@warnings", FieldType::integer, "those of effective level warning"},
      {"@notes", FieldType::integer, "those of effective level note"},
      {"@suppressed", FieldType::integer, "those that are suppressed"},
      {"@rules", FieldType::integer, "rules that the tool and its extensions list"},
      {"@notifications", FieldType::integer, "errors that the tool reports of itself or its configuration"},
  });
}

// Nothing when one of them may be another name for the commit.
std::optional<bool> is_on(const std::string& commit, const std::vector<std::string>& revisions) {
  if (std::any_of(revisions.begin(), revisions.end(),
                  [&](const std::string& one) { return names_commit(one, commit); }))
    return true;
  if (!std::all_of(revisions.begin(), revisions.end(), is_hexadecimal))
    return std::nullopt;
  return false;
}

void set_origin_of_run(Item& item, const AnalysisRun& run, const std::string& commit) {
  set_stated(item, tool, run.tool);
  set_stated(item, tool_version, run.tool_version);
  set_stated(item, category, run.category);
  set_stated_time(item, time, run.time_as_stated, run.time);
  if (!run.revisions.empty()) {
    item.set_text(revision, run.revisions.front());
    item.set_flag(on_subject, is_on(commit, run.revisions), "a revision that it states is no commit id");
  }
  set_stated(item, succeeded, run.succeeded);
}

void set_results(Item& item, const AnalysisRun& run) {
  item.set_number(rules, run.rules);
  item.set_number(notifications, run.error_notifications);
  if (!run.has_results)
    return item.set_unknown({has_results, results, errors, warnings, notes, suppressed}, run.why_unknown);
  item.set_flag(has_results, *run.has_results);
  item.set_number(results, run.results);
  item.set_number(suppressed, run.suppressed);
  if (run.levels_unknown > 0)
    return item.set_unknown({errors, warnings, notes}, "rules that decide on levels are in a file beside this one");
  item.set_number(errors, run.errors);
  item.set_number(warnings, run.warnings);
  item.set_number(notes, run.notes);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("analysis", self.fields, wanted);
  const std::string commit = evidence.commit.hex();
  const Drawn drawn = evidence.documents->each<Analysis>([&](const ReadDocument& read, const Analysis& analysis) {
    for (const AnalysisRun& run : analysis.runs) {
      begin_document_item(item, read, run.place);
      item.set_text(place, run.place);
      set_stated(item, version, analysis.version);
      item.set_flag(valid, analysis.flaws.count == 0);
      set_flaws(item, flaws, flaw, analysis.flaws);
      set_origin_of_run(item, run, commit);
      set_results(item, run);
      sink(item);
    }
  });
  return examined(drawn);
}

} // namespace

const Population& analyses() {
  static const Population population = {
      "analyses",
      "runs of static analysis",
      Completeness::as_found,
      false,
      "documents",
      "",
      declare(),
      {{"all", "", "all runs"},
       {"subject", "@on-subject = 'yes'", "runs on the audited commit"},
       {"supplied", "@origin = 'supplied'", "runs in supplied documents"}},
      examine};
  return population;
}

} // namespace assay::evidence
