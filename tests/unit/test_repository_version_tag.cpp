// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/version_tag.hpp"

#include <doctest/doctest.h>

using assay::repository::version_tag;
using assay::repository::VersionPlace;
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
  const auto endless = version_tag("1.2.99999999999999999999"); // more than 2^64
  REQUIRE(endless);
  CHECK(endless->numbers == std::vector<std::uint64_t>{1, 2});
  CHECK(endless->suffix == ".99999999999999999999");
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

TEST_CASE("a scheme and a version are texts by which two tags are told apart") {
  const auto scheme = [](const char* name) { return version_tag(name)->scheme(); };
  CHECK(scheme("curl-8_5_0") == "curl-N_N");
  CHECK(scheme("v2.45.0-rc1") == "vN.N");
  CHECK(scheme("v2") == "vN.N");
  CHECK(scheme("20240131") == "N.N");
  CHECK(scheme("2024-01-31") == "N-N");
  CHECK(scheme("pkg/v1.2") == "pkg/vN.N");
  const auto version = [](const char* name) { return version_tag(name)->version(); };
  CHECK(version("curl-8_5_0") == "8.5.0");
  CHECK(version("v2.45.0-rc1") == "2.45.0-rc1");
  CHECK(version("2024.01.05") == "2024.1.5");
}

TEST_CASE("versions stand in one order, and equal ones in one place") {
  const auto place = [](const char* name) { return VersionPlace(*version_tag(name)); };
  const std::vector<std::vector<const char*>> places = {
      {"v0.9"}, {"v0.10-a1"}, {"v0.10-alpha.2", "v0.10-ALPHA2"}, {"v0.10-beta"}, {"v0.10-rc2", "v0.10_RC.02"}, {"v0.10-rc10"},
      {"v0.10", "v0.10.0"}, {"v0.10-1"}, {"v0.10-1.2"}, {"v0.10-12"}, {"v0.10p1"}, {"v0.10.1"}, {"v1", "v1.0", "v1.0.0.0"},
      {"v18446744073709551615.0"}};
  for (std::size_t a = 0; a < places.size(); ++a)
    for (std::size_t b = 0; b < places.size(); ++b)
      for (const char* one : places[a])
        for (const char* other : places[b]) {
          CAPTURE(one);
          CAPTURE(other);
          CHECK((place(one) < place(other)) == (a < b));
        }
}
