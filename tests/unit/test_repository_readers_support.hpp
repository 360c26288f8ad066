// SPDX-License-Identifier: Apache-2.0
//
// What the tests of readers share that are held against git: a directory that goes away, git itself, and
// made-up texts.
#pragma once

#include <doctest/doctest.h>

#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <vector>

namespace repository_tests {

namespace fs = std::filesystem;

class TempDir {
public:
  TempDir() {
    std::string name = (fs::temp_directory_path() / "assay-repository-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~TempDir() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  void put(std::string_view name, std::string_view bytes) const { std::ofstream(path_ / name) << bytes; }
  const fs::path& path() const { return path_; }

private:
  fs::path path_;
};

struct Ran {
  int code;
  std::string output;
};

// `git ARGUMENTS` in a directory, whatever the user's configuration says.
inline Ran git(const TempDir& dir, const std::string& arguments) {
  const std::string command = "cd '" + dir.path().string() +
                              "' && HOME=. GIT_CONFIG_NOSYSTEM=1 XDG_CONFIG_HOME=. git " + arguments +
                              " 2>/dev/null";
  Ran ran{-1, {}};
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  char buffer[4096];
  for (std::size_t size; (size = fread(buffer, 1, sizeof buffer, pipe)) > 0;)
    ran.output.append(buffer, size);
  const int status = pclose(pipe);
  ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

inline bool has_git() {
  if (std::system("git --version >/dev/null 2>&1") == 0)
    return true;
  MESSAGE("git is not installed: nothing was compared");
  return false;
}

// Texts made of pieces; the same ones on every machine.
class Writer {
public:
  explicit Writer(std::vector<std::string> pieces) : pieces_(std::move(pieces)) {}

  std::string text(std::size_t most) {
    std::string made;
    for (std::size_t left = 1 + random_() % most; left > 0; --left)
      made += pieces_[random_() % pieces_.size()];
    return made;
  }

private:
  std::vector<std::string> pieces_;
  std::mt19937 random_{20240229};
};

} // namespace repository_tests
