// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/code_owners.hpp"

#include "audit/base/error.hpp"
#include "test_evidence_policy_support.hpp"

#include <doctest/doctest.h>

using namespace assay;
using namespace assay::evidence;

namespace {

std::unique_ptr<CodeOwners> read(const std::string& text, const std::string& name = ".github/CODEOWNERS") {
  return read_policy<CodeOwners>(read_code_owners, name, text);
}

bool fits(const std::string& pattern, const std::string& path, const std::string& name = ".github/CODEOWNERS") {
  return Ownership(*read(pattern + " @a\n", name)).is_owned(path);
}

bool fits_gitlab(const std::string& pattern, const std::string& path) {
  return fits(pattern, path, ".gitlab/CODEOWNERS");
}

} // namespace

TEST_CASE("evidence: rules of CODEOWNERS are read with their owners") {
  const auto owners = read("# comment\n\n*.c @ann @org/team  # inline\na\\ b ann@example.org\n/free\n");
  REQUIRE(owners->rules.size() == 3);
  CHECK(owners->rules[0].line == 3);
  REQUIRE(owners->rules[0].owners.size() == 2);
  CHECK(owners->rules[0].owners[0].kind == CodeOwner::Kind::user);
  CHECK(owners->rules[0].owners[1].kind == CodeOwner::Kind::team);
  CHECK(owners->rules[1].pattern == "a\\ b");
  CHECK(owners->rules[1].owners[0].kind == CodeOwner::Kind::email);
  CHECK(owners->rules[2].owners.empty());
  CHECK(read("")->rules.empty());
}

TEST_CASE("evidence: rules that the forge does not take have a problem") {
  CHECK_FALSE(read("!a @b\n")->rules[0].problem.empty());
  CHECK_FALSE(read("a ann\n")->rules[0].problem.empty());
  CHECK_FALSE(read("a @\n")->rules[0].problem.empty());
  CHECK_FALSE(read("a @x/y/z\n")->rules[0].problem.empty());
  CHECK(read("a @x/y/z\n", ".gitlab/CODEOWNERS")->rules[0].problem.empty());
  CHECK(read("a @@maintainer\n", ".gitlab/CODEOWNERS")->rules[0].problem.empty());
  CHECK_FALSE(Ownership(*read("* @a\nsrc/ nobody\n")).is_owned("src/x") == false); // the bad line is skipped
}

TEST_CASE("evidence: patterns of GitHub fit as its documentation says") {
  CHECK(fits("*", "a/b/c"));
  CHECK(fits("*.js", "a/b.js"));
  CHECK(fits("/build/logs/", "build/logs/x/y"));
  CHECK_FALSE(fits("/build/logs/", "a/build/logs/x"));
  CHECK(fits("docs/*", "docs/a"));
  CHECK_FALSE(fits("docs/*", "docs/a/b"));
  CHECK(fits("apps/", "x/apps/y"));
  CHECK(fits("apps", "x/apps/y/z"));
  CHECK_FALSE(fits("apps/", "apps"));
  CHECK(fits("**/logs", "deep/er/logs/x"));
  CHECK(fits("a/**/b", "a/b"));
  CHECK(fits("a/**/b", "a/x/y/b/c"));
  CHECK_FALSE(fits("/*", "a/b"));
  CHECK(fits("/a?c", "abc"));
  CHECK_FALSE(fits("a*c", "ab/c"));
  CHECK(fits("/[x]/y", "[x]/y"));
  CHECK(fits("f\\*o", "f*o"));
  CHECK_FALSE(fits("f\\*o", "foo"));
}

TEST_CASE("evidence: the last rule that fits decides, also when it names nobody") {
  const auto owners = read("* @a\n/free/\n/free/not.c @b\n");
  const Ownership ownership(*owners);
  CHECK(ownership.is_owned("x"));
  CHECK_FALSE(ownership.is_owned("free/x"));
  CHECK(ownership.is_owned("free/not.c"));
}

TEST_CASE("evidence: sections of GitLab have owners of their own") {
  const auto owners = read("[Docs] @writers\n*.md\n!LICENSE.md\n^[Code][2] @org/sub/coders\n/src/\n/src/free @@owner\n[docs]\nx @y\n",
                           "CODEOWNERS");
  CHECK(owners->dialect == OwnersDialect::gitlab);
  REQUIRE(owners->sections.size() == 3);
  CHECK(owners->rules[0].owners[0].value == "@writers");
  CHECK(owners->rules[4].section == 1);
  const Ownership ownership(*owners);
  CHECK(ownership.is_owned("a/b.md"));
  CHECK_FALSE(ownership.is_owned("LICENSE.md"));
  CHECK(ownership.is_owned("src/a/b"));
  CHECK_FALSE(ownership.is_owned("other"));
  CHECK(fits_gitlab("docs/x.md", "deep/docs/x.md"));
  CHECK_FALSE(fits_gitlab("/docs", "docs/x.md"));
  CHECK(fits_gitlab("/docs/", "docs/a/x.md"));
  CHECK(fits_gitlab("/docs/*", "docs/x.md"));
  CHECK_FALSE(fits_gitlab("/docs/*", "docs/a/x.md"));
  CHECK_FALSE(read("[unclosed\n", ".gitlab/CODEOWNERS")->rules[0].problem.empty());
}

TEST_CASE("evidence: hostile CODEOWNERS end in bounded time") {
  std::string stars, deep, path;
  for (int i = 0; i < 2000; ++i) {
    stars += "*a";
    deep += "**/a/";
    path += "a/";
  }
  CHECK_FALSE(fits(stars + "b", std::string(20'000, 'a')));
  CHECK_FALSE(fits("/" + deep + "b", path + "c"));
  CHECK_NOTHROW(read("\\\n\\ \n@\n[]\n^[]\n[a][\n\xff @\xff\n"));
  CHECK_NOTHROW(read("[]\n^[]\n[a][\n[a]x\n", ".gitlab/CODEOWNERS"));
  CHECK_NOTHROW(fits("/", "x"));
  CHECK_NOTHROW(fits("**", "x"));
}
