// SPDX-License-Identifier: Apache-2.0
#include "audit/base/error.hpp"
#include "audit/statement.hpp"

#include <doctest/doctest.h>

using namespace assay;

namespace {

Statement sample() {
  report::Subject subject;
  subject.id = "s1";
  subject.revision = "v1.0";
  subject.named = *ObjectId::parse("1111111111111111111111111111111111111111");
  subject.commit = *ObjectId::parse("2222222222222222222222222222222222222222");
  subject.tree = *ObjectId::parse("3333333333333333333333333333333333333333");
  subject.release_time = 1'600'000'000;
  subject.refs = {{"refs/tags/v0.9", subject.commit, subject.commit}, {"refs/tags/v1.0", subject.named, subject.commit}};
  const std::string digest(64, 'a');
  return {"0.1.0", 1'790'000'000, {"release"}, false, {"CN=x", digest, true}, {subject},
          {{"schema", "schemas/a.xml", digest, 10}, {"evidence", "evidence/ci/log.txt", digest, 0}},
          {2, digest}, {{"report.xml", digest}, {"schemas/a.xml", digest}}};
}

// What reading says of the sample's text after `from` became `to`; empty when it is read.
std::string complaint(const std::string& from, const std::string& to) {
  std::string text = write_statement(sample());
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
  try {
    (void)read_statement(text);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::input);
    return error.message();
  }
  return {};
}

const std::string cannot = "the statement cannot be read: ";

} // namespace

TEST_CASE("a statement that was read is written as it was") {
  const std::string text = write_statement(sample());
  CHECK(write_statement(read_statement(text)) == text);
}

TEST_CASE("what this program would not state does not survive being written again") {
  const std::string text = write_statement(sample());
  for (const auto& change : {std::pair<std::string, std::string>{"\"party\": \"first\"", "\"party\": \"third\""},
                                 {"\"party\"", "\"note\": \"certified\", \"party\""},
                                 {"\"predicateType\"", "\"predicateType\": \"other\", \"predicateType\""},
                                 {"\"gitCommit\": \"2222", "\"gitCommit\": \"1111"},
                                 {"\"name\": \"assay\"", "\"name\": \"better\""}}) {
    std::string other = text;
    other.replace(other.find(change.first), change.first.size(), change.second);
    CHECK_MESSAGE(write_statement(read_statement(other)) != other, change.first);
  }
}

TEST_CASE("inputs lie where files of their kind lie, once, and one is a schema") {
  CHECK(complaint("\"kind\": \"schema\"", "\"kind\": \"evidence\"") == cannot + "schemas/a.xml is no evidence");
  CHECK(complaint("\"kind\": \"schema\"", "\"kind\": \"scheme\"") ==
        cannot + "input schemas/a.xml is of the unknown kind scheme");
  CHECK(complaint("\"name\": \"schemas/a.xml\",\n        \"sha256\"", "\"name\": \"schemas/rules/a.xml\",\n        \"sha256\"") ==
        cannot + "schemas/rules/a.xml is no schema");
  CHECK(complaint("\"kind\": \"evidence\",\n        \"name\": \"evidence/ci/log.txt\"",
                  "\"kind\": \"schema\",\n        \"name\": \"schemas/a.xml\"") ==
        cannot + "input schemas/a.xml is listed twice");
  CHECK(complaint("\"kind\": \"schema\",\n        \"name\": \"schemas/a.xml\"",
                  "\"kind\": \"trust\",\n        \"name\": \"trust/a.xml\"") == cannot + "it names no schema");
}

TEST_CASE("hostile statements are refused before they cost anything") {
  CHECK_THROWS_WITH_AS(read_statement(std::string(1'000'000, '[')), (cannot + "it is nested deeper than 16").c_str(), Error);
  CHECK(complaint("\"version\": \"0.1.0\"", "\"version\": \"0\\nholds replay\"") ==
        cannot + "'version' holds a control character");
  CHECK(complaint("refs/tags/v0.9", "refs/tags/v1.0") == cannot + "its refs are not in the order of their names");
  for (const char* text : {"", "null", "[]", "\"x\"", "{", "{}"})
    CHECK_THROWS_AS(read_statement(text), Error);
}

TEST_CASE("a statement is about one subject or several, each with a name of its own") {
  Statement two = sample();
  two.subjects.push_back(two.subjects.front());
  two.subjects.back().id = "core";
  two.subjects.back().path = "packages/\xff";
  const std::string text = write_statement(two);
  const Statement read = read_statement(text);
  REQUIRE(read.subjects.size() == 2);
  CHECK(read.subjects.back().path == two.subjects.back().path);
  CHECK(write_statement(read) == text);
  two.subjects.back().id = "S1";
  CHECK_THROWS_WITH_AS(read_statement(write_statement(two)), (cannot + "subject S1 is in it twice").c_str(), Error);
  two.subjects.clear();
  CHECK_THROWS_WITH_AS(read_statement(write_statement(two)),
                       (cannot + "it has 0 audited subjects, and an audit has 1 to 100").c_str(), Error);
}
