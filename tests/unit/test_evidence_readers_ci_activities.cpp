// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/ci_activities.hpp"
#include "audit/evidence/readers/ci_activity_tables.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

using namespace assay::evidence;

namespace {

std::string shown(std::vector<CiActivity> found) {
  std::sort(found.begin(), found.end());
  std::string all;
  for (const CiActivity& one : found)
    all += (all.empty() ? "" : " ") + std::string(one.kind) + "/" + std::string(one.tool);
  return all;
}

std::string of_script(const std::string& script) {
  std::vector<CiActivity> found;
  each_command(script, [&](const CommandWords& command) { add_activities(found, activities_of_command(command)); });
  return shown(found);
}

std::string of_action(const std::string& action, const CiInputs& inputs = {}) {
  return shown(activities_of_action(action, inputs));
}

} // namespace

TEST_CASE("activities: well-known commands") {
  CHECK(of_script("go test -race ./...") == "tests/go test");
  CHECK(of_script("go test -fuzz=Fuzz -coverprofile=c ./x") == "coverage/go test fuzzing/go fuzz tests/go test");
  CHECK(of_script("make -j 4 -C build check") == "tests/make");
  CHECK(of_script("npm --prefix web test") == "tests/npm");
  CHECK(of_script("make -j$(nproc) -C test") == "build/make");
  CHECK(of_script("cmake --build b --target test-ci; make pytest-ci") == "build/cmake tests/cmake tests/make");
  CHECK(of_script("make -j4") == "build/make");
  CHECK(of_script("./mvnw -B verify") == "build/maven tests/maven");
  CHECK(of_script("mvn verify -DskipTests") == "build/maven");
  CHECK(of_script("./gradlew build -x test") == "build/gradle");
  CHECK(of_script("npm run test:unit; npm publish --provenance") == "provenance/npm release/npm tests/npm");
  CHECK(of_script("cargo +nightly fuzz run a") == "fuzzing/cargo-fuzz");
  CHECK(of_script("trivy fs . && gitleaks detect && govulncheck ./...") ==
        "sca/govulncheck sca/trivy secret-scan/gitleaks");
  CHECK(of_script("cosign sign-blob x; gpg --batch --detach-sign x; git tag -s v1") ==
        "signing/cosign signing/git signing/gpg");
  CHECK(of_script("syft . -o cyclonedx-json; twine upload dist/*; python -m build") ==
        "build/pypa-build release/twine sbom/syft");
  CHECK(of_script("cppcheck src; clang-tidy x.cpp; shellcheck *.sh") ==
        "lint/shellcheck sast/clang-tidy sast/cppcheck");
}

TEST_CASE("activities: words elsewhere do not count") {
  for (const char* script : {"echo go test", "# go test", "pip install pytest", "apt-get install -y cppcheck gitleaks",
                             "cppcheck --version", "cosign version", "command -v gitleaks", "which pytest", "go mod test",
                             "npm install test", "cat <<E\npytest\nE", "gotest", "go testing", "ci/build", "./build all", "printf 'make check'"})
    CHECK_MESSAGE(of_script(script).empty(), script);
}

TEST_CASE("activities: well-known actions and their inputs") {
  CHECK(of_action("github/codeql-action/analyze") == "sast/codeql");
  CHECK(of_action("github/codeql-action/upload-sarif").empty());
  CHECK(of_action("actions/checkout").empty());
  CHECK(of_action("docker/build-push-action") == "build/docker");
  CHECK(of_action("docker/build-push-action", {{"push", "true"}, {"sbom", "false"}, {"provenance", "mode=max"}}) ==
        "build/docker provenance/docker release/docker");
  CHECK(of_action("goreleaser/goreleaser-action", {{"args", "release --clean"}}) == "build/goreleaser release/goreleaser");
  CHECK(of_action("goreleaser/goreleaser-action", {{"args", "check"}}) == "build/goreleaser");
  CHECK(of_action("slsa-framework/slsa-github-generator/.github/workflows/generator_generic_slsa3.yml") ==
        "provenance/slsa-github-generator signing/slsa-github-generator");
  CHECK(of_action("aquasecurity/trivy-action", {{"image-ref", "a:b"}}) == "container-scan/trivy sca/trivy");
}

TEST_CASE("activities: what GitLab ships") {
  CHECK(shown(activities_of_gitlab_template("Jobs/SAST.gitlab-ci.yml")) == "sast/gitlab-sast");
  CHECK(shown(activities_of_gitlab_template("gitlab.com/components/secret-detection/secret-detection@1")) ==
        "secret-scan/gitlab-secret-detection");
  CHECK(activities_of_gitlab_template("Jobs/Build.gitlab-ci.yml").empty());
  CHECK(shown(activities_of_gitlab_report("junit")) == "tests/report");
}

TEST_CASE("activities: the tables name only kinds that are declared, and no row twice") {
  const std::set<std::string> kinds(ci_activity_kinds().begin(), ci_activity_kinds().end());
  std::set<std::string> rows, used;
  const auto see = [&](std::string_view kind, const std::string& row) {
    CHECK_MESSAGE(kinds.contains(std::string(kind)), kind);
    CHECK_MESSAGE(rows.insert(std::string(kind) + " " + row).second, row);
    used.emplace(kind);
  };
  for (const CiActionRow& row : ci_action_rows())
    see(row.kind, std::string(row.action) + " " + std::string(row.input) + " " + std::string(row.value));
  for (const auto* table : {&ci_rows_of_checks(), &ci_rows_of_security(), &ci_rows_of_making()})
    for (const CiCommandRow& row : *table) {
      see(row.kind, std::string(row.pattern));
      CHECK_MESSAGE(row.pattern.find("  ") == std::string_view::npos, row.pattern);
    }
  CHECK(used == kinds);
  CHECK(std::is_sorted(ci_activity_kinds().begin(), ci_activity_kinds().end()));
}
