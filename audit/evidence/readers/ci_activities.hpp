// SPDX-License-Identifier: Apache-2.0
//
// What a step of a workflow does for the security or quality of the software, told by the well-known action it uses or
// the well-known command it runs. What a project's own scripts and make targets do behind other names stays unseen.
#pragma once

#include "audit/evidence/readers/ci_commands.hpp"

#include <compare>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::evidence {

// Both are text of the tables.
struct CiActivity {
  std::string_view kind; // one of ci_activity_kinds()
  std::string_view tool;
  auto operator<=>(const CiActivity&) const = default;
};

// build, container-scan, coverage, fuzzing, lint, provenance, release, sast, sbom, sca, secret-scan, signing, tests.
const std::vector<std::string>& ci_activity_kinds();

// The inputs of an action ("with"), by name in lower case.
using CiInputs = std::vector<std::pair<std::string, std::string>>;

// `action` as CiReference::name has it: "owner/repository/path" in lower case; also a workflow of another repository.
std::vector<CiActivity> activities_of_action(std::string_view action, const CiInputs& inputs);
std::vector<CiActivity> activities_of_command(const CommandWords& command);
// A template or component that GitLab ships, such as "Jobs/SAST.gitlab-ci.yml".
std::vector<CiActivity> activities_of_gitlab_template(std::string_view name);
// What a job of GitLab says it reports, a key of artifacts:reports.
std::vector<CiActivity> activities_of_gitlab_report(std::string_view type);

// Adds what is not there yet.
void add_activities(std::vector<CiActivity>& known, const std::vector<CiActivity>& more);

} // namespace assay::evidence
