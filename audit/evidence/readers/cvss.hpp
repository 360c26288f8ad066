// SPDX-License-Identifier: Apache-2.0
//
// Scores of CVSS vectors: versions 2.0 (first.org, "A Complete Guide", section 3.2), 3.0 and 3.1 (sections 7 and 8 of
// their specifications). Version 4 is recognised by nobody here: its vectors have no score.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace assay::evidence {

// In tenths; those of metrics that a vector does not have are as if they were "not defined".
struct CvssScores {
  std::int64_t base, temporal, environmental;
};

using CvssMetrics = std::map<std::string_view, std::string_view>; // AV is N

// Of a vector of version 2 or 3; nothing when a metric stands there twice or has no value.
std::optional<CvssMetrics> cvss_metrics(std::string_view vector);

std::optional<CvssScores> cvss_scores(std::string_view vector);

// The qualitative rating of version 3, in capitals as its JSON has it.
std::string_view cvss_severity(std::int64_t tenths);

} // namespace assay::evidence
