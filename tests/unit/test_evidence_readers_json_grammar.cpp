// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/json_grammar.hpp"

#include "audit/base/error.hpp"

#include <doctest/doctest.h>

#include <chrono>

using assay::JsonDocument;
using assay::evidence::Flaws;
using assay::evidence::JsonGrammar;
using assay::evidence::JsonObjectRule;

namespace {

Flaws check(const std::string& members, const std::string& json) {
  const JsonGrammar grammar("extra:#bag", {{"thing", members}, {"bag", "* tags:{}string"}, {"part", "any-of=a|b a:string b:string"}});
  Flaws flaws;
  grammar.check(JsonDocument(json, "a.json").root(), flaws);
  return flaws;
}

std::string first(const std::string& members, const std::string& json) {
  return check(members, json).first;
}

} // namespace

TEST_CASE("json grammar: what fits has no flaw") {
  CHECK(check("a!:string b:integer>=0 c:[]#part d:<>boolean e:rank f:(x|y) g:[]string?",
              R"({"a":"","b":0,"c":[{"a":""},{"b":""}],"d":{"q":true},"e":99.5,"f":"y","g":null,"extra":{"any":[1,{}]}})")
            .count == 0);
  CHECK(check("a:integer", R"({"a":3.0})").count == 0); // a whole number
}

TEST_CASE("json grammar: each way to be wrong, with its place") {
  CHECK(first("a!:string", "{}") == "(root): it lacks \"a\"");
  CHECK(first("a:string", "[]") == "(root): it is an array, not an object");
  CHECK(first("a:string", R"({"b":1})") == "(root): thing has no member \"b\"");
  CHECK(first("a:string", R"({"a":1})") == "/a: it is a number, not a string");
  CHECK(first("a:integer", R"({"a":1.5})") == "/a: it is a number, not an integer");
  CHECK(first("a:integer>=1", R"({"a":0})") == "/a: 0 is out of range");
  CHECK(first("a:rank", R"({"a":100.5})") == "/a: 100.5 is out of range");
  CHECK(first("a:boolean", R"({"a":"true"})") == "/a: it is a string, not a boolean");
  CHECK(first("a:(x|y)", R"({"a":"z"})") == "/a: \"z\" is none of x, y");
  CHECK(first("a:[]string", R"({"a":{}})") == "/a: it is an object, not an array");
  CHECK(first("a:[]string", R"({"a":["x",1]})") == "/a/1: it is a number, not a string");
  CHECK(first("a:[+]string", R"({"a":[]})") == "/a: it is empty");
  CHECK(first("a:<>string", R"({"a":{"x/y":1}})") == "/a/x~1y: it is a number, not a string");
  CHECK(first("a:#part", R"({"a":{}})") == "/a: it must have one of a, b");
  CHECK(first("one-of=a|b a:string b:string", R"({"a":"","b":""})") == "(root): it must have exactly one of a, b");
  CHECK(first("a:string", R"({"extra":{"tags":["x","x"]}})") == "/extra/tags: it holds the same twice");
  CHECK(check("a!:string b!:string", "{}").count == 2);
}

TEST_CASE("json grammar: equal values are the same however they are written") {
  const std::string members = "a:{}#bag b:{}rank";
  CHECK(check(members, R"({"a":[{"x":1,"y":[2]},{"y":[2.0],"x":1}]})").count == 1);
  CHECK(check(members, R"({"a":[{"x":1},{"x":true},{"x":"1"},{"x":null},{"x":[1]},{"x":{}},{"x":[]},{}]})").count == 0);
  CHECK(check(members, R"({"a":[{"x":[1,2]},{"x":[2,1]}]})").count == 0);
  CHECK(check(members, R"({"b":[0,-0.0]})").count == 1);
}

TEST_CASE("json grammar: forms of strings") {
  const auto fits = [](const std::string& form, const std::string& text) {
    return check("a:" + form, "{\"a\":\"" + text + "\"}").count == 0;
  };
  CHECK(fits("guid", "12345678-1234-1234-8234-123456789abc"));
  CHECK_FALSE(fits("guid", "12345678-1234-6234-8234-123456789abc"));
  CHECK_FALSE(fits("guid", "12345678-1234-1234-7234-123456789abc"));
  CHECK_FALSE(fits("guid", "12345678-1234-1234-8234-123456789abc "));
  CHECK(fits("language", "en"));
  CHECK(fits("language", "en-GB"));
  CHECK_FALSE(fits("language", "eng"));
  CHECK(fits("media-type", "text/plain"));
  CHECK(fits("media-type", "//a//b"));
  CHECK_FALSE(fits("media-type", "/plain"));
  CHECK_FALSE(fits("media-type", "text/"));
  CHECK(fits("four-numbers", "v1.20.3.4-rc"));
  CHECK_FALSE(fits("four-numbers", "1.2.3"));
  CHECK_FALSE(fits("four-numbers", "1.2..3.4"));
  CHECK(fits("date-time", "2020-02-29T01:02:03.4z"));
  CHECK_FALSE(fits("date-time", "2020-02-29"));
  CHECK_FALSE(fits("date-time", "2021-02-29T01:02:03Z"));
  CHECK_FALSE(fits("date-time", "2020-02-29T01:02:03"));
  CHECK(fits("uri", "a:b"));
  CHECK_FALSE(fits("uri", "a b"));
}

TEST_CASE("json grammar: a rule that is not well written is a mistake of ours") {
  const auto made = [](const char* members) { JsonGrammar("", {{"thing", members}}); };
  CHECK_THROWS_AS(made("a:sting"), assay::Error);
  CHECK_THROWS_AS(made("a:#nowhere"), assay::Error);
}

TEST_CASE("json grammar: time is linear in the document") {
  std::string many = R"({"a":[)";
  for (int i = 0; i < 300000; ++i)
    many += "{\"n\":" + std::to_string(i) + "},";
  many.back() = ']';
  std::string deep;
  for (int i = 0; i < 500; ++i)
    deep += R"({"a":[)";
  for (int i = 0; i < 500; ++i)
    deep += "]}";
  const JsonDocument wide(many + "}", "a.json"), nested(deep, "a.json");
  const JsonGrammar grammar("", {{"thing", "a:{}#thing n:integer"}});
  const auto start = std::chrono::steady_clock::now();
  Flaws flaws;
  grammar.check(wide.root(), flaws);
  grammar.check(nested.root(), flaws);
  CHECK(flaws.count == 0);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}
