// SPDX-License-Identifier: Apache-2.0
//
// assay check: evaluates and says what is not met, why, and what to do about it. Seals nothing and writes only what
// --format asks for.
#include "cli/command.hpp"
#include "cli/inputs.hpp"
#include "cli/repositories.hpp"
#include "cli/testing.hpp"

#include "audit/base/escape.hpp"
#include "audit/baseline.hpp"
#include "audit/report/export_reading.hpp"
#include "audit/report/exports.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace assay::cli {

namespace {

struct Format {
  const report::Export* write; // null: text for people
  std::string path;            // empty: standard output
};

std::string format_names() {
  std::string names = "text";
  for (const report::Export& one : report::exports())
    names += fmt::format(", {}", one.name);
  return names;
}

void declare(po::options_description& options, po::positional_options_description& positions) {
  declare_repositories(options, positions);
  declare_schema_options(options);
  declare_evidence_options(options);
  options.add_options()("format", po::value<std::vector<std::string>>()->composing()->value_name("NAME[:PATH]"),
                        fmt::format("{} (default: text); to PATH or standard output (repeatable)", format_names()).c_str());
  options.add_options()("baseline", po::value<std::string>()->value_name("DOSSIER"),
                        "report only what this earlier dossier did not find already");
  options.add_options()("exit-zero", "exit with 0 whatever the outcomes are");
}

std::vector<Format> formats_from(const Arguments& arguments) {
  std::vector<Format> formats;
  std::size_t printed = 0;
  for (const std::string& wanted : arguments.list("format")) {
    const std::size_t colon = std::min(wanted.find(':'), wanted.size());
    const std::string name = wanted.substr(0, colon);
    Format format{report::find_export(name), colon < wanted.size() ? wanted.substr(colon + 1) : std::string()};
    if (format.write == nullptr && name != "text")
      throw Error::usage(fmt::format("there is no format {}", name)).hint(fmt::format("there are: {}", format_names()));
    if (colon + 1 == wanted.size())
      throw Error::usage(fmt::format("--format {} names no path after the colon", wanted));
    printed += format.path.empty() ? 1 : 0;
    formats.push_back(std::move(format));
  }
  if (printed > 1)
    throw Error::usage("only one format can go to standard output").hint("give the others a path: --format sarif:FILE");
  if (formats.empty())
    formats.push_back({nullptr, ""});
  return formats;
}

// One control: a line; below it why it is not met or not known; below one that is not met the remedy.
void add_control(pugi::xml_node control, std::vector<Line>& lines) {
  const std::string_view outcome = control.attribute("outcome").value();
  lines.push_back(outcome_line(outcome, control.attribute("id").value(), control.attribute("title").value()));
  if (outcome == "not-satisfied" || outcome == "undetermined")
    lines.push_back({Tone::plain, "      ", fmt::format("why: {}", control.child_value("reason"))});
  if (outcome != "not-satisfied")
    return;
  if (const pugi::xml_node remedy = control.child("remedy"))
    lines.push_back({Tone::plain, "      ", fmt::format("next: {}", remedy.child_value())});
}

std::vector<Line> table(pugi::xml_node report, const std::string& summary) {
  std::vector<Line> lines;
  pugi::xml_node schema;
  for (const report::ControlPlace& place : report::control_places(report)) {
    if (schema != place.schema) {
      schema = place.schema;
      lines.push_back({Tone::plain, "",
                       tested_against(schema.attribute("title").value(), schema.attribute("version").value(),
                                      schema.attribute("profile").value())});
    }
    add_control(place.control, lines);
  }
  lines.push_back({Tone::plain, "", summary});
  return lines;
}

void write_text(const std::vector<Line>& lines, const std::string& path, Terminal& terminal) {
  std::string text;
  for (const Line& line : lines) {
    // On one line, whatever the repository wrote.
    const Line escaped{line.tone, line.label, escape_terminal(line.rest)};
    if (path.empty())
      print(escaped, terminal);
    else
      text += escaped.label + escaped.rest + "\n";
  }
  if (!path.empty())
    replace_file(path, text);
}

// Takes out of the report what the baseline knows already; the answer is how many controls that were.
std::size_t leave_out_known(pugi::xml_node report, const Baseline& baseline, const std::vector<const evaluation::Finding*>& now) {
  std::size_t known = 0;
  for (report::ControlPlace place : report::control_places(report))
    if (place.outcome() == "not-satisfied" && baseline.knows(place.control, now)) {
      place.group.remove_child(place.control);
      ++known;
    }
  return known;
}

bool any_outcome(pugi::xml_node report, std::string_view outcome) {
  const std::vector<report::ControlPlace> places = report::control_places(report);
  return std::any_of(places.begin(), places.end(), [&](const auto& place) { return place.outcome() == outcome; });
}

int run(const Arguments& arguments, Terminal& terminal) {
  const auto start = std::chrono::steady_clock::now();
  const std::vector<Format> formats = formats_from(arguments);
  std::optional<Baseline> baseline;
  if (arguments.has("baseline"))
    baseline.emplace(arguments.text("baseline"));
  Audit audit(gather(arguments, {}, terminal));
  const auto [subjects, result] = test(audit, arguments.list("repo"), arguments, terminal);
  pugi::xml_document document;
  document.load_buffer(result.report_xml.data(), result.report_xml.size());
  const pugi::xml_node report = document.document_element();
  const std::size_t known = baseline ? leave_out_known(report, *baseline, audit.findings()) : 0;

  for (const Format& format : formats) {
    if (format.write != nullptr && format.path.empty())
      terminal.print_raw(format.write->write(report));
    else if (format.write != nullptr)
      replace_file(format.path, format.write->write(report));
    else
      write_text(table(report, result.summary), format.path, terminal);
  }
  if (known > 0)
    terminal.say(fmt::format("{} not satisfied as in the baseline already: left out", known));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const std::string checked = subjects.size() == 1 ? fmt::format("commit {}", subjects.front().commit.hex())
                                                   : fmt::format("{} repositories", subjects.size());
  terminal.say(fmt::format("checked {} in {:.1f} s; nothing was sealed", checked, seconds));
  if (arguments.has("exit-zero"))
    return met;
  return exit_code(any_outcome(report, "not-satisfied"), any_outcome(report, "undetermined"));
}

} // namespace

const Command& check_command() {
  static const Command command = {
      "check",
      "test a repository and say what is not met, sealing nothing",
      "[ID=]REPO… [--schema ID|FILE]… [--profile ID|FILE]… [--format NAME[:PATH]]… [OPTION]…",
      "Tests the controls of a compliance schema on one commit of REPO and its history: for use before\n"
      "a release is tagged, and on pull requests. Several repositories are those of one product\n"
      "(--product), which gives each an ID and a revision.\n"
      "Exit code 0 when every control is met, 1 when one is not, 5 when one is undetermined.",
      declare, run};
  return command;
}

} // namespace assay::cli
