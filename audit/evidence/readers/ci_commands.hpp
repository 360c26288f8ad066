// SPDX-License-Identifier: Apache-2.0
//
// The commands of a script in a workflow, as far as they can be told without running it: POSIX shells, and close enough
// for PowerShell and cmd. Comments, texts of here-documents and what a function of the project does are not commands.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

// A command and its arguments. The command is without its folder, ".exe" and the like, in lower case, and without what
// only starts it: "sudo", "env A=b", "python3 -m", "npx", "poetry run" …
using CommandWords = std::vector<std::string>;

// Calls `visit` for each in the script's order, for what "sh -c" is given too. "${{ … }}" stays as it stands within a
// word. Linear in the script.
void each_command(std::string_view script, const std::function<void(const CommandWords&)>& visit);

} // namespace assay::evidence
