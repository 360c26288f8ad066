// SPDX-License-Identifier: Apache-2.0
//
// Signatures that the gpg program made, judged by gpg, by librnp and by us. Where the three differ, the
// difference is asserted too.
#include "test_trust_openpgp_support.hpp"

#include <thread>

using namespace openpgp_tests;

namespace {

struct Case {
  std::string what;
  std::string signature;
  Status expected;
  std::string gpg;
  std::string librnp;
  std::string data = payload;
};

// Every case by all three, with these keys.
void compare(const GpgHome& home, const std::string& keys, const std::vector<Case>& cases,
             Seconds as_of = now) {
  const OpenpgpTrust trust({keyring_file(keys)}, as_of);
  for (const Case& one : cases) {
    CAPTURE(one.what);
    const Verdict verdict = trust.verify(one.data, one.signature);
    CHECK_MESSAGE(verdict.status == one.expected, verdict.explanation);
    CHECK(home.judged(one.signature, one.data, as_of) == one.gpg);
    if (!one.librnp.empty()) // it takes no empty data
      CHECK(judged_by_librnp(keys, one.signature, one.data, as_of) == one.librnp);
  }
}

std::string crlf_of(const std::string& text) {
  std::string out;
  for (const char c : text)
    out += c == '\n' ? "\r\n" : std::string(1, c);
  return out;
}

} // namespace

TEST_CASE("good signatures of all algorithms are good, and say whose they are") {
  if (!have_gpg())
    return;
  const GpgHome home;
  std::string keys;
  const std::vector<std::pair<std::string, std::string>> algorithms{
      {"ed25519", "ed25519"},
      {"rsa2048", "rsa2048"},
      {"nistp256", "ecdsa-p256"},
      {"nistp384", "ecdsa-p384"},
      {"nistp521", "ecdsa-p521"},
      {"secp256k1", "ecdsa-secp256k1"},
      {"brainpoolP256r1", "ecdsa-brainpool256"},
      {"brainpoolP512r1", "ecdsa-brainpool512"}};
  for (const auto& [algorithm, name] : algorithms)
    home.make_key(algorithm, algorithm);
  keys = home.export_key("@example.org");
  const OpenpgpTrust trust({keyring_file(keys)}, now);
  CHECK(trust.keyring().problems.empty());
  CHECK(trust.keyring().remarks.empty());
  REQUIRE(trust.keyring().keys.size() == algorithms.size());
  for (const auto& entry : algorithms) {
    const std::string& algorithm = entry.first;
    const std::string& name = entry.second;
    CAPTURE(algorithm);
    for (const std::string& hash : {std::string("SHA256"), std::string("SHA384"), std::string("SHA512")}) {
      if (hash != "SHA512" && algorithm != "ed25519" && algorithm != "rsa2048" && algorithm != "nistp256")
        continue; // gpg makes no digest shorter than the curve
      const std::string signature = home.sign(algorithm, signed_at, "--digest-algo " + hash);
      const Verdict verdict = trust.verify(payload, signature);
      CHECK_MESSAGE(verdict.status == Status::good, verdict.explanation);
      CHECK(verdict.explanation.empty());
      CHECK(verdict.signer == fmt::format("{0} <{0}@example.org>", algorithm));
      CHECK(verdict.key == home.fingerprints(algorithm).front());
      CHECK(contains(verdict.algorithm, name + "/sha"));
      CHECK(verdict.time == signed_at);
      CHECK_FALSE(verdict.time_proven);
      CHECK_FALSE(verdict.user_presence.has_value());
      CHECK(home.judged(signature) == "GOODSIG");
      CHECK(judged_by_librnp(keys, signature) == "success");

      const Verdict changed = trust.verify(payload + "x", signature);
      CHECK(changed.status == Status::bad);
      CHECK(home.judged(signature, payload + "x") == "BADSIG");
      CHECK(judged_by_librnp(keys, signature, payload + "x") == "invalid");
    }
  }
}

TEST_CASE("the shape of a signature decides nothing, and text signatures are over lines") {
  if (!have_gpg())
    return;
  const GpgHome home;
  home.make_key("alice");
  home.make_key("bob");
  const std::string keys = home.export_key("@example.org");
  const std::string one = home.sign("alice"), other = home.sign("bob");
  const std::string text = home.sign("alice", signed_at, "--textmode"), crlf = crlf_of(payload);
  const std::string timestamp =
      "-----BEGIN OPENTIMESTAMPS GIT TIMESTAMP-----\n\nAQHw\n-----END OPENTIMESTAMPS GIT "
      "TIMESTAMP-----\n";
  std::string foreign = one;
  foreign.insert(foreign.find('\n') + 1, "Version: a long time ago\nComment: -----END\n");
  compare(home, keys,
          {{"plain", one, Status::good, "GOODSIG", "success"},
           {"over nothing", home.sign("alice", signed_at, "", ""), Status::good, "GOODSIG", "", ""},
           {"text around it", "before\n" + one + "after\n", Status::good, "GOODSIG", "success"},
           {"a timestamp after it", one + timestamp, Status::good, "GOODSIG", "success"},
           {"armour headers", foreign, Status::good, "GOODSIG", "success"},
           {"CR LF around its lines", crlf_of(one), Status::good, "GOODSIG", "success"},
           {"lines", text, Status::good, "GOODSIG", "success"},
           {"lines that end in CR LF", text, Status::good, "GOODSIG", "success", crlf},
           {"a line without its spaces", text, Status::bad, "BADSIG", "invalid",
            std::string(payload).replace(payload.find("  \n"), 3, "\n")},
           {"CR LF under a binary one", one, Status::bad, "BADSIG", "invalid", crlf},
           // git takes no answer that consists of several.
           {"two in one block", home.sign("alice", signed_at, "-u bob"), Status::malformed, "GOODSIG GOODSIG",
            "success success"},
           {"two blocks", one + other, Status::malformed, "GOODSIG GOODSIG", "success"},
           {"two blocks and something between", one + timestamp + other, Status::malformed, "GOODSIG GOODSIG",
            "success"},
           {"a key", keys, Status::malformed, "", "none"},
           {"nothing", "", Status::malformed, "", ""}});
}

TEST_CASE("the reasons why a right signature is not good, in their order") {
  if (!have_gpg())
    return;
  const GpgHome home;
  home.make_key("alice");
  const std::string expiring = home.make_key("short");
  home.make_key("weak", "rsa1024");
  home.make_key("dsa", "dsa2048");
  const GpgHome stranger;
  stranger.make_key("stranger");
  const std::string sha1 = home.sign("alice", signed_at, "--digest-algo SHA1");
  const std::string passing = home.sign("alice", signed_at, "--default-sig-expire 10d");
  // gpg signs with no expired key, so that this one gets its end, after 30 days, when it has signed.
  const std::string before_expiry = home.sign("short"), after_expiry = home.sign("short", start + 40 * day);
  home.gpg(start + day, "--batch --quick-set-expire " + expiring + " 29d");
  const std::string keys = home.export_key("@example.org");
  compare(
      home, keys,
      {{"unknown key", stranger.sign("stranger"), Status::unknown_key, "ERRSIG", "no key"},
       {"unknown key, other bytes", stranger.sign("stranger"), Status::unknown_key, "ERRSIG", "no key", "x"},
       {"SHA-1, which gpg accepts", sha1, Status::weak, "GOODSIG", "invalid"},
       {"SHA-1, other bytes", sha1, Status::bad, "BADSIG", "invalid", "x"},
       {"RIPEMD-160", home.sign("alice", signed_at, "--digest-algo RIPEMD160"), Status::weak, "GOODSIG",
        "success"},
       {"RSA of 1024 bits", home.sign("weak"), Status::weak, "GOODSIG", "success"},
       {"DSA", home.sign("dsa"), Status::weak, "GOODSIG", "success"},
       {"expired signature", passing, Status::expired_signature, "EXPSIG", "expired"},
       {"expired signature, other bytes", passing, Status::bad, "BADSIG", "invalid", "x"},
       {"expired key, signed before", before_expiry, Status::expired_key, "EXPKEYSIG", "success"},
       {"expired key, signed after", after_expiry, Status::expired_key, "EXPKEYSIG", "invalid"}});
  const OpenpgpTrust trust({keyring_file(keys)}, now);
  CHECK(contains(trust.verify(payload, before_expiry).explanation, "it was valid at 2020-09-23"));
  CHECK(contains(trust.verify(payload, after_expiry).explanation, "after its key had expired on 2020-10-13"));
  CHECK(trust.verify(payload, passing).explanation ==
        "The signature itself says that it holds until 2020-10-03T12:26:40Z.");

  // Before anything has expired all are good.
  const Seconds early = start + 15 * day;
  compare(home, keys,
          {{"signature not expired yet", passing, Status::good, "GOODSIG", "success"},
           {"key not expired yet", before_expiry, Status::good, "GOODSIG", "success"}},
          early);
}

TEST_CASE("a revocation counts always, or from its time on when the key was only given up") {
  if (!have_gpg())
    return;
  const GpgHome home;
  const std::vector<std::string> reasons{"none", "compromised", "superseded", "retired"};
  std::vector<std::string> before, after;
  for (const std::string& reason : reasons) {
    home.make_key(reason);
    before.push_back(home.sign(reason));
    after.push_back(home.sign(reason, start + 50 * day));
  }
  for (std::size_t i = 0; i < reasons.size(); ++i)
    home.revoke(reasons[i], static_cast<int>(i), start + 30 * day);
  const std::string keys = home.export_key("@example.org");
  const Status revoked = Status::revoked_key;
  compare(home, keys,
          {{"no reason, signed before", before[0], revoked, "REVKEYSIG", "success"},
           {"no reason, signed after", after[0], revoked, "REVKEYSIG", "invalid"},
           {"compromised, signed before", before[1], revoked, "REVKEYSIG", "invalid"},
           {"compromised, signed after", after[1], revoked, "REVKEYSIG", "invalid"},
           // gpg knows no difference here.
           {"superseded, signed before", before[2], Status::good, "REVKEYSIG", "success"},
           {"superseded, signed after", after[2], revoked, "REVKEYSIG", "invalid"},
           {"retired, signed before", before[3], Status::good, "REVKEYSIG", "success"},
           {"retired, signed after", after[3], revoked, "REVKEYSIG", "invalid"},
           {"superseded, other bytes", before[2], Status::bad, "BADSIG", "invalid", "x"}});
  const OpenpgpTrust trust({keyring_file(keys)}, now);
  CHECK(contains(trust.verify(payload, before[2]).explanation, "without proof"));
  CHECK(contains(trust.verify(payload, before[0]).explanation, "2020-10-13T12:26:40Z (no reason was given)"));
  CHECK(trust.keyring().remarks.size() == 4);

  // A second, hard revocation is not hidden behind the first.
  home.revoke("superseded", 1, start + 60 * day);
  const OpenpgpTrust twice({keyring_file(home.export_key("superseded"))}, now);
  CHECK(twice.verify(payload, before[2]).status == revoked);
}

TEST_CASE("subkeys sign for their certificate, as long as they belong to it") {
  if (!have_gpg())
    return;
  const GpgHome home;
  const std::string primary = home.make_key("carol", "ed25519", "never", start, "cert");
  for (const char* kind : {"ed25519 sign never", "ed25519 sign never", "cv25519 encr never"})
    home.gpg(start + day, fmt::format("--batch --quick-add-key {} {}", primary, kind));
  const std::vector<std::string> fingerprints = home.fingerprints("carol");
  REQUIRE(fingerprints.size() == 4);
  const auto sign_with = [&](const std::string& fingerprint) { return home.sign(fingerprint + "!"); };
  const std::string first = sign_with(fingerprints[1]), second = sign_with(fingerprints[2]);
  const std::string before_revocation = home.export_key("carol");
  home.gpg(start + 20 * day, "--command-fd 0 --edit-key carol", "key 1\nrevkey\ny\n1\n\ny\nsave\n");
  const std::string keys = home.export_key("carol");
  compare(home, keys,
          {{"subkey", second, Status::good, "GOODSIG", "success"},
           {"revoked subkey", first, Status::revoked_key, "REVKEYSIG", "invalid"},
           {"subkey, other bytes", second, Status::bad, "BADSIG", "invalid", "x"}});
  const OpenpgpTrust trust({keyring_file(keys)}, now);
  const Verdict verdict = trust.verify(payload, second);
  CHECK(verdict.key == fingerprints[2]);
  CHECK(verdict.signer == "carol <carol@example.org>");
  CHECK(trust.verify(payload, first).key == fingerprints[1]);
  // The encryption subkey cannot have signed anything and is none of the keys.
  CHECK(trust.keyring().keys.size() == 3);
  for (const OpenpgpKey& key : trust.keyring().keys)
    CHECK(key.primary_fingerprint == primary);

  // Parts of a certificate in two files are one certificate, in either order: no file can hide a revocation.
  for (const auto& [one, other] : {std::pair(keys, before_revocation), std::pair(before_revocation, keys)}) {
    const OpenpgpTrust joined({keyring_file(one, "1.asc"), keyring_file(other, "2.asc")}, now);
    CHECK(joined.keyring().keys.size() == 3);
    CHECK(joined.verify(payload, first).status == Status::revoked_key);
    CHECK(joined.verify(payload, second).status == Status::good);
  }
  // Before the subkeys were made they were not bound, and the key itself may only certify.
  const OpenpgpTrust early({keyring_file(keys)}, start + 100);
  CHECK(early.verify(payload, second).status == Status::not_trusted);
  CHECK(contains(early.verify(payload, second).explanation, "not validly bound"));
}

TEST_CASE("a signature older than its key, and one from the future") {
  if (!have_gpg())
    return;
  const GpgHome home;
  home.make_key("alice");
  const std::string old = home.sign("alice", start - day, "--ignore-time-conflict --ignore-valid-from");
  const std::string future = home.sign("alice", now + day);
  const std::string keys = home.export_key("alice");
  compare(home, keys,
          {{"older than its key", old, Status::not_trusted, "ERRSIG", "invalid"},
           {"after as-of, which gpg accepts", future, Status::good, "GOODSIG", "expired"}});
  CHECK(contains(OpenpgpTrust({keyring_file(keys)}, now).verify(payload, future).explanation,
                 "after the point"));
  // Nor does a key exist before it was made.
  CHECK(OpenpgpTrust({keyring_file(keys)}, start - 1).verify(payload, future).status == Status::not_trusted);
}

TEST_CASE("several threads verify with one set of keys") {
  if (!have_gpg())
    return;
  const GpgHome home;
  home.make_key("alice");
  home.make_key("rsa", "rsa2048");
  const OpenpgpTrust trust({keyring_file(home.export_key("@example.org"))}, now);
  const std::string one = home.sign("alice"), other = home.sign("rsa");
  std::array<int, 4> good{};
  std::vector<std::thread> threads;
  for (int& count : good)
    threads.emplace_back([&trust, &one, &other, &count] {
      for (int i = 0; i < 200; ++i)
        count += (trust.verify(payload, one).status == Status::good ? 1 : 0) +
                 (trust.verify(payload + "x", other).status == Status::bad ? 1 : 0) +
                 (trust.verify(payload, other).status == Status::good ? 1 : 0);
    });
  for (std::thread& thread : threads)
    thread.join();
  for (const int count : good)
    CHECK(count == 600);
}
