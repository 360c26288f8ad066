// SPDX-License-Identifier: Apache-2.0
//
// assay trust: says what is in a directory of keys and roots, and what is wrong with it.
#include "cli/command.hpp"
#include "cli/inputs.hpp"

#include "audit/base/escape.hpp"
#include "audit/builtin.hpp"
#include "audit/trust/inventory.hpp"
#include "audit/trust/roles.hpp"

#include <fmt/format.h>

namespace assay::cli {

namespace {

void declare(po::options_description& options, po::positional_options_description& positions) {
  options.add_options()("action", po::value<std::string>()->required(), "list");
  options.add_options()("directory", po::value<std::string>()->required(), "directory of keys and roots");
  options.add_options()("as-of", po::value<std::string>()->value_name("TIME"),
                        "when the keys are to be of use, RFC 3339 (default: now)");
  positions.add("action", 1).add("directory", 1);
}

// A line of fields, separated by tabulators; none of them can hold one once it is escaped.
void print_fields(const std::vector<std::string>& fields, Terminal& terminal) {
  std::string line;
  for (const std::string& field : fields)
    line += (line.empty() ? "" : "\t") + escape_terminal(field);
  terminal.print_raw(line + "\n");
}

void print_roles(const SourceFile& file, Terminal& terminal) {
  Diagnostics diagnostics;
  const trust::Roles roles = trust::Roles::read(file, builtin("schemas/roles.xsd").bytes, diagnostics);
  diagnostics.throw_if_any("list of roles " + file.shown);
  for (const trust::Person& person : roles.persons())
    for (const trust::PersonRole& role : person.roles)
      print_fields({"role", file.shown, person.id, person.name, fmt::format("may {}", to_string(role.role))}, terminal);
}

int run(const Arguments& arguments, Terminal& terminal) {
  if (arguments.text("action") != "list")
    throw Error::usage(fmt::format("there is no 'assay trust {}'", arguments.text("action"))).hint("there is: list");
  const std::vector<SourceFile> files = read_inputs(arguments.text("directory"), "trust");
  const Seconds at = as_of(arguments);
  const trust::TrustStore store(files, {}, at);
  for (const trust::TrustedKey& key : trust::inventory(files, at))
    print_fields({key.use, key.file, key.key, key.holder, key.state.empty() ? "ok" : key.state}, terminal);
  for (const SourceFile& file : trust::files_of(files, trust::TrustFile::roles))
    print_roles(file, terminal);
  for (const Problem& remark : store.remarks())
    terminal.warn("note: " + remark.to_string());
  for (const Problem& problem : store.problems())
    terminal.warn("not read: " + problem.to_string());
  return store.problems().empty() ? met : bad_input;
}

} // namespace

const Command& trust_command() {
  static const Command command = {
      "trust",
      "say what is in a directory of keys and roots",
      "list DIR [--as-of TIME]",
      "Prints a line for each key: use, file, key, holder and state, separated by tabulators. Read are\n"
      "allowed_signers (SSH), *.asc, *.gpg and *.pgp (OpenPGP), ca/ and tsa/ (X.509), keys/*.pem and keys/*.pub\n"
      "(keys of attestations), revoked_keys and *.krl (SSH), and roles.xml. Exit code 3 when something could not be\n"
      "read.",
      declare, run};
  return command;
}

} // namespace assay::cli
