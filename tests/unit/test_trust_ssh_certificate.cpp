// SPDX-License-Identifier: Apache-2.0
#include "test_trust_ssh_support.hpp"

using namespace ssh_tests;

namespace {

const std::string payload = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\na message\n";

// A certificate whose every field the test decides.
struct Certificate {
  std::uint64_t serial = 1, valid_after = 0, valid_before = ~std::uint64_t{0};
  std::uint32_t kind = 1;
  std::string key_id = "id", principals, options, extensions, behind;

  static std::string list(const std::vector<std::string>& texts) {
    std::string out;
    for (const std::string& text : texts)
      append_string(out, text);
    return out;
  }
  std::string blob(const TestKey& key, const TestKey& authority, const char* rsa_hash = "SHA512") const {
    std::string out;
    std::string type = key.type.substr(0, key.type.find('@')) + "-cert-v01@openssh.com";
    append_string(out, type);
    append_string(out, "a nonce");
    out += key.fields();
    append_number(out, serial);
    append_uint32(out, kind);
    append_string(out, key_id);
    append_string(out, principals);
    append_number(out, valid_after);
    append_number(out, valid_before);
    append_string(out, options);
    append_string(out, extensions);
    append_string(out, "");
    append_string(out, authority.blob());
    append_string(out, authority.raw_signature(out, 1, rsa_hash));
    return out + behind;
  }
  static void append_number(std::string& out, std::uint64_t number) {
    append_uint32(out, static_cast<std::uint32_t>(number >> 32));
    append_uint32(out, static_cast<std::uint32_t>(number));
  }
};

std::string signed_with(const std::string& certificate, const TestKey& key, std::uint8_t flags = 1) {
  Armour out = armour(key, payload, flags);
  out.key = certificate;
  return out.text();
}

} // namespace

TEST_CASE("certificates by ssh-keygen are judged as ssh-keygen judges them") {
  if (!have("ssh-keygen"))
    return;
  const Workshop shop;
  shop.make_key("ca");
  shop.make_key("rsa-ca", "rsa -b 2048");
  shop.make_key("other");
  int number = 0;
  const auto both = [&](const std::string& authority, const std::string& key_type, const std::string& options,
                        const std::string& line, const std::string& principal, Seconds at = moment) {
    const std::string name = fmt::format("c{}", ++number);
    shop.make_key(name, key_type);
    shop.certify(authority, name, options);
    const std::string signature = shop.sign(name + "-cert", payload);
    const Verdict verdict = judge(line, payload, signature, at);
    CHECK((verdict.status == Status::good) == shop.accepts(line, principal, payload, signature, at));
    CHECK(contains(shop.run("ssh-keygen -lf " + name + ".pub").output, verdict.key + " "));
    return std::string(name_of(verdict.status)) + " " + verdict.signer;
  };
  const std::string ca = " cert-authority " + shop.pub("ca"), rsa = " cert-authority " + shop.pub("rsa-ca");
  const std::string one = "-I id -n a@example.com";
  for (const char* type : {"ed25519", "ecdsa -b 256", "ecdsa -b 384", "ecdsa -b 521", "rsa -b 2048"}) {
    CHECK(both("ca", type, one, "a@example.com" + ca, "a@example.com") == "good a@example.com");
    CHECK(both("rsa-ca", type, one, "a@example.com" + rsa, "a@example.com") == "good a@example.com");
  }
  CHECK(both("rsa-ca", "ed25519", one + " -t rsa-sha2-256", "*" + rsa, "a@example.com") ==
        "good a@example.com");
  // By another authority, by an authority listed as a plain key, by the right one of two.
  CHECK(both("other", "ed25519", one, "a@example.com" + ca, "a@example.com") == "unknown-key ");
  CHECK(both("ca", "ed25519", one, "a@example.com " + shop.pub("ca"), "a@example.com") == "unknown-key ");
  CHECK(both("ca", "ed25519", one, "x@example.com" + rsa + "\na@example.com" + ca, "a@example.com") ==
        "good a@example.com");
  // Principals.
  CHECK(both("ca", "ed25519", "-I id -n b@example.com", "a@example.com" + ca, "a@example.com") ==
        "not-trusted ");
  CHECK(both("ca", "ed25519", "-I id -n b@example.com", "a@example.com" + ca, "b@example.com") ==
        "not-trusted ");
  CHECK(both("ca", "ed25519", "-I id -n b@example.com,a@example.com", "a@example.com" + ca,
             "a@example.com") == "good a@example.com");
  CHECK(both("ca", "ed25519", "-I id -n b@example.com", "*@example.com" + ca, "b@example.com") ==
        "good b@example.com");
  CHECK(both("ca", "ed25519", "-I id -n b@example.com", "*@example.com,!b@*" + ca, "b@example.com") ==
        "not-trusted ");
  CHECK(both("ca", "ed25519", "-I id -n b@example.com", "!c@*,*@example.com" + ca, "b@example.com") ==
        "good b@example.com");
  CHECK(both("ca", "ed25519", "-I id -n b1@example.com", "b?@example.com" + ca, "b1@example.com") ==
        "good b1@example.com");
  CHECK(both("ca", "ed25519", "-I id", "*" + ca, "a@example.com") == "not-trusted *");
  // Of a host.
  CHECK(both("ca", "ed25519", "-h " + one, "*" + ca, "a@example.com") == "not-trusted *");
  // Validity: the start belongs to it, the end does not.
  const std::string window = one + fmt::format(" -V {}:{}", compact(moment), compact(moment + hour));
  CHECK(both("ca", "ed25519", window, "*" + ca, "a@example.com", moment - 1) == "not-trusted a@example.com");
  CHECK(both("ca", "ed25519", window, "*" + ca, "a@example.com", moment) == "good a@example.com");
  CHECK(both("ca", "ed25519", window, "*" + ca, "a@example.com", moment + hour - 1) == "good a@example.com");
  CHECK(both("ca", "ed25519", window, "*" + ca, "a@example.com", moment + hour) ==
        "expired-key a@example.com");
  // The line's own limits hold for the authority.
  const std::string until =
      fmt::format("* cert-authority,valid-before=\"{}Z\" ", compact(moment)) + shop.pub("ca");
  CHECK(both("ca", "ed25519", one, until, "a@example.com", moment) == "good a@example.com");
  CHECK(both("ca", "ed25519", one, until, "a@example.com", moment + 1) == "expired-key a@example.com");
  CHECK(both("ca", "ed25519", one, "* cert-authority,namespaces=\"file\" " + shop.pub("ca"),
             "a@example.com") == "not-trusted *");
  // Options that concern logging in.
  CHECK(both("ca", "ed25519", one + " -O force-command=/bin/true -O source-address=10.0.0.0/8", "*" + ca,
             "a@example.com") == "good a@example.com");
}

TEST_CASE("a critical option that is not known refuses, where ssh-keygen does not look") {
  const TestKey authority = TestKey::ed25519(), key = TestKey::p256();
  const std::string line = "* cert-authority " + authority.pub();
  Certificate certificate;
  certificate.principals = Certificate::list({"a@example.com"});
  CHECK(judge(line, payload, signed_with(certificate.blob(key, authority), key)).status == Status::good);
  certificate.options =
      Certificate::list({"force-command", "x", "later@example.com", "", "verify-required", ""});
  const std::string signature = signed_with(certificate.blob(key, authority), key);
  const Verdict verdict = judge(line, payload, signature);
  CHECK(verdict.status == Status::not_trusted);
  CHECK(verdict.explanation == "the certificate has the critical option \"later@example.com\", which is not "
                               "known here (signers line 1)");
  if (have("ssh-keygen"))
    CHECK(Workshop().accepts(line, "a@example.com", payload, signature));
  certificate.options = Certificate::list({"force-command"});
  CHECK(judge(line, payload, signed_with(certificate.blob(key, authority), key)).status == Status::malformed);
}

TEST_CASE("verify-required asks FIDO signatures for user verification, and others for nothing") {
  const TestKey authority = TestKey::ed25519(), plain = TestKey::ed25519(), fido = TestKey::p256().fido();
  const std::string line = "* cert-authority " + authority.pub();
  Certificate certificate;
  certificate.principals = Certificate::list({"a@example.com"});
  certificate.options = Certificate::list({"verify-required", ""});
  CHECK(judge(line, payload, signed_with(certificate.blob(plain, authority), plain)).status == Status::good);
  CHECK(judge(line, payload, signed_with(certificate.blob(fido, authority), fido, 5)).status == Status::good);
  const Verdict verdict = judge(line, payload, signed_with(certificate.blob(fido, authority), fido, 1));
  CHECK(verdict.status == Status::not_trusted);
  CHECK(verdict.user_presence == true);
}

TEST_CASE("an authority's signature has to hold and to be strong") {
  const TestKey authority = TestKey::rsa(2048), shorter = TestKey::rsa(1024), key = TestKey::ed25519();
  Certificate certificate;
  certificate.principals = Certificate::list({"a@example.com"});
  const auto status = [&](const TestKey& by, const std::string& blob, bool accepted) {
    const std::string line = "* cert-authority " + by.pub(), signature = signed_with(blob, key);
    if (have("ssh-keygen"))
      CHECK(Workshop().accepts(line, "a@example.com", payload, signature) == accepted);
    return name_of(judge(line, payload, signature).status);
  };
  CHECK(status(authority, certificate.blob(key, authority), true) == "good");
  CHECK(status(authority, certificate.blob(key, authority, "SHA256"), true) == "good");
  std::string changed = certificate.blob(key, authority);
  changed.back() ^= 1;
  CHECK(status(authority, changed, false) == "bad");
  changed = certificate.blob(key, authority);
  changed[changed.find("a@example.com")] = 'b';
  CHECK(status(authority, changed, false) == "bad");
  // By design: ssh-keygen believes authorities that sign with SHA-1 or with 1024 bits.
  CHECK(status(authority, certificate.blob(key, authority, "SHA1"), true) == "weak");
  CHECK(status(shorter, certificate.blob(key, shorter), true) == "weak");
  // The certificate of another key is none for this one.
  CHECK(status(authority, certificate.blob(TestKey::ed25519(), authority), false) == "bad");
}

TEST_CASE("fields of a certificate are read as they stand") {
  const TestKey authority = TestKey::ed25519(), key = TestKey::p256();
  Certificate certificate;
  certificate.serial = 0x0123456789ABCDEF;
  certificate.key_id = "an id";
  certificate.principals = Certificate::list({"a", "b"});
  certificate.valid_after = 5;
  certificate.valid_before = 9;
  const std::string blob = certificate.blob(key, authority);
  const SshCertificateAnswer answer = read_certificate(blob);
  REQUIRE(answer.certificate);
  CHECK(answer.status == Status::good);
  CHECK(answer.problem.empty());
  CHECK(answer.certificate->key->blob == key.blob());
  CHECK(answer.certificate->authority->blob == authority.blob());
  CHECK(answer.certificate->serial == 0x0123456789ABCDEF);
  CHECK(answer.certificate->key_id == "an id");
  CHECK(answer.certificate->principals == std::vector<std::string>{"a", "b"});
  CHECK_FALSE(answer.certificate->begun_by(4));
  CHECK(answer.certificate->begun_by(5));
  CHECK_FALSE(answer.certificate->begun_by(-1));
  CHECK_FALSE(answer.certificate->ended_by(8));
  CHECK(answer.certificate->ended_by(9));
  CHECK_FALSE(answer.certificate->ended_by(-1));
  CHECK(is_certificate_type("ecdsa-sha2-nistp256-cert-v01@openssh.com"));
  CHECK(is_certificate_type("sk-ssh-ed25519-cert-v01@openssh.com"));
  CHECK_FALSE(is_certificate_type("ssh-ed25519"));
  CHECK_FALSE(is_certificate_type("-cert-v01@openssh.com"));

  for (std::size_t size = 0; size < blob.size(); ++size)
    CHECK_FALSE(read_certificate(std::string_view(blob).substr(0, size)).certificate);
  for (std::size_t bit = 0; bit < blob.size() * 8; ++bit) {
    std::string changed = blob;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ 1 << bit % 8);
    CHECK(read_certificate(changed).status != Status::good);
  }
  certificate.behind = "x";
  CHECK_FALSE(read_certificate(certificate.blob(key, authority)).certificate);
  certificate.behind.clear();
  certificate.kind = 3;
  CHECK_FALSE(read_certificate(certificate.blob(key, authority)).certificate);
  certificate.kind = 2;
  CHECK_FALSE(read_certificate(certificate.blob(key, authority)).certificate->for_user);
  certificate.extensions = "x";
  CHECK_FALSE(read_certificate(certificate.blob(key, authority)).certificate);
  certificate.extensions.clear();
  // As many principals as OpenSSH takes, and one more.
  for (const std::size_t count : {256, 257}) {
    certificate.principals = Certificate::list(std::vector<std::string>(count, "a"));
    CHECK((read_certificate(certificate.blob(key, authority)).certificate != nullptr) == (count == 256));
  }
}
