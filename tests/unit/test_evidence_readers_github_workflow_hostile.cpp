// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/workflow.hpp"
#include "test_evidence_readers_support.hpp"

#include <chrono>
#include <string>

using namespace assay::evidence;

namespace {

std::string refused(const std::string& text) {
  const auto start = std::chrono::steady_clock::now();
  const std::string why = reader_tests::refusal(read_github_workflow, text);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
  return why;
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  while (times-- > 0)
    all += text;
  return all;
}

const std::string head = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n";

} // namespace

TEST_CASE("GitHub workflows: a script that aliases repeat is read so often, and no oftener than is allowed") {
  const std::string script = repeated("go test ./... && ", 4000); // 68 kB
  CHECK(refused(head + "      - run: &s \"" + script + "x\"\n" + repeated("      - run: *s\n", 5000)).find("64 MiB") !=
        std::string::npos);
}

TEST_CASE("GitHub workflows: names that every item would repeat are bounded") {
  CHECK(refused("on: push\nname: " + std::string(20000, 'x') + "\njobs: {a: {uses: a/b@c}}").find("16384 bytes") !=
        std::string::npos);
  CHECK(refused("on: {push: {branches: [" + repeated("abcdefghij, ", 5000) + "x]}}\njobs: {a: {uses: a/b@c}}").find("16384") !=
        std::string::npos);
  std::string many;
  for (int i = 0; i < 200; ++i)
    many += "t" + std::to_string(i) + ", ";
  CHECK(refused("on: [" + many + "x]\njobs: {a: {uses: a/b@c}}") == "it has more than 100 triggers");
}

TEST_CASE("GitHub workflows: many expressions, variables and values take linear time") {
  CHECK(refused(head + "      - run: \"" + repeated("${{ github.event.issue.title || env.x }} ", 50000) + "\"\n").empty());
  CHECK(refused(head + "      - run: \"" + repeated("${{ ", 200000) + "\"\n").empty());
  CHECK(refused(head + "      - run: \"" + repeated("$(", 200000) + "\"\n").empty());
  std::string env, values;
  for (int i = 0; i < 50000; ++i) {
    env += "V" + std::to_string(i) + ": '${{ github.head_ref }}', ";
    values += "'${{ matrix.o }}', ";
  }
  CHECK(refused("on: push\nenv: {" + env + "}\n" + head.substr(9) + repeated("      - run: echo $V1 ${{ env.V2 }}\n", 20000)).empty());
  CHECK(refused("on: push\njobs: {a: {runs-on: '${{ matrix.o }}', strategy: {matrix: {o: [" + values + "x]}}, steps: []}}").empty());
}

TEST_CASE("GitHub workflows: depth, bytes and encodings") {
  CHECK(refused("jobs: " + repeated("[", 100000)).find("deeper than 64") != std::string::npos);
  std::string parallel;
  for (int i = 0; i < 25; ++i)
    parallel += "[{parallel: ";
  CHECK(refused("on: push\njobs: {a: {runs-on: x, steps: " + parallel + "[{run: x}]" + repeated("}]", 25) + "}}").empty());
  for (const std::string& any : {std::string("\xff\xfe"), std::string("\0", 1), std::string("jobs: \x80"), std::string("%YAML 9")})
    CHECK_FALSE(refused(any).empty());
}
