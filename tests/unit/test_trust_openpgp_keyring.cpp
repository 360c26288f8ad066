// SPDX-License-Identifier: Apache-2.0
#include "test_trust_openpgp_support.hpp"

#include <unistd.h>

using namespace openpgp_tests;

namespace {

// The signature by which `primary` takes a subkey, with or without the flag to sign and the subkey's consent.
std::string binding(const MadeKey& primary, const MadeKey& subkey, bool flag, const MadeKey* consenting) {
  const std::string data = primary.hashed_form() + subkey.hashed_form();
  std::string hashed = primary.usual(start);
  if (flag)
    hashed += subpacket(27, "\x02");
  if (consenting != nullptr)
    hashed += subpacket(32, consenting->sign(0x19, data, consenting->usual(start)));
  return packet(public_subkey_tag, subkey.body) + packet(signature_tag, primary.sign(0x18, data, hashed));
}

Status judged(const std::vector<std::string>& keyrings, const MadeKey& signer) {
  std::vector<SourceFile> files;
  for (const std::string& bytes : keyrings)
    files.push_back(keyring_file(bytes, fmt::format("{}.pgp", files.size())));
  return OpenpgpTrust(files, now)
      .verify(payload, armoured(packet(signature_tag, signer.sign(0x00, payload, signer.usual()))))
      .status;
}

std::string only_problem(const std::string& bytes) {
  const OpenpgpKeyring keyring = read_openpgp_keyrings({keyring_file(bytes)}, now);
  CHECK(keyring.keys.empty());
  REQUIRE(keyring.problems.size() == 1);
  CHECK(keyring.problems.front().location.file == "trusted/keys.asc");
  CHECK_FALSE(keyring.problems.front().hint.empty());
  return keyring.problems.front().message;
}

} // namespace

TEST_CASE("keyrings are read armoured and binary, several keys and several blocks in a file") {
  const MadeKey one, two;
  const std::string first = one.certificate("one"), second = two.certificate("two");
  const std::string armour = armoured(first, "PUBLIC KEY BLOCK");
  for (const std::string& bytes :
       {first + second, armoured(first + second, "PUBLIC KEY BLOCK"),
        "one's key:\n" + armour + "\nand two's:\n" + armoured(second, "PUBLIC KEY BLOCK"),
        first + first + second}) {
    const OpenpgpKeyring keyring = read_openpgp_keyrings({keyring_file(bytes)}, now);
    CHECK(keyring.problems.empty());
    CHECK(keyring.remarks.empty());
    REQUIRE(keyring.keys.size() == 2);
    CHECK(keyring.keys[0].user_id == "one");
    CHECK(keyring.keys[0].fingerprint == one.hex());
    CHECK(keyring.keys[0].primary_fingerprint == one.hex());
    CHECK(keyring.keys[0].created == start);
    CHECK_FALSE(keyring.keys[0].expires.has_value());
    CHECK(keyring.keys[0].material.name == "ed25519");
    CHECK(keyring.keys[0].file == "trusted/keys.asc");
    CHECK(keyring.keys[1].user_id == "two");
    CHECK(keyring.keys[1].refusal.empty());
  }
  CHECK(read_openpgp_keyrings({}, now).keys.empty());
}

TEST_CASE("what is no public keyring is refused with a reason") {
  CHECK(contains(only_problem(""), "neither armoured nor binary"));
  CHECK(contains(only_problem("hello\n"), "neither armoured nor binary"));
  CHECK(contains(only_problem(armoured("\xca\x03PGP", "PUBLIC KEY BLOCK")), "no public key in it"));
  CHECK(contains(only_problem("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n****\n"), "its armour is damaged"));
  CHECK(contains(only_problem(packet(secret_key_tag, "x")), "it holds a secret key"));
  const MadeKey key;
  CHECK(
      contains(only_problem(key.certificate("x") + packet(secret_subkey_tag, "x")), "it holds a secret key"));
  CHECK(contains(only_problem(packet(public_key_tag, '\x06' + key.body)), "a key of version 6"));
  CHECK(contains(only_problem(std::string(max_keyring_bytes + 1, '\x99')), "32 MiB"));
  if (!have_gpg())
    return;
  const GpgHome home;
  home.make_key("alice");
  CHECK(contains(only_problem(home.gpg(now, "--batch --armor --export-secret-keys alice")),
                 "it holds a secret key"));
  // The good file beside it is read all the same.
  const OpenpgpKeyring both = read_openpgp_keyrings(
      {keyring_file("", "none"), keyring_file(home.export_key("alice", "")), keyring_file("", "nothing")},
      now);
  CHECK(both.keys.size() == 1);
  CHECK(both.problems.size() == 2);
}

TEST_CASE("keys that are of no use as of the time are remarked on") {
  if (!have_gpg())
    return;
  const GpgHome home;
  home.make_key("expired", "ed25519", "10d");
  home.make_key("revoked");
  home.revoke("revoked", 2, start + day);
  home.make_key("dsa", "dsa2048");
  const MadeKey unsigned_key;
  const std::string keys = home.export_key("@example.org", "") + packet(public_key_tag, unsigned_key.body) +
                           packet(user_id_tag, "nobody");
  const OpenpgpKeyring keyring = read_openpgp_keyrings({keyring_file(keys)}, now);
  CHECK(keyring.problems.empty());
  REQUIRE(keyring.remarks.size() == 4);
  CHECK(contains(keyring.remarks[0].message, "it expired on 2020-09-23T12:26:40Z"));
  CHECK(contains(keyring.remarks[1].message, "it was revoked on 2020-09-14T12:26:40Z: it was superseded"));
  CHECK(contains(keyring.remarks[2].message, "DSA"));
  CHECK(contains(keyring.remarks[3].message, "No user id of the key had a valid self-signature"));
  CHECK(judged({keys}, unsigned_key) == Status::not_trusted);
}

TEST_CASE("a subkey signs only for a certificate that it has agreed to belong to") {
  const MadeKey primary, subkey, thief;
  const std::string own = primary.certificate("owner");
  CHECK(judged({own + binding(primary, subkey, true, &subkey)}, subkey) == Status::good);
  // Without the subkey's consent, with somebody else's, and without the flag that would have asked for it.
  const std::string stolen = thief.certificate("thief");
  CHECK(judged({stolen + binding(thief, subkey, true, nullptr)}, subkey) == Status::not_trusted);
  CHECK(judged({stolen + binding(thief, subkey, true, &thief)}, subkey) == Status::not_trusted);
  CHECK(judged({stolen + binding(thief, subkey, false, nullptr)}, subkey) == Status::not_trusted);
  CHECK(judged({own + packet(public_subkey_tag, subkey.body)}, subkey) == Status::not_trusted);
  // A binding by another key than the primary.
  CHECK(judged({own + binding(thief, subkey, true, &subkey)}, subkey) == Status::not_trusted);
  // Its owner is believed, wherever the thief stands.
  const std::string honest = own + binding(primary, subkey, true, &subkey);
  const std::string theft = stolen + binding(thief, subkey, false, nullptr);
  for (const auto& files :
       {std::vector{honest, theft}, std::vector{theft, honest}, std::vector{theft + honest}}) {
    CHECK(judged(files, subkey) == Status::good);
    std::vector<SourceFile> sources;
    for (const std::string& bytes : files)
      sources.push_back(keyring_file(bytes));
    CHECK(OpenpgpTrust(sources, now)
              .verify(payload, armoured(packet(signature_tag, subkey.sign(0x00, payload, subkey.usual()))))
              .signer == "owner");
  }
  // A primary key that may only certify does not sign.
  CHECK(judged({primary.certificate("owner", 1)}, primary) == Status::not_trusted);
}

TEST_CASE("a revocation by the key's named revoker is believed") {
  const MadeKey key, revoker;
  const std::string names =
      packet(signature_tag, key.sign(0x1f, key.hashed_form(),
                                     key.usual(start) + subpacket(12, "\x80\x16" + revoker.fingerprint)));
  const std::string revocation =
      packet(signature_tag, revoker.sign(0x20, key.hashed_form(), revoker.usual(start + day)));
  const std::string certificate = key.certificate("key");
  const std::size_t behind_key = packet(public_key_tag, key.body).size();
  const auto with = [&](const std::string& signatures) {
    return judged({std::string(certificate).insert(behind_key, signatures)}, key);
  };
  CHECK(with("") == Status::good);
  CHECK(with(names) == Status::good);
  CHECK(with(names + revocation) == Status::revoked_key);
  CHECK(with(revocation) == Status::good); // anybody can write one
}

TEST_CASE("reading keyrings leaves standard error as it was, and writes nothing to it") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const int kept = dup(STDERR_FILENO);
  REQUIRE(dup2(ends[1], STDERR_FILENO) >= 0);
  const MadeKey key;
  std::string damaged = key.certificate("x");
  damaged.back() = static_cast<char>(damaged.back() ^ 1);
  (void)read_openpgp_keyrings({keyring_file(damaged)}, now);
  REQUIRE(write(STDERR_FILENO, "after", 5) == 5);
  REQUIRE(dup2(kept, STDERR_FILENO) >= 0);
  close(kept);
  close(ends[1]);
  char seen[64];
  const ssize_t size = read(ends[0], seen, sizeof seen);
  close(ends[0]);
  CHECK(std::string(seen, static_cast<std::size_t>(size)) == "after");
}
