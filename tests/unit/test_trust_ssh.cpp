// SPDX-License-Identifier: Apache-2.0
//
// Whole verdicts, each beside the answer of ssh-keygen and some beside git's.
#include "audit/base/base64.hpp"
#include "test_trust_ssh_support.hpp"

#include <thread>

using namespace ssh_tests;

namespace {

const std::string payload = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\na message\n";

// The verdict and whether ssh-keygen says good too; where both are of one mind.
std::string both(const Workshop& shop, const std::string& allowed, const std::string& principal,
                 const std::string& signature, Seconds at = moment) {
  const Verdict verdict = judge(allowed, payload, signature, at);
  const bool accepted = shop.accepts(allowed, principal, payload, signature, at);
  CHECK((verdict.status == Status::good) == accepted);
  CHECK(verdict.explanation.empty() == (verdict.status == Status::good));
  return name_of(verdict.status);
}

} // namespace

TEST_CASE("a key is good for whom a line names, and unknown without one") {
  if (!have("ssh-keygen"))
    return;
  const Workshop shop;
  shop.make_key("k");
  shop.make_key("other");
  const std::string signature = shop.sign("k", payload), line = "a@example.com " + shop.pub("k") + "\n";
  CHECK(both(shop, line, "a@example.com", signature) == "good");
  CHECK(both(shop, "# nobody\n", "a@example.com", signature) == "unknown-key");
  CHECK(both(shop, "a@example.com " + shop.pub("other"), "a@example.com", signature) == "unknown-key");
  CHECK(both(shop, line, "a@example.com", shop.sign("other", payload)) == "unknown-key");

  const Verdict good =
      judge("b@example.com,*@example.org " + shop.pub("k") + " a comment", payload, signature);
  CHECK(good.status == Status::good);
  CHECK(good.signer == "b@example.com,*@example.org");
  CHECK(contains(shop.run("ssh-keygen -lf k.pub").output, good.key + " "));
  CHECK(good.algorithm == "ssh-ed25519/sha512");
  CHECK_FALSE(good.user_presence.has_value());
  CHECK_FALSE(good.time.has_value());

  const Verdict unknown = judge("", payload, signature);
  CHECK(unknown.key == good.key);
  CHECK(unknown.signer.empty());
  // Changed content is bad, whether the key is known or not.
  for (const std::string& allowed : {line, std::string()}) {
    const Verdict bad = judge(allowed, payload + "x", signature);
    CHECK(bad.status == Status::bad);
    CHECK(bad.signer.empty());
  }
  CHECK(judge(line, payload, signature, std::nullopt).status == Status::good);
}

TEST_CASE("the namespace is git's, and the line may limit it") {
  if (!have("ssh-keygen"))
    return;
  const Workshop shop;
  shop.make_key("k");
  const std::string signature = shop.sign("k", payload);
  const auto with = [&](const std::string& namespaces) {
    return both(shop, "a@example.com namespaces=\"" + namespaces + "\" " + shop.pub("k"), "a@example.com",
                signature);
  };
  CHECK(with("git") == "good");
  CHECK(with("file,git") == "good");
  CHECK(with("g*") == "good");
  CHECK(with("g?t") == "good");
  CHECK(with("*,!file") == "good");
  CHECK(with("file") == "not-trusted");
  CHECK(with("*,!git") == "not-trusted");
  CHECK(with("!file") == "not-trusted");
  CHECK(with("GIT") == "not-trusted");
  CHECK(with("") == "not-trusted");

  // One for another purpose is none for git, as git says; whatever the line allows.
  const std::string line = "a@example.com " + shop.pub("k");
  CHECK(both(shop, line, "a@example.com", shop.sign("k", payload, "", "file")) == "bad");
  CHECK(judge(line, payload, shop.sign("k", payload, "", "file")).explanation ==
        "the SSH signature was made for \"file\", not for git");
}

TEST_CASE("validity includes both ends, to the second") {
  if (!have("ssh-keygen"))
    return;
  const Workshop shop;
  shop.make_key("k");
  const std::string signature = shop.sign("k", payload);
  const auto at = [&](const std::string& options, Seconds time) {
    return both(shop, "a@example.com " + options + " " + shop.pub("k"), "a@example.com", signature, time);
  };
  const std::string until = fmt::format("valid-before=\"{}Z\"", compact(moment));
  const std::string since = fmt::format("valid-after=\"{}Z\"", compact(moment));
  CHECK(at(until, moment - 1) == "good");
  CHECK(at(until, moment) == "good");
  CHECK(at(until, moment + 1) == "expired-key");
  CHECK(at(since, moment - 1) == "not-trusted");
  CHECK(at(since, moment) == "good");
  CHECK(at(since, moment + 1) == "good");
  const std::string window = since + fmt::format(",valid-before=\"{}Z\"", compact(moment + 5));
  CHECK(at(window, moment - 1) == "not-trusted");
  CHECK(at(window, moment + 5) == "good");
  CHECK(at(window, moment + 6) == "expired-key");
  // A day and a minute are their first second.
  CHECK(at("valid-before=\"20250615Z\"", 1749945600) == "good");
  CHECK(at("valid-before=\"20250615Z\"", 1749945601) == "expired-key");
  CHECK(at("valid-before=\"202506151506Z\"", moment - 40) == "good");
  CHECK(at("valid-before=\"202506151506Z\"", moment - 39) == "expired-key");
  // Without a zone: as UTC, which ssh-keygen does where that is the local time.
  CHECK(at("valid-before=\"20250615\"", 1749945600) == "good");
  CHECK(at("valid-before=\"20250615\"", 1749945601) == "expired-key");

  const std::string line = "a@example.com " + until + " " + shop.pub("k");
  const Verdict expired = judge(line, payload, signature, moment + 1);
  CHECK(expired.signer == "a@example.com");
  CHECK(expired.explanation ==
        "the key was allowed until 2025-06-15T15:06:40Z, and the signature was made at "
        "2025-06-15T15:06:41Z (signers line 1)");
  CHECK(judge(line, payload, signature, std::nullopt).status == Status::not_trusted);
  CHECK(judge(line, payload, signature, -5).status == Status::good);
  CHECK(judge("a@example.com " + since + " " + shop.pub("k"), payload, signature, -5).status ==
        Status::not_trusted);
}

TEST_CASE("of several lines for a key, one that allows the signature is enough") {
  if (!have("ssh-keygen"))
    return;
  const Workshop shop;
  shop.make_key("k");
  const std::string signature = shop.sign("k", payload), key = shop.pub("k") + "\n";
  const std::string old = "a@example.com valid-before=\"20200101Z\" " + key;
  const std::string file = "a@example.com namespaces=\"file\" " + key;
  const std::string good = "a@example.com " + key, damaged = "a@example.com nonsense=\"x\" " + key;
  CHECK(both(shop, old + file, "a@example.com", signature) == "expired-key");
  CHECK(both(shop, file + old, "a@example.com", signature) == "not-trusted");
  CHECK(both(shop, old + file + good, "a@example.com", signature) == "good");
  CHECK(both(shop, damaged + "\n" + good, "a@example.com", signature) == "good");
  CHECK(both(shop, damaged, "a@example.com", signature) == "unknown-key");
  // As an authority the key signs certificates only.
  CHECK(both(shop, "a@example.com cert-authority " + key, "a@example.com", signature) == "unknown-key");
}

TEST_CASE("what the audited repository says about its own keys never overrides the trust store") {
  const TestKey key = TestKey::ed25519(), stranger = TestKey::ed25519();
  std::vector<AllowedSignersFile> files;
  files.push_back(read_allowed_signers(
      source("own", "a@example.com " + key.pub() + "\nb@example.com " + stranger.pub()), true));
  files.push_back(
      read_allowed_signers(source("store", "a@example.com valid-before=\"20200101Z\" " + key.pub())));
  const SshTrust trust(std::move(files), {});
  const Verdict known = trust.verify(payload, armour(key, payload).text(), moment);
  CHECK(known.status == Status::expired_key);
  CHECK_FALSE(known.self_asserted);
  const Verdict asserted = trust.verify(payload, armour(stranger, payload).text(), moment);
  CHECK(asserted.status == Status::good);
  CHECK(asserted.self_asserted);
  CHECK(asserted.signer == "b@example.com");
}

TEST_CASE("signatures that cannot be checked are not called bad") {
  const TestKey key = TestKey::ed25519();
  const std::string line = "a@example.com " + key.pub();
  Armour other = armour(key, payload);
  other.key.clear();
  append_string(other.key, "ssh-mldsa44-ed25519@openssh.com");
  append_string(other.key, std::string(1344, 'x'));
  Verdict verdict = judge(line, payload, other.text());
  CHECK(verdict.status == Status::malformed);
  CHECK(verdict.algorithm == "ssh-mldsa44-ed25519@openssh.com/sha512");
  CHECK(verdict.key == ssh_fingerprint(other.key));
  CHECK(verdict.explanation == "the SSH signature cannot be checked: keys of type "
                               "\"ssh-mldsa44-ed25519@openssh.com\" cannot be checked by this version");

  other.key.clear();
  append_string(other.key, "ssh-dss");
  CHECK(judge(line, payload, other.text()).status == Status::weak);
  other = armour(key, payload);
  other.hash = "sha1";
  CHECK(judge(line, payload, other.text()).status == Status::weak);
  other.hash = "sha3-512";
  CHECK(judge(line, payload, other.text()).status == Status::malformed);
  other.hash = std::string(500, 'x') + "\x1B[2J";
  CHECK(judge(line, payload, other.text()).explanation.size() < 250);
  CHECK(judge(line, payload, "").status == Status::malformed);
  CHECK(judge(line, payload, "-----BEGIN PGP SIGNATURE-----\n").status == Status::malformed);
  // What the protocol reserves is ignored, as ssh-keygen does.
  other = armour(key, payload);
  other.reserved = "reserved";
  CHECK(judge(line, payload, other.text()).status == Status::good);
}

TEST_CASE("text behind a signature is said to be there") {
  if (!have("ssh-keygen"))
    return;
  const Workshop shop;
  shop.make_key("k");
  const std::string line = "a@example.com " + shop.pub("k"), text = shop.sign("k", payload) + "and more\n";
  const Verdict verdict = judge(line, payload, text);
  CHECK(verdict.status == Status::good);
  CHECK(verdict.explanation == "behind the signature stands text that it does not cover");
  CHECK(shop.accepts(line, "a@example.com", payload, text));
}

TEST_CASE("git gives the letters that the verdicts stand for") {
  if (!have("ssh-keygen") || !have("git"))
    return;
  const Workshop shop;
  shop.make_key("k");
  shop.make_key("ca");
  shop.make_key("c");
  shop.certify("ca", "c", "-I id -n a@example.com -V 20250101:20260101");
  const std::string setting = "git -c gpg.format=ssh -c gpg.ssh.allowedSignersFile=../allowed -c user.name=a "
                              "-c user.email=a@example.com -C r ";
  shop.must(
      "git init -q r && export GIT_AUTHOR_DATE='1750000000 +0000' GIT_COMMITTER_DATE='1750000000 +0000' && " +
      setting + "-c user.signingkey=../k commit -q --allow-empty -S -m one && " + setting +
      "-c user.signingkey=../c-cert.pub commit -q --allow-empty -S -m two");
  const auto git_letter = [&](const std::string& revision, const std::string& allowed) {
    shop.put("allowed", allowed);
    return shop.run(setting + "log -1 --format='%G? %GS' " + revision).output;
  };
  const auto status = [&](const std::string& revision, const std::string& allowed) {
    const std::string raw = shop.run("git -C r cat-file commit " + revision).output;
    // Takes the header out by the shape that git gives it: continued lines begin with a space.
    const std::size_t start = raw.find("gpgsig "), end = raw.find("\n\n", start);
    std::string signature;
    for (std::size_t i = start + 7; i < end; ++i)
      if (raw[i] != ' ' || raw[i - 1] != '\n')
        signature += raw[i];
    const Verdict verdict = judge(allowed, raw.substr(0, start) + raw.substr(end + 1), signature);
    return std::string(name_of(verdict.status)) + " " + verdict.signer;
  };
  const std::string key = shop.pub("k") + "\n", authority = "cert-authority " + shop.pub("ca") + "\n";
  struct Case {
    std::string revision, allowed, letter, status;
  };
  for (const Case& c :
       {Case{"HEAD~1", "a@example.com " + key, "G a@example.com\n", "good a@example.com"},
        {"HEAD~1", "*@example.com " + key, "G *@example.com\n", "good *@example.com"},
        {"HEAD~1", "# nobody\n", "U \n", "unknown-key "},
        {"HEAD~1", "a@example.com valid-before=\"20240101Z\" " + key, "U \n", "expired-key a@example.com"},
        {"HEAD~1", "a@example.com namespaces=\"file\" " + key, "B \n", "not-trusted a@example.com"},
        {"HEAD", "*@example.com " + authority, "G a@example.com\n", "good a@example.com"},
        {"HEAD", "b@example.com " + authority, "U \n", "not-trusted "},
        {"HEAD", "a@example.com " + key, "U \n", "unknown-key "}}) {
    CHECK(git_letter(c.revision, c.allowed) == c.letter);
    CHECK(status(c.revision, c.allowed) == c.status);
  }
}

TEST_CASE("several threads may ask at once") {
  std::vector<TestKey> keys;
  std::string allowed;
  std::vector<std::string> signatures;
  for (int i = 0; i < 8; ++i) {
    keys.push_back(i % 2 == 0 ? TestKey::ed25519() : TestKey::p256());
    signatures.push_back(armour(keys.back(), payload).text());
    if (i < 4)
      allowed += "a@example.com " + keys.back().pub() + "\n";
  }
  std::vector<AllowedSignersFile> files;
  files.push_back(read_allowed_signers(source("signers", allowed)));
  const SshTrust trust(std::move(files), {});
  std::vector<int> wrong(4);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < wrong.size(); ++t)
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < 400; ++i) {
        const std::size_t which = (i + t) % signatures.size();
        const Status expected = which < 4 ? Status::good : Status::unknown_key;
        wrong[t] += trust.verify(payload, signatures[which], moment).status != expected;
      }
    });
  for (std::thread& thread : threads)
    thread.join();
  for (const int count : wrong)
    CHECK(count == 0);
}

TEST_CASE("ten thousand signers cost nothing when a signature is judged") {
  // Keys of OpenSSL's making would take long: any 32 bytes are an Ed25519 key as far as a file is concerned.
  std::string allowed;
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    std::string blob, number;
    append_uint32(number, i);
    append_string(blob, "ssh-ed25519");
    append_string(blob, std::string(28, 'k') + number);
    allowed += fmt::format("u{}@example.com ssh-ed25519 {}\n", i, assay::to_base64(blob));
  }
  const TestKey key = TestKey::ed25519();
  std::vector<AllowedSignersFile> files;
  files.push_back(read_allowed_signers(source("signers", allowed + "me@example.com " + key.pub() + "\n")));
  REQUIRE(files.front().signers.size() == 10'001);
  REQUIRE(files.front().problems.empty());
  const SshTrust trust(std::move(files), {});
  const std::string signature = armour(key, payload).text();
  for (int i = 0; i < 200; ++i)
    CHECK(trust.verify(payload, signature, moment).signer == "me@example.com");
}
