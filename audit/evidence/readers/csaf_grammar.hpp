// SPDX-License-Identifier: Apache-2.0
//
// The schemas of CSAF 2.0 and 2.1.
#pragma once

#include "audit/base/json.hpp"
#include "audit/evidence/document.hpp"

#include <string_view>

namespace assay::evidence {

// Adds each place where a document of version 2.minor differs from its schema.
void check_csaf_schema(JsonValue root, int minor, Flaws& flaws);
// Whether the value of a member cvss_v2 or cvss_v3 is made as the schemas of CVSS ask.
bool fits_cvss_schema(JsonValue cvss, std::string_view member);

} // namespace assay::evidence
