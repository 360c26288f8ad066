// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/tables.hpp"

#include "audit/base/text.hpp"

#include <algorithm>

namespace assay::evidence {

namespace {

constexpr std::size_t cell_limit = 1000; // of one row

std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  line = trimmed(line);
  if (line.starts_with('|'))
    line.remove_prefix(1);
  if (line.ends_with('|'))
    line.remove_suffix(1);
  std::string cell;
  for (std::size_t at = 0; at <= line.size() && cells.size() < cell_limit; ++at) {
    if (at < line.size() && line[at] == '\\' && at + 1 < line.size() && line[at + 1] == '|') {
      cell += line[++at];
    } else if (at == line.size() || line[at] == '|') {
      cells.emplace_back(trimmed(cell));
      cell.clear();
    } else {
      cell += line[at];
    }
  }
  return cells;
}

bool is_delimiter_row(std::string_view line) {
  line = trimmed(line);
  return line.find('-') != std::string_view::npos && line.find('|') != std::string_view::npos &&
         line.find_first_not_of("|-: \t") == std::string_view::npos;
}

} // namespace

std::vector<Table> tables_in(std::string_view text) {
  std::vector<Table> tables;
  std::string_view before;
  bool within = false;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = take_line(text);
    const bool row = line.find('|') != std::string_view::npos;
    if (within && row) {
      tables.back().rows.push_back({number, cells_of(line)});
    } else if (row && is_delimiter_row(line) && before.find('|') != std::string_view::npos) {
      tables.push_back({cells_of(before), {}});
      within = true;
    } else {
      within = false;
    }
    before = line;
  }
  return tables;
}

} // namespace assay::evidence
