// SPDX-License-Identifier: Apache-2.0
#include "audit/base/error.hpp"
#include "audit/repository/newest_release.hpp"

#include <doctest/doctest.h>

using namespace assay;

TEST_CASE("the newest release is the highest version that a pattern matches") {
  std::vector<repository::Ref> tags;
  for (const char* name : {"core-v1.10", "core-v1.9", "core-v2.0-rc1", "nightly", "pier-v3.0", "pier/v4.0", "v0.1"})
    tags.push_back({std::string("refs/tags/") + name, {}, {}});
  CHECK(repository::newest_release(tags, "core-v*") == "refs/tags/core-v1.10");
  CHECK(repository::newest_release(tags, "core-v1.?") == "refs/tags/core-v1.9");
  CHECK(repository::newest_release(tags, "pier?v4*") == "refs/tags/pier/v4.0"); // as git tag --list has it
  CHECK(repository::newest_release(tags, "[v]*") == "refs/tags/v0.1");
  CHECK(repository::newest_release(tags, "night*") == std::nullopt);
  CHECK(repository::newest_release(tags, "core") == std::nullopt);
  CHECK(repository::newest_release({}, "*") == std::nullopt);
  CHECK_THROWS_AS(repository::newest_release(tags, "*v*"), Error); // core's and pier's have no order
}
