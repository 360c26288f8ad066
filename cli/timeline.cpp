// SPDX-License-Identifier: Apache-2.0
//
// assay timeline: tests every release tag as of its own time, and shows what was on record at each.
#include "cli/cached.hpp"
#include "cli/command.hpp"
#include "cli/inputs.hpp"
#include "cli/testing.hpp"

#include "audit/report/timeline.hpp"
#include "audit/repository/version_tag.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::cli {

namespace {

void declare(po::options_description& options, po::positional_options_description& positions) {
  options.add_options()("repo", po::value<std::string>()->required(), "repository");
  declare_schema_options(options);
  options.add_options()("trust", po::value<std::string>()->value_name("DIR"), "keys and roots that you trust");
  options.add_options()("trust-repository", "trust keys in the repository too; they are marked self-asserted");
  options.add_options()("evidence", po::value<std::string>()->value_name("DIR"), "supplied evidence");
  options.add_options()("format", po::value<std::string>()->value_name("FORMAT"), "text (default), csv or svg");
  options.add_options()("out", po::value<std::string>()->value_name("FILE"), "file to write (default: standard output)");
  options.add_options()("last", po::value<std::string>()->value_name("NUMBER"), "only so many releases, the last ones");
  declare_cache_options(options);
  positions.add("repo", 1);
}

// Tags that state a version and are no prerelease, by the time they claim and then by name.
std::vector<report::ReleaseRow> releases(const repository::Repository& repository) {
  constexpr std::string_view tags = "refs/tags/";
  std::size_t broken = 0;
  std::vector<report::ReleaseRow> rows;
  for (const repository::Ref& ref : repository.refs(std::string(tags), broken)) {
    const std::string name = ref.name.substr(tags.size());
    const auto version = repository::version_tag(name);
    if (!version || version->prerelease)
      continue;
    report::ReleaseRow row;
    row.tag = name;
    try {
      const report::Subject subject = survey_subject(repository, ref.name, "");
      row.commit = subject.commit.hex();
      row.time = subject.release_time;
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::input)
        throw;
      row.problem = error.message();
    }
    rows.push_back(std::move(row));
  }
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
  return rows;
}

// Why a release that claims this time cannot be tested as of it; empty when it can.
std::string why_not_as_of(std::optional<Seconds> time, Seconds now) {
  constexpr Seconds day = 86'400;
  if (!time) // as of now would be another answer every day
    return "it claims no time";
  if (*time < day) // what programs write that know no time
    return "it claims the first day of 1970, which says nothing";
  if (*time > now) // nobody knows yet what will then have expired
    return "it claims a time that has not come";
  return {};
}

void test_release(report::ReleaseRow& row, const repository::Repository& repository, Audit& audit) {
  audit.set_as_of(*row.time);
  try {
    const report::Subject subject = audit.survey(repository, "refs/tags/" + row.tag, std::nullopt);
    const AuditResult result = audit.run({{repository, subject}});
    for (const report::JudgedSchema& schema : result.schemas)
      for (const evaluation::ControlResult& control : schema.controls)
        row.outcomes.push_back({schema.selection.schema.id, control.control->id, control.outcome});
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::input)
      throw;
    row.problem = error.message();
  }
}

std::size_t last(const Arguments& arguments, std::size_t all) {
  if (!arguments.has("last"))
    return all;
  const std::string text = arguments.text("last");
  if (text.empty() || text.size() > 6 || text.find_first_not_of("0123456789") != std::string::npos || std::stoul(text) == 0)
    throw Error::usage(fmt::format("--last {} is no number of releases", text));
  return std::min<std::size_t>(std::stoul(text), all);
}

int run(const Arguments& arguments, Terminal& terminal) {
  const std::string format = arguments.has("format") ? arguments.text("format") : "text";
  if (format != "text" && format != "csv" && format != "svg")
    throw Error::usage(fmt::format("there is no format {}", format)).hint("there are: text, csv, svg");
  const repository::Repository repository = open_repository(arguments.text("repo"), arguments, terminal);
  Audit audit(gather(arguments, {}, terminal));
  std::vector<report::ReleaseRow> rows = releases(repository);
  if (rows.empty())
    throw Error::input("there is no release to test: no tag of this clone states a version")
        .hint("fetch the tags: git fetch --tags");
  rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(last(arguments, rows.size())));
  const Seconds moment = now();
  std::uint64_t done = 0;
  for (report::ReleaseRow& row : rows) {
    if (row.problem.empty())
      row.problem = why_not_as_of(row.time, moment);
    if (row.problem.empty())
      test_release(row, repository, audit);
    terminal.progress("releases", ++done);
  }
  terminal.end_progress();
  keep_cache(repository);
  const std::string text = format == "csv" ? report::timeline_csv(rows)
                           : format == "svg"
                               ? report::timeline_svg(rows, fmt::format("Outcomes of {} releases, each as of its own time",
                                                                        rows.size()))
                               : report::timeline_text(rows);
  if (arguments.has("out"))
    replace_file(arguments.text("out"), text);
  else
    terminal.print_raw(text);
  terminal.say(fmt::format("{} release{}, from tags of this clone; times are claims of those who made them", rows.size(),
                           rows.size() == 1 ? "" : "s"));
  return met;
}

} // namespace

const Command& timeline_command() {
  static const Command command = {
      "timeline",
      "test every release, each as of its own time",
      "REPO [--schema ID|FILE]… [--format text|csv|svg] [--out FILE] [--last NUMBER] [OPTION]…",
      "Tests each tag that states a version and is no prerelease, as of the time that it claims, and shows\n"
      "how often each outcome occurs, a line for each release; csv has each control, svg is a chart. One that\n"
      "claims no time, or one that has not come, is listed and not tested. The same evidence is supplied for\n"
      "all.",
      declare, run};
  return command;
}

} // namespace assay::cli
