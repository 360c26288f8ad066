// SPDX-License-Identifier: Apache-2.0
//
// Requirements of Python packages: PEP 508 and what pip takes besides.
#pragma once

#include "audit/evidence/readers/dependencies.hpp"

#include <string_view>

namespace assay::evidence {

// "name[extra] >=1,<2; marker", "name @ https://…", "git+https://…@rev#egg=name", "./folder". False when it is none.
bool set_python_requirement(Dependency& one, std::string_view text);

// "==1.2.3" or "===1.2.3" and nothing else, as the version; else empty.
std::string_view python_exact_version(std::string_view specifier);

} // namespace assay::evidence
