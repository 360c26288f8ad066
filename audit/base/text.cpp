// SPDX-License-Identifier: Apache-2.0
#include "audit/base/text.hpp"

#include <algorithm>

namespace assay {

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return ascii_lower(c); });
  return out;
}

bool is_hexadecimal(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_hex_digit);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && is_space(text.back()))
    text.remove_suffix(1);
  return text;
}

std::string folded(std::string_view text) {
  std::string out;
  for (const char c : trimmed(text)) {
    if (!is_space(c))
      out += c;
    else if (out.back() != ' ')
      out += ' ';
  }
  return out;
}

std::string_view folder_of(std::string_view path) {
  return path.substr(0, path.rfind('/') + 1); // npos + 1 is 0
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

std::string grouped(std::string digits) {
  for (std::size_t at = digits.size(); at > 3; at -= 3)
    digits.insert(at - 3, 1, ',');
  return digits;
}

} // namespace assay
