// SPDX-License-Identifier: Apache-2.0
//
// The steps of a job or of a composite action of GitHub Actions.
#pragma once

#include "audit/evidence/readers/github_scope.hpp"
#include "audit/evidence/readers/workflow.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

// Appends the steps of the sequence `steps`, which stands at `pointer`. `job` is the job's key.
void read_github_steps(CiText& text, const YamlNode& steps, const GithubScope& scope, const std::string& job,
                       const std::string& pointer, std::vector<WorkflowStep>& found);

// Adds the secrets that are named below `node`; whether the workflow's own token is.
bool add_github_secrets(CiText& text, const YamlNode& node, std::set<std::string>& secrets);

// Whether an "if" is there that never holds.
bool is_never(const YamlNode& condition);

// A boolean; unknown for an expression.
CiAnswer github_boolean(CiText& text, const YamlNode& node, std::string_view name);

// The "with" of a step or job.
CiInputs github_inputs(CiText& text, const YamlNode& with);

} // namespace assay::evidence
