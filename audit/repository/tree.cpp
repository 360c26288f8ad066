// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace assay::repository {

std::vector<TreeEntry> read_tree(const Repository& repository, const ObjectId& id, std::string& problem) {
  std::vector<TreeEntry> entries;
  const ReadResult read = repository.read(id);
  problem = read.problem;
  if (!read.object)
    return entries;
  if (read.object.type() != ObjectType::tree) {
    problem = fmt::format("object {} is no tree", id.hex());
    return entries;
  }
  // "mode SP name NUL id" again and again.
  for (std::string_view raw = read.object.bytes(); !raw.empty();) {
    const std::size_t space = raw.find(' ');
    const std::size_t end = space == std::string_view::npos ? space : raw.find('\0', space);
    TreeEntry entry{};
    bool valid = end != std::string_view::npos && raw.size() - end - 1 >= entry.id.bytes.size() && space > 0 &&
                 space <= 6 && end > space + 1;
    for (std::size_t i = 0; valid && i < space; ++i) {
      valid = raw[i] >= '0' && raw[i] <= '7';
      entry.mode = entry.mode * 8 + static_cast<std::uint32_t>(raw[i] - '0');
    }
    if (!valid) {
      problem = fmt::format("tree {} is malformed", id.hex());
      return entries;
    }
    entry.name = raw.substr(space + 1, end - space - 1);
    std::copy_n(raw.begin() + static_cast<std::ptrdiff_t>(end) + 1, entry.id.bytes.size(), entry.id.bytes.begin());
    raw.remove_prefix(end + 1 + entry.id.bytes.size());
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::string walk_tree(const Repository& repository, const ObjectId& root,
                      const std::function<void(const std::string&, const TreeEntry&)>& visit, std::uint64_t limit) {
  struct Level {
    std::vector<TreeEntry> entries;
    std::size_t next = 0;
    std::size_t prefix; // length of the path that leads here, with its slash
  };
  std::string left_out, problem, path;
  std::vector<Level> levels;
  levels.push_back({read_tree(repository, root, problem), 0, 0});
  if (!problem.empty())
    left_out = problem;
  std::uint64_t seen = 0;
  while (!levels.empty()) {
    Level& level = levels.back();
    path.resize(level.prefix);
    if (level.next == level.entries.size()) {
      levels.pop_back();
      continue;
    }
    if (++seen > limit)
      return fmt::format("the tree names more than {} entries; the rest was left out", limit);
    const TreeEntry& entry = level.entries[level.next++];
    path += entry.name;
    if (entry.mode != mode_tree) {
      visit(path, entry);
      continue;
    }
    if (levels.size() >= 10'000) {
      left_out = "trees are nested deeper than 10,000";
      continue;
    }
    path += '/';
    levels.push_back({read_tree(repository, entry.id, problem), 0, path.size()});
    if (!problem.empty())
      left_out = problem;
  }
  return left_out;
}

} // namespace assay::repository
