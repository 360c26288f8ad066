// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/rate.hpp"

#include <charconv>

namespace assay::schema {

namespace {

// Up to nine digits, so that products of three such numbers stay within 128 bits.
std::optional<std::uint64_t> digits(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || text.size() > 9 || error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

} // namespace

bool Rate::exceeded_by(std::uint64_t part, std::uint64_t whole) const {
  __extension__ using Wide = unsigned __int128; // products of two 64-bit counts
  return Wide{part} * denominator > Wide{whole} * numerator;
}

std::optional<Rate> parse_rate(std::string_view text) {
  if (text == "0")
    return Rate{0, 1};
  Rate rate;
  if (!text.empty() && text.back() == '%') {
    text.remove_suffix(1);
    const std::size_t point = text.find('.');
    const auto whole = digits(text.substr(0, point));
    if (!whole)
      return std::nullopt;
    rate = {*whole, 100};
    if (point != std::string_view::npos) {
      const std::string_view fraction = text.substr(point + 1);
      const auto parts = digits(fraction);
      if (!parts || fraction.size() > 6)
        return std::nullopt;
      for (std::size_t i = 0; i < fraction.size(); ++i) {
        rate.numerator *= 10;
        rate.denominator *= 10;
      }
      rate.numerator += *parts;
    }
  } else {
    const std::size_t slash = text.find('/');
    const auto numerator = digits(text.substr(0, slash));
    const auto denominator = slash == std::string_view::npos ? std::nullopt : digits(text.substr(slash + 1));
    if (!numerator || !denominator)
      return std::nullopt;
    rate = {*numerator, *denominator};
  }
  if (rate.numerator >= rate.denominator)
    return std::nullopt;
  return rate;
}

} // namespace assay::schema
