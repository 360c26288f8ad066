// SPDX-License-Identifier: Apache-2.0
//
// What a configuration of GitLab CI takes in from other files.
#pragma once

#include "audit/evidence/readers/ci_text.hpp"
#include "audit/evidence/readers/workflow.hpp"

#include <string>
#include <string_view>

namespace assay::evidence {

// One entry of `include`, or of the `include` of a child pipeline. `uses` becomes what it names.
CiReference gitlab_reference(CiText& text, const YamlNode& node, std::string& uses);

// "host/group/project/name@version".
CiReference gitlab_component(std::string_view text);

// Appends a step for each entry of `include`. Throws Error::input for more than 1,000.
void read_gitlab_includes(CiText& text, const YamlNode& include, Workflow& workflow);

} // namespace assay::evidence
