// SPDX-License-Identifier: Apache-2.0
#include "cli/testing.hpp"

#include "cli/cached.hpp"
#include "cli/repositories.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

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

Tested test(Audit& audit, const std::vector<std::string>& words, const Arguments& arguments, Terminal& terminal) {
  std::deque<repository::Repository> opened;
  std::vector<AuditedSubject> audited;
  Tested tested;
  for (const ChosenRepository& chosen : choose_repositories(words, audit.product(), arguments)) {
    const repository::Repository& repository =
        opened.emplace_back(open_repository(chosen.path, arguments, terminal));
    const std::string revision = chosen.revision.empty() ? declared_revision(repository, *chosen.declared) : chosen.revision;
    if (chosen.revision.empty())
      terminal.say(fmt::format("{} is tested at {}, as the product file says", chosen.declared->id, revision));
    report::Subject subject = audit.survey(repository, revision, chosen.since);
    if (chosen.declared != nullptr) {
      subject.id = chosen.declared->id;
      if (!chosen.declared->path.empty())
        confine(repository, subject, chosen.declared->path);
    }
    tested.subjects.push_back(subject);
    audited.push_back({repository, std::move(subject)});
  }
  tested.result = audit.run(audited, progress_on(terminal));
  terminal.end_progress();
  for (const repository::Repository& repository : opened)
    keep_cache(repository);
  warn_of(*audit.examined().front().trust, terminal);
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
