// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/tree_changes.hpp"

#include "audit/repository/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace assay::repository {

namespace {

constexpr std::size_t most_kept = 64u << 20, most_changes = 100'000, most_path_bytes = 32u << 20,
                      deepest = 10'000;
constexpr std::uint64_t most_entries = 1'000'000;

// The entries of one tree, one at a time; of no tree there are none.
struct Side {
  std::shared_ptr<const RawObject> tree;
  std::string_view rest; // behind the entry, if that was taken
  TreeEntryView entry{};
  bool taken = false;

  bool at_end() const { return !taken && rest.empty(); }
  // False when the tree is malformed here.
  bool take() {
    if (!taken && !rest.empty())
      taken = take_entry(rest, entry);
    return taken || rest.empty();
  }
};

// Passes over what both have in common here. Most entries of a tree are its parent's, byte for byte.
std::uint64_t skip_equal(Side& one, Side& other) {
  std::uint64_t skipped = 0;
  if (one.taken || other.taken)
    return skipped;
  for (std::string_view rest = one.rest; !rest.empty(); ++skipped) {
    if (!take_entry(rest, one.entry))
      return skipped;
    const std::size_t length = one.rest.size() - rest.size();
    if (one.rest.substr(0, length) != other.rest.substr(0, length)) {
      one.taken = true;
      one.rest = rest;
      return skipped;
    }
    one.rest = rest;
    other.rest.remove_prefix(length);
  }
  return skipped;
}

// git's order: by name, where a tree's name ends with a slash.
int compare(const TreeEntryView& a, const TreeEntryView& b) {
  const std::size_t common = std::min(a.name.size(), b.name.size());
  if (const int order = std::memcmp(a.name.data(), b.name.data(), common))
    return order;
  const auto next = [common](const TreeEntryView& one) {
    return one.name.size() > common ? static_cast<unsigned char>(one.name[common])
           : one.mode == mode_tree  ? '/'
                                    : '\0';
  };
  if (const int order = next(a) - next(b))
    return order;
  // Only names that git would not write, which hold a slash, can get here and differ.
  return a.name.size() < b.name.size() ? -1 : a.name.size() > b.name.size() ? 1 : 0;
}

ChangeKind kind_of(const TreeEntryView& before, const TreeEntryView& after) {
  if ((before.mode & 0170000) != (after.mode & 0170000))
    return ChangeKind::type_changed;
  return before.id == after.id ? ChangeKind::mode_changed : ChangeKind::modified;
}

struct Level {
  Side before, after;
  std::size_t prefix; // length of the path that leads here, with its slash
};

} // namespace

std::string pack(const std::vector<TreeChange>& changes) {
  std::string packed;
  for (const TreeChange& one : changes) {
    packed += static_cast<char>(one.kind);
    packed += one.path;
    packed += '\0'; // which no path holds
  }
  return packed;
}

std::vector<TreeChange> unpack(std::string_view packed) {
  std::vector<TreeChange> changes;
  while (!packed.empty()) {
    const std::size_t end = packed.find('\0', 1);
    changes.push_back({std::string(packed.substr(1, end - 1)), static_cast<ChangeKind>(packed.front())});
    packed.remove_prefix(end + 1);
  }
  return changes;
}

std::string_view to_string(ChangeKind kind) {
  switch (kind) {
  case ChangeKind::added:
    return "added";
  case ChangeKind::deleted:
    return "deleted";
  case ChangeKind::modified:
    return "modified";
  case ChangeKind::type_changed:
    return "type-changed";
  case ChangeKind::mode_changed:
    return "mode-changed";
  }
  return {};
}

TreeChanges::Tree TreeChanges::tree(const ObjectId& id, std::string& problem) {
  if (const auto found = kept_.find(id); found != kept_.end())
    return found->second;
  ReadResult read = repository_.read(id, Integrity::plain);
  if (!read.object) {
    problem = std::move(read.problem);
    return nullptr;
  }
  if (read.object.type() != ObjectType::tree) {
    problem = fmt::format("object {} is no tree", id.hex());
    return nullptr;
  }
  if (kept_bytes_ > most_kept) {
    kept_.clear();
    kept_bytes_ = 0;
  }
  const Tree tree = std::make_shared<const RawObject>(std::move(read.object));
  kept_.emplace(id, tree);
  kept_bytes_ += tree->bytes().size();
  return tree;
}

std::string TreeChanges::find(const std::optional<ObjectId>& before, const ObjectId& after,
                              std::vector<TreeChange>& changes) {
  changes.clear();
  if (before == after)
    return {};
  std::string problem, path;
  std::vector<Level> levels;
  std::size_t path_bytes = 0;
  std::uint64_t compared = 0;
  const auto descend = [&](const std::optional<ObjectId>& one, const std::optional<ObjectId>& other) {
    Level level{{}, {}, path.size()};
    const auto open = [&](const std::optional<ObjectId>& id, Side& side) {
      if (!id)
        return;
      side.tree = tree(*id, problem);
      if (side.tree)
        side.rest = side.tree->bytes();
    };
    open(one, level.before);
    open(other, level.after);
    levels.push_back(std::move(level));
  };
  descend(before, after);
  while (!levels.empty() && problem.empty()) {
    Level& level = levels.back();
    path.resize(level.prefix);
    Side &old = level.before, &now = level.after;
    compared += 1 + skip_equal(old, now);
    if (!old.take() || !now.take())
      return "a tree is malformed";
    if (old.at_end() && now.at_end()) {
      levels.pop_back();
      continue;
    }
    const int order = old.at_end() ? 1 : now.at_end() ? -1 : compare(old.entry, now.entry);
    const bool has_old = order <= 0, has_now = order >= 0;
    const TreeEntryView was = old.entry,
                        is = now.entry; // their names point into the trees, which the level holds
    if (has_old)
      old.taken = false;
    if (has_now)
      now.taken = false;
    if (has_old && has_now && was.id == is.id && was.mode == is.mode)
      continue;
    const TreeEntryView& named = has_now ? is : was;
    path += named.name;
    if (named.mode == mode_tree) { // and so is the other, if there is one: else their names would differ
      path += '/';
      if (levels.size() >= deepest)
        return fmt::format("trees are nested deeper than {}", deepest);
      descend(has_old ? std::optional(was.id) : std::nullopt, has_now ? std::optional(is.id) : std::nullopt);
    } else {
      path_bytes += path.size();
      changes.push_back({path, !has_old   ? ChangeKind::added
                               : !has_now ? ChangeKind::deleted
                                          : kind_of(was, is)});
    }
    if (changes.size() > most_changes || path_bytes > most_path_bytes || path.size() > most_path_bytes)
      return fmt::format("more than {} paths differ, or {} MiB of them", most_changes, most_path_bytes >> 20);
    if (compared > most_entries)
      return fmt::format("more than {} entries of trees would have to be compared", most_entries);
  }
  return problem;
}

} // namespace assay::repository
