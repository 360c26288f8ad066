// SPDX-License-Identifier: Apache-2.0
//
// What an action of `assay schema` is: a row of the table in schema.cpp and, but for the shortest, one file of its
// own.
#pragma once

#include "cli/command.hpp"

#include <cstddef>
#include <string_view>

namespace assay::cli {

struct SchemaAction {
  const char* name;
  const char* usage;        // what follows "assay schema NAME"; empty without arguments
  std::size_t least, most;  // how many arguments it takes
  std::string_view options; // those of the command's options that it takes, with blanks between
  int (*run)(const std::vector<std::string>& names, const Arguments& arguments, Terminal& terminal);
};

int run_schema_import(const std::vector<std::string>& names, const Arguments& arguments, Terminal& terminal);
int run_schema_coverage(const std::vector<std::string>& names, const Arguments& arguments, Terminal& terminal);
int run_schema_new(const std::vector<std::string>& names, const Arguments& arguments, Terminal& terminal);
int run_schema_test(const std::vector<std::string>& names, const Arguments& arguments, Terminal& terminal);
int run_schema_map(const std::vector<std::string>& names, const Arguments& arguments, Terminal& terminal);

} // namespace assay::cli
