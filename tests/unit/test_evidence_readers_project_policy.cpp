// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/project_policy.hpp"

#include "test_evidence_policy_support.hpp"

#include <doctest/doctest.h>

using namespace assay::evidence;

namespace {

std::unique_ptr<ProjectPolicy> read(const std::string& name, const std::string& text) {
  return read_policy<ProjectPolicy>(read_project_policy, name, text);
}

} // namespace

TEST_CASE("evidence: what a guide for contributors says") {
  const auto guide = read("CONTRIBUTING.md", "# How to help\n\nRun the tests. Every change is reviewed.\n\n## Style\n\nWe use clang-format.\n"
                                             "Sign your commits: git commit -s\n\nBy contributing you license your work under the MIT licence.\n");
  CHECK(guide->topic == "contributing");
  CHECK(guide->title == "How to help");
  CHECK(guide->headings == 2);
  CHECK(guide->tests);
  CHECK(guide->review);
  CHECK(guide->sign_off);
  CHECK(guide->coding_standard);
  CHECK(guide->contribution_licence);
  CHECK_FALSE(guide->roles);
  const auto other = read("docs/CONTRIBUTING.rst", "Help\n====\n\nWrite to us in the latest fashion.\n<!-- tests, review, DCO -->\n");
  const auto declined = read("CONTRIBUTING.md", "- `Signed-off-by: A` - we do not use this\n- No CLA is needed.\n");
  CHECK_FALSE(declined->sign_off);
  CHECK_FALSE(declined->contribution_licence);
  CHECK_FALSE(other->tests);
  CHECK_FALSE(other->review);
  CHECK_FALSE(other->sign_off);
  CHECK_FALSE(other->coding_standard);
  CHECK_FALSE(other->contribution_licence);
}

TEST_CASE("evidence: people are counted, each once, and not kept") {
  CHECK(read("MAINTAINERS", "Ann <ann@example.org> (@ann)\nBob: https://github.com/bob\n@bob again, and @org/team, v1@2 and @x.y\n")->people == 2);
  CHECK(read("MAINTAINERS", "a@example.org\nb@example.org\nc [at] example [dot] org\n")->people == 3);
  CHECK(read("GOVERNANCE.md", "See https://github.com/org/repo. Decisions are by consensus of the committers.\n")->people == 0);
}

TEST_CASE("evidence: ends of support, in prose and in tables") {
  const auto support = read("SUPPORT.md", "# Versions\n\n| Version | Released | End of life |\n|---|---|---|\n| 1.0 | 2024-01-02 | 2029-01-02 |\n"
                                          "| 2.0 | 2025-01-02 | March 2031 |\n| 3.0 | soon | - |\n\nSecurity updates are made until 31 March 2030. Founded on 1 May 2001.\n");
  REQUIRE(support->ends.size() == 3);
  CHECK(support->ends[0].date.text == "31 March 2030");
  CHECK(support->ends[1].about == "1.0");
  CHECK(support->ends[1].date.text == "2029-01-02");
  CHECK(support->ends[2].date.text == "March 2031");
  CHECK(support->ends[2].date.month_only);
  CHECK(support->versions);
  CHECK(support->latest->text == "March 2031");
}

TEST_CASE("evidence: rows of risk and of applicability") {
  const auto model = read("docs/threat-model.md", "# Threats\n\n| Threat | Impact |\n|---|---|\n| theft | high |\n| loss | low |\n\n"
                                                  "| Requirement | Applicable | Justification |\n|---|---|---|\n| (a) | yes | |\n| I.2 (b) | no | has no settings |\n"
                                                  "| (c) | not applicable | |\n| (z) | yes | |\n");
  CHECK(model->topic == "threat-model");
  CHECK(model->risk_rows == 2);
  CHECK(model->applicability_rows == 4);
  CHECK(model->unreasoned_rows == 1);
  CHECK(model->letters == 3);
}
