// SPDX-License-Identifier: Apache-2.0
#include "audit/render/markup.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>

using namespace assay::render;

TEST_CASE("markup_of") {
  CHECK(markup_of("a/report.html.mustache") == Markup::html);
  CHECK(markup_of("report.md.mustache") == Markup::markdown);
  CHECK(markup_of("report.txt.mustache") == Markup::text);
  CHECK_FALSE(markup_of("report.mustache"));
  CHECK_FALSE(markup_of(".html.mustache"));
  CHECK_FALSE(markup_of("report.html"));
}

TEST_CASE("escape: HTML") {
  CHECK(escape(Markup::html, R"(<a href="x" title='y'>&amp;)") ==
        "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;");
  // What would reorder a line is spelled out (Unicode TR 36).
  CHECK(escape(Markup::html, "a\xE2\x80\xAE"
                             "b")
            .find("\xE2\x80\xAE") == std::string::npos);
}

TEST_CASE("escape: Markdown") {
  const std::map<std::string, std::string> cases = {
      {"*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`"},
      {"[x](y)", "`[x](y)`"},
      {"a|b", "a\\|b"},
      {"<b>&", "&lt;b&gt;&amp;"},
      {"# heading", "\\# heading"},
      {"1. list", "1\\. list"},
      {"- list", "\\- list"},
      {"two\nlines", "two lines"},
      {"plain words", "plain words"},
      {"at 11:06:25 UTC", "at 11:06:25 UTC"},
      {"a :tada: b", "a `:tada:` b"},
  };
  for (const auto& [text, inert] : cases)
    CHECK(escape(Markup::markdown, text) == inert);
  // A forge would notify people and link issues.
  for (const std::string text : {"@everyone", "see #12", "https://example.com/x"}) {
    const std::string inert = escape(Markup::markdown, text);
    CHECK_MESSAGE(inert.find('`') != std::string::npos, text, " became ", inert);
  }
}

TEST_CASE("escape_code: a code span no text can leave") {
  CHECK(escape_code(Markup::markdown, "plain") == "`plain`");
  CHECK(escape_code(Markup::markdown, "a`b") == "``a`b``");
  CHECK(escape_code(Markup::markdown, "`") == "`` ` ``");
  CHECK(escape_code(Markup::markdown, "a|b") == "`a`\\|`b`");
  CHECK(escape_code(Markup::html, "<") == "&lt;");
}

TEST_CASE("is_allowed_link") {
  for (const char* address : {"https://example.com/a?b#c", "http://example.com", "mailto:a@example.com", "#anchor"})
    CHECK_MESSAGE(is_allowed_link(address), std::string(address));
  for (const char* address : {"", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//example.com", "/etc",
                              "https://", "https://user@example.com/", "https://example.com/\"onclick", "#",
                              "https://example.com/a b", "file:///etc/passwd", " https://example.com"})
    CHECK_FALSE_MESSAGE(is_allowed_link(address), std::string(address));
}

TEST_CASE("anchor_part is injective") {
  CHECK(anchor_part("FS-01") == "FS-01");
  CHECK(anchor_part("a b") == "a_20b");
  CHECK(anchor_part("a_20b") == "a_5f20b");
}
