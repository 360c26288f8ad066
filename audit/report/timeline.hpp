// SPDX-License-Identifier: Apache-2.0
//
// What the releases of a repository come to, one after the other: as a table, as rows, and as a chart.
#pragma once

#include "audit/base/time.hpp"
#include "audit/report/report.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay::report {

struct ReleaseOutcome {
  std::string schema, control;
  evaluation::Outcome outcome;
};

struct ReleaseRow {
  std::string tag, commit;
  std::optional<Seconds> time; // a claim of whoever made the tag or the commit
  std::string problem;         // why the release could not be tested; then there are no outcomes
  std::vector<ReleaseOutcome> outcomes;

  std::size_t count(evaluation::Outcome outcome) const;
};

// A line for each release: tag, day, and how often each outcome occurs.
std::string timeline_text(const std::vector<ReleaseRow>& rows);
// RFC 4180, with a header: tag, commit, time, schema, control, outcome; a release that could not be tested has one row.
std::string timeline_csv(const std::vector<ReleaseRow>& rows);
// A bar for each release, made of its outcomes; SVG 1.1 that needs nothing else.
std::string timeline_svg(const std::vector<ReleaseRow>& rows, const std::string& title);

} // namespace assay::report
