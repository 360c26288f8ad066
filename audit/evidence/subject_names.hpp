// SPDX-License-Identifier: Apache-2.0
//
// What documents may know the audited commit by: its id, and the versions that tags on it state.
#pragma once

#include "audit/evidence/population.hpp"
#include "audit/repository/version_tag.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

// Of the refs that the population reads, those on the audited commit that state a version.
std::vector<repository::VersionTag> versions_of_subject(const Population& population, const Evidence& evidence);

// Whether a revision is the commit's id, whole or abbreviated to at least 7 digits as git does.
bool names_commit(std::string_view revision, const std::string& commit);

} // namespace assay::evidence
