// SPDX-License-Identifier: Apache-2.0
//
// Signatures and certificates that the openssl program and gpgsm made, good ones and every other verdict.
#include "test_trust_x509_support.hpp"

#include <thread>

using namespace x509_tests;

TEST_CASE("a signature with a path to an anchor is good, in every form it comes in") {
  if (!have("openssl"))
    return;
  const Pki pki;
  const std::string der = pki.sign("signer");
  const Verdict verdict = pki.verify(der);
  CHECK(name_of(verdict) == "good");
  CHECK(verdict.signer == "a@example.org");
  CHECK(verdict.algorithm == "ecdsa-p256/sha256");
  pki.must("openssl x509 -in signer.crt -outform DER | sha256sum >sum");
  CHECK(verdict.key == get(pki / "sum").substr(0, 64));
  REQUIRE(verdict.time);
  CHECK(*verdict.time >= pki.now);
  CHECK(*verdict.time <= pki.now + hour);
  CHECK_FALSE(verdict.user_presence);
  CHECK_FALSE(verdict.self_asserted);
  CHECK(contains(verdict.explanation, "which nothing proves"));
  CHECK(contains(verdict.explanation, "revocation was not checked"));

  const X509Trust trust = pki.trust();
  for (const char* label : {"SIGNED MESSAGE", "PKCS7", "CMS"})
    CHECK(name_of(trust.verify(payload, armour(der, label), {})) == "good");
  std::string text = armour(der);
  text.pop_back();
  CHECK(name_of(trust.verify(payload, text, {})) == "good"); // a gpgsig header ends without a line feed
  std::string dos;
  for (const char c : text)
    dos += c == '\n' ? "\r\n" : std::string(1, c);
  CHECK(name_of(trust.verify(payload, dos, {})) == "good");

  for (const char* options : {"-certfile middle.crt", "-certfile middle.crt -noattr"}) {
    const std::string ber = as_ber(pki.sign("signer", options));
    CHECK(name_of(pki.verify(ber)) == "good");
    CHECK(pki.openssl_agrees(ber));
  }
  CHECK(name_of(pki.verify(pki.sign("signer", "-certfile middle.crt -cades"))) == "good");
  CHECK(name_of(pki.verify(pki.sign("signer", "-certfile middle.crt -keyid"))) == "good");
  const Verdict bare = pki.verify(pki.sign("signer", "-certfile middle.crt -noattr"));
  CHECK(name_of(bare) == "good");
  CHECK_FALSE(bare.time);
  CHECK(contains(bare.explanation, "the time of the audit"));
}

TEST_CASE("algorithms are named, and each is checked as the openssl program checks it") {
  if (!have("openssl"))
    return;
  const Pki pki;
  pki.issue("rsa", "root", signer_extensions, -day, day, "-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
  pki.issue("p384", "root", signer_extensions, -day, day, "-algorithm EC -pkeyopt ec_paramgen_curve:P-384");
  pki.issue("p521", "root", signer_extensions, -day, day, "-algorithm EC -pkeyopt ec_paramgen_curve:P-521");
  struct Case {
    const char *signer, *options, *algorithm;
  };
  for (const Case& c :
       {Case{"rsa", "-md sha256", "rsa2048/sha256"}, Case{"rsa", "-md sha512 -noattr", "rsa2048/sha512"},
        Case{"rsa", "-keyopt rsa_padding_mode:pss", "rsa2048-pss/sha256"},
        Case{"rsa", "-md sha3-256", "rsa2048/sha3-256"}, Case{"p384", "-md sha384", "ecdsa-p384/sha384"},
        Case{"p521", "-md sha512 -noattr", "ecdsa-p521/sha512"}}) {
    CAPTURE(c.options);
    const std::string der = pki.sign(c.signer, c.options);
    const Verdict verdict = pki.verify(der);
    CHECK(name_of(verdict) == "good");
    CHECK(verdict.algorithm == c.algorithm);
    CHECK(pki.openssl_agrees(der));
  }
}

TEST_CASE("a changed object is bad, whoever signed") {
  if (!have("openssl"))
    return;
  const Pki pki;
  for (const char* options : {"-certfile middle.crt", "-certfile middle.crt -noattr"}) {
    const std::string der = pki.sign("signer", options);
    for (const std::vector<std::string>& trusted : {std::vector<std::string>{"root"}, {}})
      for (const std::string& changed : {payload + "x", payload.substr(1), std::string()}) {
        const Verdict verdict = pki.trust(trusted).verify(changed, armour(der), {});
        CHECK(name_of(verdict) == "bad");
        CHECK(verdict.signer.empty());
        CHECK(verdict.key.size() == 64);
      }
  }
}

TEST_CASE("without an anchor nothing is said, and nothing bad either") {
  if (!have("openssl"))
    return;
  const Pki pki, other; // the same names throughout
  const std::string der = pki.sign("signer");
  for (const Verdict& verdict :
       {pki.verify(der, {}), other.verify(der, {"root"}), other.verify(der, {"middle"}),
        other.verify(der, {"signer"}), pki.verify(pki.sign("signer", "-md sha256"))}) {
    CHECK(name_of(verdict) == "unknown-key"); // the last lacks the authority in between
    CHECK(verdict.signer.empty());
    CHECK(contains(verdict.explanation, "a@example.org"));
  }
  // Somebody's own root in the signature is no anchor.
  CHECK(name_of(other.verify(pki.sign("signer", "-certfile root.crt"))) == "unknown-key");

  // The authority in between, or the signer's own certificate, in the trust store is one.
  const std::string alone = pki.sign("signer", "-md sha256");
  CHECK(name_of(pki.verify(alone, {"root", "middle"})) == "good");
  CHECK(name_of(pki.verify(alone, {"middle"})) == "good");
  CHECK(name_of(pki.verify(alone, {"signer"})) == "good");
  const std::string nobody = pki.sign("signer", "-nocerts");
  CHECK(name_of(pki.verify(nobody)) == "unknown-key");
  CHECK(pki.verify(nobody).key.empty());
  CHECK(name_of(pki.verify(nobody, {"signer"})) == "good");
  CHECK(name_of(pki.verify(nobody, {"signer", "root"})) == "good"); // though the longer path is not all there
}

TEST_CASE("a certificate is judged at the times that are claimed") {
  if (!have("openssl"))
    return;
  const Pki pki;
  pki.issue("inside", "root", signer_extensions, -minute, 9 * minute);
  pki.issue("before", "root", signer_extensions, -20 * minute, -10 * minute);
  pki.issue("after", "root", signer_extensions, hour, hour + 10 * minute);
  const auto judge = [&](const std::string& der, std::optional<Seconds> claimed, Seconds later = day) {
    return name_of(pki.trust({"root"}, later).verify(payload, armour(der), claimed));
  };
  const std::string inside = pki.sign("inside", ""), before = pki.sign("before", ""),
                    after = pki.sign("after", "");
  // The signing time suits, whatever git stamped.
  for (const std::optional<Seconds> claimed :
       {std::optional<Seconds>(), {pki.now - 2 * minute}, {pki.now}, {0}, {pki.now + day}})
    CHECK(judge(inside, claimed) == "good");
  // It does not, and git's time does.
  CHECK(judge(before, pki.now - 15 * minute) == "good");
  CHECK(judge(after, pki.now + hour + minute) == "good");
  // Neither does.
  CHECK(judge(before, {}) == "expired-key");
  CHECK(judge(before, pki.now) == "expired-key");
  CHECK(judge(before, pki.now - hour) == "expired-key"); // the signer's own claim decides which
  CHECK(judge(after, {}) == "not-trusted");
  CHECK(judge(after, pki.now) == "not-trusted");
  const Verdict verdict = pki.verify(before);
  CHECK(verdict.signer == "a@example.org");
  CHECK(contains(verdict.explanation, assay::format_rfc3339(pki.now - 10 * minute)));
  CHECK(contains(verdict.explanation, "the claimed signing time"));
  const Verdict early = pki.trust({"root"}, -hour).verify(payload, armour(inside), {});
  CHECK(name_of(early) == "good");
  CHECK(contains(early.explanation, "after the time of the audit"));

  // Without a signing time git's is the only claim, and both ends of the validity count (RFC 5280 4.1.2.5).
  const std::string bare = pki.sign("inside", "-noattr");
  CHECK(judge(bare, pki.now - minute - 1) == "not-trusted");
  CHECK(judge(bare, pki.now - minute) == "good");
  CHECK(judge(bare, pki.now + 9 * minute) == "good");
  CHECK(judge(bare, pki.now + 9 * minute + 1) == "expired-key");
  for (const Seconds absurd : {std::numeric_limits<Seconds>::min(), std::numeric_limits<Seconds>::max(),
                               Seconds{-1}, Seconds{253'402'300'800}})
    CHECK(judge(bare, absurd) == (absurd > 0 ? "expired-key" : "not-trusted"));
  // With no claim at all, as-of decides.
  CHECK(judge(bare, {}, 0) == "good");
  CHECK(judge(bare, {}, day) == "expired-key");
  CHECK(judge(bare, {}, -day) == "not-trusted");

  // The whole path is judged: an authority that began, or ended, too late or too soon.
  pki.issue("young", "root", authority_extensions, 0, 10 * day);
  pki.issue("elder", "young", signer_extensions, -10 * day, 10 * day);
  const std::string by_elder = pki.sign("elder", "-noattr -certfile young.crt");
  CHECK(judge(by_elder, pki.now - day) == "not-trusted");
  CHECK(judge(by_elder, pki.now + day) == "good");
  pki.issue("gone", "root", authority_extensions, -20 * day, -15 * day);
  pki.issue("orphan", "gone", signer_extensions, -10 * day, 10 * day);
  const Verdict never = pki.verify(pki.sign("orphan", "-certfile gone.crt"));
  CHECK(name_of(never) == "not-trusted");
  CHECK(contains(never.explanation, "at no time"));

  // Two certificates of one authority, the old one first: the path that suits is found.
  pki.must("cp young.crt old.crt && mv young.crt new.crt");
  put(pki / "extensions", authority_extensions + "\n");
  pki.certify("young", "root", -9 * day, -8 * day, "-md sha256");
  CHECK(name_of(pki.verify(pki.sign("elder", "-certfile young.crt"))) == "expired-key");
  pki.must("cat young.crt new.crt >both.crt");
  CHECK(name_of(pki.verify(pki.sign("elder", "-certfile both.crt"))) == "good");
}

TEST_CASE("what a certificate may be used for is looked at") {
  if (!have("openssl"))
    return;
  const Pki pki;
  struct Case {
    const char *extensions, *expected;
  };
  for (const Case& c :
       {Case{"extendedKeyUsage=codeSigning", "good"}, Case{"extendedKeyUsage=emailProtection", "good"},
        Case{"extendedKeyUsage=critical,serverAuth,emailProtection", "good"},
        Case{"extendedKeyUsage=anyExtendedKeyUsage", "good"}, Case{"subjectKeyIdentifier=hash", "good"},
        Case{"extendedKeyUsage=serverAuth", "not-trusted"},
        Case{"extendedKeyUsage=timeStamping,clientAuth", "not-trusted"},
        Case{"extendedKeyUsage=1.2.3.4", "not-trusted"}, Case{"keyUsage=keyAgreement", "not-trusted"},
        Case{"keyUsage=nonRepudiation", "good"}, Case{"1.2.3.4=critical,DER:0500", "not-trusted"}}) {
    CAPTURE(c.extensions);
    pki.issue("it", "root", c.extensions, -day, day);
    const std::string der = pki.sign("it");
    CHECK(name_of(pki.verify(der)) == c.expected);
    CHECK(name_of(pki.verify(der, {})) == "unknown-key");
    // Being an anchor itself lends a certificate no other use.
    if (!contains(c.extensions, "critical,DER"))
      CHECK(name_of(pki.verify(der, {"it"})) == c.expected);
  }
  // An authority for servers vouches for nobody's code, unless somebody chose it as an anchor.
  pki.issue("web", "root", authority_extensions + "\nextendedKeyUsage=serverAuth", -day, day);
  pki.issue("below", "web", "extendedKeyUsage=codeSigning", -day, day);
  const std::string der = pki.sign("below", "-certfile web.crt");
  CHECK(name_of(pki.verify(der)) == "not-trusted");
  CHECK(name_of(pki.verify(der, {"web"})) == "good");
  pki.issue("mail", "root", authority_extensions + "\nextendedKeyUsage=emailProtection", -day, day);
  pki.issue("below", "mail", "extendedKeyUsage=codeSigning", -day, day);
  CHECK(name_of(pki.verify(pki.sign("below", "-certfile mail.crt"))) == "not-trusted");
  // A signer that plays authority.
  pki.issue("below", "signer", signer_extensions, -day, day);
  pki.must("cat middle.crt signer.crt >two.crt");
  CHECK(name_of(pki.verify(pki.sign("below", "-certfile two.crt"))) == "not-trusted");
}

TEST_CASE("weak algorithms and keys are told from wrong arithmetic") {
  if (!have("openssl"))
    return;
  const Pki pki;
  pki.issue("rsa", "root", signer_extensions, -day, day, "-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
  for (const char* digest : {"sha1", "md5", "sha224", "ripemd160"}) {
    CAPTURE(digest);
    const std::string der = pki.sign("rsa", fmt::format("-md {}", digest));
    CHECK(pki.openssl_agrees(der));
    CHECK(name_of(pki.verify(der)) == "weak");
    CHECK(name_of(pki.verify(der, {})) == "weak");
    CHECK(name_of(pki.trust().verify(payload + "x", armour(der), {})) == "bad");
    CHECK(name_of(pki.verify(pki.sign("rsa", fmt::format("-md {} -noattr", digest)))) == "weak");
  }
  // A digest that nobody knows: the last byte of SHA-256's identifier changed wherever it stands.
  std::string unknown = pki.sign("signer");
  const std::string sha256_oid("\x60\x86\x48\x01\x65\x03\x04\x02\x01", 9);
  int replaced = 0;
  for (std::size_t at = unknown.find(sha256_oid); at != unknown.npos;
       at = unknown.find(sha256_oid, at), ++replaced)
    unknown[at + 8] = '\x7f';
  CHECK(replaced == 2);
  CHECK(name_of(pki.verify(unknown)) == "weak");
  CHECK(contains(pki.verify(unknown).explanation, "2.16.840.1.101.3.4.2.127"));

  pki.issue("short", "root", signer_extensions, -day, day, "-algorithm RSA -pkeyopt rsa_keygen_bits:1024");
  CHECK(name_of(pki.verify(pki.sign("short", ""))) == "weak");
  pki.issue("p224", "root", signer_extensions, -day, day, "-algorithm EC -pkeyopt ec_paramgen_curve:P-224");
  CHECK(name_of(pki.verify(pki.sign("p224", ""))) == "weak");
  pki.must("openssl genpkey -genparam -algorithm DSA -pkeyopt dsa_paramgen_bits:1024 -out dsa.pem");
  pki.issue("dsa", "root", signer_extensions, -day, day, "-paramfile dsa.pem");
  const Verdict dsa = pki.verify(pki.sign("dsa", "-md sha256"));
  CHECK(name_of(dsa) == "weak");
  CHECK(dsa.algorithm == "dsa1024/sha256");

  pki.issue("bysha1", "root", signer_extensions, -day, day, p256, "-md sha1");
  CHECK(name_of(pki.verify(pki.sign("bysha1", ""))) == "weak");
  CHECK(name_of(pki.verify(pki.sign("bysha1", ""), {"bysha1"})) == "good"); // not trusted by that signature
  pki.issue("small", "root", authority_extensions, -day, day, "-algorithm RSA -pkeyopt rsa_keygen_bits:1024");
  pki.issue("below", "small", signer_extensions, -day, day);
  CHECK(name_of(pki.verify(pki.sign("below", "-certfile small.crt"))) == "weak");
}

TEST_CASE("what is no signed message by one signer is malformed") {
  if (!have("openssl"))
    return;
  const Pki pki;
  const std::string der = pki.sign("signer");
  CHECK(name_of(pki.verify(pki.sign("signer", "-nodetach"))) == "malformed");
  const std::string streamed = pki.sign("signer", "-stream -indef"); // BER with the content in pieces
  CHECK(streamed.substr(0, 2) == "\x30\x80");
  CHECK(contains(pki.verify(streamed).explanation, "a content of its own"));
  CHECK(name_of(pki.verify(pki.sign("signer", "-econtent_type 1.2.3.4"))) == "malformed");
  // A content type beside the signed one: OpenSSL does not compare them.
  std::string other_type = pki.sign("signer", "-econtent_type 1.2.840.113549.1.7.5");
  const std::size_t type = other_type.find("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x05");
  REQUIRE(type != other_type.npos);
  other_type[type + 8] = 1;
  CHECK(pki.openssl_agrees(other_type));
  CHECK(contains(pki.verify(other_type).explanation, "a signed attribute"));
  const Verdict two = pki.verify(pki.sign("signer", "-signer middle.crt -inkey middle.key"));
  CHECK(name_of(two) == "malformed");
  CHECK(contains(two.explanation, "exactly one signer"));
  pki.must("openssl crl2pkcs7 -nocrl -certfile signer.crt -outform DER -out none && "
           "openssl cms -encrypt -binary -in payload -outform DER -out secret signer.crt");
  CHECK(name_of(pki.verify(get(pki / "none"))) == "malformed");
  CHECK(name_of(pki.verify(get(pki / "secret"))) == "malformed");
  const X509Trust trust = pki.trust();
  for (const std::string& text :
       {std::string(), std::string("x"), der, armour(der, "SIGNATURE"), armour(""), armour(der + "x"),
        armour(der) + armour(der), "x" + armour(der), armour(der) + "x", armour(der).substr(1),
        "-----BEGIN CMS-----" + armour(der).substr(30), std::string("-----BEGIN CMS----------END CMS-----"),
        std::string("-----BEGIN CMS-----\n-----END CMS-----"), std::string("-----BEGIN CMS-----END CMS-----"),
        armour(std::string(2'000'000, '0'))}) {
    const Verdict verdict = trust.verify(payload, text, {});
    CHECK(name_of(verdict) == "malformed");
    CHECK_FALSE(verdict.explanation.empty());
    CHECK(verdict.key.empty());
  }
}

TEST_CASE("a certificate slipped in for the signer's is noticed") {
  if (!have("openssl"))
    return;
  // Two certificates of one key, issuer and serial number: the signature fits both.
  const Pki pki;
  const auto twin = [&](const std::string& key) {
    pki.must(fmt::format(
        "openssl x509 -in signer.crt -noout -serial | cut -d= -f2 >serial && openssl req -new -key {} "
        "-subj '/CN=promoted' | openssl x509 -req -CA middle.crt -CAkey middle.key "
        "-set_serial 0x$(cat serial) -days 5 -out second.crt",
        key));
  };
  const auto slipped = [&](const std::string& der) {
    const assay::Cms cms = assay::parse_cms(der);
    REQUIRE(CMS_add1_cert(cms.get(),
                          assay::read_certificates(get(pki / "second.crt")).certificates.front().get()) == 1);
    return pki.verify(assay::to_der(cms.get()));
  };
  twin("signer.key");
  CHECK(name_of(slipped(pki.sign("signer", "-nocerts -certfile middle.crt -cades"))) == "bad");
  CHECK(slipped(pki.sign("signer", "-nocerts -certfile middle.crt -cades")).key.size() == 64);
  // Nobody named one: then either is the signer's, as RFC 5652 has it.
  CHECK(slipped(pki.sign("signer", "-nocerts -certfile middle.crt")).signer == "CN=promoted");
  // Of two keys, the one that made the signature counts.
  twin("middle.key");
  CHECK(name_of(slipped(pki.sign("signer", "-nocerts -certfile middle.crt"))) == "bad");
  CHECK(slipped(pki.sign("signer", "-certfile middle.crt")).signer == "a@example.org");
  // A kind of key that cannot be computed here is not held against the signer's arithmetic.
  pki.must("openssl genpkey -algorithm ED25519 -out edwards.key");
  twin("edwards.key");
  const Verdict refused = slipped(pki.sign("signer", "-nocerts -certfile middle.crt"));
  CHECK(name_of(refused) == "weak");
  CHECK(contains(refused.explanation, "cannot compute"));
}

TEST_CASE("the signer is named by what the certificate says, and Sigstore's provider is told") {
  if (!have("openssl"))
    return;
  const Pki pki;
  struct Case {
    const char *extensions, *signer, *said;
  };
  for (const Case& c :
       {Case{"subjectAltName=URI:https://example.org/w.yml@refs/heads/main,email:b@example.org",
             "b@example.org", ""},
        Case{"subjectAltName=critical,URI:https://example.org/w.yml@refs/heads/main",
             "https://example.org/w.yml@refs/heads/main", ""},
        Case{"subjectAltName=otherName:1.3.6.1.4.1.57264.1.7;UTF8:u!example.org", "u!example.org", ""},
        Case{"subjectAltName=DNS:example.org", "CN=it", ""}, Case{"subjectKeyIdentifier=hash", "CN=it", ""},
        Case{"1.3.6.1.4.1.57264.1.1=DER:68747470733A2F2F612E6F7267", "CN=it", "https://a.org"},
        Case{"1.3.6.1.4.1.57264.1.8=ASN1:UTF8String:https://"
             "b.org\n1.3.6.1.4.1.57264.1.1=DER:68747470733A2F2F612E6F7267",
             "CN=it", "https://b.org"}}) {
    CAPTURE(c.extensions);
    pki.issue("it", "root", c.extensions, -day, day);
    const Verdict verdict = pki.verify(pki.sign("it"));
    CHECK(name_of(verdict) == "good");
    CHECK(verdict.signer == c.signer);
    CHECK(contains(verdict.explanation, c.said));
    CHECK(contains(verdict.explanation, "was asked of") == (*c.said != '\0'));
  }
  pki.issue("it", "root", "1.3.6.1.4.1.57264.1.1=DER:68747470733A2F2F0A", -day, day); // a line feed in it
  CHECK_FALSE(contains(pki.verify(pki.sign("it")).explanation, "was asked of"));
}

TEST_CASE("gpgsm's signatures are good, and git's letters are those of gpgsm") {
  if (!have("openssl") || !have("gpgsm") || !have("git"))
    return;
  const Pki pki, other;
  const std::string rsa = "-algorithm RSA -pkeyopt rsa_keygen_bits:2048";
  const std::string mail = "keyUsage=critical,digitalSignature\nextendedKeyUsage=emailProtection";
  const std::string gpgsm = "export GNUPGHOME=$PWD/h; ";
  struct StopAgent {
    const Pki& pki;
    ~StopAgent() { pki.run("GNUPGHOME=$PWD/h gpgconf --kill all"); }
  };
  pki.must("mkdir -m 700 h && printf 'disable-crl-checks\\ndisable-dirmngr\\n' >h/gpgsm.conf && "
           "echo allow-loopback-pinentry >h/gpg-agent.conf && git init -q r && git -C r config "
           "gpg.x509.program gpgsm && "
           "git -C r hash-object -t tree -w /dev/null");
  const StopAgent stop_agent{pki};
  pki.issue("gpg", "root", mail, -day, day, rsa);
  pki.must(
      "echo $(openssl x509 -in root.crt -outform DER | sha1sum | cut -c1-40) S relax >h/trustlist.txt && "
      "openssl pkcs12 -export -legacy -inkey gpg.key -in gpg.crt -certfile root.crt -passout pass:x -out "
      "p12");
  const std::string unlocked = gpgsm + "echo x | gpgsm --batch --pinentry-mode loopback --passphrase-fd 0 ";
  pki.must(unlocked + "--import p12");
  pki.must(unlocked + "-u /CN=gpg -bsao signature payload");
  const std::string made = get(pki / "signature");
  CHECK(name_of(pki.trust().verify(payload, made, {})) == "good");
  CHECK(name_of(pki.trust().verify(payload + "x", made, {})) == "bad");

  const auto letter = [&](const std::string& signature, const std::string& object) {
    std::string header;
    for (const char c : signature.substr(0, signature.find_last_not_of('\n') + 1))
      header += c == '\n' ? "\n " : std::string(1, c);
    const std::size_t end = object.find("\n\n");
    put(pki / "raw", object.substr(0, end) + "\ngpgsig " + header + object.substr(end));
    pki.must(gpgsm +
             "git -C r log -1 --format=%G? $(git -C r hash-object -t commit -w ../raw) >letter 2>messages");
    return get(pki / "letter").substr(0, 1);
  };
  pki.issue("expired", "root", mail, -day, -hour, rsa);
  pki.issue("young", "root", mail, hour, day, rsa);
  other.issue("stranger", "root", mail, -day, day, rsa);
  const std::string good = armour(pki.sign("gpg", ""));
  struct Case {
    std::string signature, object, letter, expected;
  };
  for (const Case& c : {Case{made, payload, "G", "good"}, Case{good, payload, "G", "good"},
                        Case{good, payload + "x", "B", "bad"},
                        Case{armour(other.sign("stranger", "")), payload, "U", "unknown-key"},
                        Case{armour(pki.sign("expired", "")), payload, "Y", "expired-key"},
                        Case{armour(pki.sign("young", "")), payload, "U", "not-trusted"},
                        Case{armour(pki.sign("gpg", "-nodetach")), payload, "N", "malformed"},
                        // Where this program is stricter: git calls both good.
                        Case{armour(pki.sign("gpg", "-md sha1")), payload, "G", "weak"},
                        Case{good + "x", payload, "G", "malformed"}}) {
    CAPTURE(c.expected);
    CHECK(letter(c.signature, c.object) == c.letter);
    CHECK(name_of(pki.trust().verify(c.object, c.signature, {})) == c.expected);
  }
}

TEST_CASE("one verifier serves several threads and times") {
  if (!have("openssl"))
    return;
  const Pki pki;
  const std::string signature = armour(pki.sign("signer", "-noattr -certfile middle.crt"));
  const X509Trust trust = pki.trust();
  std::array<int, 4> wrong{};
  std::vector<std::thread> threads;
  for (int& count : wrong)
    threads.emplace_back([&trust, &signature, &count, now = pki.now] {
      for (int i = -100; i < 100; ++i) {
        const Verdict verdict = trust.verify(payload, signature, now + i * 12 * hour);
        const char* expected = i < -20 ? "not-trusted" : i > 20 ? "expired-key" : "good";
        count += name_of(verdict) != expected;
      }
    });
  for (std::thread& thread : threads)
    thread.join();
  CHECK(wrong == std::array<int, 4>{});
}

TEST_CASE("trust material that cannot be read is an error, not a verdict") {
  if (!have("openssl"))
    return;
  const Pki pki;
  const SourceFile root = pki.file("root.crt"), key = pki.file("root.key"), rubbish{"x", "rubbish", "x"};
  for (const SourceFile& wrong : {key, rubbish, SourceFile{"e", "", "e"}}) {
    CHECK_THROWS_AS(X509Trust({wrong}, 0), assay::Error);
    CHECK_THROWS_AS(X509Trust({root}, 0, {wrong}), assay::Error);
    CHECK_THROWS_AS(X509Trust({root}, 0, {}, {wrong}), assay::Error);
  }
  CHECK_THROWS_AS(X509Trust({root}, 0, {}, {root}), assay::Error);
  CHECK_NOTHROW(X509Trust({}, 0));
}
