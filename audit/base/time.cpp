// SPDX-License-Identifier: Apache-2.0
#include "audit/base/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace assay {

namespace {

// Reads exactly `width` decimal digits from the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t width) {
  int value = 0;
  if (text.size() < width)
    return std::nullopt;
  for (std::size_t i = 0; i < width; ++i) {
    if (text[i] < '0' || text[i] > '9')
      return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(width);
  return value;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos)
    return false;
  text.remove_prefix(1);
  return true;
}

// Two numbers with a colon between them, as minutes.
std::optional<int> take_hours_minutes(std::string_view& text) {
  const auto hours = take_number(text, 2);
  if (!hours || *hours > 23 || !take(text, ":"))
    return std::nullopt;
  const auto minutes = take_number(text, 2);
  if (!minutes || *minutes > 59)
    return std::nullopt;
  return *hours * 60 + *minutes;
}

std::optional<Seconds> parse(std::string_view text, bool fraction_allowed) {
  using namespace std::chrono;
  const auto y = take_number(text, 4);
  if (!y || !take(text, "-"))
    return std::nullopt;
  const auto m = take_number(text, 2);
  if (!m || !take(text, "-"))
    return std::nullopt;
  const auto d = take_number(text, 2);
  if (!d)
    return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
  if (!date.ok())
    return std::nullopt;
  Seconds result = sys_days{date}.time_since_epoch().count() * Seconds{86400};
  if (text.empty())
    return result;
  if (!take(text, "Tt "))
    return std::nullopt;
  const auto minutes = take_hours_minutes(text);
  if (!minutes || !take(text, ":"))
    return std::nullopt;
  const auto seconds = take_number(text, 2);
  if (!seconds || *seconds > 59)
    return std::nullopt;
  result += *minutes * Seconds{60} + *seconds;
  if (fraction_allowed && take(text, ".,"))
    text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
  if (take(text, "Zz"))
    return text.empty() ? std::optional(result) : std::nullopt;
  if (text.empty() || (text[0] != '+' && text[0] != '-'))
    return std::nullopt;
  const int sign = text[0] == '+' ? -1 : 1;
  text.remove_prefix(1);
  const auto offset = take_hours_minutes(text);
  if (!offset || !text.empty())
    return std::nullopt;
  return result + sign * *offset * Seconds{60};
}

} // namespace

std::optional<Seconds> parse_rfc3339(std::string_view text) {
  return parse(text, false);
}

std::optional<Seconds> parse_timestamp(std::string_view text) {
  return parse(text, true);
}

std::string format_rfc3339(Seconds time) {
  using namespace std::chrono;
  constexpr Seconds first = -62167219200, last = 253402300799;
  if (time < first || time > last)
    return fmt::format("@{}", time);
  const Seconds day_count = time >= 0 ? time / 86400 : -((-time + 86399) / 86400);
  const Seconds rest = time - day_count * 86400;
  const year_month_day date{sys_days{days{static_cast<int>(day_count)}}};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), rest / 3600,
                     rest / 60 % 60, rest % 60);
}

} // namespace assay
