// SPDX-License-Identifier: Apache-2.0
#include "audit/base/base64.hpp"
#include "test_trust_ssh_support.hpp"

using namespace ssh_tests;

TEST_CASE("fields are read as far as there are bytes for them") {
  std::string bytes;
  append_uint32(bytes, 0x01020304);
  append_string(bytes, "two");
  append_mpint(bytes, "\x80");
  CHECK(bytes.size() == 4 + 7 + 6);
  SshReader reader(bytes);
  CHECK(reader.uint32() == 0x01020304);
  CHECK(reader.text() == "two");
  CHECK(reader.mpint() == "\x80");
  CHECK(reader.finished());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    SshReader cut(std::string_view(bytes).substr(0, size));
    (void)cut.uint32();
    (void)cut.string();
    (void)cut.mpint();
    CHECK_FALSE(cut.ok());
    // What comes after a failure is a failure too, also where bytes would be left.
    CHECK(cut.byte() == 0);
    CHECK_FALSE(cut.finished());
  }
}

TEST_CASE("lengths beyond the end, NUL in texts and numbers below zero are failures") {
  using namespace std::string_view_literals;
  CHECK_FALSE([] {
    SshReader r("\xFF\xFF\xFF\xFFx"sv);
    (void)r.string();
    return r.ok();
  }());
  CHECK_FALSE([] {
    SshReader r("\0\0\0\2a\0"sv);
    (void)r.text();
    return r.ok();
  }());
  CHECK([] {
    SshReader r("\0\0\0\2a\0"sv);
    (void)r.string();
    return r.finished();
  }());
  CHECK_FALSE([] {
    SshReader r("\0\0\0\1\x80"sv);
    (void)r.mpint();
    return r.ok();
  }());
  CHECK([] {
    SshReader r("\0\0\0\3\0\0\1"sv);
    return r.mpint() == "\1"sv && r.finished();
  }());
  CHECK([] {
    SshReader r("\0\0\0\0"sv);
    return r.mpint().empty() && r.finished();
  }());
  for (const std::size_t size : {std::size_t{2048}, std::size_t{2049}}) {
    std::string bytes;
    append_mpint(bytes, std::string(size, '\x7F'));
    SshReader reader(bytes);
    (void)reader.mpint();
    CHECK(reader.ok() == (size == 2048));
  }
}

TEST_CASE("base64 is read in its one form") {
  for (std::size_t size = 0; size < 20; ++size) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i)
      bytes += static_cast<char>(i * 91 + 200);
    CHECK(from_base64(assay::to_base64(bytes)) == bytes);
  }
  CHECK(from_base64(" Z m9v\r\n\tYmE= \n") == "fooba");
  // Missing or surplus padding, other alphabets, and bits beyond the last byte.
  for (const char* wrong : {"Zg", "Zg=", "Zg===", "Zg==Zg==", "Z===", "====", "=", "Zm9v=", "Zm9vZ", "Zm-v",
                            "Zm_v", "Zh==", "Zm9=", "Zm9vYmF=", "Zm9v\v", "Zm9v\xC2\xA0", "Z=g="})
    CHECK_FALSE(from_base64(wrong).has_value());
  CHECK(from_base64(std::string_view("Zm9v\0", 5)) == std::nullopt);
}
