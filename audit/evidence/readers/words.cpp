// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/words.hpp"

#include "audit/base/text.hpp"

#include <algorithm>

namespace assay::evidence {

WordText::WordText(std::string_view text) {
  words_.reserve(text.size() + 2);
  words_ = ' ';
  line_starts_.push_back(0);
  for (const char c : text) {
    if (is_letter(c) || is_digit(c)) {
      count_ += words_.back() == ' ';
      words_ += ascii_lower(c);
    } else if (words_.back() != ' ') {
      words_ += ' ';
    }
    if (c == '\n')
      line_starts_.push_back(words_.size());
  }
  if (words_.back() != ' ')
    words_ += ' ';
}

bool WordText::has(std::string_view phrase) const {
  return find_phrase(words_, phrase) != std::string_view::npos;
}

std::size_t WordText::line_of(std::size_t place) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), place);
  return static_cast<std::size_t>(after - line_starts_.begin());
}

std::size_t find_phrase(std::string_view words, std::string_view phrase, std::size_t from) {
  for (std::size_t at = words.find(phrase, from); at != std::string_view::npos; at = words.find(phrase, at + 1)) {
    const std::size_t end = at + phrase.size();
    if ((at == 0 || words[at - 1] == ' ') && (end == words.size() || words[end] == ' '))
      return at;
  }
  return std::string_view::npos;
}

} // namespace assay::evidence
