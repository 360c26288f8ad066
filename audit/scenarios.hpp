// SPDX-License-Identifier: Apache-2.0
//
// Scenarios of a compliance schema: what a control has to come to when its rules find this and people state that. They
// test the schema's trees without any repository; what rules find in repositories is tested elsewhere.
#pragma once

#include "audit/base/file.hpp"
#include "audit/schema/model.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct ScenarioRun {
  std::size_t scenarios = 0;
  std::vector<std::string> differing;         // a sentence each, with its place
  std::vector<std::string> without_scenario;  // ids of controls
};

// Throws Error::input with every problem of the file, among them names that the schema does not know.
ScenarioRun run_scenarios(const SourceFile& file, const schema::ComplianceSchema& schema);

inline constexpr std::string_view scenarios_ending = ".scenarios.xml";

} // namespace assay
