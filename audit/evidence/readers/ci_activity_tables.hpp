// SPDX-License-Identifier: Apache-2.0
//
// The tables behind ci_activities: a tool is added by a row.
#pragma once

#include <string_view>
#include <vector>

namespace assay::evidence {

// An action, or a workflow of another repository; a star at either end of the name stands for anything. With `input`,
// only where that input of the action holds `value`, or is neither empty nor "false" when the row names no value.
struct CiActionRow {
  std::string_view kind, tool, action;
  std::string_view input = {}, value = {};
};

// A command, in words parted by single spaces:
//   first    its name, exactly;
//   word     the next argument that is no option, exactly;
//   ~word    any argument; words that begin with '-' too;
//   !word    no such argument;
//   $        no further argument that is no option.
// A star at either end of a word stands for anything.
struct CiCommandRow {
  std::string_view kind, tool, pattern;
};

// A name in lower case; stars as above.
struct CiNamedRow {
  std::string_view kind, tool, name;
};

const std::vector<CiActionRow>& ci_action_rows();
const std::vector<CiCommandRow>& ci_rows_of_checks();   // tests, coverage, lint
const std::vector<CiCommandRow>& ci_rows_of_security(); // sast, sca, container-scan, secret-scan, fuzzing
const std::vector<CiCommandRow>& ci_rows_of_making();   // build, sbom, signing, provenance, release
const std::vector<CiNamedRow>& ci_gitlab_template_rows();
const std::vector<CiNamedRow>& ci_gitlab_report_rows();

} // namespace assay::evidence
