// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/version_tag.hpp"

#include <doctest/doctest.h>

using assay::repository::version_tag;
using assay::repository::VersionTag;

TEST_CASE("names of tags that state a version, and those that do not") {
  const auto curl = version_tag("curl-8_5_0");
  REQUIRE(curl);
  CHECK(curl->prefix == "curl-");
  CHECK(curl->numbers == std::vector<std::uint64_t>{8, 5, 0});
  CHECK(curl->separator == '_');
  CHECK(curl->suffix.empty());
  CHECK_FALSE(curl->prerelease);
  const auto portable = version_tag("V_9_9_P2");
  REQUIRE(portable);
  CHECK(portable->prefix == "V_");
  CHECK(portable->numbers == std::vector<std::uint64_t>{9, 9});
  CHECK(portable->suffix == "_P2");
  CHECK_FALSE(portable->prerelease);
  for (const char* name : {"v2.45.0-rc1", "1.0b2", "1.0.0-alpha", "release-3.1-dev", "v3.0.0-preview.2", "2.0~beta1", "rc-8_22_0-2", "app/beta-1.0"}) {
    CAPTURE(name);
    REQUIRE(version_tag(name));
    CHECK(version_tag(name)->prerelease);
  }
  for (const char* name : {"v5", "7", "20240131", "app@1.2.3", "pkg/v1.2", "1.0-p1", "v1.0-final"}) {
    CAPTURE(name);
    REQUIRE(version_tag(name));
    CHECK_FALSE(version_tag(name)->prerelease);
  }
  for (const char* name : {"", "latest", "build-17", "junio-gpg-pub", "v", "issue4", "99999999999999999999.1x"}) {
    CAPTURE(name);
    CHECK_FALSE(version_tag(name));
  }
}

TEST_CASE("versions of one scheme") {
  const auto same = [](const char* a, const char* b) { return version_tag(a)->same_scheme(*version_tag(b)); };
  CHECK(same("v1.0", "v2.3.4"));
  CHECK(same("v2", "v2.0.1"));
  CHECK_FALSE(same("curl-7_1", "tiny-curl-7_1"));
  CHECK_FALSE(same("1.0", "v1.0"));
  CHECK_FALSE(same("1_0", "1.0"));
  CHECK(same("cli-1.0", "cli-1.1-rc1"));
}
