// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/tree.hpp"

#include <doctest/doctest.h>

using namespace assay;
using repository::TreePart;

TEST_CASE("what of a tree belongs to one of its directories") {
  const TreePart part({}, "packages/core");
  for (const char* path : {"packages/core/x", "packages/core/a/b/c", "packages/core/.hidden/x", "LICENSE", ".mailmap",
                           "packages/README.md", ".github/workflows/ci.yml", "packages/.config/x", "packages/core", "packages/corex"}) {
    CAPTURE(path);
    CHECK(part.holds(path));
  }
  for (const char* path : {"packages/core2/x", "other/x", "packages/other/x", "other/.hidden/x",
                           "packages/other/.hidden/x", "docs/packages/core/x", "core/x"}) {
    CAPTURE(path);
    CHECK_FALSE(part.holds(path));
  }
  CHECK(part.within("packages/core/SECURITY.md") == "SECURITY.md");
  CHECK(part.within("packages/core2/SECURITY.md") == "packages/core2/SECURITY.md");
  CHECK(part.within("packages/core") == "packages/core");
  CHECK(part.within("SECURITY.md") == "SECURITY.md");
}

TEST_CASE("without a directory everything belongs to a tree") {
  const TreePart whole{ObjectId{}};
  for (const char* path : {"x", "a/b", "a/.b/c"}) {
    CHECK(whole.holds(path));
    CHECK(whole.within(path) == path);
  }
}
