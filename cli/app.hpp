// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.hpp"

namespace assay::cli {

// All commands, in the order help lists them.
const std::vector<const Command*>& commands();

// Runs the command line and gives the exit code. The only place where exceptions end.
int run(int argc, const char* const* argv);

} // namespace assay::cli
