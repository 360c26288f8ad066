// SPDX-License-Identifier: Apache-2.0
//
// Reads LCOV tracefiles (geninfo(1), versions 1 and 2): records of lines and branches of one source file each, several for a
// file when there were several tests. Functions and MC/DC conditions are passed over. Bounds: document_limit.
#include "audit/base/error.hpp"
#include "audit/base/shortened.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/coverage.hpp"
#include "audit/evidence/readers/foreign_xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace assay::evidence {

namespace {

class LcovReader {
public:
  explicit LcovReader(const Document& document) : name_(document.name), text_(document.text) {}

  std::unique_ptr<Coverage> read() {
    coverage_->format = "LCOV";
    for (std::string_view rest = text_; !rest.empty();) {
      ++line_;
      const std::string_view line = trimmed(take_line(rest));
      if (!line.empty() && !line.starts_with('#'))
        read_line(line);
    }
    if (in_record_) {
      flaw("the last record has no end");
      end_record();
    }
    if (files_.empty())
      throw Error::input("no line of it begins with SF: this is no LCOV tracefile").at({name_, 0, 0, {}, 0});
    tally_.count(static_cast<std::uint32_t>(files_.size()), *coverage_);
    return std::move(coverage_);
  }

private:
  struct Branch {
    std::int64_t line;
    std::string_view which; // block and branch
    bool taken;
  };

  void flaw(std::string_view what) { coverage_->flaws.add(fmt::format("line {}", line_), what); }

  void read_line(std::string_view line) {
    if (line == "end_of_record")
      return in_record_ ? end_record() : flaw("a record ends that has not begun");
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos)
      return flaw("it has no colon");
    const std::string_view key = line.substr(0, colon), value = line.substr(colon + 1);
    if (key == "SF")
      return begin_record(value);
    if (key == "TN")
      return;
    if (!in_record_)
      return flaw(fmt::format("{} is outside of any record", shortened(key)));
    if (key == "DA")
      read_data(value);
    else if (key == "BRDA")
      read_branch(value);
    else if (key == "LF")
      total(lines_.valid, value);
    else if (key == "LH")
      total(lines_.covered, value);
    else if (key == "BRF")
      total(branches_.valid, value);
    else if (key == "BRH")
      total(branches_.covered, value);
    else if (!is_passed_over(key))
      flaw(fmt::format("{} is no known key", shortened(key)));
  }

  static bool is_passed_over(std::string_view key) {
    constexpr std::string_view known[] = {"VER", "FN",   "FNDA", "FNF", "FNH",  "FNL", "FNA",
                                          "MCDC", "MCF", "MCH",  "BA",  "MRF", "MRH"};
    return std::find(std::begin(known), std::end(known), key) != std::end(known);
  }

  void begin_record(std::string_view path) {
    if (in_record_) {
      flaw("a record begins within another");
      end_record();
    }
    in_record_ = true;
    file_ = files_.emplace(path, static_cast<std::uint32_t>(files_.size())).first->second;
  }

  // Line number, count, and perhaps a checksum. A count below zero, which faulty instrumentation makes, is not covered.
  void read_data(std::string_view value) {
    const std::size_t comma = value.find(',');
    const std::optional<std::int64_t> number = parse_count(value.substr(0, comma));
    if (!number || comma == std::string_view::npos)
      return flaw("DA is not followed by a line and a count");
    if (*number == 0)
      flaw("no line has the number 0");
    std::string_view count = value.substr(comma + 1);
    count = count.substr(0, count.find(','));
    if (count.starts_with('-'))
      flaw("a count is negative");
    else if (count.empty() || !is_digit(count[0]))
      flaw("a count is no number");
    CoverageTally::Line line;
    line.file = file_;
    line.number = *number;
    line.covered = !count.empty() && is_digit(count[0]) && count.find_first_of("123456789") != std::string_view::npos;
    data_.push_back(line);
  }

  // Line, block, branch (a text that may hold commas), and how often it was taken or "-".
  void read_branch(std::string_view value) {
    const std::size_t first = value.find(','), last = value.rfind(',');
    const std::optional<std::int64_t> number = parse_count(value.substr(0, first));
    if (!number || last == first)
      return flaw("BRDA is not followed by line, block, branch and count");
    const std::string_view taken = value.substr(last + 1);
    if (taken != "-" && (taken.empty() || !is_digit(taken[0])))
      flaw("how often a branch was taken is no number");
    branch_data_.push_back({*number, value.substr(first + 1, last - first - 1),
                            taken.find_first_of("123456789") != std::string_view::npos && taken[0] != '-'});
  }

  void total(std::optional<std::int64_t>& total, std::string_view value) {
    total = parse_count(trimmed(value));
    if (!total)
      flaw("a total is no count");
  }

  // Each record declares its own totals; those of the document are their sums.
  void end_record() {
    add_branches();
    CoverageTally record;
    for (const CoverageTally::Line& line : data_) {
      record.add(line);
      tally_.add(line);
    }
    Coverage counted;
    record.count(1, counted);
    if (counted.lines.valid > 0)
      compare_reach("lines", lines_, {counted.lines}, *coverage_);
    if (counted.branches.valid > 0)
      compare_reach("branches", branches_, {counted.branches}, *coverage_);
    add_to(coverage_->declared_lines.valid, lines_.valid);
    add_to(coverage_->declared_lines.covered, lines_.covered);
    add_to(coverage_->declared_branches.valid, branches_.valid);
    add_to(coverage_->declared_branches.covered, branches_.covered);
    data_.clear();
    branch_data_.clear();
    lines_ = branches_ = {};
    in_record_ = false;
  }

  static void add_to(std::optional<std::int64_t>& sum, std::optional<std::int64_t> value) {
    if (value)
      sum = sum.value_or(0) + *value;
  }

  // The branches of a line, each once.
  void add_branches() {
    std::sort(branch_data_.begin(), branch_data_.end(), [](const Branch& a, const Branch& b) {
      return std::tie(a.line, a.which) < std::tie(b.line, b.which);
    });
    for (auto at = branch_data_.begin(); at != branch_data_.end();) {
      CoverageTally::Line line{file_, at->line, false, false, {}};
      while (at != branch_data_.end() && at->line == line.number) {
        const std::string_view which = at->which;
        bool taken = false;
        for (; at != branch_data_.end() && at->line == line.number && at->which == which; ++at)
          taken = taken || at->taken;
        ++line.branches.valid;
        line.branches.covered += taken ? 1 : 0;
      }
      data_.push_back(line);
    }
  }

  std::string name_;
  std::string_view text_;
  std::unique_ptr<Coverage> coverage_ = std::make_unique<Coverage>();
  CoverageTally tally_;
  std::unordered_map<std::string_view, std::uint32_t> files_;
  std::size_t line_ = 0;
  bool in_record_ = false;
  std::uint32_t file_ = 0;
  std::vector<CoverageTally::Line> data_;
  std::vector<Branch> branch_data_;
  DeclaredReach lines_, branches_;
};

} // namespace

bool names_lcov(const Appearance& path_only) {
  const std::string& name = path_only.file_name;
  return name == "lcov.info" || name == "coverage.info" || name.ends_with(".lcov") || name.ends_with(".lcov.info");
}

// Its first line, comments aside, names a test or a source file, and some line a source file.
bool is_lcov(const Appearance& appearance) {
  if (appearance.syntax != Syntax::text)
    return false;
  std::string_view rest = appearance.text, line;
  do
    line = trimmed(take_line(rest));
  while (!rest.empty() && (line.empty() || line.starts_with('#')));
  return line.starts_with("SF:") || (line.starts_with("TN:") && rest.find("SF:") != std::string_view::npos) ||
         names_lcov(appearance);
}

std::unique_ptr<Content> read_lcov(const Document& document) {
  return LcovReader(document).read();
}

} // namespace assay::evidence
