// SPDX-License-Identifier: Apache-2.0
//
// assay audit: tests a repository and writes the dossier.
#include "cli/command.hpp"
#include "cli/identity.hpp"
#include "cli/inputs.hpp"
#include "cli/output_directory.hpp"
#include "cli/repositories.hpp"
#include "cli/testing.hpp"

#include "audit/builtin.hpp"
#include "audit/dossier.hpp"
#include "audit/verify.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace assay::cli {

namespace fs = std::filesystem;

namespace {

void declare(po::options_description& options, po::positional_options_description& positions) {
  declare_repositories(options, positions);
  declare_schema_options(options);
  declare_evidence_options(options);
  options.add_options()("out", po::value<std::string>()->value_name("DIR"),
                        "directory to write (default: assay-out); an existing dossier is kept under another name");
  options.add_options()("key", po::value<std::string>()->value_name("FILE"), "private key to seal with, PEM");
  options.add_options()("cert", po::value<std::string>()->value_name("FILE"),
                        "its certificate, PEM; its chain may follow in the file");
}

// A tool that cannot verify what it wrote must not say that it wrote it.
void verify_own(const fs::path& dossier, const Audit& audit, const ChosenIdentity& sealer) {
  VerifyRequest request;
  request.now = now();
  request.ca = {{"trust/ca/own.pem", sealer.identity.certificate_pem(), "the sealing certificate"}};
  for (const auto& [kind, file] : input_files(audit.inputs()))
    request.known.push_back(*file);
  for (const Part& part : verify(dossier, request).parts)
    if (part.verdict != Verdict::holds && part.verdict != Verdict::not_asked)
      throw Error::environment(
          fmt::format("no dossier was written: the new one does not verify: {}: {}", part.name, part.answer));
}

void print_outcomes(const std::vector<report::JudgedSchema>& schemas, Terminal& terminal) {
  for (const auto& [selection, controls] : schemas) {
    terminal.print(tested_against(selection.schema.title, selection.schema.version,
                                  selection.profile == nullptr ? "" : selection.profile->id));
    for (const evaluation::ControlResult& result : controls)
      print(outcome_line(to_string(result.outcome), result.control->id, result.control->title), terminal);
  }
}

int run(const Arguments& arguments, Terminal& terminal) {
  OutputDirectory out(arguments.has("out") ? arguments.text("out") : "assay-out");
  const ChosenIdentity sealer = choose_identity(arguments, terminal);
  const report::Sealer named = {sealer.identity.subject(), sealer.identity.certificate_sha256(), sealer.self_made};
  Audit audit(gather(arguments, named, terminal));
  const auto [subjects, result] = test(audit, arguments.list("repo"), arguments, terminal);
  const WrittenDossier written = write_dossier(out.stage(), audit, result, subjects, sealer.identity, now());
  verify_own(written.path, audit, sealer);
  const fs::path kept = out.publish(out.replaces() ? dossier_digest(out.target() / "dossier.asice") : "");
  if (!kept.empty())
    terminal.say(fmt::format("the dossier that was there is now {}", kept.string()));
  print_outcomes(result.schemas, terminal);
  terminal.print(result.summary);
  terminal.print(fmt::format("dossier: {}\nreport:  {}", (out.target() / "dossier.asice").string(),
                             (out.target() / "report.html").string()));
  if (sealer.self_made)
    terminal.say("sealed with a key that assay made for itself: nobody vouches for whose it is");
  return exit_code(result);
}

} // namespace

const Command& audit_command() {
  static const Command command = {
      "audit",
      "test a repository and seal what was found in a dossier",
      "[ID=]REPO… [--schema ID|FILE]… [--profile ID|FILE]… [OPTION]…",
      "Tests the controls of a compliance schema on one commit of REPO and its history, and writes\n"
      "DIR/dossier.asice with report.xml, report.html and report.md beside it. Several repositories are\n"
      "those of one product (--product), which gives each an ID and a revision.\n"
      "Exit code 0 when every control is met, 1 when one is not, 5 when one is undetermined.",
      declare, run};
  return command;
}

} // namespace assay::cli
