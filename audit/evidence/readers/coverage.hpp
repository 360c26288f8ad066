// SPDX-License-Identifier: Apache-2.0
//
// What a report of test coverage states: the lines and branches it lists, and the totals it declares.
#pragma once

#include "audit/evidence/document.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

// How many lines (or branches) there are and were reached.
struct Reach {
  std::int64_t valid = 0, covered = 0;

  // Tenths of a percent, rounded down, so that a threshold is reached or not; nothing when there are none.
  std::optional<std::int64_t> rate() const;
};

struct DeclaredReach {
  std::optional<std::int64_t> valid, covered;
  std::string rate; // as the document writes it: "0.875"
};

struct Coverage : Content {
  static constexpr DocumentKind kind = DocumentKind::coverage;

  std::string format, tool_version;
  std::optional<std::int64_t> time; // when it was made
  std::string time_as_stated;
  std::int64_t files = 0, files_uncovered = 0; // the second: with lines, of which none was reached
  Reach lines, branches;                       // each line of a file once, however often it is listed
  DeclaredReach declared_lines, declared_branches;
  bool declares = false;     // any totals at all, where there is something to hold them against
  std::string contradiction; // "lines: 51928 declared, 756 found"; empty when there is none
  Flaws flaws;
};

// Gathers lines and branches of files, in any order and as often as they come.
class CoverageTally {
public:
  // The number by which a file is meant below; the same name is the same file.
  struct Line {
    std::uint32_t file = 0;
    std::int64_t number = 0;
    bool is_code = true; // else only branches are known of it, and it is no line to be covered
    bool covered = false;
    Reach branches; // at this line
  };

  void add(const Line& line) { lines_.push_back(line); }
  // Fills counts of files, lines and branches: of what is listed twice, a line is covered if it once is, and the branches
  // are those of the entry that knows most.
  void count(std::uint32_t files, Coverage& coverage);

private:
  std::vector<Line> lines_;
};

// Whether a declared total is none of the counted ones; of the first that is, it says so.
void compare_reach(std::string_view what, const DeclaredReach& declared, const std::vector<Reach>& counted,
                   Coverage& coverage);

// Cobertura XML (coverage-04.dtd), as Cobertura, coverage.py, gcovr, coverlet and others write it. Clover's documents,
// which have the same root element, are refused.
bool names_cobertura(const Appearance& path_only);
bool is_cobertura(const Appearance& appearance);
std::unique_ptr<Content> read_cobertura(const Document& document);

// LCOV tracefiles, of version 1 and 2.
bool names_lcov(const Appearance& path_only);
bool is_lcov(const Appearance& appearance);
std::unique_ptr<Content> read_lcov(const Document& document);

} // namespace assay::evidence
