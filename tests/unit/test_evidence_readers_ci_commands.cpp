// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/ci_commands.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

using assay::evidence::CommandWords;

namespace {

// Words parted by spaces, commands by " | ".
std::string commands(const std::string& script) {
  std::string all;
  assay::evidence::each_command(script, [&](const CommandWords& command) {
    all += all.empty() ? "" : " | ";
    for (std::size_t i = 0; i < command.size(); ++i)
      all += (i == 0 ? "" : " ") + command[i];
  });
  return all;
}

std::size_t count(const std::string& script) {
  std::size_t found = 0;
  assay::evidence::each_command(script, [&](const CommandWords&) { ++found; });
  return found;
}

} // namespace

TEST_CASE("commands: lines, operators and words") {
  CHECK(commands("go test ./...\nmake\n") == "go test ./... | make");
  CHECK(commands("a && b || c; d | e & f") == "a | b | c | d | e | f");
  CHECK(commands("go \\\n  test 'a b' \"c d\"") == "go test a b c d");
  CHECK(commands("(cd x && make) 2>&1") == "cd x | make | 2>&1");
  CHECK(commands("if make check; then echo ok; fi") == "make check | echo ok | fi");
  CHECK(commands("for x in go test; do pytest $x; done") == "for x in go test | pytest $x | done");
  CHECK(commands("x=$(git describe) y") == "git describe | y");
  CHECK(commands("echo \"$(go test; make) rest\" more") == "go test | make | echo  rest more");
  CHECK(commands("make -j$(nproc) check") == "nproc | make -j check");
  CHECK(commands("make -j`nproc` check") == "nproc | make -j check");
  CHECK(commands("a $(b $(c) d) e") == "c | b  d | a  e");
  CHECK(commands("a $(b") == "b | a ");
  CHECK(commands("{ make; }") == "make");
}

TEST_CASE("commands: comments, quotes and here-documents hold none") {
  CHECK(commands("# go test\n  # go test\nmake # go test") == "make");
  CHECK(commands("echo 'go test\ngo test'") == "echo go test\ngo test");
  CHECK(commands("echo a#b") == "echo a#b");
  CHECK(commands("cat <<EOF >x\ngo test\nEOF\nmake") == "cat >x | make");
  CHECK(commands("cat <<-'E'\n\tgo test\n\tE\nmake") == "cat | make");
  CHECK(commands("cat << X\nmake") == "cat | make"); // it never ends, and so is none
  CHECK(commands("cat <<<x\nmake") == "cat <<<x | make");
}

TEST_CASE("commands: what only starts them") {
  CHECK(commands("sudo -E env A=b make check") == "make check");
  CHECK(commands("CC=gcc FOO='x y' ./configure") == "configure");
  CHECK(commands("python3.11 -m pytest -q") == "pytest -q");
  CHECK(commands("poetry run pytest; bundle exec rake; npx --yes jest") == "pytest | rake | jest");
  CHECK(commands("npx -p @a/b semantic-release") == "semantic-release");
  CHECK(commands("timeout -k 5 10m ctest") == "ctest");
  CHECK(commands("xvfb-run -a npm test") == "npm test");
  CHECK(commands("bash -euc 'go test && make'") == "go test | make");
  CHECK(commands("nix-shell --run \"cabal test\"") == "cabal test");
  CHECK(commands("command -v pytest") == "command -v pytest");
  CHECK(commands("./mvnw verify; .\\gradlew.bat test; C:\\x\\CTest.EXE -C Debug") ==
        "mvnw verify | gradlew test | ctest -C Debug");
  CHECK(commands("sudo") == "sudo");
  CHECK(commands("python") == "python");
}

TEST_CASE("commands: expressions of the forge stay whole") {
  CHECK(commands("echo ${{ a && 'b;c' || d }} e") == "echo ${{ a && 'b;c' || d }} e");
  CHECK(commands("git checkout \"${{ github.head_ref }}\"") == "git checkout ${{ github.head_ref }}");
}

TEST_CASE("commands: any bytes are gone through in linear time") {
  for (const char* broken : {"", "'", "\"", "\\", "$(", ")", "`", "<<", "<<-", "<<'", "${{", "\xff\xfe", "(((", ")))", "<<E",
                             "<<E\n", "a\\\n"})
    (void)count(broken);
  const auto start = std::chrono::steady_clock::now();
  std::string marks, nested, open;
  for (int i = 0; i < 20000; ++i) {
    marks += "cat <<E" + std::to_string(i) + "\n";
    nested += "$(";
    open += "${{ ";
  }
  CHECK(count(marks) == 20000);
  (void)count(nested);
  (void)count(open);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
}
