// SPDX-License-Identifier: Apache-2.0
#include "audit/base/yaml.hpp"

#include "audit/base/error.hpp"

#include <doctest/doctest.h>

using assay::YamlDocument;
using assay::YamlNode;

namespace {

std::string problem(const std::string& text) {
  try {
    const YamlDocument document(text, "x.yml");
  } catch (const assay::Error& error) {
    return error.location()->to_string() + ": " + error.message();
  }
  return {};
}

} // namespace

TEST_CASE("scalars stay text, and nodes know their line") {
  const YamlDocument document("on:\n  push: {branches: [main, 'yes']}\nversion: 1.10\nempty:\n", "x");
  const YamlNode& root = document.root();
  CHECK(root["on"]["push"]["branches"].elements.size() == 2);
  CHECK(root["on"]["push"]["branches"].elements[1]->text() == "yes");
  CHECK_FALSE(root["on"]["push"]["branches"].elements[1]->plain);
  CHECK(root["version"].text() == "1.10");
  CHECK(root["version"].line == 3);
  CHECK(root["empty"].is_null());
  CHECK_FALSE(root["missing"]["below"]);
}

TEST_CASE("aliases and merge keys are followed") {
  const YamlDocument document("base: &b {image: x, tags: [a]}\njob:\n  <<: *b\n  tags: [b]\nlist:\n  <<: [*b, {more: 1}]\n", "x");
  const YamlNode& root = document.root();
  CHECK(root["job"]["image"].text() == "x");
  CHECK(root["job"]["tags"].elements[0]->text() == "b");
  CHECK(root["list"]["more"].text() == "1");
}

TEST_CASE("several documents in one stream, and none") {
  const YamlDocument two("a: 1\n---\nb: 2\n", "x");
  REQUIRE(two.roots().size() == 2);
  CHECK((*two.roots()[1])["b"].text() == "2");
  CHECK_FALSE(YamlDocument("# nothing\n", "x").root());
  CHECK_FALSE(YamlDocument("", "x").root());
}

TEST_CASE("what is wrong is refused where it stands") {
  CHECK(problem("a: 1\nb: 2\na: 3\n").starts_with("x.yml:3:1: "));
  CHECK(problem("a: [1, 2\nb: 3\n").starts_with("x.yml:"));
  CHECK(problem("a: *nothing\n").find("names nothing") != std::string::npos);
  CHECK(problem("a: &x [*x]\n").find("names nothing") != std::string::npos);
  CHECK_FALSE(problem("a: \xff\n").empty());
}

TEST_CASE("a bomb of aliases and one of brackets go nowhere") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 10; ++j)
      bomb += (j == 0 ? "" : ", ") + before;
    bomb += "]\n";
  }
  CHECK(problem(bomb).find("aliases") != std::string::npos);
  CHECK(problem(std::string(100'000, '[')).find("deeper than 64") != std::string::npos);
  std::string chain = "a0: &a0 {k: v}\n"; // each merges the one before
  for (int i = 1; i < 100'000; ++i)
    chain += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " {<<: *a" + std::to_string(i - 1) + "}\n";
  CHECK(problem(chain).find("aliases") != std::string::npos);
}
