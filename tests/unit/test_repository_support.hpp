// SPDX-License-Identifier: Apache-2.0
//
// A repository that goes away, made with git in a test.
#pragma once

#include "audit/repository/repository.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <stdlib.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace repository_tests {

class TempRepository {
public:
  TempRepository() {
    std::string name = (std::filesystem::temp_directory_path() / "assay-history-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
    run("git init -q -b main");
  }
  ~TempRepository() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempRepository(const TempRepository&) = delete;
  TempRepository& operator=(const TempRepository&) = delete;

  const std::string& path() const { return path_; }
  void run(const std::string& command) const { REQUIRE(std::system(in_place(command).c_str()) == 0); }
  // What a command prints, by line.
  std::vector<std::string> lines(const std::string& command) const {
    std::FILE* pipe = popen(in_place(command).c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::vector<std::string> all(1);
    for (int c; (c = std::fgetc(pipe)) != EOF;)
      if (c == '\n')
        all.emplace_back();
      else
        all.back() += static_cast<char>(c);
    pclose(pipe);
    all.pop_back();
    return all;
  }

private:
  std::string in_place(const std::string& command) const {
    return fmt::format("cd '{}' && export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 "
                       "GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a "
                       "GIT_COMMITTER_EMAIL=a@example.org GIT_AUTHOR_DATE='1700000000 +0000' "
                       "GIT_COMMITTER_DATE='1700000000 +0000' && {{ {} ; }} 2>/dev/null </dev/null",
                       path_, command);
  }
  std::string path_;
  assay::repository::Library library_;
};

} // namespace repository_tests
