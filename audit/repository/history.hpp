// SPDX-License-Identifier: Apache-2.0
//
// Walks every commit reachable from one, reading each object once. The order depends on content alone: the
// first-parent chain from the tip to its root, then, depth first, the other parents as the walk met them. Thus
// whether a commit lies on the first-parent chain is known the moment it is visited, and the walk keeps nothing
// but ids.
#pragma once

#include "audit/repository/objects.hpp"
#include "audit/repository/repository.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace assay::repository {

// A set of object ids with a few bits each, in one flat table: at most 56 bytes an entry.
class CommitTable {
public:
  // The bits of `id`, added with none set if it is new.
  std::uint8_t& operator[](const ObjectId& id);
  bool has(const ObjectId& id, std::uint8_t bits) const;
  std::size_t size() const { return used_; }
  // Makes room for so many. Ids that come in the order of another table would else pile up in a small one.
  void reserve(std::size_t count);
  // Calls visit(const ObjectId&, std::uint8_t bits) for each, in no order.
  template <class Visit> void each(Visit&& visit) const {
    for (const Slot& slot : slots_)
      if (slot.id != ObjectId{})
        visit(slot.id, slot.bits);
  }

private:
  struct Slot {
    ObjectId id; // all zero: free
    std::uint8_t bits = 0;
  };
  std::size_t position(const ObjectId& id) const;
  void resize(std::size_t slots);

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

// Reads one commit after another and takes each apart; the buffers are used again.
struct CommitReader {
  const Repository& repository;
  Integrity integrity = Integrity::strict;
  RawObject object = {};
  CommitView view = {};
  std::string problem = {};

  // False when the object cannot be had; `problem` then says why. A malformed commit is read, with a problem.
  bool read(const ObjectId& id);
};

// Marks everything reachable from `since` with `bit`. The answer says why that may not be all of it, or is empty.
std::string mark_reachable(CommitReader& reader, CommitTable& table, std::uint8_t bit, const ObjectId& since,
                           const std::vector<ObjectId>& boundary);

bool is_boundary(const std::vector<ObjectId>& boundary, const ObjectId& id);

struct VisitedCommit {
  const ObjectId& id;
  const CommitView& view;
  bool first_parent;          // on the first-parent chain of the tip
  std::optional<bool> in_release; // not reachable from the previous release; nothing when that is not known
};

struct WalkEnd {
  std::uint64_t visited = 0;
  std::string cut_off; // why the walk does not hold the whole history; empty when it does
};

// `since`, if given, is the previous release: it and what it reaches is visited with in_release = false.
// `boundary` (sorted) are commits whose parents are not followed.
WalkEnd walk_history(const Repository& repository, const ObjectId& tip, const std::optional<ObjectId>& since,
                     const std::vector<ObjectId>& boundary, const std::function<void(const VisitedCommit&)>& visit);

// The way that a walk took, to be gone again: 23 bytes a commit.
struct Trail {
  struct Step {
    ObjectId id;
    bool first_parent;
    std::optional<bool> in_release;
  };
  std::deque<Step> steps; // a vector would take twice as much on the way
  WalkEnd end;
};

// Visits the same commits in the same order, reading each object once more and no other.
WalkEnd follow(const Repository& repository, const Trail& trail,
               const std::function<void(const VisitedCommit&)>& visit);

} // namespace assay::repository
