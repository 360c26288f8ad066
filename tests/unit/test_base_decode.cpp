// SPDX-License-Identifier: Apache-2.0
#include "audit/base/decode.hpp"

#include "audit/base/error.hpp"

#include <doctest/doctest.h>

using assay::decode_text;
using namespace std::string_literals;

TEST_CASE("each encoding is told by its mark, its zero bytes or its declaration") {
  CHECK(decode_text("plain \xff") == "plain \xff");
  CHECK(decode_text("\xef\xbb\xbf{}") == "{}");
  CHECK(decode_text("\xff\xfe{\0}\0"s) == "{}");
  CHECK(decode_text("\xfe\xff\0{\0}"s) == "{}");
  CHECK(decode_text("{\0}\0 \0"s) == "{} ");
  CHECK(decode_text("\0{\0}"s) == "{}");
  CHECK(decode_text("\xff\xfe\0\0{\0\0\0"s) == "{");
  CHECK(decode_text("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>").ends_with("<a>\xc3\xa9</a>"));
  CHECK(decode_text("").empty());
}

TEST_CASE("bytes that do not fit, and encodings nobody knows, are refused") {
  CHECK_THROWS_AS((void)decode_text("\xff\xfe{\0}"s), assay::Error);
  CHECK_THROWS_AS((void)decode_text("<?xml version='1.0' encoding='klingon'?><a/>"), assay::Error);
}
