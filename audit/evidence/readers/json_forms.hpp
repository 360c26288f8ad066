// SPDX-License-Identifier: Apache-2.0
//
// Forms of strings that schemas of JSON documents ask for.
#pragma once

#include <string_view>

namespace assay::evidence {

struct JsonForm {
  std::string_view name, meaning; // "uri-reference", "URI or relative reference"
  bool (*fits)(std::string_view);
};

// Nothing when none is called so.
const JsonForm* find_json_form(std::string_view name);

} // namespace assay::evidence
