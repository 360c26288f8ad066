// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace assay::repository {

namespace {

// As git reads modes: the kind of entry, and of a file only whether its owner may run it.
std::uint32_t canonical_mode(std::uint32_t mode) {
  switch (mode & 0170000) {
  case 0100000: return (mode & 0100) != 0 ? 0100755 : 0100644;
  case mode_symlink: return mode_symlink;
  case mode_tree: return mode_tree;
  default: return mode_gitlink;
  }
}

constexpr std::size_t longest_path = 65536;
constexpr std::size_t most_held = 5'000'000; // entries of the trees on the way down

} // namespace

bool next_entry(std::string_view& raw, RawEntry& entry) {
  // "mode SP name NUL id" again and again.
  const std::size_t space = raw.substr(0, 7).find(' ');
  const std::size_t end = space == std::string_view::npos ? space : raw.find('\0', space);
  if (end == std::string_view::npos || raw.size() - end - 1 < entry.id.bytes.size() || space == 0 || end == space + 1)
    return false;
  entry.mode = 0;
  for (std::size_t i = 0; i < space; ++i) {
    if (raw[i] < '0' || raw[i] > '7')
      return false;
    entry.mode = entry.mode * 8 + static_cast<std::uint32_t>(raw[i] - '0');
  }
  entry.mode = canonical_mode(entry.mode);
  entry.name = raw.substr(space + 1, end - space - 1);
  std::copy_n(raw.begin() + static_cast<std::ptrdiff_t>(end) + 1, entry.id.bytes.size(), entry.id.bytes.begin());
  raw.remove_prefix(end + 1 + entry.id.bytes.size());
  return true;
}

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
  std::string_view raw = read.object.bytes();
  for (RawEntry entry; next_entry(raw, entry);)
    entries.push_back({entry.mode, std::string(entry.name), entry.id});
  if (!raw.empty())
    problem = fmt::format("tree {} is malformed", id.hex());
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
  std::size_t held = levels.back().entries.size();
  while (!levels.empty()) {
    Level& level = levels.back();
    path.resize(level.prefix);
    if (level.next == level.entries.size()) {
      held -= level.entries.size();
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
    path += '/';
    if (levels.size() >= 10'000 || path.size() > longest_path || held > most_held) {
      left_out = "trees are nested deeper, or their paths longer, than any of use";
      continue;
    }
    levels.push_back({read_tree(repository, entry.id, problem), 0, path.size()});
    held += levels.back().entries.size();
    if (!problem.empty())
      left_out = problem;
  }
  return left_out;
}

} // namespace assay::repository
