// SPDX-License-Identifier: Apache-2.0
//
// git's trailer rules, as git-interpret-trailers(1) states them.
#include "audit/base/text.hpp"
#include "audit/repository/objects.hpp"

#include <algorithm>
#include <cctype>

namespace assay::repository {

namespace {

bool is_blank(std::string_view line) {
  return std::all_of(line.begin(), line.end(), is_space);
}

// The length of the key in "Key: value": letters, digits and hyphens, then optional blanks, then the colon.
// npos when the line is no trailer.
std::size_t key_length(std::string_view line) {
  std::size_t length = 0;
  while (length < line.size() &&
         (std::isalnum(static_cast<unsigned char>(line[length])) || line[length] == '-'))
    ++length;
  std::size_t colon = length;
  while (colon < line.size() && (line[colon] == ' ' || line[colon] == '\t'))
    ++colon;
  const bool trailer = length > 0 && colon < line.size() && line[colon] == ':';
  return trailer ? length : std::string_view::npos;
}

bool written_by_git(std::string_view line) {
  return line.substr(0, 15) == "Signed-off-by: " || line.substr(0, 26) == "(cherry picked from commit";
}

// What git-commit(1) may leave at the end of a message and reads past: everything below the scissors line, comments,
// and the list of conflicts that old versions of git wrote.
void cut_ignored_end(std::vector<std::string_view>& lines) {
  const auto scissors = std::find(lines.begin(), lines.end(), "# ------------------------ >8 ------------------------");
  lines.erase(scissors, lines.end());
  std::size_t ignored = lines.size(); // the first line of the run that reaches the end
  bool conflicts = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    const bool conflict_list = line == "Conflicts:";
    if (line.empty() || line.front() == '#' || conflict_list) {
      ignored = std::min(ignored, i);
      conflicts = conflicts || conflict_list;
    } else if (!(conflicts && line.front() == '\t')) {
      ignored = lines.size();
      conflicts = false;
    }
  }
  lines.resize(ignored);
}

std::vector<std::string_view> lines_of(std::string_view message) {
  std::vector<std::string_view> lines;
  while (!message.empty())
    lines.push_back(take_line(message));
  cut_ignored_end(lines);
  while (!lines.empty() && is_blank(lines.back()))
    lines.pop_back();
  return lines;
}

// The index of the first line of the trailer block, or lines.size().
std::size_t block_start(const std::vector<std::string_view>& lines) {
  std::size_t title_end = 0; // the first paragraph is the title, never trailers
  while (title_end < lines.size() && is_blank(lines[title_end]))
    ++title_end;
  while (title_end < lines.size() && !is_blank(lines[title_end]))
    ++title_end;
  std::size_t start = lines.size();
  while (start > title_end && !is_blank(lines[start - 1]))
    --start;
  if (start <= title_end)
    return lines.size();
  std::size_t trailers = 0, others = 0, continuations = 0;
  bool recognised = false;
  // Backwards, so that a continuation line is counted with the line it continues.
  for (std::size_t i = lines.size(); i-- > start;) {
    if (lines[i].front() == '#') { // a comment, which git passes over
      others += continuations;
      continuations = 0;
    } else if (written_by_git(lines[i])) {
      ++trailers;
      recognised = true;
      continuations = 0;
    } else if (key_length(lines[i]) != std::string_view::npos) {
      ++trailers;
      continuations = 0;
    } else if (is_space(lines[i].front())) {
      ++continuations;
    } else {
      others += 1 + continuations;
      continuations = 0;
    }
  }
  others += continuations;
  const bool is_block = (trailers > 0 && others == 0) || (recognised && trailers * 3 >= others);
  return is_block ? start : lines.size();
}

} // namespace

std::vector<Trailer> trailers_of(std::string_view message) {
  std::vector<Trailer> trailers;
  const std::vector<std::string_view> lines = lines_of(message);
  bool continues = false;
  for (std::size_t i = block_start(lines); i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    if (continues && is_space(line.front())) {
      std::string& value = trailers.back().value;
      value += value.empty() ? "" : " ";
      value += trimmed(line);
      continue;
    }
    const std::size_t length = key_length(line);
    continues = length != std::string_view::npos;
    if (continues)
      trailers.push_back({std::string(line.substr(0, length)),
                          std::string(trimmed(line.substr(line.find(':', length) + 1)))});
  }
  return trailers;
}

} // namespace assay::repository
