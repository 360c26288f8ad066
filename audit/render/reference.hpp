// SPDX-License-Identifier: Apache-2.0
//
// The field reference of templates/README.md, written from the grammar of reports so that it cannot go stale.
#pragma once

#include "audit/render/fields.hpp"

#include <string>

namespace assay::render {

// Markdown: for each element its fields, what they hold, and where it stands.
std::string field_reference(const Fields& fields);

} // namespace assay::render
