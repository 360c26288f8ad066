// SPDX-License-Identifier: Apache-2.0
//
// Dates in English prose: "2026-12-09", "2026/12/09", "9 December 2026", "Dec 9th, 2026", and months alone: "December
// 2026", "2026-12". Numbers whose order of day and month is anybody's guess are no date here.
#pragma once

#include "audit/base/time.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

struct StatedDate {
  Seconds time = 0; // midnight UTC; of a month alone, its first day
  std::string text; // as written
  bool month_only = false;
};

// In the order of their places; at most `limit`.
std::vector<StatedDate> dates_in(std::string_view text, std::size_t limit = 1000);

} // namespace assay::evidence
