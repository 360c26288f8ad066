// SPDX-License-Identifier: Apache-2.0
//
// assay verify: answers part by part whether a dossier is what it says.
#include "cli/command.hpp"
#include "cli/inputs.hpp"
#include "cli/testing.hpp"

#include "audit/verify.hpp"

#include <fmt/format.h>

namespace assay::cli {

namespace {

void declare(po::options_description& options, po::positional_options_description& positions) {
  options.add_options()("dossier", po::value<std::string>()->required(), "dossier");
  options.add_options()("trust", po::value<std::string>()->value_name("DIR"),
                        "certificates you trust, in DIR/ca/");
  options.add_options()("repo", po::value<std::vector<std::string>>()->composing()->value_name("REPO"),
                        "replay the audit against this clone (repeatable: one for each audited repository)");
  options.add_options()("schema", po::value<std::vector<std::string>>()->composing()->value_name("FILE"),
                        "schema, rules, profile or template that you know besides those built in (repeatable)");
  positions.add("dossier", 1);
}

Tone tone_of(Verdict verdict) {
  switch (verdict) {
  case Verdict::holds: return Tone::good;
  case Verdict::indeterminate: return Tone::doubtful;
  case Verdict::fails: return Tone::bad;
  case Verdict::not_asked: break;
  }
  return Tone::faint;
}

constexpr std::size_t indentation = 27;

// A dossier's text may hold line breaks; none of its lines may look like one of the answer.
std::string indented(const std::string& text) {
  std::string out;
  for (const char c : text) {
    out += c;
    if (c == '\n')
      out.append(indentation, ' ');
  }
  return out;
}

int run(const Arguments& arguments, Terminal& terminal) {
  VerifyRequest request;
  request.now = now();
  if (arguments.has("trust"))
    for (SourceFile& file : read_inputs(arguments.text("trust"), "trust"))
      if (file.name.rfind("trust/ca/", 0) == 0)
        request.ca.push_back(std::move(file));
  for (const std::string& path : arguments.list("schema"))
    request.known.push_back(read_input(path, "known"));
  for (const std::string& path : arguments.list("repo"))
    request.clones.emplace_back(path);
  request.progress = progress_on(terminal);

  const Verification answer = verify(arguments.text("dossier"), request);
  for (const Part& part : answer.parts) {
    terminal.print_raw(terminal.coloured(tone_of(part.verdict), fmt::format("{:<15}", to_string(part.verdict))));
    terminal.print(fmt::format("{:<12}{}", part.name, indented(part.answer)));
    for (const std::string& line : part.details)
      terminal.print(std::string(indentation, ' ') + indented(line));
  }
  if (answer.any(Verdict::fails))
    return verification_failed;
  return answer.any(Verdict::indeterminate) ? incomplete : met;
}

} // namespace

const Command& verify_command() {
  static const Command command = {
      "verify",
      "check a dossier, and replay it against a clone",
      "DOSSIER [--trust DIR] [--repo REPO]… [--schema FILE]…",
      "Answers part by part: container, members, signature, statement, schemas, renderings, replay.\n"
      "Exit code 0 when every part holds, 5 when one is indeterminate, 6 when one fails.",
      declare, run};
  return command;
}

} // namespace assay::cli
