// SPDX-License-Identifier: Apache-2.0
#include "test_evidence_support.hpp"

using evidence_tests::Answer;
using evidence_tests::Row;
using repository_tests::TempRepository;

namespace {

Answer steps(const std::vector<std::pair<std::string, std::string>>& files) {
  TempRepository made;
  made.run("git commit -q --allow-empty -m 1");
  std::vector<assay::SourceFile> supplied;
  for (const auto& [path, text] : files)
    supplied.push_back(evidence_tests::supplied(path, text));
  return evidence_tests::examine(made, assay::evidence::workflow_steps(), supplied);
}

} // namespace

TEST_CASE("workflow-steps: steps of GitHub") {
  const Answer answer = steps({{".github/workflows/a.yml",
                                "name: W\non: issue_comment\njobs:\n  a:\n    runs-on: x\n    if: false\n    steps:\n"
                                "      - {uses: Actions/Checkout/@0123456789012345678901234567890123456789, name: N}\n"
                                "      - {run: 'echo ${{ github.event.comment.body }} ${{ inputs.x }}', if: x}\n"}});
  REQUIRE(answer.rows.size() == 2);
  const Row& uses = answer.rows[0];
  CHECK(uses.at("id") == "supplied:.github/workflows/a.yml:/jobs/a/steps/0");
  CHECK(uses.at("action") + uses.at("pinned") + uses.at("reference-kind") == "actions/checkoutyescommit");
  CHECK(uses.at("name") + uses.at("workflow") + uses.at("job") + uses.at("step") + uses.at("part") == "NWa0step");
  CHECK(uses.at("run") + uses.at("checkout") + uses.at("keeps-credentials") == "noownyes");
  CHECK(uses.at("disabled") + uses.at("conditional") + uses.at("privileged-trigger") == "yesnoyes");
  const Row& run = answer.rows[1];
  CHECK(run.at("untrusted-expression") + run.at("insider-expression") + run.at("conditional") == "yesyesyes");
  for (const char* absent : {"uses", "pinned", "reference-kind", "keeps-credentials"})
    CHECK_FALSE(run.contains(absent));
}

TEST_CASE("workflow-steps: steps of actions belong to no job, and an action without a shape of one is none") {
  const Answer answer = steps({{"x/action.yml", "runs: {using: composite, steps: [{uses: a/b@v1}]}"},
                               {"y/action.yml", "runs:\n  using: composite\n  steps: [{uses: a/b@v1}]\n"},
                               {"z/action.yml", "- hosts: all\n"}});
  REQUIRE(answer.rows.size() == 2);
  CHECK(answer.examination.examined == 2);
  CHECK(answer.rows[0].at("pinned") == "no");
  CHECK_FALSE(answer.rows[0].contains("job"));
  CHECK_FALSE(answer.rows[0].contains("privileged-trigger"));
}

TEST_CASE("workflow-steps: scripts and includes of GitLab") {
  const Answer answer = steps({{".gitlab-ci.yml", "include: {template: Jobs/SAST.gitlab-ci.yml}\nt: {before_script: [x], script: [y]}"}});
  REQUIRE(answer.rows.size() == 3);
  CHECK(answer.rows[0].at("part") + answer.rows[0].at("reference-kind") + answer.rows[0].at("pinned") == "includebuilt-inno");
  CHECK_FALSE(answer.rows[0].contains("job"));
  CHECK(answer.rows[1].at("part") + answer.rows[2].at("part") == "before-scriptscript");
  CHECK(answer.rows[2].at("step") + answer.rows[2].at("job") == "1t");
  CHECK_FALSE(answer.rows[2].contains("secrets"));
}
