// SPDX-License-Identifier: Apache-2.0
//
// Tables of Markdown, as GitHub Flavored Markdown has them: a row of titles, a row of dashes, rows of cells. What
// stands in HTML or in the grids of reStructuredText is no table by this.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

struct TableRow {
  std::size_t line = 0; // from 1
  std::vector<std::string> cells;
};

struct Table {
  std::vector<std::string> titles;
  std::vector<TableRow> rows;
};

std::vector<Table> tables_in(std::string_view text);

} // namespace assay::evidence
