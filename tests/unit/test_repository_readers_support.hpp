// SPDX-License-Identifier: Apache-2.0
//
// What the tests of readers share that are held against git: a directory that goes away, git itself, and
// made-up texts.
#pragma once

#include "../support/programs.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace repository_tests {

namespace fs = std::filesystem;

class TempDir : public programs::TempDir {
public:
  void put(std::string_view name, std::string_view bytes) const { std::ofstream(path() / name) << bytes; }
};

using programs::Ran;

// `git ARGUMENTS` in a directory, whatever the user's configuration says.
inline Ran git(const TempDir& dir, const std::string& arguments) {
  const std::string command = "cd '" + dir.path().string() +
                              "' && HOME=. GIT_CONFIG_NOSYSTEM=1 XDG_CONFIG_HOME=. git " + arguments +
                              " 2>/dev/null";
  return programs::run(command);
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
