// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/content_form.hpp"

#include "audit/trust/openpgp_packet.hpp"
#include "test_trust_openpgp_support.hpp"

using namespace assay::evidence;

namespace {

std::string form(std::string_view bytes) {
  const ContentForm found = content_form(bytes);
  return found.unknown.empty() ? std::string(found.name) : "unknown: " + found.unknown;
}

} // namespace

TEST_CASE("evidence: text has no control characters and is UTF-8") {
  CHECK(form("") == "text");
  CHECK(form("int main() {}\r\n\t\f\x1b[0m") == "text");
  CHECK(form("na\xc3\xafve\n") == "text");
  CHECK(form("na\xefve\n") == "other-text");
  CHECK(form("a\x01") == "other-text");
  CHECK(form(std::string(9000, 'x') + '\0') == "other-text");
  CHECK(form(std::string("a\0b", 3)).starts_with("unknown: it is binary"));
}

TEST_CASE("evidence: what a file stands for, holds or runs is told by its bytes") {
  CHECK(form("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n") == "pointer");
  CHECK(form("/annex/objects/SHA256E-s1--00\n") == "pointer");
  CHECK(form("#!/bin/sh\n# version https://git-lfs.github.com/spec/v1\n") == "text");
  CHECK(form("!<arch>\nx") == "code");
  CHECK(form("\x1f\x8b\x08" + std::string(40, '\0')) == "unknown: it is packed (gzip) and was not opened");
}

TEST_CASE("evidence: a signature by OpenPGP is one, in armour or not, and nothing else may be with it") {
  if (!openpgp_tests::have_gpg())
    return;
  const openpgp_tests::GpgHome home;
  home.make_key("alice");
  const std::string armoured = home.sign("alice");
  CHECK(form(armoured) == "text");
  const std::string binary = assay::trust::read_armour(armoured).bytes;
  CHECK(form(binary) == "signature");
  CHECK(form(binary + binary) == "signature");
  CHECK(form(binary + "x") != "signature");
  CHECK(form(binary.substr(0, binary.size() - 1)) != "signature");
}
