// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/forge.hpp"

#include "audit/base/error.hpp"

#include <doctest/doctest.h>

using namespace assay::evidence;

namespace {

std::unique_ptr<ForgeSnapshot> read(const std::string& text) {
  const Document document{Origin::supplied, "x.json", "0", text, text};
  return std::unique_ptr<ForgeSnapshot>(static_cast<ForgeSnapshot*>(read_forge_snapshot(document).release()));
}

std::string snapshot(const std::string& answers, const std::string& forge = "github") {
  return R"({"type":"assay-forge-snapshot","format":1,"forge":")" + forge +
         R"(","repository":"o/r","time":"2026-01-02T00:00:00Z","answers":[)" + answers + "]}";
}

const std::string repository =
    R"({"path":"repos/o/r","status":200,"body":{"default_branch":"main","owner":{"login":"o","type":"Organization"}}})";

const BranchRule& effective(const ForgeSnapshot& snapshot) {
  REQUIRE_FALSE(snapshot.branches.empty());
  REQUIRE(snapshot.branches.back().source == "effective");
  return snapshot.branches.back();
}

} // namespace

TEST_CASE("evidence: what a forge snapshot does not hold is unknown, and never no") {
  const auto nothing = read(snapshot(""));
  CHECK(nothing->answers == 0);
  CHECK_FALSE(nothing->default_branch.value);
  CHECK(nothing->default_branch.unknown == "the snapshot has no answer to repos/o/r");
  CHECK_FALSE(nothing->second_factor.value);
  CHECK_FALSE(nothing->second_factor.unknown.empty());
  CHECK_FALSE(nothing->roles_unknown.empty());
  CHECK_FALSE(nothing->tags_unknown.empty());
  CHECK(nothing->branches.empty());
  const auto bare = read(snapshot(repository));
  const BranchRule& rule = effective(*bare);
  CHECK_FALSE(rule.forbids_deletion.value);
  CHECK_FALSE(rule.forbids_deletion.unknown.empty());
  CHECK_FALSE(rule.approvals.value);
}

TEST_CASE("evidence: a branch without protection is one only where the forge says so") {
  const std::string rules = R"(,{"path":"repos/o/r/rules/branches/main?per_page=100&page=1","status":200,"body":[]})";
  const auto with = [&](const std::string& message) {
    return read(snapshot(repository + rules + R"(,{"path":"repos/o/r/branches/main/protection","status":404,"message":")" + message + "\"}"));
  };
  const auto none = with("Branch not protected");
  CHECK(effective(*none).forbids_deletion.value == false);
  CHECK(effective(*none).approvals.value == 0);
  CHECK(none->refused == 1);
  const auto hidden = with("Not Found");
  CHECK_FALSE(effective(*hidden).forbids_deletion.value);
  CHECK(hidden->branches.size() == 2);
}

TEST_CASE("evidence: whoever may push without a request is spared, though administrators are not") {
  const auto with = [&](const std::string& reviews) {
    return read(snapshot(repository + R"(,{"path":"repos/o/r/branches/main/protection","status":200,"body":{"enforce_admins":{"enabled":true},"required_pull_request_reviews":)" +
                         reviews + "}}"));
  };
  CHECK(with(R"({"required_approving_review_count":1})")->branches[0].admins_included.value == true);
  CHECK(with(R"({"bypass_pull_request_allowances":{"users":[],"teams":[],"apps":[]}})")->branches[0].admins_included.value == true);
  CHECK(with(R"({"bypass_pull_request_allowances":{"users":[],"teams":[{"slug":"t"}],"apps":[]}})")->branches[0].admins_included.value == false);
}

TEST_CASE("evidence: rulesets that are refused or spread over pages are told") {
  const auto refused = read(snapshot(repository + R"(,{"path":"repos/o/r/rulesets?page=1","status":200,"body":[{"id":7,"target":"branch","enforcement":"disabled"}]},
    {"path":"repos/o/r/rulesets/7","status":403,"message":"no"})"));
  REQUIRE(refused->branches.size() == 2);
  CHECK(refused->branches[0].enforcement == "disabled");
  CHECK_FALSE(refused->branches[0].signatures.value);
  CHECK(refused->branches[0].signatures.unknown == "the forge refused repos/o/r/rulesets/7 with status 403: no");
  std::string page;
  for (int i = 0; i < 100; ++i)
    page += std::string(page.empty() ? "" : ",") + R"({"type":"creation","ruleset_id":1})";
  const auto full = read(snapshot(repository + R"(,{"path":"repos/o/r/rules/branches/main?page=1","status":200,"body":[)" + page + "]}"));
  CHECK_FALSE(effective(*full).signatures.value);
}

TEST_CASE("evidence: flaws of a forge snapshot, and what is none") {
  const auto twice = read(snapshot(repository + "," + repository + R"(,{"path":"x"},7)"));
  CHECK(twice->answers == 1);
  CHECK(twice->flaws.count == 3);
  CHECK(twice->flaws.first == "/answers/1: answers a path that was answered before");
  const auto people = read(snapshot(R"({"path":"repos/o/r/collaborators?page=1","status":200,"body":{"admin":2,"write":-1}},
    {"path":"repos/o/r/collaborators?page=2","status":200,"body":{"admin":3}})"));
  CHECK(people->flaws.count == 1);
  REQUIRE(people->roles.size() == 1);
  CHECK(people->roles[0].people == 5);
  for (const char* text : {"{}", R"({"type":"assay-forge-snapshot","format":2,"forge":"github","repository":"o/r","answers":[]})",
                           R"({"format":1,"forge":"github","answers":[]})", R"({"format":1,"forge":"github","repository":"o/r"})",
                           R"({"format":1,"forge":"other","repository":"o/r","answers":[]})", "[", ""})
    CHECK_THROWS_AS(read(text), assay::Error);
}

TEST_CASE("evidence: of GitLab's protected branches that fit the default branch, the weakest counts") {
  const std::string project = R"({"path":"projects/o%2Fr","status":200,"body":{"default_branch":"main","namespace":{"kind":"user","full_path":"o"},"merge_method":"merge"}})";
  const auto weak = read(snapshot(project + R"(,{"path":"projects/o%2Fr/protected_branches?page=1","status":200,"body":[
    {"name":"main","push_access_levels":[{"access_level":0}],"allow_force_push":false},
    {"name":"m*n","push_access_levels":[{"access_level":40}],"allow_force_push":true},
    {"name":"*x*","push_access_levels":[{"access_level":40}],"allow_force_push":true}]})", "gitlab"));
  REQUIRE(weak->branches.size() == 4);
  CHECK(weak->branches[1].is_default.value == true);
  CHECK(weak->branches[2].is_default.value == false);
  CHECK(effective(*weak).requires_pull_request.value == false);
  CHECK(effective(*weak).forbids_force_push.value == false);
  CHECK(effective(*weak).forbids_deletion.value == true);
  CHECK_FALSE(weak->second_factor.value); // a person owns it
  CHECK(weak->second_factor.unknown.empty());
  // A deploy key that may push is somebody.
  const auto key = read(snapshot(project + R"(,{"path":"projects/o%2Fr/protected_branches?page=1","status":200,"body":[
    {"name":"main","push_access_levels":[{"access_level":0,"deploy_key_id":1}],"allow_force_push":false}]})", "gitlab"));
  CHECK(effective(*key).requires_pull_request.value == false);
  const auto open = read(snapshot(project + R"(,{"path":"projects/o%2Fr/protected_branches?page=1","status":200,"body":[]})", "gitlab"));
  CHECK(effective(*open).forbids_deletion.value == false);
}
