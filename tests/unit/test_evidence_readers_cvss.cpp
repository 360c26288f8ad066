// SPDX-License-Identifier: Apache-2.0
//
// Scores of CVSS vectors, from the examples of the specifications and their guides.
#include "audit/evidence/readers/cvss.hpp"

#include <doctest/doctest.h>

using namespace assay::evidence;

namespace {

std::int64_t base(std::string_view vector) {
  const auto scores = cvss_scores(vector);
  return scores ? scores->base : -1;
}

} // namespace

TEST_CASE("CVSS: base scores of versions 3.1, 3.0 and 2.0") {
  CHECK(base("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H") == 98);
  CHECK(base("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H") == 100);
  CHECK(base("CVSS:3.1/AV:L/AC:L/PR:H/UI:R/S:U/C:H/I:H/A:H") == 65);
  CHECK(base("CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N") == 61);
  CHECK(base("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N") == 0);
  CHECK(base("AV:N/AC:L/Au:N/C:N/I:N/A:C") == 78);  // CVE-2002-0392
  CHECK(base("AV:N/AC:L/Au:N/C:C/I:C/A:C") == 100); // CVE-2003-0818
  CHECK(base("AV:L/AC:H/Au:N/C:C/I:C/A:C") == 62);  // CVE-2003-0062
}

TEST_CASE("CVSS: temporal and environmental scores") {
  const auto two = cvss_scores("AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H");
  REQUIRE(two);
  CHECK(two->base == 78);
  CHECK(two->temporal == 64);
  CHECK(two->environmental == 92);
  const auto three = cvss_scores("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O/RC:U");
  REQUIRE(three);
  CHECK(three->temporal == 78);
}

TEST_CASE("CVSS: what has no score") {
  for (const char* vector : {"", "CVSS:3.1/", "CVSS:3.1/AV:N", "CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
                             "CVSS:3.1/AV:Z/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:", "CVSS:4.0/AV:N", "AV", "/", ":",
                             "AV:N/AC:L/Au:N/C:N/I:N"})
    CHECK(base(vector) == -1);
}

TEST_CASE("CVSS: severities") {
  CHECK(cvss_severity(0) == "NONE");
  CHECK(cvss_severity(39) == "LOW");
  CHECK(cvss_severity(40) == "MEDIUM");
  CHECK(cvss_severity(70) == "HIGH");
  CHECK(cvss_severity(90) == "CRITICAL");
}
