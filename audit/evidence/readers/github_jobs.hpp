// SPDX-License-Identifier: Apache-2.0
//
// A job of a workflow of GitHub Actions.
#pragma once

#include "audit/evidence/readers/github_scope.hpp"
#include "audit/evidence/readers/workflow.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace assay::evidence {

CiPermissions read_github_permissions(CiText& text, const YamlNode& node);

// Whether GitHub lends a machine for this label of "runs-on": yes, no where it says "self-hosted", or nothing for names that
// only the owner of the repository can tell (larger runners and machines of one's own alike).
std::optional<bool> is_hosted_by_github(std::string_view label);

// Appends the job and its steps to `workflow`, whose triggers and permissions are read. `secrets` and `scope` are of the
// workflow as a whole.
void read_github_job(CiText& text, const std::string& key, const YamlNode& node, const GithubScope& scope,
                     const std::set<std::string>& secrets, Workflow& workflow);

} // namespace assay::evidence
