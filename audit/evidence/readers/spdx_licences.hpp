// SPDX-License-Identifier: Apache-2.0
//
// The SPDX licence list (https://spdx.org/licenses/).
#pragma once

#include <string_view>

namespace assay::evidence {

// Whether it is an identifier of the list or of an exception, in the list's own spelling.
bool is_spdx_licence(std::string_view text);

// Whether it is an expression (SPDX 2.3, annex D) of listed identifiers and LicenseRef- names.
bool is_licence_expression(std::string_view text);

} // namespace assay::evidence
