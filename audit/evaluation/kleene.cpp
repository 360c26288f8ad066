// SPDX-License-Identifier: Apache-2.0
#include "audit/evaluation/kleene.hpp"

#include <algorithm>

namespace assay::evaluation {

std::string_view to_string(Truth truth) {
  switch (truth) {
  case Truth::no: return "false";
  case Truth::unknown: return "unknown";
  case Truth::yes: return "true";
  }
  return {};
}

Truth negation(Truth truth) {
  return truth == Truth::yes ? Truth::no : truth == Truth::no ? Truth::yes : Truth::unknown;
}

Truth at_least(std::size_t number, const std::vector<Truth>& truths) {
  if (truths.empty())
    return Truth::unknown;
  const auto count = [&](Truth truth) {
    return static_cast<std::size_t>(std::count(truths.begin(), truths.end(), truth));
  };
  if (count(Truth::yes) >= number)
    return Truth::yes;
  return count(Truth::yes) + count(Truth::unknown) >= number ? Truth::unknown : Truth::no;
}

} // namespace assay::evaluation
