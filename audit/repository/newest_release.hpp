// SPDX-License-Identifier: Apache-2.0
//
// The newest of the releases that a pattern of tags means.
#pragma once

#include "audit/repository/repository.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay::repository {

// Of `tags` (refs below refs/tags/) those whose name the pattern matches, as for `git tag --list`, and that state a version and no prerelease: the name
// of the ref with the highest version. Throws Error::input when their versions are of several schemes, which have no order.
std::optional<std::string> newest_release(const std::vector<Ref>& tags, const std::string& pattern);

} // namespace assay::repository
