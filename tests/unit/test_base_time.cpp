// SPDX-License-Identifier: Apache-2.0
#include "audit/base/time.hpp"

#include <doctest/doctest.h>

using assay::format_rfc3339;
using assay::parse_rfc3339;

TEST_CASE("RFC 3339 times are read and written") {
  CHECK(parse_rfc3339("1970-01-01T00:00:00Z") == 0);
  CHECK(parse_rfc3339("2026-12-09") == 1796774400);
  CHECK(parse_rfc3339("2026-12-09T02:00:00+02:00") == 1796774400);
  CHECK(parse_rfc3339("2026-12-08T19:30:00-04:30") == 1796774400);
  CHECK(parse_rfc3339("1969-12-31T23:59:59Z") == -1);
  CHECK(format_rfc3339(1796774400) == "2026-12-09T00:00:00Z");
  CHECK(format_rfc3339(-1) == "1969-12-31T23:59:59Z");
  CHECK(format_rfc3339(-62167219200) == "0000-01-01T00:00:00Z");
  CHECK(format_rfc3339(253402300800) == "@253402300800");
}

TEST_CASE("what is no RFC 3339 time is refused") {
  for (const char* text : {"", "2026", "2026-13-01", "2026-02-30", "2026-12-09T00:00", "2026-12-09T24:00:00Z",
                           "2026-12-09T00:00:00", "2026-12-09T00:00:00Zx", "2026-12-09T00:00:60Z", " 2026-12-09",
                           "2026-12-09T00:00:00+2:00", "now"})
    CHECK_MESSAGE(!parse_rfc3339(text), text);
}
