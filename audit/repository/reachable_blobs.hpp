// SPDX-License-Identifier: Apache-2.0
//
// Every blob that the history of some objects reaches, each once, with the commit that brought it and a path it
// had there. Commits are visited parents first, so that no ancestor of the commit that brought a blob has it.
// Reads commits and trees, each once, and no blob.
#pragma once

#include "audit/repository/repository.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace assay::repository {

class ReachableBlobs {
public:
  struct Blob {
    ObjectId id;
    std::uint32_t commit; // for commit()
    std::uint32_t place;  // for path()
  };

  // In the order in which the walk met them, which depends on the tips and content alone: tip after tip, commits by a
  // depth-first walk from it that follows parents in their order and visits each commit after all of its parents;
  // trees in git's order.
  const std::vector<Blob>& blobs() const { return blobs_; }
  // The commit that brought it: the first, parents before children, that has it at any path. Nothing when no commit
  // has it: a tip is the blob itself, or a tree.
  std::optional<ObjectId> commit(const Blob& blob) const;
  // The first path in that commit, or tree, at which it is; empty for a blob that is itself a tip.
  std::string path(const Blob& blob) const;
  const std::vector<ObjectId>& tips() const { return tips_; }
  // Why some blob may be missing from the list; empty when none is.
  const std::string& cut_off() const { return cut_off_; }

  // The list that the repository's cache had for a commit of the first parents behind the first tip: this one begins
  // with it. Nothing when the cache was of no use.
  struct Known {
    ObjectId commit;
    std::size_t blobs = 0; // so many of the first
  };
  const std::optional<Known>& known() const { return known_; }
  // Whether there is so much more that the cache should have this list too.
  bool outgrown() const { return !known_ || blobs_.size() > known_->blobs + known_->blobs / 50; }

private:
  friend ReachableBlobs reachable_blobs(const Repository&, const std::vector<ObjectId>&, const std::vector<ObjectId>&,
                                        const std::function<void(std::uint64_t)>&);
  friend struct BlobWalk;

  // A tree or a blob within a tree: a path is kept as its last name and the place of its folder, because most
  // paths share their folders and most names come again and again.
  struct Place {
    std::uint32_t folder; // no_folder at the root
    std::uint32_t name;
  };
  static constexpr std::uint32_t no_folder = 0xffffffff, no_commit = 0xffffffff;

  std::vector<Blob> blobs_;
  std::vector<ObjectId> commits_;
  std::vector<Place> places_;
  std::vector<std::string> names_;
  std::vector<ObjectId> tips_;
  std::string cut_off_;
  std::optional<Known> known_;
};

// `tips` are commits, trees or blobs. The repository's cache, if it has one, is used, and keeps the list of the first tip. `boundary` (sorted) are commits whose parents are not followed. `progress` is told
// the number of commits now and then.
ReachableBlobs reachable_blobs(const Repository& repository, const std::vector<ObjectId>& tips,
                               const std::vector<ObjectId>& boundary,
                               const std::function<void(std::uint64_t)>& progress);

} // namespace assay::repository
