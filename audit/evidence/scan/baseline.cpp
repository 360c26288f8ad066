// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/scan/baseline.hpp"

#include "audit/base/escape.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/scan/formats.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::evidence::scan {

namespace {

// The next word of a line, which loses it.
std::string_view take_word(std::string_view& line) {
  line = trimmed(line);
  const std::string_view word = line.substr(0, line.find_first_of(" \t"));
  line = trimmed(line.substr(word.size()));
  return word;
}

bool is_digest(std::string_view word) {
  return word.size() == 64 && word.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string shown(std::string_view word) {
  constexpr std::size_t longest = 80;
  return escape_text(word.substr(0, longest)) + (word.size() > longest ? "…" : "");
}

} // namespace

bool Baseline::contains(std::string_view digest, std::string_view format_id) const {
  return known.count({std::string(digest), std::string(format_id)}) != 0;
}

void read_baseline(const std::string& name, std::string_view text, Baseline& baseline,
                   Diagnostics& problems) {
  const TextPositions positions(name, text);
  std::vector<std::string> ids;
  for (const Format& format : formats())
    ids.push_back(format.id);
  std::size_t number = 0;
  while (!text.empty()) {
    std::string_view line = trimmed(take_line(text));
    ++number;
    if (line.empty() || line.front() == '#')
      continue;
    const auto complain = [&](std::string message, std::string hint) {
      problems.add(positions.at_line(number), std::move(message), std::move(hint));
    };
    const std::string_view digest = take_word(line), id = take_word(line);
    if (!is_digest(digest))
      complain(fmt::format("'{}' is no digest of a finding", shown(digest)),
               "a line is 64 hexadecimal digits in lower case, a format, and perhaps # and a comment");
    else if (std::find(ids.begin(), ids.end(), id) == ids.end())
      complain(fmt::format("there is no format '{}'", shown(id)), [&] {
        const std::string near = nearest_name(id.substr(0, 64), ids);
        return near.empty() ? std::string() : fmt::format("did you mean {}?", near);
      }());
    else if (!line.empty() && line.front() != '#')
      complain("something other than a comment follows the format", "start a comment with #");
    else
      baseline.known.emplace(digest, id);
  }
}

} // namespace assay::evidence::scan
