// SPDX-License-Identifier: Apache-2.0
#include "audit/base/digest.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/scan/mask.hpp"
#include "test_evidence_scan_support.hpp"
#include "test_evidence_support.hpp"

#include <algorithm>
#include <fstream>

using assay::SourceFile;
using assay::evidence::Population;
using evidence_tests::Answer;
using evidence_tests::Row;
using repository_tests::TempRepository;

namespace {

Answer examine(const TempRepository& made, const std::vector<SourceFile>& supplied = {},
               const Population& population = assay::evidence::secrets()) {
  return evidence_tests::examine(made, population, supplied);
}

std::string secret_of(const std::string& id) {
  for (const scan_tests::Sample& sample : scan_tests::samples())
    if (sample.id == id)
      return scan_tests::in_place(sample);
  FAIL("no sample");
  return {};
}

void put(const TempRepository& made, const std::string& path, const std::string& text) {
  std::ofstream(made.path() + "/" + path, std::ios::binary) << text;
}

} // namespace

TEST_CASE("a secret is found in every blob of the history that holds it, with where it came from and whether "
          "it stays") {
  TempRepository made;
  const std::string pat = secret_of("github-pat"), key = secret_of("stripe-test-key");
  put(made, "config", "one\ntwo " + pat + "\n");
  made.run("echo nothing >readme; git add .; git commit -qm 1");
  made.run("git rm -q config; git commit -qm 2");
  put(made, "app.py", "key = '" + key + "'\n");
  made.run("git add .; git commit -qm 3");
  put(made, "app.py", "# changed\nkey = '" + key + "'\n");
  made.run("mkdir copy; cp app.py copy/; git add .; git commit -qm 4");

  const Answer answer = examine(made);
  CHECK(answer.examination.complete());
  CHECK(answer.examination.examined == 4);
  REQUIRE(answer.rows.size() == 3);
  const auto rev = [&](const std::string& name) { return made.lines("git rev-parse " + name).front(); };

  const Row& now = answer.rows[0].at("in-tree") == "yes" ? answer.rows[0] : answer.rows[1];
  const Row& before = answer.rows[0].at("in-tree") == "yes" ? answer.rows[1] : answer.rows[0];
  const Row& gone = answer.rows[2];
  CHECK(now.at("path") == "app.py");
  CHECK(now.at("line") == "2");
  CHECK(now.at("commit") == rev("HEAD"));
  CHECK(now.at("repeated") == "yes");
  CHECK(before.at("path") == "app.py");
  CHECK(before.at("commit") == rev("HEAD~1"));
  CHECK(before.at("in-tree") == "no");
  CHECK(before.at("repeated") == "no");
  CHECK(before.at("digest") == now.at("digest"));
  CHECK(gone.at("id") == rev("HEAD~3:config") + ":8:github-pat");
  CHECK(gone.at("format") == "github-pat");
  CHECK(gone.at("path") == "config");
  CHECK(gone.at("document") == "config");
  CHECK(gone.at("offset") == "8");
  CHECK(gone.at("line") == "2");
  CHECK(gone.at("length") == "40");
  CHECK(gone.at("commit") == rev("HEAD~3"));
  CHECK(gone.at("in-tree") == "no");
  CHECK(gone.at("content") == "text");
  CHECK(gone.at("checked") == "checksum");
  CHECK(gone.at("known") == "no");
  CHECK(gone.at("digest") == assay::to_hex(assay::evidence::scan::keyed_digest("github-pat", pat)));
  // No field holds the secret, or more of it than all of its kind share.
  for (const Row& row : answer.rows)
    for (const auto& field : row)
      for (const std::string& secret : {pat, key})
        CHECK(field.second.find(secret.substr(secret.find_last_of('_') + 1, 5)) == std::string::npos);
}

TEST_CASE("a supplied list marks what is known; where it cannot be read, what it does not list is unknown") {
  TempRepository made;
  put(made, "a", secret_of("github-pat") + "\n" + secret_of("npm-token") + "\n");
  made.run("git add .; git commit -qm 1");
  const std::string digest = examine(made).rows.at(0).at("digest");
  Answer answer = examine(made, {{"evidence/ours/known-secrets.txt", digest + " github-pat # ours\n", ""}});
  REQUIRE(answer.rows.size() == 2);
  CHECK(answer.rows[0].at("known") == "yes");
  CHECK(answer.rows[1].at("known") == "no");
  answer = examine(made, {{"evidence/known-secrets.txt", digest + " github-pat\nnonsense\n", ""}});
  CHECK(answer.rows[0].at("known") == "yes");
  CHECK(answer.rows[1].at("known").substr(0, 38) == "unknown: evidence/known-secrets.txt:2:");
  answer = examine(made, {{"evidence/known-secrets.txt", digest + " npm-token\n", ""},
                          {"evidence/other.txt", digest + " github-pat\n", ""}});
  CHECK(answer.rows[0].at("known") == "no");
}

TEST_CASE("what could not be searched makes the examination incomplete, with the reason") {
  TempRepository made;
  put(made, "a", secret_of("github-pat"));
  made.run("git add .; git commit -qm 1; head -c 70000000 /dev/zero >big; git add .; git commit -qm 2");
  Answer answer = examine(made);
  CHECK(answer.rows.size() == 1);
  CHECK(answer.examination.examined == 1);
  CHECK(answer.examination.reason.find("1 blob of more than 64 MiB not searched") != std::string::npos);

  const std::string blob = made.lines("git rev-parse HEAD:a").front();
  made.run("rm -f .git/objects/" + blob.substr(0, 2) + "/" + blob.substr(2));
  answer = examine(made);
  CHECK(answer.rows.empty());
  CHECK(answer.examination.examined == 0);
  CHECK(answer.examination.reason.find("1 blob missing, unreadable or no blob at all, the first being " +
                                       blob) != std::string::npos);

  TempRepository full;
  std::string many;
  for (int i = 0; i < 11'000; ++i)
    many += secret_of("github-pat") + "\n";
  put(full, "many", many);
  full.run("git add .; git commit -qm 1");
  answer = examine(full);
  CHECK(answer.rows.size() == 10'000);
  CHECK(answer.examination.reason.find("1 blob searched in part") != std::string::npos);
}

TEST_CASE("the items are the same however the objects are packed") {
  TempRepository made;
  for (int i = 0; i < 30; ++i) {
    const auto all = scan_tests::samples();
    put(made, fmt::format("f{}", i % 4),
        fmt::format("{}\n{}\n", i, scan_tests::in_place(all[static_cast<std::size_t>(i * 5)])));
    made.run("git add .; git commit -qm x --allow-empty");
  }
  const std::vector<Row> loose = examine(made).rows;
  CHECK(loose.size() == 30);
  made.run("git gc -q --aggressive --prune=now");
  CHECK(examine(made).rows == loose);
  for (int i = 0; i < 3; ++i)
    CHECK(examine(made).rows == loose);
}

TEST_CASE("a history without secrets is examined whole and has no items") {
  TempRepository made;
  made.run("echo a >a; git add .; git commit -qm 1");
  const Answer answer = examine(made);
  CHECK(answer.rows.empty());
  CHECK(answer.examination.complete());
  CHECK(answer.examination.examined == 1);
}

TEST_CASE("over all refs, secrets of other branches, of tagged files and of notes are found too") {
  TempRepository made;
  const std::string pat = secret_of("github-pat");
  put(made, "a", pat + "\n");
  made.run("git add .; git commit -qm 1; git checkout -q -b topic");
  put(made, "b", secret_of("npm-token") + "\n");
  made.run("git add .; git commit -qm 2; git checkout -q main");
  put(made, "loose", pat + " once more\n");
  made.run("git tag file $(git hash-object -w loose); git notes add -m '" + secret_of("stripe-test-key") + "'");
  const Population& all = assay::evidence::secrets_in_all_refs();
  const std::vector<Row> in_history = examine(made).rows;
  REQUIRE(in_history.size() == 1);
  Answer answer = examine(made, {}, all);
  CHECK(answer.examination.complete());
  CHECK(answer.examination.examined == 4);
  REQUIRE(answer.rows.size() == 4);
  const auto of = [&](const std::string& name) -> const Row& {
    const std::string blob = made.lines("git rev-parse " + name).front();
    const auto found = std::find_if(answer.rows.begin(), answer.rows.end(), [&](const Row& row) { return row.at("blob") == blob; });
    REQUIRE(found != answer.rows.end());
    return *found;
  };
  CHECK(of("main:a") == in_history.front());
  CHECK(of("topic:b").at("commit") == made.lines("git rev-parse topic").front());
  CHECK(of("topic:b").at("in-tree") == "no");
  CHECK(of("file").at("repeated") == "yes");
  CHECK(of("file").count("path") == 0);
  CHECK(of("file").count("commit") == 0);
  CHECK(of("refs/notes/commits:" + made.lines("git rev-parse main").front()).at("format") == "stripe-test-key");

  made.run("git tag lost; echo 1111111111111111111111111111111111111111 >.git/refs/tags/lost");
  answer = examine(made, {}, all);
  CHECK(answer.rows.size() == 4);
  CHECK(answer.examination.reason == "1 refs lead to no object that can be read");
}
