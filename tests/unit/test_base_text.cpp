// SPDX-License-Identifier: Apache-2.0
#include "audit/base/text.hpp"

#include <doctest/doctest.h>

using assay::folder_of;

TEST_CASE("a path's folder ends with its slash, and is empty without one") {
  CHECK(folder_of("a/b/c") == "a/b/");
  CHECK(folder_of("/c") == "/");
  CHECK(folder_of("a/b/") == "a/b/");
  CHECK(folder_of("c").empty());
  CHECK(folder_of("").empty());
}

TEST_CASE("letters are those of ASCII, in both cases") {
  int letters = 0;
  for (int c = -128; c < 128; ++c)
    letters += assay::is_letter(static_cast<char>(c)) ? 1 : 0;
  CHECK(letters == 52);
}
