// SPDX-License-Identifier: Apache-2.0
//
// The fields of a child `signature`, which commits and tags share.
#pragma once

#include "audit/evidence/item.hpp"
#include "audit/repository/objects.hpp"

namespace assay::evidence {

// Adds the element and its four fields to a declaration.
void declare_signature(std::vector<Field>& fields);

// Fills them; `element` is the place of the element `signature`, its fields follow it. Whether a signature is
// present and of which kind is known; what it is worth is not, until signatures are verified.
void set_signature(Item& item, std::size_t element, repository::SignatureKind kind);

} // namespace assay::evidence
