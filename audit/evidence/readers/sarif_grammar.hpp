// SPDX-License-Identifier: Apache-2.0
//
// The grammar of SARIF 2.1.0 logs.
#pragma once

#include "audit/evidence/readers/json_grammar.hpp"

namespace assay::evidence {

const JsonGrammar& sarif_grammar();

} // namespace assay::evidence
