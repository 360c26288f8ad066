// SPDX-License-Identifier: Apache-2.0
//
// What the commands that test a repository share: the run with its progress, the line of an outcome, the exit code.
#pragma once

#include "audit/audit.hpp"
#include "cli/command.hpp"

#include <string>
#include <string_view>

namespace assay::cli {

// Shows the progress of long work on the terminal.
Progress progress_on(Terminal& terminal);

struct Tested {
  std::vector<report::Subject> subjects;
  AuditResult result;
};

// Says what of the trust store could not be read.
void warn_of(const trust::TrustStore& trust, Terminal& terminal);

// Tests the repositories that `words` name, as choose_repositories() has it.
Tested test(Audit& audit, const std::vector<std::string>& words, const Arguments& arguments, Terminal& terminal);

// What a schema was tested as: "OSPS Baseline 2026.02.19, profile level-1".
std::string tested_against(std::string_view title, std::string_view version, std::string_view profile);

// A line of which the first part may be coloured; neither part is escaped yet.
struct Line {
  Tone tone = Tone::plain;
  std::string label, rest;
};

Line outcome_line(std::string_view outcome, std::string_view control, std::string_view title);
void print(const Line& line, Terminal& terminal);

// By what the controls came to: not_met goes before incomplete.
ExitCode exit_code(bool any_not_satisfied, bool any_undetermined);
ExitCode exit_code(const AuditResult& result);

} // namespace assay::cli
