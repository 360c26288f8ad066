// SPDX-License-Identifier: Apache-2.0
//
// Raw trees: their entries, and a walk over everything below one in git's own order.
#pragma once

#include "audit/repository/repository.hpp"

#include <cstdint>
#include <functional>
#include <optional>
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

// The entries of one tree object in its order. `problem` says why they could not be had (they are then those
// before the bad place).
std::vector<TreeEntry> read_tree(const Repository& repository, const ObjectId& id, std::string& problem);

// A tree, or what of it belongs to one of its directories: what is below, what stands directly in the directories above
// (a licence, a list of owners), and what is below directories there whose names begin with a dot, where forges and
// tools are told what to do.
struct TreePart {
  TreePart(const ObjectId& whole = {}, std::string part = {}) : tree(whole), directory(std::move(part)) {}

  bool holds(std::string_view path) const;
  // The path from the directory where it is below, else as it is.
  std::string_view within(std::string_view path) const;

  ObjectId tree;
  std::string directory; // without slashes at its ends; empty: all of the tree
};

// The same entry where it stands in the bytes of a tree.
struct TreeEntryView {
  std::uint32_t mode;
  std::string_view name;
  ObjectId id;
};

// Takes the next entry off the front of a raw tree. False when none can be read there.
bool take_entry(std::string_view& raw, TreeEntryView& entry);

// The file `name` directly in a tree, if it has at most `limit` bytes. Neither an object nor a problem: there is none,
// or a symbolic link, which git does not follow for its own files either.
ReadResult read_root_file(const Repository& repository, const ObjectId& tree, std::string_view name,
                          std::uint64_t limit);

// The entry of a path below a tree; nothing when there is none, or when it cannot be read.
std::optional<TreeEntry> find_entry(const Repository& repository, const ObjectId& root, std::string_view path);

// Visits everything below `root` that is no tree, with its full path, in the order of `git ls-tree -r`. The
// answer says why something was left out, or is empty: a missing tree, nesting beyond 10,000, or more than
// `limit` entries (a tree that contains itself many times over can name 10^10 paths in a few kilobytes).
std::string walk_tree(const Repository& repository, const ObjectId& root,
                      const std::function<void(const std::string& path, const TreeEntry&)>& visit,
                      std::uint64_t limit = 10'000'000);
// Of what that visits, what the part holds; entries outside of it count against the limit too.
std::string walk_tree(const Repository& repository, const TreePart& part,
                      const std::function<void(const std::string& path, const TreeEntry&)>& visit,
                      std::uint64_t limit = 10'000'000);

} // namespace assay::repository
