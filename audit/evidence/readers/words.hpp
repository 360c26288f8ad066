// SPDX-License-Identifier: Apache-2.0
//
// Prose reduced to its words, so that neither layout, markup, comment signs nor quotation marks matter when a phrase is
// looked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

class WordText {
public:
  // Letters A to Z in lower case and digits stay, everything else becomes one space; it begins and ends with one.
  explicit WordText(std::string_view text);

  std::string_view words() const { return words_; }
  std::size_t count() const { return count_; }
  // Whether the phrase, itself in such a form, occurs as whole words.
  bool has(std::string_view phrase) const;
  // Line of the text, from 1, that the place in words() came from.
  std::size_t line_of(std::size_t place) const;

private:
  std::string words_;
  std::vector<std::size_t> line_starts_; // places in words_
  std::size_t count_ = 0;
};

// Place of `phrase` as whole words in such words, from `from` on; npos when there is none.
std::size_t find_phrase(std::string_view words, std::string_view phrase, std::size_t from = 0);

} // namespace assay::evidence
