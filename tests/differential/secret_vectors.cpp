// SPDX-License-Identifier: Apache-2.0
//
// usage: secret_vectors DIRECTORY MAP
// Holds the secret formats against labelled samples of other projects' tests: *.tsv.gz in DIRECTORY with the
// columns tool, rule, kind (tp…, fp…), sample (\n \t \r \0 \\ escaped). MAP says which formats answer for
// which rule; rules without a line in it are not claimed. Prints recall and precision by format, and every
// sample that was judged otherwise than its label. Exit code 77 when there are no samples, 1 when recall or
// precision is below its floor.
#include "audit/base/escape.hpp"
#include "audit/evidence/scan/scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace assay::evidence::scan;

constexpr double least_recall = 0.80, least_precision = 0.95;

struct Score {
  int found = 0, missed = 0, wrong = 0;
};

std::string unescaped(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      bytes += text[i];
      continue;
    }
    const char c = text[++i];
    bytes += c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == '0' ? '\0' : c;
  }
  return bytes;
}

std::string unpacked(const std::filesystem::path& path) {
  std::string text;
  std::FILE* pipe = popen(fmt::format("gzip --decompress --stdout '{}'", path.string()).c_str(), "r");
  if (pipe == nullptr)
    return text;
  std::array<char, 65536> block;
  while (const std::size_t got = std::fread(block.data(), 1, block.size(), pipe))
    text.append(block.data(), got);
  pclose(pipe);
  return text;
}

std::map<std::string, std::set<std::string>> read_map(const char* path) {
  std::map<std::string, std::set<std::string>> map;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string tool, rule, format;
    if (line.empty() || line.front() == '#' || !(words >> tool >> rule))
      continue;
    while (words >> format)
      map[tool + " " + rule].insert(format);
  }
  return map;
}

double share(int part, int whole) {
  return whole == 0 ? 1 : static_cast<double>(part) / whole;
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: secret_vectors DIRECTORY MAP\n");
    return 2;
  }
  std::vector<std::filesystem::path> files;
  std::error_code code;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1], code))
    if (entry.path().string().ends_with(".tsv.gz"))
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  if (files.empty()) {
    fmt::print("skipped: there are no samples in '{}'\n", argv[1]);
    return 77;
  }
  const auto map = read_map(argv[2]);
  const SecretScanner scanner;
  auto scratch = scanner.scratch();
  std::map<std::string, Score> scores;
  Score total;
  int rows = 0, claimed = 0, elsewhere = 0;
  std::set<std::string> rules, claimed_rules;
  for (const auto& path : files) {
    std::istringstream lines(unpacked(path));
    std::string line;
    std::getline(lines, line); // the names of the columns
    while (std::getline(lines, line)) {
      std::vector<std::string> cells(1);
      for (const char c : line)
        if (c == '\t')
          cells.emplace_back();
        else
          cells.back() += c;
      if (cells.size() < 4)
        continue;
      ++rows;
      const std::string rule = cells[0] + " " + cells[1];
      const bool positive = cells[2].substr(0, 2) == "tp";
      rules.insert(rule);
      const std::string sample = unescaped(cells[3]);
      std::set<std::string> found;
      scanner.scan(sample, scratch, [&](const Match& match) { found.insert(match.format->id); });
      const std::string shown = assay::escape_terminal(cells[3]).substr(0, 150);
      const auto wanted = map.find(rule);
      if (wanted == map.end()) {
        for (const std::string& id : found) {
          ++elsewhere;
          fmt::print("{} in an unclaimed {} of {}: {}\n", id, cells[2], rule, shown);
        }
        continue;
      }
      ++claimed;
      claimed_rules.insert(rule);
      std::string hit;
      for (const std::string& id : found)
        if (wanted->second.count(id) != 0)
          hit = id;
      Score& score = scores[hit.empty() ? *wanted->second.begin() : hit];
      if (positive && !hit.empty()) {
        ++score.found, ++total.found;
      } else if (positive) {
        ++score.missed, ++total.missed;
        fmt::print("missed {}: {}\n", rule, shown);
      } else if (!hit.empty()) {
        ++score.wrong, ++total.wrong;
        fmt::print("wrongly {} in {}: {}\n", hit, rule, shown);
      }
    }
  }
  fmt::print("\n{:<32} {:>6} {:>6} {:>6}\n", "format", "found", "missed", "wrong");
  for (const auto& [id, score] : scores)
    fmt::print("{:<32} {:>6} {:>6} {:>6}\n", id, score.found, score.missed, score.wrong);
  const double recall = share(total.found, total.found + total.missed);
  const double precision = share(total.found, total.found + total.wrong);
  fmt::print("\n{} samples of {} rules, of which {} samples of {} rules are claimed; elsewhere {} "
             "findings\nrecall {:.3f}, precision {:.3f}\n",
             rows, rules.size(), claimed, claimed_rules.size(), elsewhere, recall, precision);
  return recall < least_recall || precision < least_precision ? 1 : 0;
}
