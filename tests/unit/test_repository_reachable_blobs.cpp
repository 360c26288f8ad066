// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/reachable_blobs.hpp"
#include "test_repository_support.hpp"

#include <map>
#include <set>

using namespace repository_tests;
using assay::repository::reachable_blobs;
using assay::repository::ReachableBlobs;
using assay::repository::Repository;

namespace {

ReachableBlobs blobs_of(const TempRepository& made, const std::string& revision = "HEAD") {
  const Repository repository(made.path());
  return reachable_blobs(repository, {repository.resolve(revision)}, repository.clone_state().boundary,
                         nullptr);
}

// Blob ids by what git lists, with the first commit of `git log --reverse --topo-order` for them left to the
// tests.
std::set<std::string> listed_by_git(const TempRepository& made) {
  std::set<std::string> ids;
  for (const std::string& line :
       made.lines("git rev-list --objects HEAD | cut -d' ' -f1 | git cat-file --batch-check"))
    if (line.find(" blob ") != std::string::npos)
      ids.insert(line.substr(0, 40));
  return ids;
}

} // namespace

TEST_CASE("exactly the blobs that git reaches are found, each once") {
  TempRepository made;
  made.run("echo one >a; mkdir -p d/e; echo two >d/e/b; git add .; git commit -qm 1");
  made.run("echo three >a; git rm -q d/e/b; git add .; git commit -qm 2");
  made.run("git checkout -q -b side HEAD~1; echo four >s; ln -s target l; git add .; git commit -qm 3");
  made.run("git checkout -q main; git merge -q --no-edit side; cp s copy; git add .; git commit -qm 4");
  made.run(
      "git checkout -q -b elsewhere; echo unreachable >u; git add .; git commit -qm 5; git checkout -q main");
  const ReachableBlobs found = blobs_of(made);
  std::set<std::string> ids;
  std::map<std::string, std::string> paths, commits;
  for (const ReachableBlobs::Blob& blob : found.blobs()) {
    CHECK(ids.insert(blob.id.hex()).second);
    paths[blob.id.hex()] = found.path(blob);
    commits[blob.id.hex()] = found.commit(blob)->hex();
  }
  CHECK(ids == listed_by_git(made));
  CHECK(found.cut_off().empty());
  const auto blob = [&](const std::string& name) { return made.lines("git rev-parse " + name).front(); };
  CHECK(paths[blob("HEAD~3:d/e/b")] == "d/e/b");
  CHECK(paths[blob("HEAD:s")] == "s");
  CHECK(paths[blob("HEAD:l")] == "l");
  CHECK(commits[blob("HEAD:s")] == blob("side"));
  CHECK(commits[blob("HEAD:a")] == blob("HEAD~2"));
  CHECK(commits[blob("HEAD~3:a")] == blob("HEAD~3"));
}

TEST_CASE(
    "a commit that brought a blob has no ancestor with it, in a history with merges in every direction") {
  TempRepository made;
  made.run("for i in 1 2 3 4 5 6 7 8 9; do echo $i >f$((i % 3)); echo $((i / 2)) >g; git add .; git commit "
           "-qm $i; "
           "git branch b$i; done; git checkout -q b3; for i in 10 11; do echo $i >h; echo 9 >f0; git add .; "
           "git commit -qm $i; done; "
           "git merge -q -s ours --no-edit b7; git checkout -q main; git merge -q -s ours --no-edit b3; "
           "git checkout -q -b again b2; echo 10 >h; git add .; git commit -qm 12; git checkout -q main; "
           "git merge -q -s ours --no-edit again");
  const ReachableBlobs found = blobs_of(made);
  CHECK(found.blobs().size() == listed_by_git(made).size());
  for (const ReachableBlobs::Blob& blob : found.blobs()) {
    const std::string commit = found.commit(blob)->hex(), id = blob.id.hex();
    CHECK(made.lines("git ls-tree -r " + commit + " | grep " + id).size() >= 1);
    CHECK(made.lines("git rev-parse " + commit + ":" + found.path(blob)).front() == id);
    CHECK(made.lines("for c in $(git rev-list " + commit +
                     "^@ 2>/dev/null); do git ls-tree -r $c; done | grep " + id)
              .empty());
  }
}

TEST_CASE("a shallow clone, a missing tree and a tree that is none are told") {
  TempRepository made;
  made.run("for i in 1 2 3; do mkdir -p d$i; echo $i >d$i/f; git add .; git commit -qm $i; done");
  TempRepository shallow;
  shallow.run("cd ..; rm -rf '" + shallow.path() + "'; git clone -q --depth 1 'file://" + made.path() +
              "' '" + shallow.path() + "'");
  CHECK(blobs_of(shallow).cut_off().find("shallow") != std::string::npos);
  CHECK(blobs_of(shallow).blobs().size() == 3);

  const std::string tree = made.lines("git rev-parse HEAD:d2").front();
  made.run("rm -f .git/objects/" + tree.substr(0, 2) + "/" + tree.substr(2));
  const ReachableBlobs found = blobs_of(made);
  CHECK(found.cut_off() == "object " + tree + " is missing");
  CHECK(found.blobs().size() == 2);

  TempRepository odd;
  odd.run("echo a >a; git add .; git commit -qm 1; "
          "blob=$(git rev-parse HEAD:a); tree=$(printf '40000 d\\0' >t; perl -e 'print pack(\"H*\", "
          "$ARGV[0])' $blob >>t; "
          "git hash-object -t tree -w --literally t); git update-ref HEAD $(git commit-tree -m odd $tree)");
  CHECK(blobs_of(odd).cut_off().find("is no tree") != std::string::npos);
}

TEST_CASE("with several tips, what an earlier one brought stays as it is, and the others add to it") {
  TempRepository made;
  made.run("echo one >a; git add .; git commit -qm 1; git checkout -q -b side; mkdir d; echo two >d/b; git add .; "
           "git commit -qm 2; git tag blob $(echo three | git hash-object -w --stdin); "
           "git tag tree $(printf '100644 blob %s\\tf\\n' $(echo four | git hash-object -w --stdin) | git mktree)");
  const Repository repository(made.path());
  const auto id = [&](const std::string& name) { return *assay::ObjectId::parse(made.lines("git rev-parse " + name).front()); };
  const ReachableBlobs found =
      reachable_blobs(repository, {id("main"), id("blob"), id("side"), id("tree"), id("main"), id("blob")}, {}, nullptr);
  CHECK(found.cut_off().empty());
  REQUIRE(found.blobs().size() == 4);
  const auto is = [&](std::size_t at, const char* name, const char* path, const char* commit) {
    CAPTURE(name);
    const ReachableBlobs::Blob& blob = found.blobs()[at];
    CHECK(blob.id == id(name));
    CHECK(found.path(blob) == path);
    CHECK(found.commit(blob) == (*commit == 0 ? std::nullopt : std::optional(id(commit))));
  };
  is(0, "main:a", "a", "main");
  is(1, "blob", "", "");
  is(2, "side:d/b", "d/b", "side");
  is(3, "tree:f", "f", "");
}
