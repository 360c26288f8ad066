// SPDX-License-Identifier: Apache-2.0
//
// What tests share that hold the library against other programs: a directory that goes away, and running a program
// in it. A test whose program is missing says so.
#pragma once

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <stdlib.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

namespace programs {

class TempDir {
public:
  TempDir() {
    std::string name = (std::filesystem::temp_directory_path() / "assay-test-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }
  bool empty() const { return std::filesystem::is_empty(path_); }

private:
  std::filesystem::path path_;
};

struct Ran {
  int status = -1;
  std::string output;
};

// Runs a shell command line as it is; the answer holds what it prints to standard output.
inline Ran run(const std::string& command) {
  Ran ran;
  std::FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> block;
  while (const std::size_t got = std::fread(block.data(), 1, block.size(), pipe))
    ran.output.append(block.data(), got);
  const int status = pclose(pipe);
  ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

// Runs a shell command in `directory`, after `before`; the answer holds both its streams.
inline Ran run(const std::filesystem::path& directory, const std::string& command, const std::string& before = "true") {
  return run(fmt::format("cd '{}' && {} && {{ {} ; }} 2>&1 </dev/null", directory.string(), before, command));
}

// Whether a program is here; says so when a test has to do without it.
inline bool have(const char* program) {
  const bool found = std::system(fmt::format("command -v {} >/dev/null 2>&1", program).c_str()) == 0;
  if (!found)
    MESSAGE(fmt::format("{} is not installed: its part of the test was left out", program));
  return found;
}

} // namespace programs
