// SPDX-License-Identifier: Apache-2.0
#include "cli/testing.hpp"

#include "cli/inputs.hpp"

#include <fmt/format.h>

namespace assay::cli {

using evaluation::Outcome;

Progress progress_on(Terminal& terminal) {
  return [&terminal](std::string_view what, std::uint64_t count) { terminal.progress(what, count); };
}

Tested test(Audit& audit, const repository::Repository& repository, const Arguments& arguments, Terminal& terminal) {
  Tested tested{audit.survey(repository, revision(arguments), arguments.text("since")), {}};
  tested.result = audit.run(repository, tested.subject, progress_on(terminal));
  terminal.end_progress();
  return tested;
}

std::string tested_against(std::string_view title, std::string_view version, std::string_view profile) {
  return fmt::format("{} {}{}{}", title, version, profile.empty() ? "" : ", profile ", profile);
}

Line outcome_line(std::string_view outcome, std::string_view control, std::string_view title) {
  const Tone tone = outcome == to_string(Outcome::satisfied)       ? Tone::good
                    : outcome == to_string(Outcome::not_satisfied) ? Tone::bad
                    : outcome == to_string(Outcome::undetermined)  ? Tone::doubtful
                                                                   : Tone::plain;
  return {tone, fmt::format("  {:<15}", outcome), fmt::format("{:<16}{}", control, title)};
}

void print(const Line& line, Terminal& terminal) {
  terminal.print_raw(terminal.coloured(line.tone, line.label));
  terminal.print(line.rest);
}

ExitCode exit_code(bool any_not_satisfied, bool any_undetermined) {
  return any_not_satisfied ? not_met : any_undetermined ? incomplete : met;
}

ExitCode exit_code(const AuditResult& result) {
  return exit_code(result.any(Outcome::not_satisfied), result.any(Outcome::undetermined));
}

} // namespace assay::cli
