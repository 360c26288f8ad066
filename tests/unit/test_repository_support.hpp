// SPDX-License-Identifier: Apache-2.0
//
// A repository that goes away, made with git in a test.
#pragma once

#include "audit/base/text.hpp"
#include "audit/repository/repository.hpp"

#include "../support/programs.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace repository_tests {

class TempRepository : programs::TempDir {
public:
  TempRepository() { run("git init -q -b main"); }
  std::string path() const { return TempDir::path().string(); }
  void run(const std::string& command) const { REQUIRE(std::system(in_place(command).c_str()) == 0); }
  // What a command prints, by line.
  std::vector<std::string> lines(const std::string& command) const {
    const std::string output = programs::run(in_place(command)).output;
    std::vector<std::string> all;
    for (std::string_view rest = output; !rest.empty();)
      all.emplace_back(assay::take_line(rest));
    return all;
  }

private:
  std::string in_place(const std::string& command) const {
    return fmt::format("cd '{}' && export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 "
                       "GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a "
                       "GIT_COMMITTER_EMAIL=a@example.org GIT_AUTHOR_DATE='1700000000 +0000' "
                       "GIT_COMMITTER_DATE='1700000000 +0000' && {{ {} ; }} 2>/dev/null </dev/null",
                       path(), command);
  }
  assay::repository::Library library_;
};

} // namespace repository_tests
