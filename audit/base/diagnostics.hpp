// SPDX-License-Identifier: Apache-2.0
//
// The list of problems found in one file, so that an author sees all of them at once, each with its line and a
// caret under the place.
#pragma once

#include "audit/base/error.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct Problem {
  Location location;
  std::string message;
  std::string hint; // what to try; may be empty

  // "file:line:column: message", the source line and a caret under the column, then the hint.
  std::string to_string() const;
};

// Turns byte offsets of a text into lines and columns (both from 1, columns in bytes).
class TextPositions {
public:
  TextPositions(std::string file, std::string_view text);
  Location at(std::size_t offset) const;
  Location at_line(std::size_t line, std::size_t column = 0) const;

private:
  std::string file_;
  std::string_view text_;
  std::vector<std::size_t> line_starts_;
};

class Diagnostics {
public:
  void add(Location location, std::string message, std::string hint = {});
  bool empty() const { return problems_.empty(); }
  // Whether further problems are only counted: nobody reads the hundredth.
  bool full() const { return problems_.size() == problem_limit; }
  // In the order of the file's lines.
  std::vector<Problem> sorted() const;
  // Throws Error::input with all problems in its message if there are any; `what` names the thing that was not
  // loaded.
  void throw_if_any(const std::string& what) const;

private:
  static constexpr std::size_t problem_limit = 50;
  std::vector<Problem> problems_;
  std::size_t left_out_ = 0;
};

// Of `known`, the name that is nearest to `word` and near enough to be a misspelling of it; else empty.
std::string nearest_name(std::string_view word, const std::vector<std::string>& known);

} // namespace assay
