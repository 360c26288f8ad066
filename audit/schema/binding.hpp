// SPDX-License-Identifier: Apache-2.0
//
// The values that the parameters of a rule have where a control uses it.
#pragma once

#include "audit/schema/model.hpp"

#include <functional>
#include <optional>
#include <string>

namespace assay::schema {

// `own` gives the value of a parameter of the control; where it has none, the rule's parameter has none either.
ParameterValues bind(const Node& use, const std::function<std::optional<std::string>(const std::string& name)>& own);

} // namespace assay::schema
