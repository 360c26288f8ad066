// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/pack_check.hpp"
#include "audit/base/error.hpp"
#include "test_repository_support.hpp"

#include <filesystem>
#include <fstream>

using namespace repository_tests;
using assay::repository::pack_problem;
using assay::repository::Repository;

namespace {

namespace fs = std::filesystem;

// Two packs, with 48 and 10 objects.
void fill(const TempRepository& made) {
  made.run("for i in $(seq 1 16); do echo $i >f; git add .; git commit -qm $i; done; git repack -adq; "
           "for i in $(seq 1 5); do echo $i >g; git add .; git commit -qm $i; done; git repack -dq");
}

std::string objects_of(const TempRepository& made) {
  return made.path() + "/.git/objects";
}

std::string problem_of(const TempRepository& made) {
  return pack_problem(objects_of(made));
}

// How often something is complained about when each entry of a table of offsets has a high bit flipped in turn.
std::size_t complaints(const TempRepository& made, const std::string& file, std::size_t table, std::size_t count,
                       std::size_t width, std::size_t byte) {
  const fs::path path = objects_of(made) + "/pack/" + file;
  fs::permissions(path, fs::perms::owner_write, fs::perm_options::add);
  std::fstream index(path, std::ios::binary | std::ios::in | std::ios::out);
  std::size_t told = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto at = static_cast<std::streamoff>(table + i * width + byte);
    index.seekg(at);
    const int before = index.get();
    for (const int now : {before ^ 0x40, before}) {
      index.seekp(at);
      index.put(static_cast<char>(now));
      index.flush();
      if (now != before)
        told += problem_of(made).empty() ? 0 : 1;
    }
  }
  CHECK(problem_of(made).empty());
  return told;
}

std::string first_index(const TempRepository& made) {
  return made.lines("cd .git/objects/pack; ls -S *.idx").front();
}

} // namespace

TEST_CASE("an index of either version that leads beyond its pack is found, wherever it does") {
  TempRepository made;
  fill(made);
  REQUIRE(problem_of(made).empty());
  CHECK(complaints(made, first_index(made), 8 + 1024 + 48 * 24, 48, 4, 0) == 48);
  made.run("git -c pack.indexVersion=1 repack -adq");
  REQUIRE(problem_of(made).empty());
  CHECK(complaints(made, first_index(made), 1024, 58, 24, 0) == 58);
  // With all but the first object in the table of large offsets.
  made.run("cd .git/objects/pack; chmod u+w *; git index-pack --index-version=2,20 *.pack");
  REQUIRE(problem_of(made).empty());
  CHECK(complaints(made, first_index(made), 8 + 1024 + 58 * 28, 57, 8, 0) == 57);
  CHECK(complaints(made, first_index(made), 8 + 1024 + 58 * 24, 58, 4, 0) == 58);
}

TEST_CASE("an index of several packs, and one of a folder that is borrowed from, are looked at too") {
  TempRepository made;
  fill(made);
  made.run("git multi-pack-index write");
  REQUIRE(problem_of(made).empty());
  const std::string offsets = made.lines(
      "python3 -c 'import struct; c = open(\".git/objects/pack/multi-pack-index\", \"rb\").read(); "
      "print(*[struct.unpack(\">Q\", c[i + 4:i + 12])[0] for i in range(12, 12 + 12 * c[6], 12) if c[i:i + 4] == b\"OOFF\"])'").front();
  CHECK(complaints(made, "multi-pack-index", std::stoul(offsets), 58, 8, 4) == 58);

  TempRepository borrower;
  borrower.run("echo '" + objects_of(made) + "' >.git/objects/info/alternates");
  CHECK(problem_of(borrower).empty());
  made.run("rm .git/objects/pack/multi-pack-index; cd .git/objects/pack; chmod u+w *; p=$(ls -S *.pack | head -1); "
           "head -c 60 $p >cut; mv cut $p");
  CHECK(problem_of(borrower).find("leads beyond the end of its pack") != std::string::npos);
  CHECK_THROWS_AS(Repository(borrower.path()), assay::Error);
  // What is no index at all, or lies there without a pack, is left to libgit2, which does not use it.
  made.run("cd .git/objects/pack; for i in *.idx; do head -c 700 $i >cut; mv cut $i; done; printf MIDX >multi-pack-index; "
           "cp $(ls *.idx | head -1) pack-1.idx; mkdir pack-2.idx");
  CHECK(problem_of(borrower).empty());
}
