// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <tuple>

namespace assay::evidence {

namespace {

// How far a rate as written may be from the exact one: programs round or cut after two digits or more.
double tolerance(std::string_view rate) {
  const std::size_t point = rate.find('.');
  const std::size_t digits = point == std::string_view::npos ? 0 : rate.size() - point - 1;
  return std::pow(10, -static_cast<double>(std::clamp<std::size_t>(digits, 2, 6)));
}

bool fits(const DeclaredReach& declared, const Reach& counted) {
  if ((declared.valid && *declared.valid != counted.valid) || (declared.covered && *declared.covered != counted.covered))
    return false;
  double rate = 0;
  const char* end = declared.rate.data() + declared.rate.size();
  if (counted.valid == 0 || std::from_chars(declared.rate.data(), end, rate).ec != std::errc())
    return true; // of nothing, any rate is as good as another
  const double exact = static_cast<double>(counted.covered) / static_cast<double>(counted.valid);
  return std::abs(rate - exact) <= tolerance(declared.rate);
}

std::string in_words(const DeclaredReach& declared) {
  if (declared.valid && declared.covered)
    return fmt::format("{} of {}", *declared.covered, *declared.valid);
  if (declared.valid || declared.covered)
    return fmt::format("{} {}", declared.valid ? *declared.valid : *declared.covered,
                       declared.valid ? "in all" : "covered");
  return fmt::format("a rate of {}", declared.rate);
}

} // namespace

std::optional<std::int64_t> Reach::rate() const {
  if (valid <= 0)
    return std::nullopt;
  return covered * 1000 / valid;
}

void CoverageTally::count(std::uint32_t files, Coverage& coverage) {
  std::sort(lines_.begin(), lines_.end(), [](const Line& a, const Line& b) {
    return std::tie(a.file, a.number) < std::tie(b.file, b.number);
  });
  coverage.files = files;
  for (auto at = lines_.begin(); at != lines_.end();) {
    const Reach before = coverage.lines;
    const std::uint32_t file = at->file;
    while (at != lines_.end() && at->file == file) {
      Line line = *at++;
      for (; at != lines_.end() && at->file == file && at->number == line.number; ++at) {
        line.is_code = line.is_code || at->is_code;
        line.covered = line.covered || at->covered;
        line.branches.valid = std::max(line.branches.valid, at->branches.valid);
        line.branches.covered = std::max(line.branches.covered, at->branches.covered);
      }
      coverage.lines.valid += line.is_code ? 1 : 0;
      coverage.lines.covered += line.covered ? 1 : 0;
      coverage.branches.valid += line.branches.valid;
      coverage.branches.covered += line.branches.covered;
    }
    const bool has_lines = coverage.lines.valid > before.valid;
    coverage.files_uncovered += has_lines && coverage.lines.covered == before.covered ? 1 : 0;
  }
}

void compare_reach(std::string_view what, const DeclaredReach& declared, const std::vector<Reach>& counted,
                   Coverage& coverage) {
  if (!declared.valid && !declared.covered && declared.rate.empty())
    return;
  coverage.declares = true;
  for (const Reach& one : counted)
    if (fits(declared, one))
      return;
  if (coverage.contradiction.empty())
    coverage.contradiction = fmt::format("{}: {} declared, {} of {} found", what, in_words(declared),
                                         counted.front().covered, counted.front().valid);
}

} // namespace assay::evidence
