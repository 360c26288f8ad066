// SPDX-License-Identifier: Apache-2.0
//
// People are mapped as `git check-mailmap` maps them.
#include "audit/repository/mailmap.hpp"
#include "test_repository_readers_support.hpp"

using namespace repository_tests;
using assay::repository::Mailmap;
using assay::repository::Person;

TEST_CASE("made-up mailmaps map as git check-mailmap does") {
  if (!has_git())
    return;
  const TempDir dir;
  REQUIRE(git(dir, "init --quiet --bare .").status == 0);
  Writer writer({"A <a@x>",
                 "B <b@x>",
                 "C D <C@X>",
                 "<a@x>",
                 "<b@x>",
                 "<A@X>",
                 "<>",
                 " ",
                 "\t",
                 "\n",
                 "\n",
                 "\n",
                 "A",
                 "b",
                 "#",
                 "<",
                 ">",
                 "name",
                 "\r",
                 "E <e@x> a <a@x>\n",
                 "<f@x> <b@x>\n",
                 "G <g@x> <b@x>\n",
                 "\xc3\x85 <a@x>\n"});
  std::vector<Person> people;
  std::string contacts;
  for (const char* name : {"A", "a", "b", "c d", "name", "Z", ""})
    for (const char* email : {"a@x", "A@x", "b@X", "c@x", "e@x", "z@x", ""}) {
      people.push_back({name, email});
      contacts += std::string(name) + (*name != '\0' ? " <" : "<") + email + ">\n";
    }
  dir.put("contacts", contacts);
  int mapped = 0;
  for (int i = 0; i < 300; ++i) {
    const std::string text = writer.text(i % 3 == 0 ? 5 : 20);
    dir.put("map", text);
    const Ran ran = git(dir, "-c mailmap.blob=\"$(git hash-object -w map)\" check-mailmap --stdin <contacts");
    REQUIRE(ran.status == 0);
    const Mailmap map(text);
    std::string ours;
    for (const Person& one : people) {
      const Person person = map.canonical(one.name, one.email);
      ours += person.name + (person.name.empty() ? "<" : " <") + person.email + ">\n";
    }
    mapped += ours != contacts ? 1 : 0;
    CHECK_MESSAGE(ours == ran.output, text);
  }
  CHECK(mapped > 100);
}

TEST_CASE("people are one by address, or by name where there is none") {
  CHECK(Person{"A", "X@example.com"}.key() == Person{"B", "x@EXAMPLE.com"}.key());
  CHECK(Person{"A", ""}.key() != Person{"B", ""}.key());
  CHECK(Person{"x@example.com", ""}.key() != Person{"", "x@example.com"}.key());
  CHECK(Person{"A", "x@example.com"}.may_be({"a", "y@example.com"}));
  CHECK(Person{"A", "x@example.com"}.may_be({"", "X@example.com"}));
  CHECK_FALSE(Person{"", ""}.may_be({"", ""}));
  CHECK_FALSE(Person{"A", "x@example.com"}.may_be({"B", "y@example.com"}));
}
