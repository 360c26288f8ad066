// SPDX-License-Identifier: Apache-2.0
//
// Conditions that no item can meet, whatever its fields hold: told by the types of fields and by what is compared with
// what. Sound, not complete: what is said to be never so is never so; of what depends on functions of text, on arithmetic
// or on how fields hang together, nothing is said.
#pragma once

#include "audit/schema/expression.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay::schema {

// Why the conditions never hold together: "@kind is never 'licnce'; its values are: …", "@n > 5 never holds together with
// @n < 3". Nothing when some item might meet them. A parameter without a value could be anything.
std::optional<std::string> why_never(const std::vector<const Expression*>& conditions, const ParameterValues& values);

// Whether the condition holds for every item of which its fields are known.
bool holds_always(const Expression& condition, const ParameterValues& values);

} // namespace assay::schema
