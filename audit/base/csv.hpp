// SPDX-License-Identifier: Apache-2.0
//
// Comma-separated values (RFC 4180).
#pragma once

#include <string>

namespace assay {

// One field, quoted where it has to be.
std::string csv_field(const std::string& text);

} // namespace assay
