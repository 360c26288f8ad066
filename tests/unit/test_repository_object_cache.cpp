// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/object_cache.hpp"

#include "tests/unit/test_repository_support.hpp"

#include <doctest/doctest.h>

using assay::Cache;
using assay::ObjectId;
using assay::repository::ObjectBag;
using assay::repository::ObjectCache;
using assay::repository::ObjectStamps;
using repository_tests::TempRepository;

namespace {

ObjectId id(char digit) {
  return *ObjectId::parse(std::string(40, digit));
}

} // namespace

TEST_CASE("a bag comes back as it was packed, and a cut one as far as it goes") {
  ObjectBag bag;
  bag.add(id('a'), "first");
  bag.add(id('b'), "");
  bag.add(id('a'), "again");
  const std::string packed = bag.packed();
  const ObjectBag same(packed);
  CHECK(same.find(id('a')) == "first");
  CHECK(same.find(id('b')) == "");
  CHECK_FALSE(same.find(id('c')));
  CHECK_FALSE(same.grown());
  for (std::size_t cut = 0; cut < packed.size(); ++cut) {
    const ObjectBag part(packed.substr(0, cut));
    CHECK(part.find(id('a')).value_or("first") == "first");
    CHECK_FALSE(part.find(id('b')));
  }
}

TEST_CASE("facts count while the files of the objects stand as they stood") {
  const TempRepository made;
  made.run("git commit -q --allow-empty -m one");
  const std::filesystem::path objects = made.path() + "/.git/objects", directory = made.path() + "/cache";
  const auto open = [&] { return ObjectCache(Cache(directory, "x", "1"), objects, *ObjectStamps::of(objects)); };
  ObjectCache first = open();
  first.bag("things").add(id('a'), "fact");
  first.keep("reached", id('b'), "all");
  first.save();
  CHECK(open().bag("things").find(id('a')) == "fact");
  CHECK(open().find("reached", id('b')) == "all");
  CHECK(open().commits_with("reached") == std::vector{id('b')});
  CHECK(open().commits_with("other").empty());
  CHECK_FALSE(ObjectCache(Cache(directory, "x", "2"), objects, *ObjectStamps::of(objects)).find("reached", id('b')));

  made.run("git commit -q --allow-empty -m two"); // more objects do not matter
  CHECK(open().find("reached", id('b')) == "all");
  made.run("git gc -q --prune=now");
  CHECK_FALSE(open().find("reached", id('b')));
}
