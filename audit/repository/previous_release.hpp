// SPDX-License-Identifier: Apache-2.0
//
// The release before a commit, as git users look for it: the nearest tag among its ancestors, as git-describe(1)
// measures nearness, that states a version in the scheme of the release itself.
#pragma once

#include "audit/repository/repository.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay::repository {

// Of `tags` (refs below refs/tags/), the one that marks the release before `commit`; nothing when there is none. The
// scheme is that of `revision` if it names a tag, else of a tag on the commit itself, else of the nearest version tag.
// Prereleases count only when the release is one itself, and higher versions never. What cannot be read of history is as if it were not there;
// commits of `boundary` (sorted) are not passed.
std::optional<Ref> previous_release(const Repository& repository, const ObjectId& commit, std::string_view revision,
                                    const std::vector<Ref>& tags, const std::vector<ObjectId>& boundary);

} // namespace assay::repository
