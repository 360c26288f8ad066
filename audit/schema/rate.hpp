// SPDX-License-Identifier: Apache-2.0
//
// A rate as an exact fraction: the tolerable deviation of a rule. No floating point decides an outcome.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace assay::schema {

struct Rate {
  std::uint64_t numerator = 0;
  std::uint64_t denominator = 1;

  // Whether `part` of `whole` is more than this rate. Nothing of nothing is not.
  bool exceeded_by(std::uint64_t part, std::uint64_t whole) const;
};

// "0", "5%", "0.25%" or "1/200"; from 0 up to, but not including, the whole.
std::optional<Rate> parse_rate(std::string_view text);

} // namespace assay::schema
