// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/dates.hpp"

#include <doctest/doctest.h>

using namespace assay::evidence;

namespace {

// "2026-12-09|2026-12|": what is found, a month alone without its day.
std::string found(std::string_view text) {
  std::string all;
  for (const StatedDate& one : dates_in(text))
    all += assay::format_rfc3339(one.time).substr(0, one.month_only ? 7 : 10) + "|";
  return all;
}

} // namespace

TEST_CASE("evidence: dates in prose, in the forms that leave no doubt") {
  for (const char* text : {"2026-12-09", "(2026/12/09)", "on 9 December 2026.", "9th December, 2026", "December 9, 2026",
                           "Dec 9th 2026", "Wed, 09 Dec 2026 10:00:00 +0000", "2026-12-09T10:00:00Z"})
    CHECK_MESSAGE(found(text) == "2026-12-09|", text);
  CHECK(found("until March 2028") == "2028-03|");
  CHECK(found("until 2028-03.") == "2028-03|");
  CHECK(found("from 2024-01-02 to 2025-01-02") == "2024-01-02|2025-01-02|");
  CHECK(found("in May 2024 or Sept 2025") == "2024-05|2025-09|");
  CHECK(dates_in("by 9 December 2026")[0].text == "9 December 2026");
}

TEST_CASE("evidence: what could be anything is no date") {
  for (const char* text : {"", "09/12/2026", "12.09.2026", "version 2024.1", "1.2026", "2026-13-01", "2026-02-30", "20261209",
                           "we may 2 things", "march on", "0001-01-01", "2024-1-x", "12-2026", "CVE-2024-1234", "RFC 2024-123"})
    CHECK_MESSAGE(found(text) == "", text);
}
