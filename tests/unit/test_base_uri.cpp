// SPDX-License-Identifier: Apache-2.0
#include "audit/base/uri.hpp"

#include <doctest/doctest.h>

using assay::is_uri;
using assay::is_uri_reference;
using assay::percent_decoded;

TEST_CASE("uri: what RFC 3986 takes for one") {
  for (const char* text : {"https://example.org/a?b=c#d", "urn:isbn:1", "file:///C:/a.c", "mailto:a@b", "a:", "x+y-z.1:/p",
                           "http://[::1]:80/", "http://[v1.a:b]/", "http://user:pw@host", "http://h/%20", "pkg:npm/%40a/b@1"}) {
    INFO(text);
    CHECK(is_uri(text));
    CHECK(is_uri_reference(text));
  }
  for (const char* text : {"not a valid URI", "1a:b", ":b", "http://a b/", "http://h/%2", "http://h/%zz", "http://[::1", "http://h:8x/",
                           "http://h/a[b]", "http://h/<", "a:b\\c", "http://[zz::]/", "a:b#c#d", "http://h/\xC3\xA4"}) {
    INFO(text);
    CHECK_FALSE(is_uri(text));
    CHECK_FALSE(is_uri_reference(text));
  }
}

TEST_CASE("uri: relative references have no scheme") {
  for (const char* text : {"", "src/main.c", "../a", "//host/a", "?q", "#f", "./a:b", "a/b:c", "a%20b"}) {
    INFO(text);
    CHECK_FALSE(is_uri(text));
    CHECK(is_uri_reference(text));
  }
  CHECK_FALSE(is_uri_reference("1:b"));
  CHECK_FALSE(is_uri_reference("a b.c"));
  CHECK_FALSE(is_uri_reference("a\\b"));
}

TEST_CASE("uri: escapes are undone once") {
  CHECK(percent_decoded("a%20b%2Fc%2525") == "a b/c%25");
  CHECK(assay::percent_encoded("a b/%\xFF~") == "a%20b/%25%FF~");
  CHECK(percent_decoded("100%") == "100%");
  CHECK(percent_decoded("%4") == "%4");
  CHECK(percent_decoded("%zz") == "%zz");
}
