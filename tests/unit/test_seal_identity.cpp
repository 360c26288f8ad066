// SPDX-License-Identifier: Apache-2.0
#include "test_seal_support.hpp"

using namespace seal_tests;

namespace {

// A key and a certificate for it by the openssl program; `options` make the key.
void make(const TempDir& dir, const std::string& name, const std::string& options) {
  const Ran made = run(dir.path(), fmt::format("openssl genpkey {1} -out {0}.key && "
                                               "openssl req -x509 -new -key {0}.key -subj '/CN={0}' -days 30 "
                                               "-out {0}.crt",
                                               name, options));
  REQUIRE_MESSAGE(made.status == 0, made.output);
}

SourceFile file(const TempDir& dir, const std::string& name) {
  return source(name, get(dir / name));
}

std::string refusal(const SourceFile& key, const SourceFile& certificate) {
  const auto [kind, message] = error_of([&] { SigningIdentity::load(key, certificate); });
  CHECK(kind == ErrorKind::input);
  return message;
}

} // namespace

TEST_CASE("a self-made identity names neither person nor host and is read back from its PEM") {
  const SigningIdentity made = SigningIdentity::create(signing_moment);
  CHECK(made.chain_pem().empty());
  CHECK(made.subject().size() == std::string("CN=assay self-made key 01234567").size());
  CHECK(made.subject().starts_with("CN=assay self-made key "));
  CHECK(made.certificate_sha256().size() == 64);

  const SigningIdentity read =
      SigningIdentity::load(source("key.pem", made.key_pem()), source("cert.pem", made.certificate_pem()));
  CHECK(read.key_pem() == made.key_pem());
  CHECK(read.certificate_pem() == made.certificate_pem());
  CHECK(read.certificate_sha256() == made.certificate_sha256());
  CHECK(SigningIdentity::create(signing_moment).certificate_sha256() != made.certificate_sha256());

  // Beyond 2049 certificates write their times in another type; beyond 9999 they cannot.
  CHECK_NOTHROW(SigningIdentity::create(4'000'000'000));
  CHECK(error_of([] { SigningIdentity::create(300'000'000'000); }).first == ErrorKind::input);
}

TEST_CASE("openssl reads the self-made certificate as it is meant") {
  if (!have("openssl"))
    return;
  const TempDir dir;
  put(dir / "c.pem", SigningIdentity::create(signing_moment).certificate_pem());
  const std::string text = run(dir.path(), "openssl x509 -in c.pem -noout -text").output;
  for (const char* part : {"Version: 3", "ecdsa-with-SHA256", "prime256v1", "Not Before: Sep 21 14:13:20 2026 GMT",
                           "Not After : Sep 20 14:13:20 2036 GMT", "Basic Constraints: critical", "CA:FALSE",
                           "Key Usage: critical", "Digital Signature, Non Repudiation",
                           "X509v3 Subject Key Identifier"})
    CHECK_MESSAGE(contains(text, part), (std::string(part) + text));
  const std::string spki =
      run(dir.path(), "openssl x509 -in c.pem -noout -pubkey | openssl pkey -pubin -outform DER | sha256sum").output;
  CHECK(contains(text, "Subject: CN = assay self-made key " + spki.substr(0, 8)));
  CHECK(run(dir.path(), "openssl verify -x509_strict -partial_chain -attime 1790000000 -CAfile c.pem c.pem").status ==
        0);
}

TEST_CASE("keys that openssl made are read, with RSA and the three curves") {
  if (!have("openssl"))
    return;
  const TempDir dir;
  make(dir, "p256", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256");
  make(dir, "p384", "-algorithm EC -pkeyopt ec_paramgen_curve:P-384");
  make(dir, "p521", "-algorithm EC -pkeyopt ec_paramgen_curve:P-521");
  make(dir, "rsa", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
  for (const std::string name : {"p256", "p384", "p521", "rsa"}) {
    const auto identity = SigningIdentity::load(file(dir, name + ".key"), file(dir, name + ".crt"));
    CHECK(identity.subject() == "CN=" + name);
  }
  // The older forms of key files too.
  REQUIRE(run(dir.path(), "openssl ecparam -name prime256v1 -genkey -out old.key && "
                          "openssl req -x509 -new -key old.key -subj '/CN=Jürgen, \\\"X\\\"/O=Größe' -utf8 -out old.crt")
              .status == 0);
  const auto old = SigningIdentity::load(file(dir, "old.key"), file(dir, "old.crt"));
  CHECK(old.subject() == "O=Größe,CN=Jürgen\\, \\\"X\\\"");

  CHECK(contains(refusal(file(dir, "p256.key"), file(dir, "rsa.crt")), "is for another key"));
  put(dir / "chain.pem", get(dir / "rsa.crt") + get(dir / "p256.crt"));
  CHECK(contains(refusal(file(dir, "p256.key"), file(dir, "chain.pem")), "is for another key"));
  put(dir / "chain.pem", "a word of explanation\n" + get(dir / "p256.crt") + get(dir / "rsa.crt"));
  CHECK(SigningIdentity::load(file(dir, "p256.key"), file(dir, "chain.pem")).chain_pem() == get(dir / "rsa.crt"));
}

TEST_CASE("keys that cannot seal are refused with the reason") {
  if (!have("openssl"))
    return;
  const TempDir dir;
  make(dir, "weak", "-algorithm RSA -pkeyopt rsa_keygen_bits:1024");
  make(dir, "edwards", "-algorithm ED25519");
  make(dir, "bitcoin", "-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1");
  make(dir, "pss", "-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048");
  make(dir, "unnamed", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit");
  make(dir, "good", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256");
  const auto why = [&](const std::string& name) { return refusal(file(dir, name + ".key"), file(dir, name + ".crt")); };
  CHECK(why("weak") == "the key weak.key cannot seal: its RSA key has 1024 bits; at least 2048 are asked for");
  CHECK(why("edwards") == "the key edwards.key cannot seal: OpenSSL 3.0 cannot sign CMS with EdDSA keys");
  CHECK(contains(why("bitcoin"), "secp256k1"));
  CHECK(contains(why("pss"), "RSA-PSS"));
  CHECK_FALSE(why("unnamed").empty());

  REQUIRE(run(dir.path(), "openssl pkey -in good.key -aes256 -passout pass:secret -out locked.key && "
                          "openssl ec -in good.key -aes256 -passout pass:secret -out oldlocked.key && "
                          "openssl req -x509 -new -key good.key -subj /CN=x -addext keyUsage=keyAgreement "
                          "-out agree.crt && openssl x509 -in good.crt -outform DER -out good.der")
              .status == 0);
  CHECK(refusal(file(dir, "locked.key"), file(dir, "good.crt")) ==
        "the key locked.key was not read: it is encrypted, and passphrases are not supported");
  CHECK(contains(refusal(file(dir, "oldlocked.key"), file(dir, "good.crt")), "encrypted"));
  CHECK(contains(refusal(file(dir, "good.key"), file(dir, "agree.crt")), "key usage"));
  CHECK(refusal(file(dir, "good.key"), file(dir, "good.key")) ==
        "the certificate good.key was not read: it holds a \"PRIVATE KEY\"; only certificates belong there");
  CHECK_NOTHROW(SigningIdentity::load(file(dir, "good.key"), file(dir, "good.der")));
  CHECK(contains(refusal(file(dir, "good.crt"), file(dir, "good.crt")), "no private key"));
  CHECK(contains(refusal(source("k", "-----BEGIN OPENSSH PRIVATE KEY-----\n"), file(dir, "good.crt")), "OpenSSH"));
  CHECK(contains(refusal(source("k", ""), file(dir, "good.crt")), "no private key"));
  CHECK(contains(refusal(file(dir, "good.key"), source("c", "")), "no certificate"));
  const std::string certificate = get(dir / "good.crt");
  CHECK(contains(refusal(file(dir, "good.key"), source("c", certificate.substr(0, certificate.size() / 2))),
                 "damaged"));
  CHECK(contains(refusal(file(dir, "good.key"), source("c", certificate + certificate.substr(0, 200))), "damaged"));
  std::string many;
  for (int i = 0; i < 65; ++i)
    many += certificate;
  CHECK(contains(refusal(file(dir, "good.key"), source("c", many)), "more than 64"));
}
