// SPDX-License-Identifier: Apache-2.0
//
// The history of the audited commit, which several populations walk. The first walk finds the way, and which commits
// the previous release reaches; the others follow it.
#pragma once

#include "audit/evidence/population.hpp"
#include "audit/repository/history.hpp"

namespace assay::evidence {

// Every commit reachable from the audited one, as repository::walk_history() visits them.
repository::WalkEnd walk_history(const Evidence& evidence,
                                 const std::function<void(const repository::VisitedCommit&)>& visit);

// The way alone: no commit is read when a population before has walked it.
const repository::Trail& trail_of(const Evidence& evidence);

} // namespace assay::evidence
