// SPDX-License-Identifier: Apache-2.0
#include "test_trust_ssh_support.hpp"

using namespace ssh_tests;

namespace {

std::string problem_of(std::string_view blob) {
  const SshKeyAnswer answer = read_key(blob);
  return answer.key ? "" : answer.problem;
}

std::string rsa_blob(std::string_view exponent, std::string_view modulus) {
  std::string blob;
  append_string(blob, "ssh-rsa");
  append_mpint(blob, exponent);
  append_mpint(blob, modulus);
  return blob;
}

} // namespace

TEST_CASE("keys that ssh-keygen made have the fingerprint it prints") {
  if (!have("ssh-keygen"))
    return;
  const Workshop shop;
  int number = 0;
  for (const char* type :
       {"ed25519", "ecdsa -b 256", "ecdsa -b 384", "ecdsa -b 521", "rsa -b 2048", "rsa -b 3072"}) {
    const std::string name = fmt::format("k{}", ++number);
    shop.make_key(name, type);
    const SshKeyAnswer answer = read_key(shop.blob(name));
    REQUIRE_MESSAGE(answer.key, answer.problem);
    CHECK(contains(shop.run("ssh-keygen -lf " + name + ".pub").output, answer.key->fingerprint() + " "));
    CHECK(shop.pub(name).starts_with(answer.key->type + " "));
    CHECK(answer.key->blob == shop.blob(name));
    CHECK(answer.key->weakness.empty());
    CHECK_FALSE(answer.key->fido());
  }
  for (const TestKey& key : {TestKey::ed25519().fido(), TestKey::p256().fido()}) {
    shop.put("sk.pub", key.pub() + "\n");
    const SshKeyAnswer answer = read_key(key.blob());
    REQUIRE(answer.key);
    CHECK(contains(shop.run("ssh-keygen -lf sk.pub").output, answer.key->fingerprint() + " "));
    CHECK(answer.key->fido());
    CHECK(answer.key->application == "ssh:");
  }
}

TEST_CASE("no damaged key is read, and none makes reading fail otherwise") {
  for (const TestKey& key : {TestKey::ed25519(), TestKey::p256(), TestKey::rsa(2048),
                             TestKey::ed25519().fido(), TestKey::p256().fido()}) {
    const std::string blob = key.blob();
    REQUIRE(read_key(blob).key);
    for (std::size_t size = 0; size < blob.size(); ++size)
      CHECK_FALSE(read_key(std::string_view(blob).substr(0, size)).key);
    CHECK_FALSE(read_key(blob + "x").key);
    for (std::size_t i = 0; i < blob.size(); ++i)
      for (int bit = 0; bit < 8; ++bit) {
        std::string changed = blob;
        changed[i] = static_cast<char>(changed[i] ^ 1 << bit);
        const SshKeyAnswer answer = read_key(changed);
        // Where it is a key all the same, it is another one.
        CHECK((answer.key ? answer.key->blob != blob : !answer.problem.empty()));
      }
  }
}

TEST_CASE("points have to lie on their curve, in the uncompressed form") {
  const TestKey key = TestKey::p256();
  std::string blob = key.blob();
  blob.back() ^= 1;
  CHECK(problem_of(blob) == "the key is damaged: its point is not on the curve");
  std::string compressed = key.blob();
  const std::string x = compressed.substr(compressed.size() - 64, 32);
  std::string other;
  append_string(other, "ecdsa-sha2-nistp256");
  append_string(other, "nistp256");
  append_string(other, "\x02" + x);
  CHECK(problem_of(other) == "the key is damaged");
  // The hybrid form of X9.62, which OpenSSL would take.
  std::string hybrid = key.blob();
  hybrid[hybrid.size() - 65] = static_cast<char>(6 + (hybrid.back() & 1));
  CHECK(problem_of(hybrid) == "the key is damaged");
  // The right curve's name for the wrong type.
  std::string renamed;
  append_string(renamed, "ecdsa-sha2-nistp384");
  CHECK(problem_of(renamed + key.fields()) == "the key is damaged");
}

TEST_CASE("RSA keys are weak when short or when anybody can sign, and slow ones are refused") {
  const std::string three("\3", 1), modulus(256, '\xFF');
  CHECK(contains(read_key(TestKey::rsa(1024).blob()).key->weakness, "1024 bits is too short"));
  CHECK(contains(read_key(rsa_blob(three, "\x7F\xFF")).key->weakness, "15 bits is too short"));
  CHECK(contains(read_key(rsa_blob(three, "")).key->weakness, "0 bits is too short"));
  CHECK(contains(read_key(rsa_blob(three, "\x7F" + std::string(255, '\xFF'))).key->weakness, "2047 bits"));
  CHECK(read_key(rsa_blob(three, modulus)).key->weakness.empty());
  for (const std::string& exponent :
       {std::string(), std::string("\1"), std::string("\2"), std::string("\1\2")})
    CHECK(contains(read_key(rsa_blob(exponent, modulus)).key->weakness, "anybody can sign"));
  CHECK(contains(problem_of(rsa_blob(std::string(33, '\xFF'), modulus)), "more than 256 bits"));
  CHECK(contains(problem_of(rsa_blob(three, std::string(255, '\xFF') + "\xFE")), "even"));
  CHECK_FALSE(read_key(rsa_blob(three, std::string(2049, '\x7F'))).key);
}

TEST_CASE("one key has one wire form, whatever zeros it came with") {
  const std::string blob = TestKey::rsa(2048).blob();
  SshReader reader(blob);
  std::string padded;
  append_string(padded, reader.text());
  append_string(padded, std::string(3, '\0') + std::string(reader.mpint()));
  append_string(padded, std::string(2, '\0') + std::string(reader.mpint()));
  REQUIRE(padded != blob);
  CHECK(read_key(padded).key->blob == blob);
  // Numbers with the highest bit set need one zero.
  const std::string high = rsa_blob("\x81", std::string(256, '\xFF'));
  CHECK(read_key(high).key->blob == high);
}

TEST_CASE("types that are refused or not known are named") {
  std::string dsa, future, hostile;
  append_string(dsa, "ssh-dss");
  append_string(future, "ssh-mldsa44-ed25519@openssh.com");
  append_string(hostile, std::string(1000, 'x') + "\x1B[2J");
  CHECK(read_key(dsa).refused);
  CHECK(contains(problem_of(dsa), "DSA keys"));
  CHECK_FALSE(read_key(future).refused);
  CHECK(problem_of(future) ==
        "keys of type \"ssh-mldsa44-ed25519@openssh.com\" cannot be checked by this version");
  CHECK(problem_of(hostile).size() < 200);
  CHECK(problem_of("") == "the key is damaged");
  CHECK(shown("\x1B[2J\xFF") == "\\x1B[2J\\xFF");
}
