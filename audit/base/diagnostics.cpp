// SPDX-License-Identifier: Apache-2.0
#include "audit/base/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>

namespace assay {

std::string Problem::to_string() const {
  std::string text = location.to_string() + ": " + message;
  if (!location.excerpt.empty()) {
    text += "\n    " + location.excerpt;
    if (location.column > location.excerpt_start) {
      text += "\n    ";
      for (std::size_t i = 0; i + 1 < location.column - location.excerpt_start && i < location.excerpt.size(); ++i)
        text += location.excerpt[i] == '\t' ? '\t' : ' ';
      text += '^';
    }
  }
  if (!hint.empty())
    text += "\n    hint: " + hint;
  return text;
}

TextPositions::TextPositions(std::string file, std::string_view text)
    : file_(std::move(file)), text_(text), line_starts_{0} {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n')
      line_starts_.push_back(i + 1);
}

Location TextPositions::at_line(std::size_t line, std::size_t column) const {
  // Very long lines are cut around the place, so that the caret stays on the reader's screen.
  constexpr std::size_t before = 80, width = 110;
  Location location{file_, line, column, {}, column > before + 1 ? column - 1 - before : 0};
  if (line >= 1 && line <= line_starts_.size()) {
    const std::size_t start = line_starts_[line - 1];
    const std::size_t end = line < line_starts_.size() ? line_starts_[line] - 1 : text_.size();
    location.excerpt_start = std::min(location.excerpt_start, end - start);
    location.excerpt = std::string(text_.substr(start, end - start).substr(location.excerpt_start, width));
    if (!location.excerpt.empty() && location.excerpt.back() == '\r')
      location.excerpt.pop_back();
  }
  return location;
}

Location TextPositions::at(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto line = static_cast<std::size_t>(after - line_starts_.begin());
  return at_line(line, offset - line_starts_[line - 1] + 1);
}

void Diagnostics::add(Location location, std::string message, std::string hint) {
  if (problems_.size() == problem_limit)
    ++left_out_;
  else
    problems_.push_back({std::move(location), std::move(message), std::move(hint)});
}

std::vector<Problem> Diagnostics::sorted() const {
  std::vector<Problem> problems = problems_;
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.location.file, a.location.line, a.location.column) <
           std::tie(b.location.file, b.location.line, b.location.column);
  });
  return problems;
}

void Diagnostics::throw_if_any(const std::string& what) const {
  if (problems_.empty())
    return;
  const std::size_t all = problems_.size() + left_out_;
  std::string text = fmt::format("{} was not loaded: {} problem{}", what, all, all == 1 ? "" : "s");
  for (const Problem& problem : sorted())
    text += "\n" + problem.to_string();
  if (left_out_ > 0)
    text += fmt::format("\nand {} more", left_out_);
  throw Error::input(std::move(text));
}

std::string nearest_name(std::string_view word, const std::vector<std::string>& known) {
  std::string best;
  std::size_t best_distance = word.size() / 3 + 2; // further away it is no misspelling but another word
  for (const std::string& candidate : known) {
    // Levenshtein distance, one row at a time.
    std::vector<std::size_t> row(candidate.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < word.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i + 1;
      for (std::size_t j = 0; j < candidate.size(); ++j) {
        const std::size_t substituted = diagonal + (word[i] == candidate[j] ? 0 : 1);
        diagonal = row[j + 1];
        row[j + 1] = std::min({substituted, row[j] + 1, diagonal + 1});
      }
    }
    if (row.back() < best_distance) {
      best_distance = row.back();
      best = candidate;
    }
  }
  return best;
}

} // namespace assay
