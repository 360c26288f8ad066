// SPDX-License-Identifier: Apache-2.0
//
// The first-parent chain of a commit, step by step from its root, with the commits that each step brought in:
// those that a merge made reachable and that were not before. One pass over the history tells it of every
// step.
#pragma once

#include "audit/repository/history.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace assay::repository {

struct MainlineStep {
  const ObjectId& id;
  const CommitView& view;
  std::optional<bool> in_release; // as of a VisitedCommit
  std::uint64_t commits;          // reachable from it and not from its first parent; it is one of them
  // Why a merge's `commits` may count some that came before; empty when they are counted exactly.
  const std::string& uncertain;
};

// Calls `brought_in` for each commit that the next step brought in, the step's own left out, then `step`. The
// order depends on content alone. `since` and `boundary` are as for walk_history.
WalkEnd walk_mainline(const Repository& repository, const ObjectId& tip, const std::optional<ObjectId>& since,
                      const std::vector<ObjectId>& boundary,
                      const std::function<void(const ObjectId&, const CommitView&)>& brought_in,
                      const std::function<void(const MainlineStep&)>& step);

} // namespace assay::repository
