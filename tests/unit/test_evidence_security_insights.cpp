// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/security_insights.hpp"

#include "audit/base/error.hpp"
#include "test_evidence_policy_support.hpp"

#include <doctest/doctest.h>

using namespace assay;
using namespace assay::evidence;

namespace {

const std::string second = R"(header:
  schema-version: 2.2.0
  last-updated: '2026-01-02'
  last-reviewed: '2026-01-03'
  url: https://example.org/security-insights.yml
project:
  name: thing
  administrators:
    - {name: Ann, primary: true, email: ann@example.org}
  repositories:
    - {name: thing, url: "https://example.org/thing", comment: all of it}
  vulnerability-reporting:
    reports-accepted: true
    bug-bounty-available: false
    policy: https://example.org/policy
)";

const std::string first = R"(header:
  schema-version: 1.0.0
  expiration-date: '2027-01-01T00:00:00.000Z'
  project-url: https://example.org/thing
project-lifecycle: {status: active, bug-fixes-only: false, core-maintainers: ["github:ann"]}
contribution-policy: {accepts-pull-requests: true, accepts-automated-pull-requests: false}
distribution-points: ["pkg:generic/thing"]
security-contacts: [{type: email, value: security@example.org}]
vulnerability-reporting: {accepts-vulnerability-reports: false}
)";

std::unique_ptr<SecurityInsights> read(const std::string& text) {
  return read_policy<SecurityInsights>(read_security_insights, "SECURITY-INSIGHTS.yml", text);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

} // namespace

TEST_CASE("evidence: security-insights of version 2 are read") {
  const auto insights = read(second);
  CHECK(insights->flaws.first == "");
  CHECK(insights->schema_version == "2.2.0");
  CHECK(insights->last_updated == 1767312000);
  CHECK(insights->project_name == "thing");
  CHECK(insights->reports_accepted == true);
  CHECK(insights->bug_bounty == false);
  REQUIRE(insights->contacts.size() == 1);
  CHECK(insights->contacts[0].value == "ann@example.org");
  REQUIRE(insights->links.size() == 1);
  CHECK(insights->links[0].name == "policy");
}

TEST_CASE("evidence: security-insights of version 1 are read") {
  const auto insights = read(first);
  CHECK(insights->flaws.first == "");
  CHECK(insights->expiration == 1798761600);
  CHECK(insights->status == "active");
  CHECK(insights->reports_accepted == false);
  CHECK(insights->contacts.size() == 2);
}

TEST_CASE("evidence: what a schema of security-insights forbids is a flaw with its line") {
  CHECK(read(replaced(second, "  url: https", "  url: ftp"))->flaws.first == "line 5: header/url is not an address with http or https");
  CHECK(read(replaced(second, "'2026-01-02'", "yesterday"))->flaws.first == "line 3: header/last-updated is not a date");
  CHECK(read(replaced(second, "  name: thing\n", ""))->flaws.first == "line 7: name is missing");
  CHECK(read(second + "extra: 1\n")->flaws.first == "line 16: the schema knows no extra");
  CHECK(read(replaced(second, "primary: true", "primary: maybe"))->flaws.count == 1);
  CHECK(read(replaced(first, "status: active", "status: asleep"))->flaws.count == 1);
  CHECK(read(replaced(first, ", core-maintainers: [\"github:ann\"]", ""))->flaws.first == "line 5: core-maintainers is missing");
  CHECK(read(replaced(first, "reports: false", "reports: true"))->flaws.count == 2);
  CHECK(read(replaced(second, "2.2.0", "9.0.0"))->flaws.first == "line 2: schema-version is neither 1 nor 2");
}

TEST_CASE("evidence: what are no security-insights cannot be read") {
  for (const char* text : {"", "[]", "header: 1\n", "a: b\n", "{", "header: {a: b\n"})
    CHECK_THROWS_AS(read(text), Error);
}
