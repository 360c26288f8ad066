// SPDX-License-Identifier: Apache-2.0
#include "audit/base/escape.hpp"

#include <doctest/doctest.h>

#include <set>

using assay::escape_terminal;
using assay::escape_text;

TEST_CASE("escape_text keeps plain text and UTF-8, doubles backslashes, escapes what XML 1.0 cannot hold") {
  CHECK(escape_text("fix: a bug") == "fix: a bug");
  CHECK(escape_text("Åse – 試驗") == "Åse – 試驗");
  CHECK(escape_text("a\\b") == "a\\\\b");
  CHECK(escape_text("\x1b[31m") == "\\x1B[31m");
  CHECK(escape_text(std::string_view("a\0b", 3)) == "a\\x00b");
  CHECK(escape_text("\xff\xfe") == "\\xFF\\xFE");
  CHECK(escape_text("\xC0\xAF") == "\\xC0\\xAF");                 // overlong
  CHECK(escape_text("\xED\xA0\x80") == "\\xED\\xA0\\x80");        // surrogate
  CHECK(escape_text("\xEF\xBF\xBF") == "\\xEF\\xBF\\xBF");        // U+FFFF, valid UTF-8 but no XML character
  CHECK(escape_text("\xF4\x90\x80\x80") == "\\xF4\\x90\\x80\\x80"); // beyond U+10FFFF
  CHECK(escape_text("a\r\nb\t") == "a\\x0D\nb\t");
  CHECK(escape_text("\xE2\x82") == "\\xE2\\x82"); // cut short
}

TEST_CASE("escape_text is injective over all strings of two bytes") {
  std::set<std::string> seen;
  for (int a = 0; a < 256; ++a)
    for (int b = 0; b < 256; ++b) {
      const char pair[2] = {static_cast<char>(a), static_cast<char>(b)};
      CHECK_MESSAGE(seen.insert(escape_text({pair, 2})).second, a, " ", b);
      CHECK(assay::unescape_text(escape_text({pair, 2})) == std::string(pair, 2));
    }
  // The literal text of an escape differs from the escape of the byte.
  CHECK(escape_text("\\xFF") != escape_text("\xff"));
}

TEST_CASE("escape_terminal leaves nothing that moves a cursor, changes colour or reorders text") {
  CHECK(escape_terminal("\x1b]0;title\x07") == "\\u{1B}]0;title\\u{7}");
  CHECK(escape_terminal("\xC2\x9B"
                        "31m") == "\\u{9B}31m"); // C1 CSI
  CHECK(escape_terminal("user\xE2\x80\xAEgnp.exe") == "user\\u{202E}gnp.exe");
  CHECK(escape_terminal("two\nlines") == "two\\u{A}lines");
  CHECK(escape_terminal("two\nlines", true) == "two\nlines");
  CHECK(escape_terminal("\x80") == "\\x80");
  CHECK(escape_terminal("Grüße") == "Grüße");
}
