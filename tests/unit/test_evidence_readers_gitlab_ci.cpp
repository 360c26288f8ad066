// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/gitlab_triggers.hpp"
#include "audit/evidence/readers/workflow.hpp"
#include "test_evidence_readers_support.hpp"

#include <chrono>
#include <string>

using namespace assay::evidence;
using Part = WorkflowStep::Part;

namespace {

std::unique_ptr<Workflow> configuration(const std::string& text, const std::string& name = ".gitlab-ci.yml") {
  return std::unique_ptr<Workflow>(static_cast<Workflow*>(read_gitlab_ci(reader_tests::document(text, name)).release()));
}

std::string triggers(const std::string& text) {
  const auto made = configuration(text);
  const CiTriggers& all = made->jobs.at(0).triggers.value();
  std::string names = all.unknown.empty() ? "" : "?";
  for (const CiTrigger& one : all.list)
    names += (names.empty() ? "" : " ") + one.name;
  return names;
}

std::string activities(const WorkflowJob& job) {
  std::string all;
  for (const CiActivity& one : job.activities)
    all += (all.empty() ? "" : " ") + std::string(one.kind);
  return all;
}

std::string reference(const std::string& include) {
  const auto made = configuration("include: " + include + "\n");
  const WorkflowStep& step = made->steps.at(0);
  return step.uses + " " + std::string(to_string(step.reference.kind));
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  while (times-- > 0)
    all += text;
  return all;
}

} // namespace

TEST_CASE("GitLab CI: jobs, hidden ones and keywords") {
  const auto made = configuration("stages: [a]\nvariables: {X: y}\n.hidden: {script: make}\n.list: &l [make]\n"
                                  "build:\n  script: *l\ntest:\n  script: [make check]\nodd: 3\n");
  REQUIRE(made->jobs.size() == 2);
  CHECK(made->jobs[0].pointer == "/build");
  CHECK(activities(made->jobs[1]) == "tests");
  CHECK(made->flaws.first == "line 9: an entry is neither a keyword nor a job");
  const auto refused = [](const std::string& text) { return reader_tests::refusal(read_gitlab_ci, text); };
  for (const char* none : {"", "version: 2\nupdates: []", "[a]", "text", ".a: b"})
    CHECK_MESSAGE(refused(none).find("neither jobs nor keywords") != std::string::npos, none);
  CHECK(configuration(".a: {script: x}")->jobs.empty());
  CHECK(configuration("spec: {inputs: {a: }}\n---\nb: {script: 'x $[[ inputs.a | truncate(1,2) ]]'}\n")->steps.at(0).untrusted.at(0).context ==
        "inputs.a");
}

TEST_CASE("GitLab CI: what a job takes over") {
  const auto made = configuration("default: {image: d:1, before_script: [echo d], timeout: 1h 30m, tags: [saas-linux-small-amd64]}\n"
                                  "after_script: [echo g]\n.base: {image: b:1, script: [make test]}\n.top: {extends: .base, allow_failure: true}\n"
                                  "one: {extends: .top}\ntwo: {extends: [.base, .top], image: 't@sha256:" + std::string(64, 'a') + "'}\n"
                                  "three: {script: x, inherit: {default: false}}\nfour: {script: x, inherit: {default: [image]}}\n");
  REQUIRE(made->jobs.size() == 4);
  const WorkflowJob& one = made->jobs[0];
  CHECK(one.images.at(0).stated == "b:1");
  CHECK(one.steps == 3);
  CHECK(one.timeout == 90);
  CHECK(one.self_hosted->value == false);
  CHECK(one.continue_on_error.value == true);
  CHECK(made->jobs[1].images.at(0).pinned.value == true);
  CHECK(made->jobs[2].images.empty());
  CHECK(made->jobs[2].steps == 1);
  CHECK(made->jobs[3].images.at(0).stated == "d:1");
  CHECK(made->jobs[3].steps == 1);
  CHECK(made->steps[0].part == Part::before_script);
  CHECK(made->steps[0].pointer == "/one/before_script");
}

TEST_CASE("GitLab CI: what may be set elsewhere is not known to be absent") {
  CHECK(configuration("a: {script: x}")->jobs.at(0).images_unknown.empty());
  CHECK(configuration("a: {script: x}", ".gitlab/ci/a.yml")->jobs.at(0).images_unknown.find("another file") == 0);
  CHECK(configuration("include: b.yml\na: {script: x}")->jobs.at(0).images_unknown.find("another file") == 0);
  const auto extending = configuration("a: {extends: .gone}");
  CHECK(extending->jobs.at(0).images_unknown == "it extends .gone, which is not in this file");
  CHECK(extending->flaws.count == 0);
  CHECK(extending->jobs.at(0).steps_unknown == extending->jobs.at(0).images_unknown);
  CHECK(extending->jobs.at(0).continue_on_error.value == std::nullopt);
  CHECK(extending->jobs.at(0).oidc.value == std::nullopt);
  CHECK(configuration("a: {extends: .gone, script: x}")->jobs.at(0).steps_unknown.empty());
  CHECK(configuration("a: {extends: .b, script: []}\n.b: {image: x}")->flaws.first == "line 1: a job runs nothing");
}

TEST_CASE("GitLab CI: scripts within scripts, and references") {
  const auto made = configuration(".setup: {script: [go test, [pytest]]}\n.more: &m [make check]\n"
                                  "a: {script: [!reference [.setup, script], *m, '# cppcheck', 'cosign sign x']}\n");
  CHECK(activities(made->jobs.at(0)) == "tests tests tests signing");
  CHECK(reader_tests::refusal(read_gitlab_ci, ".a: {script: [!reference [.a, script]]}\nb: {script: [!reference [.a, script]]}")
            .find("10 levels") != std::string::npos);
}

TEST_CASE("GitLab CI: images and variables") {
  const auto pinned = [](const std::string& text) { return configuration(text)->jobs.at(0).images.at(0).pinned.value; };
  CHECK(pinned("a: {script: x, image: alpine}") == false);
  CHECK(pinned("a: {script: x, image: {name: '$I:3'}, variables: {I: alpine}}") == false);
  CHECK(pinned("a: {script: x, image: $I}") == std::nullopt);
  CHECK(configuration("a: {script: x, image: !reference [.b, image]}\n.b: {image: c}")->jobs.at(0).images.at(0).stated == "c");
  CHECK(pinned("variables: {I: 'a:$V', V: '$W', W: b}\na: {script: x, image: $I}") == false);
  CHECK(pinned("variables: {I: '$I$I'}\na: {script: x, image: $I}") == std::nullopt);
  CHECK(pinned("variables: {I: {value: 'a@sha256:" + std::string(64, '0') + "'}}\na: {script: x, image: '${I}'}") == true);
  CHECK(pinned("a: {script: x, image: '$R/x@sha256:" + std::string(64, '0') + "'}") == true);
  CHECK(configuration("a: {script: x, image: i, services: [p:1, {name: q}]}")->jobs.at(0).images.size() == 3);
}

TEST_CASE("GitLab CI: which pipelines a job runs in") {
  CHECK(triggers("a: {script: x}") == "push tag");
  CHECK(triggers("a: {script: x, rules: [{if: $CI_PIPELINE_SOURCE == \"merge_request_event\"}, {if: $CI_COMMIT_TAG}]}") ==
        "merge_request_event tag");
  CHECK(triggers("a: {script: x, rules: [{if: $CI_PIPELINE_SOURCE == 'schedule', when: never}, {if: $CI_COMMIT_BRANCH == 'm'}]}") == "push");
  CHECK(triggers("a: {script: x, rules: [{if: $CI_COMMIT_TAG}, {when: always}]}") == "? tag");
  CHECK(triggers("a: {script: x, rules: [{if: $CI_PIPELINE_SOURCE != 'push'}]}") == "?");
  CHECK(triggers("a: {script: x, only: [merge_requests, main]}") == "merge_request_event push");
  CHECK(triggers("a: {script: x, only: {refs: [tags], changes: [b]}}") == "tag");
  CHECK(triggers("workflow: {rules: [{if: $CI_MERGE_REQUEST_IID}]}\na: {script: x}") == "merge_request_event");
  const std::string shared = ".r: [{if: $CI_COMMIT_TAG}]\n.k: {rules: [{if: $CI_COMMIT_BRANCH}]}\n";
  CHECK(triggers(shared + "a: {script: x, rules: !reference [.r]}") == "tag");
  CHECK(triggers(shared + "a: {script: x, rules: !reference [.k, rules]}") == "push");
  CHECK(triggers(shared + "a: {script: x, rules: [!reference [.r], !reference [.k, rules], {if: $X}]}") == "? push tag");
  CHECK(triggers("a: {script: x, only: [branches@g/p]}") == "push");
  CHECK(triggers("include: b.yml\na: {script: x}") == "? push tag");
  CHECK(gitlab_minutes("3 hours 30 minutes") == 210);
  CHECK(gitlab_minutes("90") == 2);
  CHECK(gitlab_minutes("1w 2d") == 12960);
  for (const char* none : {"", "x", "-1h", "99999999999h", "1h x"})
    CHECK_MESSAGE(gitlab_minutes(none) == std::nullopt, none);
}

TEST_CASE("GitLab CI: what it takes in from elsewhere") {
  const std::string commit(40, 'c');
  CHECK(reference("/a/b.yml") == "/a/b.yml local");
  CHECK(reference("{local: a.yml}") == "a.yml local");
  CHECK(reference("https://example.com/a.yml") == "https://example.com/a.yml none");
  CHECK(reference("{remote: 'https://e/a.yml', integrity: sha256-AAAA}") == "https://e/a.yml digest");
  CHECK(reference("{template: Jobs/SAST.gitlab-ci.yml}") == "Jobs/SAST.gitlab-ci.yml built-in");
  CHECK(reference("{component: e.org/a/b@" + commit + "}") == "e.org/a/b@" + commit + " commit");
  CHECK(reference("{component: e.org/a/b@~latest}") == "e.org/a/b@~latest tag-or-branch");
  CHECK(reference("[{project: g/p, ref: v1, file: [a, b]}]") == "g/p/a b@v1 tag-or-branch");
  CHECK(reference("{project: g/p, file: a}") == "g/p/a none");
  const auto made = configuration("include: [{template: Jobs/SAST.gitlab-ci.yml}, a.yml]\nb: {trigger: {include: c.yml}}\n"
                                  "c: {trigger: {project: g/p, branch: main}}\nd: {trigger: g/q}\n");
  CHECK(made->steps.at(0).activities.at(0).kind == "sast");
  CHECK(made->local_includes == std::vector<std::string>{"a.yml"});
  CHECK(made->jobs.at(0).uses + " " + std::string(to_string(made->jobs.at(0).reference.kind)) == "c.yml local");
  CHECK(made->jobs.at(1).uses == "g/p@main");
  CHECK(made->jobs.at(2).uses == "g/q");
  CHECK(made->flaws.count == 0);
}

TEST_CASE("GitLab CI: what keywords beside a script say") {
  const auto made = configuration("a: {script: x, artifacts: {reports: {junit: a, sast: b}}, coverage: '/x/', release: {tag_name: x}}\n"
                                  "b: {script: 'curl $CI_JOB_TOKEN', id_tokens: {T: {aud: x}}, secrets: {S: {}}, environment: prod, when: never}\n"
                                  "c: {run: [{name: n, step: e.org/s@v1}, {name: m, script: go test}]}\n");
  CHECK(activities(made->jobs.at(0)) == "tests sast release coverage");
  const WorkflowJob& b = made->jobs.at(1);
  CHECK(b.oidc.value == true);
  CHECK(b.uses_secrets.value == true);
  CHECK(b.disabled);
  CHECK(b.environment == "prod");
  CHECK(made->steps.at(1).token);
  CHECK(made->jobs.at(0).uses_secrets.value == std::nullopt);
  CHECK(made->steps.at(2).reference.kind == CiReference::Kind::tag_or_branch);
  CHECK(activities(made->jobs.at(2)) == "tests");
}

TEST_CASE("GitLab CI: hostile documents end in bounded time") {
  const auto start = std::chrono::steady_clock::now();
  const auto refused = [](const std::string& text) { return reader_tests::refusal(read_gitlab_ci, text); };
  std::string jobs, chain = ".j0: {script: x}\n", wide;
  for (int i = 1; i <= 20000; ++i)
    jobs += "j" + std::to_string(i) + ": {extends: .base}\n";
  for (int i = 1; i <= 100; ++i)
    chain += ".j" + std::to_string(i) + ": {extends: .j" + std::to_string(i - 1) + "}\n";
  for (int i = 0; i < 20000; ++i)
    wide += "k" + std::to_string(i) + ": v, ";
  CHECK(refused(".base: {script: [" + repeated("'go test ./... && make check', ", 500) + "x]}\n" + jobs).find("64 MiB") !=
        std::string::npos);
  CHECK(refused(".base: {" + wide + "script: x}\n" + jobs).find("64 MiB") != std::string::npos);
  CHECK(refused("default: {" + wide + "tags: [a]}\n.base: {script: x}\n" + jobs).find("64 MiB") != std::string::npos);
  CHECK(refused(".base: {script: x}\n" + jobs).empty());
  CHECK(refused(chain + "a: {extends: .j100}\n").find("more than 64 others") != std::string::npos);
  CHECK(refused(".a: {extends: .b}\n.b: {extends: .a}\nc: {extends: .a}").empty());
  std::string referring = ".r9: []\n";
  for (int i = 0; i < 9; ++i)
    referring += ".r" + std::to_string(i) + ": [" + repeated("!reference [.r" + std::to_string(i + 1) + "], ", 20) + "]\n";
  CHECK(refused(referring + "a: {script: x, rules: !reference [.r0]}\n").find("64 MiB") != std::string::npos);
  CHECK(refused(referring + "a: {script: !reference [.r0]}\n").find("64 MiB") != std::string::npos);
  CHECK(refused("include: [" + repeated("a.yml, ", 1500) + "b]").find("more than 1000") != std::string::npos);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(60));
}
