// SPDX-License-Identifier: Apache-2.0
#include "audit/seal/zip_layout.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace assay::seal;

TEST_CASE("the checksum of ZIP has its published check value, however the bytes arrive") {
  Checksum whole;
  whole.update("123456789");
  CHECK(whole.value() == 0xCBF43926);
  CHECK(Checksum().value() == 0);

  std::string text;
  for (int i = 0; i < 100; ++i)
    text += static_cast<char>(i * 37);
  Checksum once;
  once.update(text);
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    Checksum twice;
    twice.update(std::string_view(text).substr(0, cut));
    twice.update(std::string_view(text).substr(cut));
    CHECK(twice.value() == once.value());
  }
}

TEST_CASE("the byte form of an entry is the one written down") {
  const ZipEntry entry{"a", 5, 0x3610A686, 69};
  CHECK(zip_local_header(entry) == std::string("PK\x03\x04"
                                               "\x0a\x00\x00\x00\x00\x00"
                                               "\x00\x00\x21\x00"
                                               "\x86\xa6\x10\x36"
                                               "\x05\x00\x00\x00\x05\x00\x00\x00"
                                               "\x01\x00\x00\x00"
                                               "a",
                                               31));
  CHECK(zip_directory_entry(entry) == std::string("PK\x01\x02"
                                                  "\x3f\x03\x0a\x00\x00\x00\x00\x00"
                                                  "\x00\x00\x21\x00"
                                                  "\x86\xa6\x10\x36"
                                                  "\x05\x00\x00\x00\x05\x00\x00\x00"
                                                  "\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                                                  "\x00\x00\xa4\x81"
                                                  "\x45\x00\x00\x00"
                                                  "a",
                                                  47));
  CHECK(zip_end_record(1, 47, 105) == std::string("PK\x05\x06"
                                                  "\x00\x00\x00\x00\x01\x00\x01\x00"
                                                  "\x2f\x00\x00\x00\x69\x00\x00\x00\x00\x00",
                                                  22));
  CHECK(entry.content_offset() == 100);
  CHECK(entry.end() == 105);
  // Only a name beyond ASCII sets the flag for UTF-8.
  CHECK(zip_number16(zip_local_header({"\xC3\xBC", 0, 0, 0}), 6) == 0x800);
}
