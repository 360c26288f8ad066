// SPDX-License-Identifier: Apache-2.0
#include "audit/base/toml.hpp"

#include "audit/base/error.hpp"

#include <doctest/doctest.h>

using assay::Error;
using assay::TomlDocument;

namespace {

std::string problem(const std::string& text) {
  try {
    const TomlDocument document(text, "a.toml");
  } catch (const Error& error) {
    return error.location()->to_string() + ": " + error.message();
  }
  return {};
}

std::string repeated(const std::string& piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i)
    text += piece;
  return text;
}

} // namespace

TEST_CASE("TomlDocument: values are found by name, with their lines") {
  const TomlDocument document("# head\n[a.b]\nname = 'x'\nyes = true\nnumber = 7\n[[list]]\nk = \"1\"\n[[list]]\nk = \"2\"\n", "");
  CHECK(document.root()["a"]["b"]["name"].text() == "x");
  CHECK(document.root()["a"]["b"]["name"].line == 3);
  CHECK(document.root()["a"]["b"]["yes"].is_true());
  CHECK(document.root()["a"]["b"]["number"].text() == "7");
  CHECK(document.root()["list"].elements.size() == 2);
  CHECK((*document.root()["list"].elements[1])["k"].text() == "2");
  CHECK_FALSE(document.root()["none"]["of"]["these"]);
}

TEST_CASE("TomlDocument: what is wrong is said with its line") {
  CHECK(problem("a = 1\na = 2\n").starts_with("a.toml:2"));
  CHECK(problem("a = \n").starts_with("a.toml:1"));
  CHECK(problem("a = \"\xff\"").find("not well-formed") != std::string::npos);
  CHECK(problem("\na = \"open").starts_with("a.toml:2"));
}

TEST_CASE("TomlDocument: depth, keys and size are bounded") {
  CHECK(problem("a" + repeated(".a", 31) + " = 1").empty());
  CHECK(problem("\na" + repeated(".a", 1000000) + " = 1") == "a.toml:2: a key has more than 32 parts");
  CHECK(problem("[a" + repeated(".a", 1000000) + "]").find("32 parts") != std::string::npos);
  CHECK(problem("[[" + repeated("'a'.", 1000000) + "a]]").find("32 parts") != std::string::npos);
  CHECK(problem("a = " + repeated("[", 1000000)).find("depth") != std::string::npos);
  CHECK(problem("a = " + repeated("{a.a.a = ", 120) + "1" + repeated("}", 120)).find("deeper than 200") !=
        std::string::npos);
  CHECK(problem("a = '" + std::string(17 << 20, 'x') + "'").find("16 MiB") != std::string::npos);
}

TEST_CASE("TomlDocument: dots within strings and comments are no parts of keys") {
  const std::string dots(100, '.');
  CHECK(problem("a = \"" + dots + "\" # " + dots + "\nb = '" + dots + "'\nc = \"\"\"\n\"" + dots + "\\\"\"\"\"\nd = '''" + dots +
                "'''''\ne.f = \"x\\\"" + dots + "\"\n")
            .empty());
  // Quotes at the end of a long string do not hide the key behind it.
  CHECK(problem("a = \"\"\"x\"\"\"\"\nb" + repeated(".b", 100) + " = 1\n").find("32 parts") != std::string::npos);
}
