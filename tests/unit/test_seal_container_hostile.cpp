// SPDX-License-Identifier: Apache-2.0
//
// Archives that somebody made to be misread: each is refused, quickly, with its reason.
#include "test_seal_support.hpp"

#include <algorithm>

using namespace seal_tests;

namespace {

void put16(std::string& bytes, std::size_t at, std::uint32_t value) {
  bytes[at] = static_cast<char>(value);
  bytes[at + 1] = static_cast<char>(value >> 8);
}

void put32(std::string& bytes, std::size_t at, std::uint32_t value) {
  put16(bytes, at, value);
  put16(bytes, at + 2, value >> 16);
}

// A good archive of two members and where its parts are.
struct Archive {
  std::string bytes = raw_zip({mimetype_member, {"a", "first"}, {"b", "second"}});
  std::size_t end = bytes.size() - 22;
  std::size_t directory = zip_number32(bytes, end + 16);
  // The directory entries of mimetype, a and b.
  std::size_t entry(int index) const {
    return directory + (index == 0 ? 0 : 46u + 8) + (index == 2 ? 46u + 1 : 0);
  }
  std::size_t local(int index) const { return zip_number32(bytes, entry(index) + 42); }
};

std::string refused(const std::string& bytes) {
  const TempDir dir;
  put(dir / "c", bytes);
  return refusal(dir / "c");
}

std::string with_names(const std::vector<std::string>& names) {
  Contents contents{mimetype_member};
  for (const std::string& name : names)
    contents.emplace_back(name, "x");
  return refused(raw_zip(contents));
}

} // namespace

TEST_CASE("the archive these tests change is accepted unchanged") {
  CHECK(refused(Archive().bytes).empty());
}

TEST_CASE("member names that reach out of the folder or hide each other are refused") {
  CHECK(contains(with_names({"../x"}), "\"..\""));
  CHECK(contains(with_names({"/etc/passwd"}), "slash"));
  CHECK(contains(with_names({"a\\b"}), "other systems"));
  CHECK(contains(with_names({""}), "empty"));
  CHECK(contains(with_names({"folder/"}), "slash"));
  CHECK(contains(with_names({"a", "a"}), "twice"));
  CHECK(contains(with_names({"A", "a"}), "case"));
  CHECK(contains(with_names({"a", "a/b"}), "folder"));
  CHECK(contains(with_names({"mimetype"}), "twice"));
  CHECK(contains(with_names({std::string(2000, 'a')}), "bytes"));
  CHECK(contains(with_names({std::string("a\0b", 3)}), "control"));
  CHECK(contains(with_names({"\xff"}), "UTF-8"));
  CHECK(contains(with_names({"b", "a"}), "canonical order"));
  CHECK(contains(with_names({"META-INF/a", "b"}), "canonical order"));
  CHECK(contains(refused(raw_zip({{"a", "x"}})), "mimetype"));
  CHECK(contains(refused(raw_zip({})), "mimetype"));
  CHECK(contains(refused(raw_zip({{"mimetype", "application/zip"}})), "mimetype"));
}

TEST_CASE("what ZIP allows and the canonical form does not is refused by name") {
  const auto patched = [](std::size_t field, std::uint32_t value, bool wide = false) {
    Archive archive;
    for (const std::size_t at : {archive.entry(1) + field}) {
      if (wide)
        put32(archive.bytes, at, value);
      else
        put16(archive.bytes, at, value);
    }
    return refused(archive.bytes);
  };
  CHECK(contains(patched(8, 1), "encrypted"));
  CHECK(contains(patched(8, 8), "data descriptor"));
  CHECK(contains(patched(8, 0x800), "directory entry"));
  CHECK(contains(patched(10, 8), "compressed"));
  CHECK(contains(patched(12, 1), "date"));
  CHECK(contains(patched(24, 6, true), "two sizes"));
  CHECK(contains(patched(24, 0xFFFFFFFF, true), "64-bit"));
  CHECK(contains(patched(38, 0120777u << 16, true), "plain file")); // a symbolic link
  CHECK(contains(patched(38, 0104755u << 16, true), "plain file"));
  CHECK(contains(patched(4, 20), "directory entry"));
  CHECK(contains(patched(34, 1), "directory entry"));
  CHECK(contains(patched(30, 9), "extra fields"));
  CHECK(contains(patched(32, 9), "comment"));
  CHECK(contains(patched(30, 60'000), "cut short"));
  CHECK(contains(patched(28, 60'000), "cut short"));
  CHECK(contains(patched(0, 0), "damaged"));
}

TEST_CASE("members that overlap, leave gaps or lie outside are refused") {
  {
    Archive archive; // b is a once more: many large members out of one is how archives explode
    put32(archive.bytes, archive.entry(2) + 42, static_cast<std::uint32_t>(archive.local(1)));
    CHECK(contains(refused(archive.bytes), "does not start where"));
  }
  {
    Archive archive;
    const std::size_t at = archive.entry(2) + 20;
    put32(archive.bytes, at, 7);
    put32(archive.bytes, at + 4, 7);
    CHECK(contains(refused(archive.bytes), "reaches into the directory"));
  }
  {
    Archive archive;
    const std::size_t at = archive.entry(2) + 20;
    put32(archive.bytes, at, 5);
    put32(archive.bytes, at + 4, 5);
    CHECK(contains(refused(archive.bytes), "between its last member and its directory"));
  }
  {
    Archive archive;
    put32(archive.bytes, archive.entry(1) + 42, 0xFFFFFF00);
    CHECK(contains(refused(archive.bytes), "does not start where"));
  }
  {
    Archive archive; // bytes in front, as in a self-extracting archive
    CHECK_FALSE(refused("#!/bin/sh\n" + archive.bytes).empty());
  }
  {
    Archive archive; // another directory hidden in front of the real one
    CHECK_FALSE(refused(archive.bytes.substr(0, archive.directory) + archive.bytes.substr(archive.directory, 101) +
                        archive.bytes.substr(archive.directory))
                    .empty());
  }
  {
    Archive archive; // the local header names another member than the directory
    archive.bytes[archive.local(1) + 30] = 'x';
    CHECK(contains(refused(archive.bytes), "local header"));
  }
}

TEST_CASE("an end record that lies is refused") {
  const auto patched = [](std::size_t field, std::uint32_t value, bool wide) {
    Archive archive;
    if (wide)
      put32(archive.bytes, archive.end + field, value);
    else
      put16(archive.bytes, archive.end + field, value);
    return refused(archive.bytes);
  };
  CHECK_FALSE(patched(4, 1, false).empty());
  CHECK_FALSE(patched(8, 2, false).empty());
  CHECK_FALSE(patched(10, 2, false).empty());
  CHECK_FALSE(patched(12, 0xFFFFFFFF, true).empty());
  CHECK_FALSE(patched(16, 0, true).empty());
  CHECK_FALSE(patched(16, 0xFFFFFFFF, true).empty());
  CHECK_FALSE(patched(20, 5, false).empty());
  Archive fewer, more;
  for (const std::size_t at : {fewer.end + 8, fewer.end + 10}) {
    put16(fewer.bytes, at, 2);
    put16(more.bytes, at, 4);
  }
  CHECK(contains(refused(fewer.bytes), "3 entries but its end record says 2"));
  CHECK(contains(refused(more.bytes), "3 entries but its end record says 4"));
  Archive huge;
  put16(huge.bytes, huge.end + 8, 0xFFFF);
  put16(huge.bytes, huge.end + 10, 0xFFFF);
  CHECK(contains(refused(huge.bytes), "65535 members"));
}

TEST_CASE("more members or bytes than allowed are refused without reading them") {
  const TempDir dir;
  Contents many{mimetype_member};
  for (int i = 0; i < 9'999; ++i)
    many.emplace_back(fmt::format("{:05}", i), "");
  put(dir / "most", raw_zip(many));
  CHECK(refusal(dir / "most").empty());
  many.emplace_back("z", "");
  put(dir / "toomany", raw_zip(many));
  CHECK(refusal(dir / "toomany") == "it has 10001 members; at most 10000 are read");

  put(dir / "sparse", "");
  fs::resize_file(dir / "sparse", std::uint64_t{5} << 30);
  CHECK(contains(refusal(dir / "sparse"), "at most"));
  // A sparse file that ends like an archive whose directory is four gigabytes long.
  fs::resize_file(dir / "sparse", max_container_bytes - 22);
  std::ofstream(dir / "sparse", std::ios::app | std::ios::binary)
      << zip_end_record(10'000, static_cast<std::uint32_t>(max_container_bytes - 22), 0);
  CHECK(contains(refusal(dir / "sparse"), "too many for 10000 members"));
}

TEST_CASE("archives of other programs are refused with a reason") {
  if (!have("zip"))
    return;
  const TempDir dir;
  put(dir / "mimetype", container_mime_type);
  put(dir / "a", std::string(10'000'000, 'a'));
  REQUIRE(run(dir.path(), "zip -q -0 -X stored.zip mimetype a && zip -q -9 -X packed.zip a mimetype && "
                          "zip -q -X -P secret locked.zip mimetype a && printf x | zip -q -X stream.zip -")
              .status == 0);
  CHECK(contains(refusal(dir / "stored.zip"), "date"));
  CHECK(contains(refusal(dir / "packed.zip"), "compressed"));
  CHECK(contains(refusal(dir / "locked.zip"), "encrypted"));
  CHECK_FALSE(refusal(dir / "stream.zip").empty());
}

TEST_CASE("a container cut anywhere or continued is refused") {
  const std::string whole = Archive().bytes;
  for (std::size_t size = 0; size < whole.size(); ++size)
    CHECK_MESSAGE(!refused(whole.substr(0, size)).empty(), size);
  for (const std::string& more : {std::string("x"), std::string(1, '\0'), std::string(70'000, '\0'), whole})
    CHECK_FALSE(refused(whole + more).empty());
}

TEST_CASE("contents that do not match their checksum are found, with the place") {
  const TempDir dir;
  Archive archive;
  archive.bytes[archive.local(1) + 31] ^= 1;
  put(dir / "c", archive.bytes);
  const auto difference = difference_from_canonical(opened(dir / "c"));
  REQUIRE(difference);
  CHECK(*difference == fmt::format("the first difference is at byte {}, in the header of member \"a\"",
                                   archive.local(1) + 14));
}
