// SPDX-License-Identifier: Apache-2.0
//
// Which pipelines a job of GitLab CI runs in, as far as its rules name their source.
#pragma once

#include "audit/evidence/readers/gitlab_jobs.hpp"
#include "audit/evidence/readers/workflow.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay::evidence {

// Of "rules": sources that $CI_PIPELINE_SOURCE is compared with, "tag" where $CI_COMMIT_TAG is asked for, "push" where
// $CI_COMMIT_BRANCH is, "merge_request_event" where variables of merge requests are. Conditions are not evaluated; a rule
// that names no source leaves the answer open. Empty without rules.
CiTriggers gitlab_triggers_of_rules(CiText& text, const GitlabConfiguration& configuration, const YamlNode& rules);

// Of a job: its rules, else its "only", else the rules of the whole workflow, else GitLab's default: branches and tags.
// `elsewhere` says why another file may limit it.
CiTriggers gitlab_triggers(CiText& text, const GitlabConfiguration& configuration, const GitlabJob& job,
                           const CiTriggers& of_workflow, const std::string& elsewhere);

// "3 hours 30 minutes", "1h 30m", "90" (seconds): in minutes, rounded up.
std::optional<std::int64_t> gitlab_minutes(std::string_view text);

} // namespace assay::evidence
