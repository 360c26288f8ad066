// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/rate.hpp"

#include <doctest/doctest.h>

using assay::schema::parse_rate;

TEST_CASE("rates are exact") {
  const auto five = parse_rate("5%");
  REQUIRE(five);
  CHECK_FALSE(five->exceeded_by(5, 100));
  CHECK(five->exceeded_by(6, 100));
  CHECK(five->exceeded_by(1, 19));
  CHECK_FALSE(five->exceeded_by(1, 20));
  CHECK_FALSE(five->exceeded_by(0, 0));
  const auto third = parse_rate("1/3");
  REQUIRE(third);
  CHECK_FALSE(third->exceeded_by(333333333, 999999999));
  CHECK(third->exceeded_by(333333334, 999999999));
  const auto tiny = parse_rate("0.000001%");
  REQUIRE(tiny);
  CHECK_FALSE(tiny->exceeded_by(1, 100000000));
  CHECK(tiny->exceeded_by(1, 99999999));
  CHECK(parse_rate("0")->exceeded_by(1, UINT64_MAX));
  CHECK(parse_rate("99.9%")->exceeded_by(UINT64_MAX, UINT64_MAX));
}

TEST_CASE("what is no rate is refused") {
  for (const char* text : {"", "%", "100%", "1/1", "2/1", "1/0", "-1%", "5", "5 %", "1/2/3", "0.0000001%", "1e3%",
                           "1234567890/9999999999", "/2", "1/", ".5%"})
    CHECK_MESSAGE(!parse_rate(text), text);
}
