// SPDX-License-Identifier: Apache-2.0
//
// What deserves an author's look in a schema that can be used: nothing of it is an error.
#pragma once

#include "audit/schema/model.hpp"

#include <string>
#include <vector>

namespace assay::schema {

// A sentence each: rules that no control uses, rules whose condition or assertion reads no field and so is the same for
// every item, rules that match or hold for no item or hold for every one – by themselves or with the values that a control
// or a profile gives –, controls without citation or remedy, controls that no profile selects.
std::vector<std::string> remarks(const ComplianceSchema& schema);
// The same of the rules of a library; `schemas` are the built-in ones, which use it.
std::vector<std::string> remarks(const RuleTable& library, const std::vector<ComplianceSchema>& schemas);

} // namespace assay::schema
