// SPDX-License-Identifier: Apache-2.0
//
// What differs between two trees: their raw bytes are read side by side, and subtrees that are equal are not
// read at all. Knows nothing of commits, renames or contents.
#pragma once

#include "audit/repository/repository.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace assay::repository {

enum class ChangeKind {
  added,
  deleted,
  modified,     // other content, whether or not the mode differs too
  type_changed, // a file, a symbolic link or a submodule in another's place
  mode_changed, // the same content, executable or no longer so
};

// "added", "type-changed" …
std::string_view to_string(ChangeKind kind);

struct TreeChange {
  std::string path; // raw bytes
  ChangeKind kind;
};

// As bytes for a cache, and back.
std::string pack(const std::vector<TreeChange>& changes);
std::vector<TreeChange> unpack(std::string_view packed);

class TreeChanges {
public:
  explicit TreeChanges(const Repository& repository) : repository_(repository) {}

  // The paths that differ, as `git diff-tree -r --no-renames` lists them and in its order; without `before`
  // everything is added. The answer says why the list is not known, which is then of no use, or is empty: a
  // tree that cannot be had, nesting beyond 10,000, more than 100,000 paths or 32 MiB of them, more than
  // 1,000,000 entries compared.
  std::string find(const std::optional<ObjectId>& before, const ObjectId& after,
                   std::vector<TreeChange>& changes);

private:
  using Tree = std::shared_ptr<const RawObject>;
  Tree tree(const ObjectId& id, std::string& problem);

  const Repository& repository_;
  // A parent's trees are mostly the next commit's; at most 64 MiB of them are kept.
  std::unordered_map<ObjectId, Tree, ObjectIdHash> kept_;
  std::size_t kept_bytes_ = 0;
};

} // namespace assay::repository
