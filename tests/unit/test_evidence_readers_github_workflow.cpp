// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/github_jobs.hpp"
#include "audit/evidence/readers/workflow.hpp"
#include "test_evidence_readers_support.hpp"

#include <string>

using namespace assay::evidence;
using Checkout = WorkflowStep::Checkout;

namespace {

std::unique_ptr<Workflow> workflow(const std::string& text) {
  return reader_tests::read<Workflow>(read_github_workflow, text);
}

// One job with these steps.
std::unique_ptr<Workflow> with_steps(const std::string& steps, const std::string& on = "push", const std::string& more = "") {
  return workflow("on: " + on + "\njobs:\n  a:\n    runs-on: ubuntu-latest\n" + more + "    steps:\n" + steps);
}

// One job with these keys, and nothing else that is wrong.
WorkflowJob job(const std::string& keys, const std::string& top = "") {
  return workflow("on: push\n" + top + "jobs:\n  a:\n    steps: [{run: x}]\n" + keys)->jobs.at(0);
}

std::string triggers(const std::string& on) {
  std::string all;
  const auto made = workflow("on: " + on + "\njobs: {a: {uses: a/b@c}}");
  for (const CiTrigger& one : made->triggers.list)
    all += "[" + one.name + "|" + one.types + "|" + one.branches + "|" + one.tags + "]";
  return all;
}

std::string untrusted(const std::string& steps, const std::string& more = "") {
  std::string all;
  const auto made = with_steps(steps, "push", more);
  for (const CiUntrusted& one : made->steps.at(0).untrusted)
    all += (all.empty() ? "" : " ") + one.context + "/" + std::string(to_string(one.source));
  return all;
}

} // namespace

TEST_CASE("GitHub workflows: what starts them") {
  CHECK(triggers("push") == "[push|||]");
  CHECK(triggers("[push, pull_request]") == "[pull_request|||][push|||]");
  CHECK(triggers("{push: {branches: [main, 'v*'], tags-ignore: x}, issues: {types: [opened]}, workflow_dispatch: }") ==
        "[issues|opened||][push||main v*|!x][workflow_dispatch|||]");
  CHECK(workflow("jobs: {a: {uses: a/b@c}}")->flaws.first == "line 1: a workflow does not say on which events it runs");
  CHECK(workflow("\"on\": push\njobs: {a: {uses: a/b@c}}")->flaws.count == 0);
}

TEST_CASE("GitHub workflows: permissions, top and job") {
  const auto summary = [](const std::string& permissions) {
    return std::string(to_string(job("    runs-on: x\n" + permissions).permissions.summary));
  };
  CHECK(summary("") == "unstated");
  CHECK(summary("    permissions: {}\n") == "none");
  CHECK(summary("    permissions: {contents: none}\n") == "none");
  CHECK(summary("    permissions: {contents: read, issues: none}\n") == "read");
  CHECK(summary("    permissions: {contents: read, issues: write}\n") == "write");
  CHECK(summary("    permissions: read-all\n") == "read-all");
  CHECK(summary("    permissions: write-all\n") == "write-all");
  CHECK(summary("    permissions: {contents: all}\n") == "other");
  CHECK(summary("    permissions: much\n") == "other");
  const auto empty = workflow("on: push\npermissions:\njobs: {a: {uses: a/b@c}}");
  CHECK(empty->permissions.summary == CiPermissions::Summary::none);
  CHECK(empty->flaws.count == 1);

  CHECK(job("    permissions: {id-token: write}\n").oidc.value == true);
  CHECK(job("    permissions: {contents: write}\n", "permissions: {id-token: write}\n").oidc.value == false);
  CHECK(job("", "permissions: write-all\n").oidc.value == true);
  CHECK(job("").oidc.value == false);
  CHECK(workflow("on: workflow_call\njobs: {a: {uses: a/b@c}}")->jobs.at(0).oidc.value == std::nullopt);
}

TEST_CASE("GitHub workflows: the machine") {
  const auto hosted = [](const std::string& keys) { return job("    " + keys + "\n").self_hosted->value; };
  CHECK(hosted("runs-on: ubuntu-latest") == false);
  CHECK(hosted("runs-on: [self-hosted, linux]") == true);
  CHECK(hosted("runs-on: Self-Hosted") == true);
  CHECK(hosted("runs-on: my-machine") == std::nullopt);
  CHECK(hosted("runs-on: {group: big, labels: [ubuntu-latest]}") == false);
  CHECK(hosted("runs-on: {group: big}") == std::nullopt);
  CHECK(hosted("runs-on: ${{ inputs.os }}") == std::nullopt);
  CHECK(hosted("runs-on: ${{ matrix.os }}\n    strategy: {matrix: {os: [macOS-latest, windows-2022]}}") == false);
  CHECK(hosted("runs-on: ${{ matrix.os }}\n    strategy: {matrix: {include: [{os: ubuntu-latest}, {os: self-hosted}]}}") == true);
  CHECK(hosted("runs-on: ${{ matrix.o.os }}\n    strategy: {matrix: {o: [{os: ubuntu-22.04}, {os: macos-14}]}}") == false);
  CHECK(hosted("runs-on: ${{ matrix.os }}\n    strategy: {matrix: '${{ fromJSON(inputs.m) }}'}") == std::nullopt);
  CHECK(hosted("runs-on: ${{ matrix.os }}\n    strategy: {matrix: {os: [macos-15], include: }}") == false);
  CHECK(hosted("runs-on: ubuntu-${{ matrix.v }}\n    strategy: {matrix: {v: ['22.04', latest]}}") == false);
  CHECK(hosted("runs-on: ${{ github.repository_owner == 'a' && 'self-hosted' || 'ubuntu-latest' }}") == true);
  CHECK(hosted("runs-on: ${{ matrix.r }}\n    strategy: {matrix: {r: [\"${{ matrix.r }}\"]}}") == std::nullopt);
  CHECK(workflow("on: push\njobs: {a: {steps: [{run: x}]}}")->flaws.first == "line 2: a job has no runs-on");
}

TEST_CASE("GitHub workflows: labels that GitHub gives") {
  for (const char* label : {"ubuntu-latest", "ubuntu-24.04", "ubuntu-24.04-arm", "ubuntu-slim", "windows-2025-vs2026",
                            "windows-11-arm", "macos-15-intel", "macos-latest-xlarge", "macOS-13"})
    CHECK_MESSAGE(is_hosted_by_github(label) == true, label);
  for (const char* label : {"ubuntu-latest-8-cores", "ubuntu-", "ubuntu", "linux", "macos-m1", "", "ubuntu-latest-m"})
    CHECK_MESSAGE(is_hosted_by_github(label) == std::nullopt, label);
}

TEST_CASE("GitHub workflows: images") {
  const std::string digest = "@sha256:" + std::string(64, '1');
  const WorkflowJob one = job("    runs-on: x\n    container: alpine:3\n    services: {db: {image: 'mysql" + digest + "'}}\n");
  REQUIRE(one.images.size() == 2);
  CHECK(one.images[0].stated == "alpine:3");
  CHECK(one.images[0].pinned.value == false);
  CHECK(one.images[1].service);
  CHECK(one.images[1].pinned.value == true);
  const auto of_matrix = [&](const std::string& values) {
    return job("    container: {image: '${{ matrix.c }}'}\n    strategy: {matrix: {c: [" + values + "]}}\n").images;
  };
  CHECK(of_matrix("''").empty());
  CHECK(of_matrix("'', 'a" + digest + "'").at(0).pinned.value == true);
  CHECK(of_matrix("a, 'a" + digest + "'").at(0).pinned.value == false);
  CHECK(job("    container: ${{ vars.C }}\n").images.at(0).pinned.value == std::nullopt);
  CHECK(job("    container: ${{ vars.C }}" + digest + "\n").images.at(0).pinned.value == true);
}

TEST_CASE("GitHub workflows: other keys of jobs") {
  const WorkflowJob one = job("    name: Build\n    runs-on: x\n    if: false\n    environment: {name: prod}\n"
                              "    timeout-minutes: 30\n    continue-on-error: ${{ matrix.x }}\n    env: {A: '${{ secrets.B }}'}\n");
  CHECK(one.name + one.environment + one.runner == "Buildprodx");
  CHECK(one.timeout == 30);
  CHECK(one.disabled);
  CHECK(one.continue_on_error.value == std::nullopt);
  CHECK(one.secrets == std::set<std::string>{"b"});
  CHECK_FALSE(job("    if: \"${{ 'false' }} x\"\n").disabled);
  CHECK(job("    if: ${{ false }}\n").disabled);
  CHECK(job("    timeout-minutes: ${{ x }}\n").timeout_unknown == "timeout-minutes is no whole number");

  const auto reusable = workflow("on: push\nenv: {A: '${{ secrets.TOP }}'}\njobs:\n  a:\n    uses: o/r/.github/workflows/x.yml@v1\n"
                                 "    secrets: inherit\n    if: always()\n");
  const WorkflowJob& called = reusable->jobs.at(0);
  CHECK(called.uses + " " + std::string(to_string(called.reference.kind)) == "o/r/.github/workflows/x.yml@v1 tag-or-branch");
  CHECK(called.secrets_inherit);
  CHECK(called.secrets == std::set<std::string>{"top"});
  CHECK_FALSE(called.self_hosted);
  CHECK(reusable->flaws.count == 0);
}

TEST_CASE("GitHub workflows: text of others that reaches code") {
  CHECK(untrusted("      - run: echo ${{ github.event.issue.title }}\n") == "github.event.issue.title/anyone");
  CHECK(untrusted("      - run: echo ${{ github.event.issue.number }}\n").empty());
  CHECK(untrusted("      - {name: '${{ github.head_ref }}', run: x}\n").empty());
  CHECK(untrusted("      - {run: x, env: {T: '${{ github.head_ref }}'}}\n").empty());
  CHECK(untrusted("      - {run: 'x ${{ env.T }}', env: {t: '${{ github.head_ref }}'}}\n") == "env.t/anyone");
  CHECK(untrusted("      - {run: 'x ${{ env.T }}', env: {T: safe}}\n", "    env: {T: '${{ github.head_ref }}'}\n").empty());
  CHECK(untrusted("      - run: x ${{ env.T }}\n", "    env: {T: '${{ github.head_ref }}'}\n") == "env.t/anyone");
  CHECK(untrusted("      - run: x ${{ matrix.d }}\n", "    strategy: {matrix: {d: '${{ github.event.client_payload.x }}'}}\n") ==
        "matrix.d/insider");
  CHECK(untrusted("      - run: x ${{ matrix.d }}\n", "    strategy: {matrix: '${{ fromJSON(github.head_ref) }}'}\n") ==
        "matrix.d/anyone");
  CHECK(untrusted("      - {uses: actions/github-script@v7, with: {script: 'f(\"${{ inputs.x }}\")'}}\n") == "inputs.x/insider");
  CHECK(untrusted("      - {uses: actions/other@v7, with: {script: 'f(\"${{ inputs.x }}\")'}}\n").empty());
  CHECK(untrusted("      - run: ${{ github.head_ref }} ${{ github.head_ref }}\n") == "github.head_ref/anyone");
}

TEST_CASE("GitHub workflows: what is checked out") {
  const auto checkout = [](const std::string& step) {
    return std::string(to_string(with_steps("      - " + step + "\n")->steps.at(0).checkout));
  };
  const auto with = [&](const std::string& inputs) { return checkout("{uses: actions/checkout@v4, with: {" + inputs + "}}"); };
  CHECK(checkout("uses: actions/checkout@v4") == "own");
  CHECK(checkout("uses: actions/cache@v4") == "none");
  CHECK(with("ref: main") == "own");
  CHECK(with("ref: '${{ github.event.pull_request.base.sha }}'") == "own");
  CHECK(with("ref: '${{ github.event.pull_request.head.sha }}'") == "pull-request-head");
  CHECK(with("ref: '${{ github.event.workflow_run }}'") == "pull-request-head");
  CHECK(with("ref: 'refs/pull/${{ github.event.number }}/merge'") == "pull-request-head");
  CHECK(with("repository: '${{ github.event.pull_request.head.repo.full_name }}'") == "pull-request-head");
  CHECK(with("ref: '${{ steps.x.outputs.sha }}'") == "unclear");
  CHECK(checkout("run: gh pr checkout 1") == "pull-request-head");
  CHECK(checkout("run: git fetch origin pull/1/head") == "pull-request-head");
  CHECK(checkout("run: git checkout \"${{ github.head_ref }}\"") == "pull-request-head");
  CHECK(checkout("{run: git switch $REF, env: {REF: '${{ github.head_ref }}'}}") == "pull-request-head");
  CHECK(checkout("{run: 'git switch \"${REF}\"', env: {REF: main}}") == "none");
  CHECK(checkout("{run: echo $REF, env: {REF: '${{ github.head_ref }}'}}") == "none");
  CHECK(with_steps("      - {uses: actions/checkout@v4, with: {persist-credentials: false}}\n")->steps.at(0).keeps_credentials == false);
  CHECK(with_steps("      - uses: actions/checkout@v4\n")->steps.at(0).keeps_credentials == true);
}

TEST_CASE("GitHub workflows: steps, their places and what they name") {
  const auto made = with_steps("      - {name: A, uses: a/b@v1, if: always(), continue-on-error: true}\n"
                               "      - parallel: [{run: go test}, {run: 'x ${{ secrets.GITHUB_TOKEN }} ${{ secrets.K }}'}]\n"
                               "      - {run: x, uses: a/b}\n"
                               "      - text\n");
  REQUIRE(made->steps.size() == 4);
  CHECK(made->steps[0].pointer == "/jobs/a/steps/0");
  CHECK(made->steps[0].line == 6);
  CHECK(made->steps[0].conditional);
  CHECK(made->steps[0].continue_on_error.value == true);
  CHECK(made->steps[1].pointer == "/jobs/a/steps/1/parallel/0");
  CHECK(made->steps[2].index == 2);
  CHECK(made->steps[2].token);
  CHECK(made->steps[2].secrets == std::set<std::string>{"k"});
  CHECK(made->jobs[0].steps == 4);
  CHECK(made->jobs[0].activities.size() == 1);
  CHECK(made->flaws.count == 3); // no version, both run and uses, no mapping
}

TEST_CASE("GitHub workflows: a file without jobs is none, and does not read as empty") {
  const auto refused = [](const std::string& text) { return reader_tests::refusal(read_github_workflow, text); };
  for (const char* none : {"", "# nothing", "version: 2\nupdates: []", "on: push\njobs: {}", "on: push\njobs: []", "[1]", "text"})
    CHECK_MESSAGE(refused(none) == "it names no jobs, and so is no workflow", none);
  CHECK(refused("jobs: {a: 1, b: []}") == "none of its jobs is a mapping, and so it is no workflow");
  CHECK(refused("a: b\n  c: d").find("no YAML") != std::string::npos);
  CHECK(refused("jobs: {a: {}, a: {}}").find("twice") != std::string::npos);
}

TEST_CASE("GitHub actions: composite ones have steps, those in Docker an image") {
  const auto action = [](const std::string& text) { return reader_tests::read<Workflow>(read_github_action, text); };
  const auto composite = action("name: X\nruns:\n  using: composite\n  steps:\n    - {run: 'x ${{ inputs.a }}', shell: bash}\n");
  REQUIRE(composite->steps.size() == 1);
  CHECK(composite->jobs.empty());
  CHECK(composite->steps[0].pointer == "/runs/steps/0");
  CHECK(composite->steps[0].untrusted.at(0).source == TextSource::insider);
  CHECK(action("runs: {using: docker, image: 'docker://a:1'}")->steps.at(0).reference.kind == CiReference::Kind::tag_or_branch);
  CHECK(action("runs: {using: docker, image: Dockerfile}")->steps.at(0).reference.kind == CiReference::Kind::local);
  CHECK(action("runs: {using: node20, main: a.js}")->steps.empty());
  CHECK(reader_tests::refusal(read_github_action, "runs: x") == "it does not say what it runs, and so is no action");
}
