// SPDX-License-Identifier: Apache-2.0
#include "cli/testing.hpp"

#include "cli/cached.hpp"
#include "cli/inputs.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::cli {

using evaluation::Outcome;

Progress progress_on(Terminal& terminal) {
  return [&terminal](std::string_view what, std::uint64_t count) { terminal.progress(what, count); };
}

void warn_of(const trust::TrustStore& trust, Terminal& terminal) {
  constexpr std::size_t most = 5;
  const auto& problems = trust.problems();
  for (std::size_t i = 0; i < std::min(most, problems.size()); ++i)
    terminal.warn("not taken into the trust store: " + problems[i].to_string());
  if (problems.size() > most)
    terminal.warn(fmt::format("{} more like these: 'assay trust list DIR' names all", problems.size() - most));
}

Tested test(Audit& audit, const repository::Repository& repository, const Arguments& arguments, Terminal& terminal) {
  Tested tested{audit.survey(repository, revision(arguments), since(arguments)), {}};
  tested.result = audit.run(repository, tested.subject, progress_on(terminal));
  terminal.end_progress();
  keep_cache(repository);
  warn_of(audit.trust(), terminal);
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
  return {tone, fmt::format("  {:<15}", outcome), fmt::format("{:<15} {}", control, title)};
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
