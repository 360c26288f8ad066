// SPDX-License-Identifier: Apache-2.0
//
// What npm, pnpm and Yarn write for a version in a manifest (npm-package-arg's forms).
#pragma once

#include "audit/evidence/readers/dependencies.hpp"

#include <string_view>

namespace assay::evidence {

// Fills requirement, source, address, commit, exact, and name and alias where "npm:other@1" says so.
void set_npm_requirement(Dependency& one, std::string_view requirement);

// The member of package.json that a dependency stood in, as a scope: "devDependencies".
std::optional<DependencyScope> npm_scope(std::string_view member);

} // namespace assay::evidence
