// SPDX-License-Identifier: Apache-2.0
//
// An outcome tree as indented lines.
#pragma once

#include "cli/terminal.hpp"

#include "audit/schema/model.hpp"

namespace assay::cli {

void print_node(const schema::Node& node, std::size_t depth, Terminal& terminal);

} // namespace assay::cli
