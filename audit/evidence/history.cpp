// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/history.hpp"

namespace assay::evidence {

repository::WalkEnd walk_history(const Evidence& evidence,
                                 const std::function<void(const repository::VisitedCommit&)>& visit) {
  std::uint64_t count = 0;
  const auto counted = [&](const repository::VisitedCommit& commit) {
    visit(commit);
    if (++count % 1024 == 0 && evidence.progress)
      evidence.progress("commits", count);
  };
  std::optional<repository::Trail>& known = *evidence.trail;
  if (known)
    return repository::follow(evidence.repository, *known, counted);
  repository::Trail trail; // kept once it is whole: a walk may be broken off
  trail.end = repository::walk_history(evidence.repository, evidence.commit, evidence.since, evidence.clone.boundary,
                                       [&](const repository::VisitedCommit& commit) {
                                         trail.steps.push_back({commit.id, commit.first_parent, commit.in_release});
                                         counted(commit);
                                       });
  known = std::move(trail);
  return known->end;
}

const repository::Trail& trail_of(const Evidence& evidence) {
  if (!*evidence.trail)
    walk_history(evidence, [](const repository::VisitedCommit&) {});
  return **evidence.trail;
}

} // namespace assay::evidence
