// SPDX-License-Identifier: Apache-2.0
//
// What deserves an author's look in a schema that can be used: nothing of it is an error.
#pragma once

#include "audit/schema/model.hpp"

#include <string>
#include <vector>

namespace assay::schema {

// A sentence each: rules that no control uses, rules whose condition or assertion reads no field and so is the same for
// every item, controls without citation or remedy, controls that no profile selects.
std::vector<std::string> remarks(const ComplianceSchema& schema);

} // namespace assay::schema
