// SPDX-License-Identifier: Apache-2.0
#include "test_evidence_support.hpp"

#include <filesystem>
#include <fstream>

using evidence_tests::Answer;
using evidence_tests::Row;
using repository_tests::TempRepository;

namespace {

Answer jobs(const std::vector<std::pair<std::string, std::string>>& files,
            const std::vector<assay::SourceFile>& supplied = {}) {
  TempRepository made;
  for (const auto& [path, text] : files) {
    const std::filesystem::path target = made.path() + "/" + path;
    std::filesystem::create_directories(target.parent_path());
    std::ofstream(target, std::ios::binary) << text;
  }
  made.run("git add -A; git commit -q --allow-empty -m 1");
  return evidence_tests::examine(made, assay::evidence::workflow_jobs(), supplied);
}

const std::string privileged = "on: pull_request_target\npermissions: {contents: read, id-token: write}\njobs:\n  a:\n"
                               "    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: ";

} // namespace

TEST_CASE("workflow-jobs: a job of GitHub") {
  const Answer answer = jobs({{".github/workflows/ci.yml", privileged + "${{ github.event.pull_request.head.sha }}\n"}});
  REQUIRE(answer.rows.size() == 1);
  CHECK(answer.examination.complete());
  CHECK(answer.examination.examined == 1);
  const Row& row = answer.rows[0];
  CHECK(row.at("id") == "revision:.github/workflows/ci.yml:/jobs/a");
  CHECK(row.at("place") == "line 5");
  CHECK(row.at("system") + row.at("triggers") + row.at("privileged-trigger") == "githubpull_request_targetyes");
  CHECK(row.at("untrusted-checkout") == "yes");
  CHECK(row.at("permissions-top") + row.at("permissions-job") + row.at("permissions") == "writeunstatedwrite");
  CHECK(row.at("writes") + row.at("write-scopes") + row.at("oidc") == "yesid-tokenyes");
  CHECK(row.at("valid") + row.at("flaws") + row.at("steps") + row.at("reusable") == "yes01no");
  CHECK_FALSE(row.contains("flaw"));
  CHECK_FALSE(row.contains("reference-kind"));
}

TEST_CASE("workflow-jobs: what is not stated or not followed is unknown") {
  const Answer answer = jobs({{".github/workflows/a.yml", "on: push\njobs: {a: {runs-on: x, steps: [{run: x}]}}"},
                              {".github/workflows/b.yml", privileged + "${{ steps.x.outputs.y }}\n"}});
  CHECK(answer.rows.at(0).at("writes") == "unknown: no permissions are stated: settings outside the file decide");
  CHECK(answer.rows.at(0).at("untrusted-checkout") == "no");
  CHECK(answer.rows.at(0).at("self-hosted").find("unknown: runs-on is x") == 0);
  CHECK(answer.rows.at(1).at("untrusted-checkout").find("unknown") == 0);
}

TEST_CASE("workflow-jobs: which files are read") {
  const std::string plain = "on: push\njobs: {a: {uses: a/b@c}}";
  const Answer answer = jobs({{".github/workflows/a.yaml", plain},
                              {".github/workflows/deep/a.yml", plain},
                              {".github/workflows/a.txt", plain},
                              {"sub/.github/workflows/a.yml", plain},
                              {".gitlab-ci.yml", "t: {script: x}"},
                              {"sub/.gitlab-ci.yml", "t: {script: x}"},
                              {".gitlab/ci/x/b.yml", "u: {script: x}"}},
                             {evidence_tests::supplied(".github/workflows/s.yml", plain)});
  std::string ids;
  for (const Row& row : answer.rows)
    ids += row.at("id") + "\n";
  CHECK(ids == "revision:.github/workflows/a.yaml:/jobs/a\nrevision:.gitlab-ci.yml:/t\nrevision:.gitlab/ci/x/b.yml:/u\n"
               "supplied:.github/workflows/s.yml:/jobs/a\n");
  CHECK(answer.rows[0].at("reusable-pinned") + answer.rows[0].at("reference-kind") == "notag-or-branch");
}

TEST_CASE("workflow-jobs: a file that is no workflow makes the examination incomplete") {
  const Answer answer = jobs({{".github/workflows/a.yml", "on: push\njobs: {a: {uses: a/b@c}}"},
                              {".github/workflows/dependabot.yml", "version: 2\nupdates: []\n"}});
  CHECK(answer.rows.size() == 1);
  CHECK(answer.examination.reason ==
        "1 document could not be read, the first being .github/workflows/dependabot.yml: it names no jobs, and so is no workflow");
}

TEST_CASE("workflow-jobs: what GitLab includes of its own repository must have been read") {
  const std::string part = "a: {script: x}";
  CHECK(jobs({{".gitlab-ci.yml", "include: /.gitlab/ci/a.yml"}, {".gitlab/ci/a.yml", part}}).examination.complete());
  CHECK(jobs({{".gitlab-ci.yml", "include: .gitlab/ci/*.yml"}, {".gitlab/ci/a.yml", part}}).examination.complete());
  CHECK(jobs({{".gitlab-ci.yml", "include: [{template: X}, {project: a/b}]\n" + part}}).examination.complete());
  CHECK(jobs({{".gitlab-ci.yml", "include: ci/a.yml"}, {"ci/a.yml", part}}).examination.reason ==
        ".gitlab-ci.yml includes ci/a.yml, which was not read");
  CHECK_FALSE(jobs({{".gitlab-ci.yml", "include: .gitlab/ci/$X*.yml"}}).examination.complete());
}

TEST_CASE("workflow-jobs: a job of GitLab") {
  const Row row = jobs({{".gitlab-ci.yml", "t: {script: make check, image: a:1, rules: [{when: always}]}"}}).rows.at(0);
  CHECK(row.at("triggers") == "unknown: a rule names no source of pipelines");
  CHECK(row.at("image") + row.at("image-pinned") + row.at("conditional") == "a:1noyes");
  CHECK_FALSE(row.contains("permissions"));
  CHECK_FALSE(row.contains("writes"));
  CHECK(row.at("self-hosted").find("unknown") == 0);
}

TEST_CASE("workflow-jobs: what a job of GitLab extends and is elsewhere leaves its keywords open") {
  const Row row = jobs({{".gitlab-ci.yml", "t: {extends: .gone, environment: e, when: never}"}}).rows.at(0);
  const std::string open = "unknown: it extends .gone, which is not in this file";
  for (const char* field : {"conditional", "continue-on-error", "steps", "image", "timeout", "oidc"})
    CHECK_MESSAGE(row.at(field) == open, field);
  CHECK(row.at("environment") + row.at("disabled") == "eyes");
}
