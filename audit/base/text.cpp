// SPDX-License-Identifier: Apache-2.0
#include "audit/base/text.hpp"

#include <algorithm>

namespace assay {

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return ascii_lower(c); });
  return out;
}

namespace {

constexpr std::string_view white = " \t\r\n";

}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(white);
  return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(white) - first + 1);
}

std::string folded(std::string_view text) {
  std::string out;
  for (const char c : trimmed(text)) {
    if (white.find(c) == white.npos)
      out += c;
    else if (out.back() != ' ')
      out += ' ';
  }
  return out;
}

std::string grouped(std::string digits) {
  for (std::size_t at = digits.size(); at > 3; at -= 3)
    digits.insert(at - 3, 1, ',');
  return digits;
}

} // namespace assay
