// SPDX-License-Identifier: Apache-2.0
#include "audit/base/base64.hpp"
#include "test_trust_ssh_support.hpp"

using namespace ssh_tests;
using namespace std::string_view_literals;

namespace {

const std::string payload = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\na message\n";

std::string problem_of(const std::string& bytes) {
  const SshRevocations list(source("revoked", bytes));
  return list.problems().empty() ? "" : list.problems().sorted().front().message;
}

std::string section(std::uint8_t type, const std::string& contents) {
  std::string out(1, static_cast<char>(type));
  append_string(out, contents);
  return out;
}

std::string krl(const std::string& sections) {
  std::string out = std::string("SSHKRL\n\0"sv);
  append_uint32(out, 1);
  out += std::string(24, '\0');
  append_string(out, "");
  append_string(out, "a comment");
  return out + sections;
}

std::string strings(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts)
    append_string(out, text);
  return out;
}

std::string number(std::uint64_t value) {
  std::string out;
  append_uint32(out, static_cast<std::uint32_t>(value >> 32));
  append_uint32(out, static_cast<std::uint32_t>(value));
  return out;
}

} // namespace

TEST_CASE("keys revoked by a list or a KRL are what ssh-keygen refuses") {
  if (!have("ssh-keygen"))
    return;
  const Workshop shop;
  for (const char* name : {"k", "other", "ca", "c0", "c1", "c2", "c3"})
    shop.make_key(name);
  for (const int serial : {0, 1, 2, 3})
    shop.certify("ca", fmt::format("c{}", serial), fmt::format("-I id{0} -n a@example.com -z {0}", serial));
  const std::string allowed =
      "a@example.com " + shop.pub("k") + "\na@example.com cert-authority " + shop.pub("ca") + "\n";
  std::vector<std::string> signers{"k", "c0-cert", "c1-cert", "c2-cert", "c3-cert"}, signatures;
  for (const std::string& name : signers)
    signatures.push_back(shop.sign(name, payload));

  // Which of the signers the list in the file "revoked" revokes, by name; ssh-keygen has to agree on each.
  const auto revoked = [&] {
    const std::string bytes = shop.get("revoked");
    std::string names;
    for (std::size_t i = 0; i < signers.size(); ++i) {
      const Verdict verdict = judge(allowed, payload, signatures[i], moment, {bytes});
      const bool accepted = shop.accepts(allowed, "a@example.com", payload, signatures[i], moment, "revoked");
      CHECK((verdict.status == Status::good) == accepted);
      if (verdict.status != Status::good) {
        CHECK(verdict.status == Status::revoked_key);
        CHECK(contains(verdict.explanation, "revoked revokes "));
        names += (names.empty() ? "" : " ") + signers[i];
      }
    }
    return names;
  };
  const auto from_spec = [&](const std::string& spec, const std::string& options = "") {
    shop.put("spec", spec);
    fs::remove(shop.path() / "revoked");
    shop.must("ssh-keygen -q -k -f revoked " + options + " spec");
    return revoked();
  };
  const auto from_list = [&](const std::string& text) {
    shop.put("revoked", text);
    return revoked();
  };
  CHECK(from_list("") == "");
  CHECK(from_list("# nothing\n\n") == "");
  CHECK(from_list(shop.pub("other") + "\n" + shop.pub("k") + " a comment\n") == "k");
  CHECK(from_list(shop.pub("ca")) == "c0-cert c1-cert c2-cert c3-cert");
  CHECK(from_list(shop.pub("c1") + "\n") == "c1-cert");
  CHECK(from_list(shop.get("c2-cert.pub")) == "c2-cert");

  CHECK(from_spec("") == "");
  CHECK(from_spec("key: " + shop.pub("k")) == "k");
  CHECK(from_spec("sha1: " + shop.pub("k")) == "k");
  CHECK(from_spec("sha256: " + shop.pub("k")) == "k");
  CHECK(from_spec("hash: " + read_key(shop.blob("k")).key->fingerprint()) == "k");
  CHECK(from_spec("sha256: " + shop.pub("ca")) == "c0-cert c1-cert c2-cert c3-cert");
  CHECK(from_spec("key: " + shop.pub("c3")) == "c3-cert");
  CHECK(from_spec("id: id2", "-s ca.pub") == "c2-cert");
  CHECK(from_spec("serial: 1", "-s ca.pub") == "c1-cert");
  CHECK(from_spec("serial: 2-18446744073709551615", "-s ca.pub") == "c2-cert c3-cert");
  CHECK(from_spec("serial: 1\nserial: 3\nserial: 5\nserial: 7\nserial: 9\nserial: 11", "-s ca.pub") ==
        "c1-cert c3-cert");
  CHECK(from_spec("serial: 1-3", "-s other.pub") == "");
  CHECK(from_spec("id: id0\nid: id3", "-s none") == "c0-cert c3-cert"); // of whatever authority
  shop.put("revoked", shop.get("c1-cert.pub"));
  shop.must("cp revoked spec && rm revoked && ssh-keygen -q -k -f revoked spec c3-cert.pub k.pub");
  CHECK(revoked() == "k c1-cert c3-cert");
}

TEST_CASE("revocation comes before what the allowed signers say, but not before the mathematics") {
  const TestKey key = TestKey::ed25519();
  const std::string signature = armour(key, payload).text(), list = key.pub() + "\n";
  CHECK(judge("", payload, signature, moment, {list}).status == Status::revoked_key);
  CHECK(judge("a valid-before=\"20200101Z\" " + key.pub(), payload, signature, moment, {list}).status ==
        Status::revoked_key);
  CHECK(judge("a " + key.pub(), payload + "x", signature, moment, {list}).status == Status::bad);
  CHECK(judge("a " + key.pub(), payload, signature, moment, {"", list}).status == Status::revoked_key);
  const Verdict verdict = judge("a " + key.pub(), payload, signature, moment, {list});
  CHECK(verdict.signer == "a");
  CHECK(verdict.explanation ==
        "revoked revokes the key; such a list has no dates, so this holds for whatever was "
        "signed at any time");
}

TEST_CASE("a list that cannot be read lets nothing be good") {
  const TestKey key = TestKey::ed25519();
  const std::string signature = armour(key, payload).text(), allowed = "a " + key.pub();
  for (const std::string& list : {std::string("what is this\n"), std::string("ssh-ed25519 AAAA\n"), krl("x"),
                                  TestKey::p256().pub() + "\noptions " + TestKey::p256().pub()}) {
    const Verdict verdict = judge(allowed, payload, signature, moment, {list});
    CHECK(verdict.status == Status::not_trusted);
    CHECK(verdict.explanation == "whether the key is revoked is not known: revoked could not be read");
    // What it can be read to revoke is revoked all the same, also by another list.
    CHECK(judge(allowed, payload, signature, moment, {list, key.pub()}).status == Status::revoked_key);
    CHECK(judge("", payload, signature, moment, {list}).status == Status::unknown_key);
  }
  if (have("ssh-keygen")) {
    const Workshop shop;
    shop.put("revoked", "what is this\n");
    CHECK_FALSE(shop.accepts(allowed, "a", payload, signature, moment, "revoked"));
  }
}

TEST_CASE("a line of a list says where it is wrong, and keys of other types do no harm") {
  const std::string good = TestKey::ed25519().pub();
  std::string future;
  append_string(future, "ssh-mldsa44-ed25519@openssh.com");
  CHECK(problem_of(good + "\r\n  # comment\n\t" + good + "\n") == "");
  CHECK(problem_of("ssh-mldsa44-ed25519@openssh.com " + assay::to_base64(future) + "\n") == "");
  CHECK(problem_of("ssh-ed25519 " + assay::to_base64(future) + "\n") != "");
  const SshRevocations list(source("revoked", good + "\n\nnonsense\n"));
  REQUIRE(list.problems().sorted().size() == 1);
  CHECK(list.problems().sorted().front().location.to_string() == "revoked:3:1");
  CHECK(list.name() == "revoked");
}

TEST_CASE("a KRL is read as a whole or not at all") {
  const std::string ca = TestKey::ed25519().blob();
  const std::string head = strings({ca, ""}), any = strings({"", ""});
  for (const std::string& good :
       {krl(""), krl(section(2, strings({ca}))), krl(section(3, strings({std::string(20, 'x')}))),
        krl(section(5, strings({std::string(32, 'x')}))),
        krl(section(1, head + section(0x20, number(1) + number(2)))),
        krl(section(1, any + section(0x21, number(1) + number(9)))),
        krl(section(1, any + section(0x22, number(9) + strings({"\x01\xFF"})))),
        krl(section(1, any + section(0x23, strings({"a", "b"})))),
        krl(section(1, any + section(0x39, strings({"x@y"}) + '\0' + strings({"z"})))),
        krl(section(255, strings({"x@y"}) + '\0' + strings({"z"})))}) {
    CHECK(problem_of(good) == "");
    const std::size_t whole = krl("").size();
    for (std::size_t size = 8; size < good.size(); ++size)
      CHECK((problem_of(good.substr(0, size)).empty()) == (size == whole));
  }
  const auto cannot = [](const std::string& why) { return "the key revocation list cannot be used: " + why; };
  CHECK(problem_of(krl(section(7, ""))) == cannot("it has a section of type 7 that is not known here"));
  CHECK(contains(problem_of(krl(section(4, ca) + strings({"signature"}))), "signed within"));
  CHECK(problem_of(krl(section(255, strings({"x@y"}) + '\1' + strings({"z"})))) ==
        cannot("it has a critical extension \"x@y\" that is not known here"));
  CHECK(contains(problem_of(krl(section(1, any + section(0x39, strings({"x@y"}) + '\1' + strings({"z"}))))),
                 "\"x@y\""));
  CHECK(contains(problem_of(krl(section(1, any + section(0x24, "")))), "type 36"));
  CHECK(contains(problem_of(krl(section(3, strings({"short"})))), "wrong length"));
  CHECK(contains(problem_of(krl(section(1, any + section(0x21, number(9) + number(1))))), "ends before"));
  CHECK(
      contains(problem_of(krl(section(1, any + section(0x22, number(~std::uint64_t{0}) + strings({"\2"}))))),
               "passes"));
  CHECK(problem_of(krl(section(1, any + section(0x22, number(~std::uint64_t{0}) + strings({"\1"}))))) == "");
  CHECK(contains(problem_of(krl(section(1, strings({ca.substr(0, 30), ""})))), "authority is damaged"));
  std::string later = krl("");
  later[11] = 2;
  CHECK(contains(problem_of(later), "format version 2"));
}

TEST_CASE("serial numbers are found in lists, ranges and bitmaps, and the number 0 in none") {
  const TestKey authority = TestKey::ed25519();
  SshCertificate certificate;
  certificate.key = read_key(TestKey::ed25519().blob()).key;
  certificate.authority = read_key(authority.blob()).key;
  const std::string head = strings({authority.blob(), ""});
  // 3, 10 to 12, 11 to 20, 13 to 14, and of the bitmap from 100: bits 0, 1, 8.
  const SshRevocations list(source(
      "revoked",
      krl(section(1, head + section(0x20, number(3) + number(0)) + section(0x21, number(10) + number(12)) +
                         section(0x21, number(11) + number(20)) + section(0x21, number(13) + number(14)) +
                         section(0x22, number(100) + strings({"\1\3"}))))));
  REQUIRE(list.problems().empty());
  const auto revoked = [&](std::uint64_t serial) {
    certificate.serial = serial;
    return !list.revoked(certificate).empty();
  };
  for (const std::uint64_t serial : {3, 10, 11, 12, 13, 14, 15, 20, 100, 101, 108})
    CHECK(revoked(serial));
  for (const std::uint64_t serial : {0, 1, 2, 4, 9, 21, 99, 102, 107, 109, 116})
    CHECK_FALSE(revoked(serial));
  certificate.serial = 3;
  CHECK(contains(list.revoked(certificate), "serial number 3"));
  certificate.authority = read_key(TestKey::ed25519().blob()).key;
  CHECK(list.revoked(certificate).empty());
}
