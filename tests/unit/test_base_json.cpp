// SPDX-License-Identifier: Apache-2.0
#include "audit/base/json.hpp"

#include "audit/base/error.hpp"

#include <doctest/doctest.h>

using assay::JsonDocument;
using assay::JsonValue;

namespace {

std::string problem(const std::string& text) {
  try {
    const JsonDocument document(text, "x.json");
  } catch (const assay::Error& error) {
    return error.location()->to_string() + ": " + error.message();
  }
  return {};
}

} // namespace

TEST_CASE("a value answers with nothing when asked for what it is not") {
  const JsonDocument document(R"({"a": [1, 2.0, 2.5, "x"], "b": {"c": true}, "n": null, "big": 9007199254740993})", "x");
  const JsonValue root = document.root();
  CHECK(root["a"][0].integer() == 1);
  CHECK(root["a"][1].integer() == 2);
  CHECK_FALSE(root["a"][2].integer());
  CHECK(root["a"][2].number() == 2.5);
  CHECK(root["a"][3].text() == "x");
  CHECK_FALSE(root["a"][3].integer());
  CHECK_FALSE(root["a"][9]);
  CHECK(root["a"].size() == 4);
  CHECK(root["b"]["c"].boolean() == true);
  CHECK_FALSE(root["b"]["c"]["d"]["e"].text());
  CHECK(root["n"].is_null());
  CHECK(root["missing"].text_or("-") == "-");
  CHECK_FALSE(root["big"].integer()); // readers differ in what it is
}

TEST_CASE("what is no JSON is refused where it stands") {
  CHECK(problem("{\n \"a\": 1,\n \"b\": x\n}").starts_with("x.json:3:7: "));
  CHECK(problem("").find("empty") != std::string::npos);
  CHECK(problem("{\"a\": \"\xff\"}").find("UTF-8") != std::string::npos);
  CHECK(problem("{\"a\": \"\x01\"}").find("control character") != std::string::npos);
  CHECK(problem("{\"a\": 1e999}").find("number") != std::string::npos);
  CHECK_FALSE(problem("{} {}").empty());
  CHECK_FALSE(problem("{\"a\": NaN}").empty());
}

TEST_CASE("a name twice in one object is refused, in two objects it is none twice") {
  CHECK(problem(R"({"a": [{"x": 1, "y": {"k": 1, "k": 2}}]})").find("\"k\" twice") != std::string::npos);
  CHECK(problem(R"({"a": [{"x": 1}, {"x": 2}], "x": {"x": 3}})").empty());
  CHECK(problem("{\"a\": 1, \"\\u0061\": 2}").find("twice") != std::string::npos);
}

TEST_CASE("a million brackets are refused at once") {
  CHECK_FALSE(problem(std::string(1'000'000, '[')).empty());
  CHECK(problem(std::string(2000, '[') + std::string(2000, ']')).find("1,024") != std::string::npos);
  CHECK(problem(std::string(1000, '[') + std::string(1000, ']')).empty());
}

TEST_CASE("pointers are escaped as RFC 6901 says") {
  CHECK(assay::json_pointer("", "a/b~c") == "/a~1b~0c");
  CHECK(assay::json_pointer("/x", std::size_t{3}) == "/x/3");
}
