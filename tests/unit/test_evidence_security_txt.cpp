// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/security_txt.hpp"

#include "audit/base/error.hpp"
#include "test_evidence_policy_support.hpp"

#include <doctest/doctest.h>

using namespace assay;
using namespace assay::evidence;

namespace {

const std::string good = "# a comment\r\nContact: mailto:security@example.org\r\ncontact: https://example.org/report\r\n"
                         "Expires: 2030-01-01T00:00:00z\r\nPreferred-Languages: en, de-CH\r\nTheme: blue\r\n\r\n";

std::unique_ptr<SecurityTxt> read(const std::string& text) {
  return read_policy<SecurityTxt>(read_security_txt, ".well-known/security.txt", text);
}

std::string first_flaw(const std::string& text) {
  return read(text)->flaws.first;
}

} // namespace

TEST_CASE("evidence: security.txt is read with all its fields") {
  const auto text = read(good);
  CHECK(text->flaws.count == 0);
  CHECK(text->expires == 1893456000);
  REQUIRE(text->fields.size() == 5);
  CHECK(text->fields[1].name == "contact");
  CHECK(text->fields[1].value == "https://example.org/report");
  CHECK(text->fields[1].line == 3);
  CHECK(text->fields[4].name == "theme");
  CHECK(text->signature.empty());
}

TEST_CASE("evidence: what RFC 9116 forbids is a flaw with its line") {
  CHECK(first_flaw("") == "line 1: there is no Contact");
  CHECK(first_flaw("Contact: mailto:a@b.c\n") == "line 1: there is no Expires");
  CHECK(first_flaw(good + "Expires: 2031-01-01T00:00:00Z\n") == "line 1: there is more than one Expires");
  CHECK(first_flaw(good + "Preferred-Languages: en\n") == "line 1: there is more than one Preferred-Languages");
  CHECK(first_flaw(good + "Policy: http://example.org/\n") == "line 8: an address of the web begins with https");
  CHECK(first_flaw(good + "Policy:https://example.org/\n") == "line 8: no space follows the colon");
  CHECK(first_flaw(good + "Policy : https://example.org/\n") == "line 8: the name of the field has white space in it or beside it");
  CHECK(first_flaw(good + "Contact: security@example.org\n") == "line 8: the value is no URI");
  CHECK(first_flaw(good + "words\n") == "line 8: it is neither a field nor a comment");
  CHECK(first_flaw(good + "Hiring: https://example.org/") == "line 8: the line has no end");
  for (const char* date : {"2030-01-01", "Mon, 14 Mar 2022 00:00 +0000", "soon", ""})
    CHECK(first_flaw("Contact: mailto:a@b.c\nExpires: " + std::string(date) + "\n") ==
          "line 2: Expires is no date and time by RFC 3339");
  CHECK_FALSE(read(good + "Expires: 2031-01-01T00:00:00Z\n")->expires);
}

TEST_CASE("evidence: a signed security.txt gives what was signed") {
  const std::string head = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n", tail = "-----BEGIN PGP SIGNATURE-----\n\nx\n"
                                                                                        "-----END PGP SIGNATURE-----\n";
  const std::string body = "Contact: mailto:a@b.c  \n- - dash\nExpires: 2030-01-01T00:00:00Z\n";
  const auto text = read(head + body + tail);
  CHECK(text->signed_text == "Contact: mailto:a@b.c\n- dash\nExpires: 2030-01-01T00:00:00Z");
  CHECK(text->signature == tail);
  CHECK(text->flaws.first == "line 5: it is neither a field nor a comment");
  CHECK(first_flaw(head + good) == "line 10: the signed message has no signature");
  CHECK(first_flaw("\n" + head + good + tail) == "line 1: there is text before the signed message");
  CHECK(first_flaw("x\n" + head + good + tail) == "line 1: there is text before the signed message");
  CHECK(read(head + good)->signature.empty());
}

TEST_CASE("evidence: prose under the name security.txt is none") {
  const auto looks = [](std::string path, std::string_view text) {
    Appearance appearance;
    appearance.path = std::move(path);
    appearance.text = text;
    return is_security_txt(appearance);
  };
  CHECK(looks("security.txt", good));
  CHECK(looks("site/.well-known/security.txt", ""));
  CHECK_FALSE(looks("security.txt", "Please report to us.\n"));
  CHECK(looks("any.txt", good));
  CHECK_FALSE(looks("any.txt", "Contact: mailto:a@b.c\n"));
}

TEST_CASE("evidence: hostile security.txt ends in bounded time") {
  std::string many;
  for (int i = 0; i < 150'000; ++i)
    many += "a: b\n";
  CHECK_THROWS_AS(read(many), Error);
  CHECK_NOTHROW(read(std::string(4u << 20, ':')));
  CHECK_NOTHROW(read("-----BEGIN PGP SIGNED MESSAGE-----"));
  CHECK_NOTHROW(read("Contact:\n:\n \xff: x\nPreferred-Languages: ,-,x\n"));
}
