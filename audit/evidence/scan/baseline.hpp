// SPDX-License-Identifier: Apache-2.0
//
// The list of findings that a project already knows: a supplied file of lines "digest format # comment", so
// that a new secret stands out from the fixtures of a test suite. Knows nothing of contents and repositories.
#pragma once

#include "audit/base/diagnostics.hpp"

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::evidence::scan {

struct Baseline {
  std::set<std::pair<std::string, std::string>> known; // keyed digest (see mask.hpp) and format id
  bool contains(std::string_view digest, std::string_view format_id) const;
};

// Reads the lines into `baseline`. Empty lines and lines that start with '#' say nothing. What is wrong with
// a line is added to `problems`; the other lines count.
void read_baseline(const std::string& name, std::string_view text, Baseline& baseline, Diagnostics& problems);

} // namespace assay::evidence::scan
