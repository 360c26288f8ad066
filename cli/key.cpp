// SPDX-License-Identifier: Apache-2.0
//
// assay key: makes a key and a self-signed certificate to seal with.
#include "cli/command.hpp"
#include "cli/identity.hpp"
#include "cli/inputs.hpp"

#include <fmt/format.h>

namespace assay::cli {

namespace {

void declare(po::options_description& options, po::positional_options_description& positions) {
  options.add_options()("action", po::value<std::string>()->required(), "new");
  options.add_options()("out", po::value<std::string>()->required()->value_name("DIR"),
                        "directory for key.pem and cert.pem");
  positions.add("action", 1);
}

int run(const Arguments& arguments, Terminal& terminal) {
  if (arguments.text("action") != "new")
    throw Error::usage(fmt::format("there is no 'assay key {}'", arguments.text("action"))).hint("there is: new");
  const seal::SigningIdentity identity = seal::SigningIdentity::create(now());
  const std::string directory = arguments.text("out");
  save_identity(identity, directory);
  terminal.print(fmt::format("{}/key.pem and {}/cert.pem: {}", directory, directory, identity.subject()));
  terminal.say("whoever shall trust what this key seals puts cert.pem into the ca/ of a trust directory");
  return met;
}

} // namespace

const Command& key_command() {
  static const Command command = {"key",
                                  "make a key to seal with",
                                  "new --out DIR",
                                  "Makes an EC P-256 key (key.pem, readable by you alone) and a self-signed\n"
                                  "certificate (cert.pem). Audits seal with it by --key and --cert.",
                                  declare, run};
  return command;
}

} // namespace assay::cli
