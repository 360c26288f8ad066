// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/prose.hpp"
#include "audit/evidence/readers/security_policy.hpp"

#include "audit/base/error.hpp"
#include "test_evidence_policy_support.hpp"

#include <doctest/doctest.h>

using namespace assay;
using namespace assay::evidence;

namespace {

std::unique_ptr<SecurityPolicy> read(const std::string& text) {
  return read_policy<SecurityPolicy>(read_security_policy, "SECURITY.md", text);
}

} // namespace

TEST_CASE("evidence: a whole security policy is read") {
  const auto policy = read(R"(# Security
## Supported versions
| Version | Supported |
| 2.x     | yes       |
## Scope
The server only.
## Reporting
Write to security@example.org, or use
https://github.com/example/thing/security/advisories/new. We answer and
acknowledge within two weeks. We publish no details before 90 days have passed
unless the embargo ends. There is a bug bounty. Our PGP key is below.
)");
  REQUIRE(policy->contacts.size() == 2);
  CHECK(policy->contacts[0].kind == ContactKind::email);
  CHECK(policy->contacts[0].value == "security@example.org");
  CHECK(policy->contacts[1].kind == ContactKind::form);
  CHECK(policy->contacts[1].value == "https://github.com/example/thing/security/advisories/new");
  CHECK(policy->private_channel);
  CHECK(policy->supported_versions);
  CHECK(policy->scope);
  CHECK(policy->key);
  CHECK(policy->bounty);
  CHECK(policy->response_days == 14);
  CHECK(policy->disclosure_days == 90);
  CHECK(policy->elsewhere.empty());
}

TEST_CASE("evidence: an empty or unrelated text says nothing") {
  for (const char* text : {"", "# Security\n", "The nature and scope of a problem matter. It has 3 days of history.\n"}) {
    const auto policy = read(text);
    CHECK(policy->contacts.empty());
    CHECK_FALSE(policy->private_channel);
    CHECK_FALSE(policy->scope);
    CHECK_FALSE(policy->response_days);
    CHECK_FALSE(policy->disclosure_days);
    CHECK(policy->elsewhere.empty());
  }
}

TEST_CASE("evidence: a policy that stands elsewhere is told from one that says nothing") {
  CHECK(read("Please refer to our website [x](https://www.example.org/security.html).\n")->elsewhere ==
        "https://www.example.org/security.html");
  CHECK(read("Read our [policy](docs/DISCLOSURE.md).\n")->elsewhere == "docs/DISCLOSURE.md");
}

TEST_CASE("evidence: comments are no part of a policy") {
  CHECK(read("<!-- Copyright somebody@example.org -->\nNothing.\n")->contacts.empty());
  CHECK(read("<!-- open somebody@example.org\n")->contacts.empty());
}

TEST_CASE("evidence: addresses are found also where their signs are written out") {
  using Strings = std::vector<std::string>;
  CHECK(email_addresses("to a.b+c@example.co.uk, please") == Strings{"a.b+c@example.co.uk"});
  CHECK(email_addresses("security [at] example [dot] org") == Strings{"security@example.org"});
  CHECK(email_addresses("clone git@example.org:x and https://me@example.org/ and a@b and @c.de") == Strings{});
  CHECK(web_addresses("<https://a.example/x>, (http://b.example).") == Strings{"https://a.example/x", "http://b.example"});
}

TEST_CASE("evidence: durations are counted in days") {
  CHECK(days_in(" within 5 working days of it ") == 5);
  CHECK(days_in(" in 36 hours ") == 2);
  CHECK(days_in(" a 90 day timeline ") == 90);
  CHECK(days_in(" three months ") == 90);
  CHECK(days_in(" 24 48 hours ") == 2);
  CHECK_FALSE(days_in(" 12345 days "));
  CHECK_FALSE(days_in(" version 5 is there for days "));
}

TEST_CASE("evidence: hostile policies end in bounded time") {
  std::string links, ats, dots;
  for (int i = 0; i < 400'000; ++i) {
    links += "http://](";
    ats += "a@";
    dots += "[at](dot)";
  }
  CHECK_NOTHROW(read(ats + dots));
  CHECK_NOTHROW(read(links));
  CHECK_NOTHROW(read(std::string(1u << 20, '<') + std::string(1u << 20, '-')));
}
