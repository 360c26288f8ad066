// SPDX-License-Identifier: Apache-2.0
#include "test_evidence_dependencies_support.hpp"

using dependency_tests::Answer;
using dependency_tests::examine;
using dependency_tests::Files;
using dependency_tests::Row;

namespace {

Answer automation(const Files& tree, const Files& supplied = {}) {
  return examine(assay::evidence::update_automation(), tree, supplied);
}

const std::string dependabot = "version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule: {interval: weekly}\n"
                               "    open-pull-requests-limit: 5\n    cooldown: {default-days: 7}\n  - package-ecosystem: pip\n"
                               "    directories: [/a, /b]\n    schedule: {interval: fortnightly}\n    open-pull-requests-limit: 0\n";

// Whether something updates the package.json of a folder.
std::string updated(const Files& configuration, const std::string& folder = "") {
  Files tree = configuration;
  tree.push_back({folder + "package.json", R"({"dependencies": {"a": "1"}})"});
  return examine(assay::evidence::dependency_files(), tree).rows.at(0).at("update-automation");
}

} // namespace

TEST_CASE("update-automation: the entries of dependabot.yml") {
  const Answer answer = automation({{".github/dependabot.yml", dependabot}});
  REQUIRE(answer.rows.size() == 2);
  const Row& npm = answer.of("package-ecosystem", "npm");
  CHECK(npm.at("in-place") + npm.at("interval") + npm.at("open-limit") + npm.at("cooldown-days") == "yesweekly57");
  CHECK(npm.at("flaws") + npm.at("security-only") == "0no");
  const Row& pip = answer.of("package-ecosystem", "pip");
  CHECK(pip.at("interval") + pip.at("schedule") + pip.at("security-only") == "otherfortnightlyyes");
}

TEST_CASE("update-automation: a dependabot.yml among the workflows is read by nobody else") {
  const Answer answer = automation({{".github/workflows/dependabot.yml", dependabot}});
  CHECK(answer.rows.at(0).at("in-place") == "no");
  CHECK(updated({{".github/workflows/dependabot.yml", dependabot}}) == "no");
  CHECK(updated({{".github/dependabot.yml", dependabot}}) == "yes");
  CHECK(automation({}, {{"x__dependabot.yml", dependabot}}).rows.at(0).count("in-place") == 0);
}

TEST_CASE("update-automation: what is made wrong is counted, and what cannot be read makes it incomplete") {
  const Answer answer = automation({{".github/dependabot.yml", "version: 1\nupdates:\n  - package-ecosystem: npm\n  - 7\n"}});
  CHECK(answer.rows.at(0).at("flaws") == "4");
  CHECK(answer.rows.at(0).at("first-flaw") == "line 1: its version is not 2");
  CHECK_FALSE(automation({{".github/dependabot.yml", "- a\n"}}).examination.complete());
  CHECK_FALSE(automation({{"renovate.json", "[]"}}).examination.complete());
}

TEST_CASE("update-automation: Renovate, also in JSON5") {
  const Answer answer = automation({{".renovaterc", "{\n  // all\n  extends: ['config:recommended', \"github>o/r\"],\n  schedule: ['before 5am',],\n}"}});
  REQUIRE(answer.rows.size() == 1);
  CHECK(answer.rows[0].at("tool") + answer.rows[0].at("enabled") + answer.rows[0].at("schedule") == "renovateyesbefore 5am");
}

TEST_CASE("dependency-files: what Renovate covers") {
  CHECK(updated({{"renovate.json", "{}"}}) == "yes");
  CHECK(updated({{"renovate.json", R"({"enabled": false})"}}) == "no");
  CHECK(updated({{"renovate.json", R"({"enabledManagers": ["gomod"]})"}}) == "no");
  CHECK(updated({{"renovate.json", R"({"extends": ["config:recommended"]})"}}, "x/") == "yes");
  CHECK(updated({{"renovate.json", R"({"extends": ["config:recommended"]})"}}, "tests/x/") == "no");
  CHECK(updated({{"renovate.json", R"({"ignorePaths": ["x/**"]})"}}, "x/") == "no");
  CHECK(updated({{"renovate.json", R"({"extends": ["github>o/r"]})"}}).starts_with("unknown: "));
  CHECK(updated({{"renovate.json", "7"}}).starts_with("unknown: "));
  CHECK(updated({{"other/renovate.json", "{}"}}) == "no");
}

TEST_CASE("dependency-files: what Dependabot covers, by folder and through workspaces") {
  CHECK(updated({{".github/dependabot.yml", dependabot}}, "x/") == "no");
  CHECK(updated({{".github/dependabot.yml", "version: 2\nupdates:\n  - {package-ecosystem: npm, directories: ['/p/*'], schedule: {interval: daily}}\n"}},
                "p/x/") == "yes");
  const Files workspace = {{".github/dependabot.yml", dependabot}, {"package.json", R"({"workspaces": ["x"]})"}, {"x/package.json", "{}"}};
  CHECK(examine(assay::evidence::dependency_files(), workspace).of("document", "x/package.json").at("update-automation") == "yes");
}
