// SPDX-License-Identifier: Apache-2.0
//
// A record in the Open Source Vulnerability format, alone or within the output of a scanner.
#pragma once

#include "audit/evidence/readers/vulnerabilities.hpp"

namespace assay::evidence {

// Ids and times of a record.
std::shared_ptr<const Vulnerability> osv_vulnerability(JsonValue record);
// What it says of severity: a word of its database, and the highest score of its CVSS vectors of version 2 or 3.
void read_osv_severity(JsonValue record, VulnerabilityStatement& statement);
// Whether one of its ranges ends with a fix, of the package of that name or, if it is empty, of any; and the first.
void read_osv_fix(JsonValue record, std::string_view package, VulnerabilityStatement& statement);

} // namespace assay::evidence
