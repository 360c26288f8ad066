// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/json5.hpp"

#include "audit/base/error.hpp"
#include "audit/base/json.hpp"

#include <doctest/doctest.h>

using assay::JsonDocument;
using assay::evidence::json5_to_json;

TEST_CASE("json5_to_json: comments, names, quotes, trailing commas") {
  const std::string json = json5_to_json("// c\n{ a: 'it\\'s \"so\"', /* d\n */ $b_1: [1, true, null, -2.5e3,], null: {}, \"c\": \"// no\", }\n");
  const JsonDocument document(json, "");
  CHECK(*document.root()["a"].text() == "it's \"so\"");
  CHECK(document.root()["$b_1"].size() == 4);
  CHECK(document.root()["$b_1"][3].number() == -2500.0);
  CHECK(document.root()["null"].is_object());
  CHECK(*document.root()["c"].text() == "// no");
}

TEST_CASE("json5_to_json: JSON stays what it is") {
  const std::string json = R"({"a": [1, "x\\\"y", {"b": false}], "é": "\u00e9"})";
  CHECK(json5_to_json(json) == json);
}

TEST_CASE("json5_to_json: what is wrong stays wrong") {
  for (const char* text : {"{a: 'open", "{a: /* open", "{a b}", "{", "0x10", "{a: 1,, b: 2}", "[,]", "{'a': NaN}"}) {
    CAPTURE(std::string(text));
    CHECK_THROWS_AS(JsonDocument(json5_to_json(text), ""), assay::Error);
  }
}
