// SPDX-License-Identifier: Apache-2.0
//
// Lexical forms that only grammars of advisories name.
#pragma once

#include <string_view>

namespace assay::evidence {

// The form of that name, or none.
bool (*find_advisory_lexical(std::string_view name))(std::string_view);

} // namespace assay::evidence
