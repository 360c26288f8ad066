// SPDX-License-Identifier: Apache-2.0
//
// Raw trees: their entries, and a walk over everything below one in git's own order.
#pragma once

#include "audit/repository/repository.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::repository {

constexpr std::uint32_t mode_tree = 0040000, mode_symlink = 0120000, mode_gitlink = 0160000;

struct TreeEntry {
  std::uint32_t mode; // as git reads it: 100644, 100755 or one of the above
  std::string name; // raw bytes
  ObjectId id;
};

// An entry whose name lies within the raw tree.
struct RawEntry {
  std::uint32_t mode;
  std::string_view name;
  ObjectId id;
};

// Takes the next entry off a raw tree. False at its end, and where it is malformed: `raw` is then not empty.
bool next_entry(std::string_view& raw, RawEntry& entry);

// The entries of one tree object in its order. `problem` says why they could not be had (they are then those
// before the bad place).
std::vector<TreeEntry> read_tree(const Repository& repository, const ObjectId& id, std::string& problem);

// Visits everything below `root` that is no tree, with its full path, in the order of `git ls-tree -r`. The
// answer says why something was left out, or is empty: a missing tree, nesting beyond 10,000, or more than
// `limit` entries (a tree that contains itself many times over can name 10^10 paths in a few kilobytes).
std::string walk_tree(const Repository& repository, const ObjectId& root,
                      const std::function<void(const std::string& path, const TreeEntry&)>& visit,
                      std::uint64_t limit = 10'000'000);

} // namespace assay::repository
