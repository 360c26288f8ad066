// SPDX-License-Identifier: Apache-2.0
//
// Which commits contain another one, that is, are it or descend from it. What was learnt of one is used for
// the next, so that all refs of a clone cost one pass over its history.
#pragma once

#include "audit/repository/history.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace assay::repository {

class Containment {
public:
  // `boundary` is the end of a shallow clone.
  Containment(const Repository& repository, const ObjectId& target, const std::vector<ObjectId>& boundary);

  // Whether `tip` contains the target; nothing when that part of its history is not here which could tell.
  std::optional<bool> operator()(const ObjectId& tip);

private:
  // The parents of a commit are at the end of `parents_`; those before `next` were seen to.
  struct Level {
    ObjectId id;
    std::size_t first, next;
    std::uint8_t bits;
  };
  void open(const ObjectId& id);

  CommitReader reader_;
  ObjectId target_;
  const std::vector<ObjectId>& boundary_;
  CommitTable table_;
  std::vector<Level> levels_;
  std::vector<ObjectId> parents_;
};

// A tag that may be a release, with the commit it leads to.
struct DatedTag {
  std::string name;
  ObjectId commit;
  Seconds time;
};

// For each commit of `wanted`, the place in `tags` of the first that contains it, in one pass over the
// history. The answer says why an earlier one may have been missed, or is empty.
std::string find_first_tags(const Repository& repository, const std::vector<DatedTag>& tags,
                            const std::vector<ObjectId>& boundary,
                            std::unordered_map<ObjectId, std::optional<std::size_t>, ObjectIdHash>& wanted);

} // namespace assay::repository
