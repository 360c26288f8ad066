// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/repository.hpp"

#include "test_repository_support.hpp"

#include <doctest/doctest.h>

#include <fstream>

using namespace repository_tests;
using assay::ObjectId;
using assay::repository::Integrity;
using assay::repository::Repository;

TEST_CASE("an object whose content does not hash to its id is not believed, by either check") {
  const TempRepository made;
  const ObjectId id = *ObjectId::parse(made.lines("echo content | git hash-object -w --stdin").front());
  const ObjectId other = *ObjectId::parse(made.lines("echo another | git hash-object -w --stdin").front());
  const auto file = [&](const ObjectId& of) {
    return std::filesystem::path(made.path()) / ".git/objects" / of.hex().substr(0, 2) / of.hex().substr(2);
  };
  for (const Integrity integrity : {Integrity::strict, Integrity::plain}) {
    const Repository repository(made.path());
    CHECK(repository.read(id, integrity).object.bytes() == "content\n");
    CHECK(repository.missing().empty());
  }
  std::filesystem::permissions(file(id), std::filesystem::perms::owner_all);
  std::filesystem::copy_file(file(other), file(id), std::filesystem::copy_options::overwrite_existing);
  for (const Integrity integrity : {Integrity::strict, Integrity::plain}) {
    const Repository repository(made.path());
    const auto read = repository.read(id, integrity);
    CHECK_FALSE(read.object);
    CHECK(read.problem.find("does not hash to its id") != std::string::npos);
    CHECK(repository.missing().count(id) == 1);
  }
}
