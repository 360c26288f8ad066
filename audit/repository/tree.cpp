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

// "mode SP name NUL id"
bool take_entry(std::string_view& raw, TreeEntryView& entry) {
  const std::size_t space = raw.find(' ');
  const std::size_t end = space == std::string_view::npos ? space : raw.find('\0', space);
  if (end == std::string_view::npos || raw.size() - end - 1 < entry.id.bytes.size() || space == 0 || space > 6 ||
      end == space + 1)
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
  TreeEntryView entry{};
  for (std::string_view raw = read.object.bytes(); !raw.empty();) {
    if (!take_entry(raw, entry)) {
      problem = fmt::format("tree {} is malformed", id.hex());
      return entries;
    }
    entries.push_back({entry.mode, std::string(entry.name), entry.id});
  }
  return entries;
}

std::optional<TreeEntry> find_entry(const Repository& repository, const ObjectId& root, std::string_view path) {
  ObjectId tree = root;
  while (true) {
    const std::size_t slash = path.find('/');
    std::string problem; // what cannot be read holds nothing here
    std::vector<TreeEntry> entries = read_tree(repository, tree, problem);
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const TreeEntry& one) { return one.name == path.substr(0, slash); });
    if (found == entries.end())
      return std::nullopt;
    if (slash == path.npos)
      return std::move(*found);
    if (found->mode != mode_tree)
      return std::nullopt;
    tree = found->id;
    path.remove_prefix(slash + 1);
  }
}

ReadResult read_root_file(const Repository& repository, const ObjectId& tree, std::string_view name,
                          std::uint64_t limit) {
  std::string problem;
  const std::vector<TreeEntry> entries = read_tree(repository, tree, problem);
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const auto& one) { return one.name == name; });
  if (found == entries.end())
    return {{}, problem};
  if ((found->mode & 0170000) != 0100000)
    return {};
  const auto header = repository.header(found->id);
  if (header && header->size > limit)
    return {{}, fmt::format("{} has {} bytes; at most {} are read", name, header->size, limit)};
  ReadResult read = repository.read(found->id);
  if (read.object && read.object.type() != ObjectType::blob)
    return {{}, fmt::format("object {} is no file", found->id.hex())};
  return read;
}

bool TreePart::holds(std::string_view path) const {
  if (directory.empty() || within(path).size() < path.size())
    return true;
  // The deepest of the directories above that leads to the path.
  std::size_t shared = 0;
  for (std::size_t i = 0; i < path.size() && i < directory.size() && path[i] == directory[i]; ++i)
    if (path[i] == '/')
      shared = i + 1;
  const std::string_view rest = path.substr(shared);
  return rest.find('/') == rest.npos || rest.front() == '.';
}

std::string_view TreePart::within(std::string_view path) const {
  const bool below = !directory.empty() && path.size() > directory.size() && path.starts_with(directory) &&
                     path[directory.size()] == '/';
  return below ? path.substr(directory.size() + 1) : path;
}

std::string walk_tree(const Repository& repository, const TreePart& part,
                      const std::function<void(const std::string&, const TreeEntry&)>& visit, std::uint64_t limit) {
  if (part.directory.empty())
    return walk_tree(repository, part.tree, visit, limit);
  return walk_tree(repository, part.tree,
                   [&](const std::string& path, const TreeEntry& entry) {
                     if (part.holds(path))
                       visit(path, entry);
                   },
                   limit);
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
