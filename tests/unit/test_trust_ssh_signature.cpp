// SPDX-License-Identifier: Apache-2.0
#include "test_trust_ssh_support.hpp"

using namespace ssh_tests;

namespace {

const std::string payload = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\na message\n";

std::string problem_of(std::string_view armoured) {
  SshSignature signature;
  return parse_ssh_signature(armoured, signature);
}

SshCheck check(const TestKey& key, const Armour& armour) {
  return check_ssh_signature(*read_key(key.blob()).key, armour.signature,
                             *ssh_signed_bytes("git", "sha512", payload));
}

// The value within a signature, changed.
Armour with_value(Armour armour, const std::string& value) {
  SshReader reader(armour.signature);
  std::string changed;
  append_string(changed, reader.text());
  (void)reader.string();
  append_string(changed, value);
  armour.signature = changed + std::string(reader.rest());
  return armour;
}

} // namespace

TEST_CASE("what ssh-keygen signs holds, with every kind of key and hash") {
  if (!have("ssh-keygen"))
    return;
  const Workshop shop;
  int number = 0;
  for (const char* type : {"ed25519", "ecdsa -b 256", "ecdsa -b 384", "ecdsa -b 521", "rsa -b 3072"}) {
    const std::string name = fmt::format("k{}", ++number);
    shop.make_key(name, type);
    const SshKeyAnswer key = read_key(shop.blob(name));
    for (const char* hash : {"sha256", "sha512"}) {
      SshSignature signature;
      REQUIRE(parse_ssh_signature(shop.sign(name, payload, fmt::format("-Ohashalg={}", hash)), signature) ==
              "");
      CHECK(signature.hash == hash);
      CHECK(signature.name_space == "git");
      CHECK(signature.key == key.key->blob);
      const auto data = ssh_signed_bytes("git", hash, payload);
      CHECK(check_ssh_signature(*key.key, signature.signature, *data).status == Status::good);
      CHECK(check_ssh_signature(*key.key, signature.signature, *data + "x").status == Status::bad);
      CHECK(check_ssh_signature(*key.key, signature.signature, *ssh_signed_bytes("file", hash, payload))
                .status == Status::bad);
    }
  }
}

TEST_CASE("ssh-keygen and we agree on signatures that the test made") {
  if (!have("ssh-keygen"))
    return;
  const Workshop shop;
  const auto agree = [&](const TestKey& key, const Armour& armour, Status expected, bool accepted) {
    const std::string allowed = "a@example.com " + key.pub() + "\n";
    const Verdict verdict = judge(allowed, payload, armour.text());
    CHECK_MESSAGE(verdict.status == expected, name_of(verdict.status), ": ", verdict.explanation);
    CHECK(shop.accepts(allowed, "a@example.com", payload, armour.text()) == accepted);
    return verdict;
  };
  for (const TestKey& key : {TestKey::ed25519(), TestKey::p256()})
    CHECK_FALSE(agree(key, armour(key, payload), Status::good, true).user_presence.has_value());

  // FIDO keys: nobody needs to have touched them, and whether somebody did is said.
  for (const TestKey& key : {TestKey::ed25519().fido(), TestKey::p256().fido()}) {
    for (const std::uint8_t flags : {0, 1, 4, 5}) {
      const Verdict verdict = agree(key, armour(key, payload, flags), Status::good, true);
      CHECK(verdict.user_presence == ((flags & 1) != 0));
      CHECK(verdict.algorithm == key.type + "/sha512");
    }
    Armour changed = armour(key, payload, 0);
    changed.signature[changed.signature.size() - 5] = 1; // as if somebody had touched the key
    agree(key, changed, Status::bad, false);
  }

  const TestKey rsa = TestKey::rsa(2048);
  CHECK(agree(rsa, armour(rsa, payload, 1, "SHA256"), Status::good, true).algorithm == "rsa-sha2-256/sha512");
  CHECK(agree(rsa, armour(rsa, payload, 1, "SHA512"), Status::good, true).algorithm == "rsa-sha2-512/sha512");
  const Verdict sha1 = agree(rsa, armour(rsa, payload, 1, "SHA1"), Status::weak, false);
  CHECK(contains(sha1.explanation, "SHA-1"));

  // By design: ssh-keygen believes RSA keys from 1024 bits on.
  const TestKey shorter = TestKey::rsa(1024);
  Armour by_shorter = armour(shorter, payload);
  agree(shorter, by_shorter, Status::weak, true);
  by_shorter.signature.back() ^= 1;
  agree(shorter, by_shorter, Status::bad, false);
}

TEST_CASE("leading zeros may be missing from an RSA value, as ssh-keygen takes it") {
  const TestKey rsa = TestKey::rsa(2048);
  const std::string allowed = "a@example.com " + rsa.pub() + "\n";
  // One signature in 256 begins with a zero byte.
  for (int i = 0; i < 10'000; ++i) {
    const std::string message = payload + std::to_string(i);
    const Armour good = armour(rsa, message);
    SshReader reader(good.signature);
    (void)reader.text();
    const std::string value(reader.string());
    if (value.front() != '\0')
      continue;
    const Armour shorter = with_value(good, value.substr(1)),
                 longer = with_value(good, std::string(1, '\0') + value);
    CHECK(judge(allowed, message, good.text()).status == Status::good);
    CHECK(judge(allowed, message, shorter.text()).status == Status::good);
    CHECK(judge(allowed, message, longer.text()).status == Status::bad);
    if (have("ssh-keygen")) {
      const Workshop shop;
      CHECK(shop.accepts(allowed, "a@example.com", message, shorter.text()));
      CHECK_FALSE(shop.accepts(allowed, "a@example.com", message, longer.text()));
    }
    return;
  }
  FAIL("no signature began with a zero byte");
}

TEST_CASE("Ed25519 values have one form, where ssh-keygen takes two") {
  // RFC 8032 section 5.1.7 asks for S below the group order, so that nobody can make a second signature of
  // one.
  constexpr std::array<unsigned, 32> order{0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7,
                                           0xA2, 0xDE, 0xF9, 0xDE, 0x14, 0,    0,    0,    0,    0,    0,
                                           0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
  const TestKey key = TestKey::ed25519();
  const std::string allowed = "a@example.com " + key.pub() + "\n";
  const Armour good = armour(key, payload);
  SshReader reader(good.signature);
  (void)reader.text();
  std::string value(reader.string());
  unsigned carry = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    carry += static_cast<unsigned char>(value[32 + i]) + order[i];
    value[32 + i] = static_cast<char>(carry & 0xFF);
    carry >>= 8;
  }
  const std::string twin = with_value(good, value).text();
  CHECK(judge(allowed, payload, twin).status == Status::bad);
  if (have("ssh-keygen"))
    CHECK(Workshop().accepts(allowed, "a@example.com", payload, twin));
}

TEST_CASE("a signature says its format, and only that of the key is taken") {
  const TestKey ed = TestKey::ed25519(), rsa = TestKey::rsa(2048), p256 = TestKey::p256();
  CHECK(check(ed, armour(rsa, payload)).status == Status::malformed);
  CHECK(check(rsa, armour(ed, payload)).status == Status::malformed);
  CHECK(check(p256, armour(TestKey::p256(), payload)).status == Status::bad);
  Armour webauthn = armour(p256, payload);
  SshReader reader(webauthn.signature);
  (void)reader.text();
  const std::string value(reader.rest());
  webauthn.signature.clear();
  append_string(webauthn.signature, "webauthn-sk-ecdsa-sha2-nistp256@openssh.com");
  webauthn.signature += value;
  const SshCheck answer = check(p256, webauthn);
  CHECK(answer.status == Status::malformed);
  CHECK(contains(answer.explanation, "webauthn-sk-ecdsa-sha2-nistp256@openssh.com"));
}

TEST_CASE("values of the wrong length or form never hold") {
  const TestKey ed = TestKey::ed25519(), p256 = TestKey::p256(), rsa = TestKey::rsa(2048);
  for (const std::size_t size : {0, 1, 63, 65, 1000}) {
    CHECK(check(ed, with_value(armour(ed, payload), std::string(size, '\0'))).status == Status::bad);
    CHECK(check(rsa, with_value(armour(rsa, payload), std::string(size, '\0'))).status == Status::bad);
    CHECK(check(p256, with_value(armour(p256, payload), std::string(size, '\xFF'))).status ==
          Status::malformed);
  }
  // r and s of zero, one, and far beyond the curve.
  for (const std::string& number : {std::string(), std::string("\1"), std::string(100, '\x7F')}) {
    std::string value;
    append_mpint(value, number);
    append_mpint(value, number);
    CHECK(check(p256, with_value(armour(p256, payload), value)).status == Status::bad);
  }
}

TEST_CASE("armour and fields are read strictly") {
  const TestKey key = TestKey::ed25519();
  const Armour good = armour(key, payload);
  const std::string text = good.text();
  CHECK(problem_of(text) == "");
  CHECK(problem_of(text.substr(0, text.size() - 1)) == "");
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"-----BEGIN", "----BEGIN"},
                                 {"SIGNATURE-----\n", "SIGNATURE-----"},
                                 {"SIGNATURE-----\n", "SIGNATURE----- \n"},
                                 {"\n-----END", "-----END"},
                                 {"-----END SSH", "-----END PGP"},
                                 {"-----BEGIN", "\n-----BEGIN"}}) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    CHECK_FALSE(problem_of(changed).empty());
  }
  std::string crlf;
  for (const char c : text)
    crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  CHECK(problem_of(crlf) == ""); // as OpenSSH since 9.4 takes it
  CHECK(problem_of(std::string(max_ssh_signature_bytes + 1, '-')) == "it has more than 1048576 bytes");
  CHECK_FALSE(problem_of("").empty());

  Armour other = good;
  other.magic = "SSHSIH";
  CHECK(problem_of(other.text()) == "it is no SSH signature within");
  other = good;
  other.behind = "x";
  CHECK(problem_of(other.text()) == "its fields are damaged");
  other = good;
  other.hash = std::string("sha512\0", 7);
  CHECK(problem_of(other.text()) == "its fields are damaged");
  // Version 0 never was; ssh-keygen takes it for 1, though the version is not covered by the signature.
  for (const std::uint32_t version : {0u, 2u, 0x01000000u}) {
    other = good;
    other.version = version;
    CHECK(contains(problem_of(other.text()), "format version"));
  }
  CHECK(ssh_signed_bytes("git", "sha1", payload) == std::nullopt);
  CHECK(ssh_signed_bytes("git", "SHA512", payload) == std::nullopt);
}
