// SPDX-License-Identifier: Apache-2.0
//
// Grammars of SBOM formats, in the notation of grammar.hpp. Versions are minor ones: of CycloneDX 1.x and SPDX 2.x.
#pragma once

#include <string_view>

namespace assay::evidence {

std::string_view cyclonedx_json_grammar();
std::string_view cyclonedx_xml_grammar();
std::string_view spdx_json_grammar();

} // namespace assay::evidence
