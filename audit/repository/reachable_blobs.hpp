// SPDX-License-Identifier: Apache-2.0
//
// Every blob that the history of a commit reaches, each once, with the commit that brought it and a path it
// had there. Commits are visited parents first, so that no ancestor of the commit that brought a blob has it.
// Reads commits and trees, each once, and no blob.
#pragma once

#include "audit/repository/repository.hpp"

#include <cstdint>
#include <functional>
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

  // In the order in which the walk met them, which depends on content alone: commits by a depth-first walk
  // from the tip that follows parents in their order and visits each commit after all of its parents; trees
  // in git's order.
  const std::vector<Blob>& blobs() const { return blobs_; }
  // The commit that brought it: the first, parents before children, that has it at any path.
  const ObjectId& commit(const Blob& blob) const { return commits_[blob.commit]; }
  // The first path in that commit at which it is.
  std::string path(const Blob& blob) const;
  // Why some blob may be missing from the list; empty when none is.
  const std::string& cut_off() const { return cut_off_; }

private:
  friend ReachableBlobs reachable_blobs(const Repository&, const ObjectId&, const std::vector<ObjectId>&,
                                        const std::function<void(std::uint64_t)>&);
  friend struct BlobWalk;

  // A tree or a blob within a tree: a path is kept as its last name and the place of its folder, because most
  // paths share their folders and most names come again and again.
  struct Place {
    std::uint32_t folder; // no_folder at the root
    std::uint32_t name;
  };
  static constexpr std::uint32_t no_folder = 0xffffffff;

  std::vector<Blob> blobs_;
  std::vector<ObjectId> commits_;
  std::vector<Place> places_;
  std::vector<std::string> names_;
  std::string cut_off_;
};

// `boundary` (sorted) are commits whose parents are not followed. `progress` is told the number of commits
// now and then.
ReachableBlobs reachable_blobs(const Repository& repository, const ObjectId& tip,
                               const std::vector<ObjectId>& boundary,
                               const std::function<void(std::uint64_t)>& progress);

} // namespace assay::repository
