// SPDX-License-Identifier: Apache-2.0
//
// What `assay schema` can do, a file each.
#pragma once

#include "cli/command.hpp"
#include "cli/inputs.hpp"

#include <string>
#include <vector>

namespace assay::cli {

// Each takes the words behind its name and answers with an exit code.
int schema_new(const schema::Loader& loader, const std::vector<std::string>& names, Terminal& terminal);
int schema_test(const schema::Loader& loader, const std::vector<std::string>& names, Terminal& terminal);

} // namespace assay::cli
