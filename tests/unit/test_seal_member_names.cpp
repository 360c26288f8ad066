// SPDX-License-Identifier: Apache-2.0
#include "audit/seal/member_names.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace assay::seal;

TEST_CASE("names that unpack alike everywhere are allowed") {
  for (const char* name : {"report.xml", "a/b/c.txt", "Größe.txt", "a b (1).json", "META-INF/signature001.p7s",
                           "...a", ".hidden", "-r", "100%.txt", "meta-inf.txt"})
    CHECK_MESSAGE(!name_problem(name), std::string(name));
}

TEST_CASE("names that some system reads differently are refused") {
  for (const char* name :
       {"", "/", "/etc/passwd", "a/", "a//b", ".", "..", "../x", "a/../b", "a/./b", "a/..", "a\\b", "..\\x", "C:x",
        "a*", "a?", "a\"b", "a<b", "a>b", "a|b", "a.", "a /b", "dir./x", "a\nb", "a\x1b[31m", "\xff", "\xC0\xAF",
        "user\xE2\x80\xAEgnp.exe", "zero\xE2\x80\x8Bwidth", "meta-inf/x", "Meta-Inf/signature001.p7s"})
    CHECK_MESSAGE(name_problem(name), std::string(name));
  CHECK(name_problem(std::string("a\0b", 3)));
  CHECK(name_problem(std::string(256, 'a')));
  CHECK_FALSE(name_problem(std::string(255, 'a')));
  std::string deep = "a";
  for (std::size_t i = 1; i < max_name_depth; ++i)
    deep += "/a";
  CHECK_FALSE(name_problem(deep));
  CHECK(name_problem(deep + "/a"));
  CHECK(name_problem("a/" + std::string(200, 'b') + "/" + std::string(200, 'c') + "/" + std::string(200, 'd') + "/" +
                     std::string(200, 'e') + "/" + std::string(220, 'f')));
}

TEST_CASE("names that stand in each other's way are refused together") {
  CHECK_FALSE(names_problem({"a", "b", "c/a", "c/b"}));
  CHECK(names_problem({"a", "b", "a"}) == "\"a\" is there twice");
  CHECK(names_problem({"Read.me", "READ.ME"}) == "\"Read.me\" and \"READ.ME\" differ only in case");
  CHECK(names_problem({"a/b", "A"}) == "\"a\" is a file and \"a/b\" makes it a folder");
  CHECK(names_problem({"a", "a/b/c"}));
  CHECK(names_problem({"x", "../x"}) == "\"../x\" cannot name a member: it has the component \"..\"");
}

TEST_CASE("the canonical order has mimetype first and META-INF last, and goes by bytes between") {
  std::vector<std::string> names{"META-INF/b", "z", "\xC3\xBC", "mimetype", "Z", "META-INF/a", "a/b", "a.b"};
  std::sort(names.begin(), names.end(), canonically_before);
  CHECK(names ==
        std::vector<std::string>{"mimetype", "Z", "a.b", "a/b", "z", "\xC3\xBC", "META-INF/a", "META-INF/b"});
}
