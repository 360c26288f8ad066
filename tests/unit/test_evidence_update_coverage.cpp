// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/update_coverage.hpp"

#include <doctest/doctest.h>

using assay::evidence::directory_matches;

TEST_CASE("directory_matches: slashes at the ends do not count") {
  CHECK(directory_matches("/", ""));
  CHECK(directory_matches("a/b", "a/b/"));
  CHECK(directory_matches("./a", "a/"));
  CHECK_FALSE(directory_matches("/", "a/"));
  CHECK_FALSE(directory_matches("a", "a/b/"));
}

TEST_CASE("directory_matches: one star within a part, two across") {
  CHECK(directory_matches("/a/*", "a/b/"));
  CHECK_FALSE(directory_matches("/a/*", "a/b/c/"));
  CHECK(directory_matches("/a/**", "a/b/c/"));
  CHECK(directory_matches("**/*", "a/b/c/"));
  CHECK(directory_matches("/a*c", "abc/"));
  CHECK_FALSE(directory_matches("/a*c", "ab/c/"));
  CHECK_FALSE(directory_matches(std::string(1000, '*'), "a/"));
}
