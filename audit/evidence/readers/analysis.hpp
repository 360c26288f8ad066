// SPDX-License-Identifier: Apache-2.0
//
// What a log of static analysis states: its runs, and their results one at a time.
#pragma once

#include "audit/evidence/document.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

// One run of one tool. Strings are empty when the document does not state the thing.
struct AnalysisRun {
  std::string place; // JSON pointer
  std::string tool, tool_version, category;
  std::optional<std::int64_t> time; // when it ended, or else began: of the last invocation
  std::string time_as_stated;
  std::vector<std::string> revisions; // of the repositories it looked at, the first first
  std::optional<bool> succeeded;      // all invocations did; absent when none says
  std::optional<bool> has_results;    // absent when that is not to be known from this document
  std::string why_unknown;            // why not
  std::int64_t results = 0, errors = 0, warnings = 0, notes = 0, suppressed = 0;
  std::int64_t levels_unknown = 0; // results that the three counts may lack
  std::int64_t rules = 0;
  std::int64_t error_notifications = 0; // what the tool said of itself, not of the code
};

// One result, while it is looked at.
struct AnalysisResult {
  const AnalysisRun* run = nullptr;
  std::string place; // JSON pointer
  std::string rule;
  std::optional<std::string_view> level; // effective (3.27.10); absent when a rule that is not here decides
  std::string_view kind = "fail";
  std::optional<std::int64_t> security_severity; // in tenths, 0 to 100
  std::string path; // of the first location; a relative one is decoded and leads from the outermost base
  bool path_too_long = false;
  std::optional<std::int64_t> line;
  std::string_view baseline_state;
  bool states_suppressions = false, suppressed = false, justified = false;
  std::string_view suppression_status; // the least favourable: rejected, underReview, accepted, or what it says instead
  std::string justification;           // of the first suppression that has one
  std::string message, fingerprint;
};

struct Analysis : Content {
  static constexpr DocumentKind kind = DocumentKind::analysis;

  std::string version; // of the format, as stated
  Flaws flaws;         // against the format's own schema
  std::vector<AnalysisRun> runs;

  // Results of the runs, in the document's order.
  virtual void each_result(const std::function<void(const AnalysisResult&)>& visit) const = 0;
};

// SARIF 2.1.0 logs; later versions are read as far as they have kept its members.
bool names_sarif(const Appearance& path_only);
bool is_sarif(const Appearance& appearance);
std::unique_ptr<Content> read_sarif(const Document& document);

} // namespace assay::evidence
