// SPDX-License-Identifier: Apache-2.0
//
// Whether a configuration of Dependabot or Renovate has the dependencies of a folder updated.
#pragma once

#include "audit/evidence/readers/dependencies.hpp"
#include "audit/evidence/readers/updates.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace assay::evidence {

class UpdateCoverage {
public:
  // Must outlive this. One that does not lie where its tool looks covers nothing.
  void add(const UpdateConfiguration& configuration);

  bool empty() const { return configurations_.empty(); }
  // For manifests and locks in `folder` ("" or ending with '/'). Nothing when it hangs on presets that are kept elsewhere.
  std::optional<bool> covers(Ecosystem ecosystem, std::string_view folder) const;

private:
  std::vector<const UpdateConfiguration*> configurations_;
};

// Whether `pattern`, as Dependabot's `directories` has them, means `folder`: "*" within a part, "**" across parts.
bool directory_matches(std::string_view pattern, std::string_view folder);

} // namespace assay::evidence
