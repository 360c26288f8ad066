// SPDX-License-Identifier: Apache-2.0
//
// Points in time are seconds since 1970-01-01T00:00:00Z. Nothing here reads a clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay {

using Seconds = std::int64_t;

// RFC 3339 date-time ("2026-11-23T08:00:00Z", with an offset, fraction refused) or full-date (midnight UTC).
std::optional<Seconds> parse_rfc3339(std::string_view text);

// The same as other programs write it: with a fraction of a second, which is dropped, and lower-case letters.
std::optional<Seconds> parse_timestamp(std::string_view text);

// RFC 3339 in UTC, "2026-11-23T08:00:00Z". Years outside 0000 to 9999, which the format cannot express, give
// "@SECONDS" as git writes raw dates.
std::string format_rfc3339(Seconds time);

} // namespace assay
