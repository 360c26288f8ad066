// SPDX-License-Identifier: Apache-2.0
//
// JSON5 (json5.org, 1.0.0) as JSON: comments, trailing commas, names without quotes, texts in single quotes.
#pragma once

#include <string>
#include <string_view>

namespace assay::evidence {

// The same value in JSON as far as it is one, line by line, so that places of errors stay true. Numbers that JSON has no
// form for (hexadecimal, NaN, ".5") are left, and refused by whoever reads the result.
std::string json5_to_json(std::string_view text);

} // namespace assay::evidence
