// SPDX-License-Identifier: Apache-2.0
#include "test_evidence_support.hpp"

#include <fstream>

using assay::SourceFile;
using evidence_tests::Answer;
using evidence_tests::examine;
using evidence_tests::supplied;
using repository_tests::TempRepository;

namespace {

const std::string tool = R"("tool":{"driver":{"name":"t"}})";

std::string log(const std::string& runs) {
  return R"({"version":"2.1.0","runs":[)" + runs + "]}";
}

std::string on(const std::string& revision) {
  return log("{" + tool + R"(,"versionControlProvenance":[{"repositoryUri":"https://e.org","revisionId":")" + revision + R"("}],"results":[]})");
}

} // namespace

TEST_CASE("analyses: from the tree and from supplied files, by name or by content") {
  const TempRepository made;
  std::ofstream(made.path() + "/scan.sarif") << log("{" + tool + "}");
  std::ofstream(made.path() + "/other.json") << log("{" + tool + "}"); // not by its name
  made.run("git add . && git commit -q -m first");
  const Answer answer = examine(made, assay::evidence::analyses(), {supplied("z.json", log("{" + tool + R"(,"results":[]},{)" + tool + "}"))});
  REQUIRE(answer.rows.size() == 3);
  CHECK(answer.examination.examined == 2);
  CHECK(answer.examination.complete());
  CHECK(answer.rows[0].at("id") == "revision:scan.sarif:/runs/0");
  CHECK(answer.rows[0].at("has-results") == "no");
  CHECK(answer.rows[0].count("succeeded") == 0);
  CHECK(answer.rows[0].count("on-subject") == 0);
  CHECK(answer.rows[0].at("valid") == "yes");
  CHECK(answer.rows[1].at("id") == "supplied:z.json:/runs/0");
  CHECK(answer.rows[1].at("has-results") == "yes");
  CHECK(answer.rows[1].at("results") == "0");
}

TEST_CASE("analyses: on the audited commit, on another, or not to be told") {
  const TempRepository made;
  made.run("git commit -q --allow-empty -m first");
  const std::string commit = made.lines("git rev-parse HEAD").front();
  const auto on_subject = [&](const std::string& revision) {
    return examine(made, assay::evidence::analyses(), {supplied("a.sarif", on(revision))}).rows.at(0).at("on-subject");
  };
  CHECK(on_subject(commit) == "yes");
  CHECK(on_subject(commit.substr(0, 7)) == "yes");
  CHECK(on_subject(std::string(40, 'a')) == "no");
  CHECK(on_subject(commit + "0") == "no");
  CHECK(on_subject("main") == "unknown: a revision that it states is no commit id");
  CHECK(on_subject(commit.substr(0, 6)) == "no"); // too short to mean anything
}

TEST_CASE("analyses: one that cannot be read leaves the population incomplete") {
  const TempRepository made;
  made.run("git commit -q --allow-empty -m first");
  for (const char* broken : {"{\"runs\":[", "{}", "", "[]"}) {
    const std::vector<SourceFile> files = {supplied("a.sarif", broken)};
    const Answer answer = examine(made, assay::evidence::analysis_results(), files);
    CHECK(answer.rows.empty());
    CHECK_FALSE(answer.examination.complete());
    const Answer unreadable = examine(made, assay::evidence::unreadable_documents(), files);
    REQUIRE(unreadable.rows.size() == 1);
    CHECK(unreadable.rows[0].at("kind") == "analysis");
  }
  const Answer unknown = examine(made, assay::evidence::analysis_results(),
                                 {supplied("a.sarif", log("{" + tool + R"(,"results":42})"))});
  CHECK(unknown.examination.reason == "/runs/0: its `results` is a number, not an array");
}

TEST_CASE("analysis results: values outside the lists are kept as text") {
  const TempRepository made;
  made.run("git commit -q --allow-empty -m first");
  const Answer answer =
      examine(made, assay::evidence::analysis_results(),
              {supplied("a.sarif", log("{" + tool + R"(,"results":[{"level":"fatal","kind":"fail","baselineState":"old","message":{"text":"a\\b"},)" +
                                       R"("suppressions":[{"kind":"external","status":"maybe","justification":"j"}]}]})"))});
  REQUIRE(answer.rows.size() == 1);
  const auto& row = answer.rows.front();
  CHECK(row.at("level") == "other");
  CHECK(row.at("level-as-stated") == "fatal");
  CHECK(row.at("kind") == "fail");
  CHECK(row.count("kind-as-stated") == 0);
  CHECK(row.at("baseline-as-stated") == "old");
  CHECK(row.at("suppression-status") == "other");
  CHECK(row.at("suppressed") == "no");
  CHECK(row.at("justified") == "yes");
  CHECK(row.at("message") == "a\\\\b");
  CHECK(row.at("place") == "/runs/0/results/0");
}
