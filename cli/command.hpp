// SPDX-License-Identifier: Apache-2.0
//
// What a command is: a row of the table in app.cpp and one file of its own.
#pragma once

#include "cli/exit_code.hpp"
#include "cli/terminal.hpp"

#include <boost/program_options.hpp>

#include <string>
#include <vector>

namespace assay::cli {

namespace po = boost::program_options;

// The command line of one command, after parsing.
struct Arguments {
  po::variables_map values;

  bool has(const char* name) const { return values.count(name) != 0; }
  std::string text(const char* name) const { return has(name) ? values[name].as<std::string>() : std::string(); }
  std::vector<std::string> list(const char* name) const {
    return has(name) ? values[name].as<std::vector<std::string>>() : std::vector<std::string>();
  }
};

struct Command {
  const char* name;
  const char* summary; // one line for `assay --help`
  const char* usage;   // what follows "assay NAME"
  const char* details; // a paragraph for `assay NAME --help`
  void (*declare)(po::options_description& options, po::positional_options_description& positions);
  int (*run)(const Arguments& arguments, Terminal& terminal);
};

const Command& attest_command();
const Command& audit_command();
const Command& check_command();
const Command& evidence_command();
const Command& explain_command();
const Command& key_command();
const Command& plan_command();
const Command& render_command();
const Command& schema_command();
const Command& timeline_command();
const Command& trust_command();
const Command& verify_command();
const Command& waive_command();

} // namespace assay::cli
