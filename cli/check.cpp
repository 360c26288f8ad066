// SPDX-License-Identifier: Apache-2.0
//
// assay check: evaluates and says what is not met, why, and what to do about it. Seals nothing and writes only what
// --format asks for.
#include "cli/command.hpp"
#include "cli/inputs.hpp"

#include "audit/base/escape.hpp"
#include "audit/baseline.hpp"
#include "audit/report/exports.hpp"

#include <fmt/format.h>

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
  options.add_options()("repo", po::value<std::string>()->required(), "repository");
  declare_schema_options(options);
  declare_evidence_options(options);
  options.add_options()("format", po::value<std::vector<std::string>>()->composing()->value_name("NAME[:PATH]"),
                        fmt::format("{} (default: text); to PATH or standard output (repeatable)", format_names()).c_str());
  options.add_options()("baseline", po::value<std::string>()->value_name("DOSSIER"),
                        "report only what this earlier dossier did not find already");
  options.add_options()("exit-zero", "exit with 0 whatever the outcomes are");
  positions.add("repo", 1);
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

Tone tone_of(std::string_view outcome) {
  return outcome == "satisfied"       ? Tone::good
         : outcome == "not-satisfied" ? Tone::bad
         : outcome == "undetermined"  ? Tone::doubtful
                                      : Tone::plain;
}

struct Line {
  Tone tone;
  std::string label; // coloured on a terminal
  std::string rest;
};

// One control: a line, and below a failing one what contradicts it and the remedy.
void add_control(pugi::xml_node control, std::vector<Line>& lines) {
  const std::string outcome = control.attribute("outcome").value();
  lines.push_back({tone_of(outcome), fmt::format("  {:<15}", outcome),
                   fmt::format("{:<16}{}", control.attribute("id").value(), control.attribute("title").value())});
  if (outcome != "not-satisfied")
    return;
  lines.push_back({Tone::plain, "      ", fmt::format("why: {}", control.child_value("reason"))});
  if (const pugi::xml_node remedy = control.child("remedy"))
    lines.push_back({Tone::plain, "      ", fmt::format("next: {}", remedy.child_value())});
}

std::vector<Line> table(pugi::xml_node report, const std::string& summary) {
  std::vector<Line> lines;
  for (const pugi::xml_node schema : report.children("schema")) {
    std::string title = fmt::format("{} {}", schema.attribute("title").value(), schema.attribute("version").value());
    if (const pugi::xml_attribute profile = schema.attribute("profile"))
      title += fmt::format(", profile {}", profile.value());
    lines.push_back({Tone::plain, "", std::move(title)});
    for (const pugi::xml_node group : schema.children("group"))
      for (const pugi::xml_node control : group.children("control"))
        add_control(control, lines);
  }
  lines.push_back({Tone::plain, "", summary});
  return lines;
}

void write_text(const std::vector<Line>& lines, const std::string& path, Terminal& terminal) {
  std::string text;
  for (const Line& line : lines) {
    const std::string rest = escape_terminal(line.rest); // on one line, whatever the repository wrote
    if (path.empty()) {
      terminal.print_raw(terminal.coloured(line.tone, line.label));
      terminal.print(rest);
    } else {
      text += line.label + rest + "\n";
    }
  }
  if (!path.empty())
    replace_file(path, text);
}

// Takes out of the report what the baseline knows already; the answer is how many controls that were.
std::size_t leave_out_known(pugi::xml_node report, const Baseline& baseline, const evaluation::Evaluation& now) {
  std::vector<pugi::xml_node> known;
  for (const pugi::xml_node schema : report.children("schema"))
    for (const pugi::xml_node group : schema.children("group"))
      for (const pugi::xml_node control : group.children("control"))
        if (std::string_view(control.attribute("outcome").value()) == "not-satisfied" && baseline.knows(control, now))
          known.push_back(control);
  for (pugi::xml_node control : known)
    control.parent().remove_child(control);
  return known.size();
}

bool any_outcome(pugi::xml_node report, std::string_view outcome) {
  return static_cast<bool>(report.find_node([&](pugi::xml_node node) {
    return std::string_view(node.name()) == "control" && node.attribute("outcome").value() == outcome;
  }));
}

int run(const Arguments& arguments, Terminal& terminal) {
  const auto start = std::chrono::steady_clock::now();
  const std::vector<Format> formats = formats_from(arguments);
  std::optional<Baseline> baseline;
  if (arguments.has("baseline"))
    baseline.emplace(arguments.text("baseline"));
  const repository::Repository repository(arguments.text("repo"));
  Audit audit(gather(arguments, {}, terminal));
  const report::Subject subject = audit.survey(repository, revision(arguments), arguments.text("since"));
  const AuditResult result = audit.run(repository, subject, [&](std::string_view what, std::uint64_t count) {
    terminal.progress(what, count);
  });
  terminal.end_progress();
  pugi::xml_document document;
  document.load_buffer(result.report_xml.data(), result.report_xml.size());
  const pugi::xml_node report = document.document_element();
  const std::size_t known = baseline ? leave_out_known(report, *baseline, audit.evaluation()) : 0;

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
  terminal.say(fmt::format("checked commit {} in {:.1f} s; nothing was sealed", subject.commit.hex(), seconds));
  if (arguments.has("exit-zero"))
    return met;
  return any_outcome(report, "not-satisfied") ? not_met : any_outcome(report, "undetermined") ? incomplete : met;
}

} // namespace

const Command& check_command() {
  static const Command command = {
      "check",
      "test a repository and say what is not met, sealing nothing",
      "REPO [--schema ID|FILE]… [--profile ID|FILE]… [--format NAME[:PATH]]… [OPTION]…",
      "Tests the controls of a compliance schema on one commit of REPO and its history: for use before\n"
      "a release is tagged, and on pull requests.\n"
      "Exit code 0 when every control is met, 1 when one is not, 5 when one is undetermined.",
      declare, run};
  return command;
}

} // namespace assay::cli
