// SPDX-License-Identifier: Apache-2.0
//
// Population `analysis-results`: what static analysis found, one item for each result of each run.
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/library.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/analysis.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

enum : std::size_t {
  place = document_field::count,
  tool,
  rule,
  level,
  level_as_stated,
  kind,
  kind_as_stated,
  security_severity,
  path,
  line,
  baseline_state,
  baseline_as_stated,
  suppressed,
  suppression_status,
  status_as_stated,
  justified,
  justification,
  message,
  fingerprint
};

std::vector<Field> declare() {
  return declare_document_fields("origin, document and place", {
      {"@place", FieldType::string, "the result within its document, as a JSON pointer"},
      {"@tool", FieldType::string, "name of the tool; absent when it has none"},
      {"@rule", FieldType::string, "id of the rule that it is about; absent when it names none"},
      {"@level", FieldType::enumeration, "effective level (SARIF 2.1.0, section 3.27.10)",
       {"error", "warning", "note", "none", "other"}},
      {"@level-as-stated", FieldType::string, "the level, where it is none of those"},
      {"@kind", FieldType::enumeration, "what sort of result it is",
       {"fail", "pass", "open", "review", "informational", "notApplicable", "other"}},
      {"@kind-as-stated", FieldType::string, "the kind, where it is none of those"},
      {"@security-severity", FieldType::integer,
       "in tenths, 0 to 100: of the result, or else of its rule; absent when none is stated"},
      {"@path", FieldType::string,
       "first file that it is about, from the root of what was looked at where the document tells; absent when it names none"},
      {"@line", FieldType::integer, "line in that file, from 1; absent when it names none"},
      {"@baseline-state", FieldType::enumeration, "compared with an earlier run; absent when it was not",
       {"new", "unchanged", "updated", "absent", "other"}},
      {"@baseline-as-stated", FieldType::string, "the state, where it is none of those"},
      {"@suppressed", FieldType::yes_no, "whether it has suppressions, and all of them are accepted or have no status"},
      {"@suppression-status", FieldType::enumeration,
       "the least favourable one of its suppressions: rejected before underReview before accepted, which one without a "
       "status is; absent when it has none",
       {"accepted", "underReview", "rejected", "other"}},
      {"@status-as-stated", FieldType::string, "the status, where it is none of those"},
      {"@justified", FieldType::yes_no, "whether each of its suppressions gives a reason; absent when it has none"},
      {"@justification", FieldType::string, "the first of those reasons"},
      {"@message", FieldType::string, "what it says, shortened to 1,024 bytes; absent when it says nothing"},
      {"@fingerprint", FieldType::string, "name and value of its first fingerprint; absent when it has none"},
  });
}

void set_place(Item& item, const AnalysisResult& result) {
  item.set_text(place, result.place);
  if (result.path_too_long)
    item.set_unknown(path, "it is longer than any path that is read");
  set_stated(item, path, result.path);
  set_stated(item, line, result.line);
}

void set_suppression(Item& item, const AnalysisResult& result) {
  item.set_flag(suppressed, result.suppressed);
  if (result.suppression_status.empty())
    return;
  set_listed(item, suppression_status, status_as_stated, result.suppression_status);
  item.set_flag(justified, result.justified);
  set_stated(item, justification, result.justification);
}

void fill(Item& item, const AnalysisResult& result) {
  set_place(item, result);
  set_stated(item, tool, result.run->tool);
  set_stated(item, rule, result.rule);
  if (result.level)
    set_listed(item, level, level_as_stated, *result.level);
  else
    item.set_unknown(level, "the rule that decides on it is in a file beside this one");
  set_listed(item, kind, kind_as_stated, result.kind);
  set_stated(item, security_severity, result.security_severity);
  if (!result.baseline_state.empty())
    set_listed(item, baseline_state, baseline_as_stated, result.baseline_state);
  set_suppression(item, result);
  set_stated(item, message, result.message);
  set_stated(item, fingerprint, result.fingerprint);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("analysis-result", self.fields, wanted);
  Examination examination;
  const Drawn drawn = evidence.documents->each<Analysis>([&](const ReadDocument& read, const Analysis& analysis) {
    for (const AnalysisRun& run : analysis.runs)
      if (!run.has_results && examination.reason.empty())
        examination.reason = fmt::format("{}: {}", run.place, run.why_unknown);
    analysis.each_result([&](const AnalysisResult& result) {
      begin_document_item(item, read, result.place);
      fill(item, result);
      sink(item);
    });
  });
  examination.examined = drawn.documents;
  if (!drawn.incomplete.empty())
    examination.reason = drawn.incomplete;
  return examination;
}

} // namespace

const Population& analysis_results() {
  static const Population population = {
      "analysis-results",
      "results of static analysis",
      Completeness::as_found,
      false,
      "documents",
      "",
      declare(),
      {{"all", "", "all results"},
       {"unsuppressed", "@suppressed = 'no'", "results that are not suppressed"},
       {"supplied", "@origin = 'supplied'", "results in supplied documents"}},
      examine};
  return population;
}

} // namespace assay::evidence
