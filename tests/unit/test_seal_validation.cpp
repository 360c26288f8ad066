// SPDX-License-Identifier: Apache-2.0
//
// Every indication and sub-indication the policy can give, most of them on signatures and certificates that the
// openssl program made.
#include "test_seal_support.hpp"

#include "audit/base/cms.hpp"

#include <ctime>

using namespace seal_tests;

namespace {

const std::string content = "the manifest\n";

std::string verdict(const SignatureAnswer& answer) {
  return std::string(to_string(answer.indication)) + (answer.sub_indication.empty() ? "" : " ") +
         answer.sub_indication;
}

bool has_remark(const SignatureAnswer& answer, std::string_view part) {
  for (const std::string& remark : answer.remarks)
    if (contains(remark, part))
      return true;
  return false;
}

// A root, an authority below it and signers below that, made by the openssl program at the present time.
class Authority {
public:
  Authority() {
    must("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=root' -days 100 "
         "-keyout root.key -out root.crt -addext keyUsage=critical,keyCertSign");
    issue("middle", "root", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign", "-days 50");
    issue("signer", "middle", "keyUsage=critical,nonRepudiation");
    put(dir / "content", content);
  }

  void must(const std::string& command) const {
    const Ran ran = run(dir.path(), command);
    REQUIRE_MESSAGE(ran.status == 0, ran.output);
  }

  void issue(const std::string& name, const std::string& issuer, const std::string& extensions,
             const std::string& options = "-days 90",
             const std::string& key = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256") const {
    put(dir / "extensions", extensions + "\n");
    must(fmt::format("openssl genpkey {2} -out {0}.key && openssl req -new -key {0}.key -subj '/CN={0}' | "
                     "openssl x509 -req -CA {1}.crt -CAkey {1}.key -CAcreateserial -extfile extensions {3} "
                     "-out {0}.crt",
                     name, issuer, key, options));
  }

  // A signature over the content by the openssl program.
  std::string sign(const std::string& signer, const std::string& options = "-cades -md sha256") const {
    must(fmt::format("openssl cms -sign -binary -in content -outform DER -out s -signer {0}.crt -inkey {0}.key {1}",
                     signer, options));
    return get(dir / "s");
  }

  SourceFile crt(const std::string& name) const { return source(name + ".crt", get(dir / (name + ".crt"))); }

  SignatureAnswer validate(const std::string& der, const std::vector<std::string>& trusted = {"root"},
                           const std::vector<std::string>& chain = {"middle"}, Seconds later = 60) const {
    std::vector<SourceFile> ca;
    for (const std::string& name : trusted)
      ca.push_back(crt(name));
    std::string pem;
    for (const std::string& name : chain)
      pem += crt(name).bytes;
    return validate_signature(content, der, ca, pem, now + later);
  }

  TempDir dir;
  Seconds now = static_cast<Seconds>(std::time(nullptr));
};

} // namespace

TEST_CASE("a self-made key is believed by whoever puts its certificate into ca/") {
  const SigningIdentity identity = SigningIdentity::create(signing_moment);
  const std::string der = sign_detached(identity, content, signing_moment);
  const std::vector<SourceFile> ca{source("me.pem", identity.certificate_pem())};
  const SignatureAnswer answer = validate_signature(content, der, ca, "", signing_moment);
  CHECK(verdict(answer) == "TOTAL-PASSED");
  CHECK(answer.signer == identity.subject());
  CHECK(answer.issuer == identity.subject());
  CHECK(answer.certificate_sha256 == identity.certificate_sha256());
  CHECK(answer.claimed_signing_time == signing_moment);
  CHECK(has_remark(answer, "revocation was not checked"));
  CHECK(has_remark(answer, "no authority vouches for it"));
  CHECK_FALSE(has_remark(answer, "claimed"));

  // Outside its validity nothing proves that it signed inside.
  for (const Seconds time : {signing_moment - 1, signing_moment + 3653 * day}) {
    const SignatureAnswer late = validate_signature(content, der, ca, "", time);
    CHECK(verdict(late) == "INDETERMINATE OUT_OF_BOUNDS_NO_POE");
    CHECK(contains(late.explanation, "2026-09-21T14:13:20Z to 2036-09-20T14:13:20Z"));
  }

  // The claim may be anything; it is remarked on and proves nothing.
  const auto early = validate_signature(content, sign_detached(identity, content, 1000), ca, "", signing_moment);
  CHECK(verdict(early) == "TOTAL-PASSED");
  CHECK(has_remark(early, "outside the validity"));
  const auto future =
      validate_signature(content, sign_detached(identity, content, signing_moment + 9), ca, "", signing_moment);
  CHECK(verdict(future) == "TOTAL-PASSED");
  CHECK(has_remark(future, "after the time of validation"));
}

TEST_CASE("a stranger's signature is indeterminate, with or without other anchors") {
  const SigningIdentity trusted = SigningIdentity::create(signing_moment);
  const SigningIdentity stranger = SigningIdentity::create(signing_moment);
  const std::string der = sign_detached(stranger, content, signing_moment);
  for (const auto& ca : {std::vector<SourceFile>{}, {source("a", trusted.certificate_pem())}}) {
    // Not even when the stranger brings its own certificate along.
    for (const std::string& chain : {std::string(), stranger.certificate_pem(), std::string("rubbish")}) {
      const SignatureAnswer answer = validate_signature(content, der, ca, chain, signing_moment);
      CHECK(verdict(answer) == "INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND");
      CHECK(answer.certificate_sha256 == stranger.certificate_sha256());
      CHECK(has_remark(answer, "revocation was not checked"));
    }
  }
}

TEST_CASE("changed bytes are a failure, whoever signed") {
  const SigningIdentity identity = SigningIdentity::create(signing_moment);
  std::string der = sign_detached(identity, content, signing_moment);
  const std::vector<SourceFile> ca{source("me.pem", identity.certificate_pem())};
  for (const auto& trusted : {ca, std::vector<SourceFile>{}})
    CHECK(verdict(validate_signature(content + "x", der, trusted, "", signing_moment)) == "TOTAL-FAILED HASH_FAILURE");
  der.back() ^= 1; // the end of the signature value
  CHECK(verdict(validate_signature(content, der, ca, "", signing_moment)) == "TOTAL-FAILED SIG_CRYPTO_FAILURE");
  for (const std::string& rubbish : {std::string(), std::string("x"), std::string(2'000'000, '0'), der + "x"})
    CHECK(verdict(validate_signature(content, rubbish, ca, "", signing_moment)) == "TOTAL-FAILED FORMAT_FAILURE");
}

TEST_CASE("no bytes make validation throw or pass") {
  const SigningIdentity identity = SigningIdentity::create(signing_moment);
  const std::string der = sign_detached(identity, content, signing_moment);
  const std::vector<SourceFile> ca{source("me.pem", identity.certificate_pem())};
  const auto judge = [&](const std::string& bytes) {
    const SignatureAnswer answer = validate_signature(content, bytes, ca, bytes, signing_moment);
    return answer.indication == Indication::total_passed && !cms_difference_from_canonical(bytes, content);
  };
  for (std::size_t size = 0; size < der.size(); ++size)
    CHECK_FALSE(judge(der.substr(0, size)));
  std::uint32_t state = 1; // the same sequence in every run
  const auto next = [&] { return state = state * 1664525 + 1013904223; };
  for (int i = 0; i < 5000; ++i) {
    std::string bytes = der;
    for (std::uint32_t changes = 1 + (next() >> 30); changes > 0; --changes) {
      const std::size_t at = (next() >> 8) % bytes.size();
      bytes[at] = static_cast<char>(next() >> 24);
    }
    CHECK((bytes == der || !judge(bytes)));
  }
}

TEST_CASE("ca/ holds certificates; anything else is an error that names the file") {
  const SigningIdentity identity = SigningIdentity::create(signing_moment);
  const std::string der = sign_detached(identity, content, signing_moment);
  const std::string pem = identity.certificate_pem();
  const auto refusal = [&](const std::string& bytes) {
    const auto [kind, message] =
        error_of([&] { validate_signature(content, der, {source("ca/x.pem", bytes)}, "", signing_moment); });
    CHECK(kind == ErrorKind::input);
    CHECK(contains(message, "ca/x.pem"));
    return message;
  };
  CHECK(contains(refusal(""), "no certificate in PEM or DER form"));
  CHECK(contains(refusal("hello"), "no certificate in PEM or DER form"));
  CHECK(contains(refusal(identity.key_pem()), "PRIVATE KEY"));
  CHECK(contains(refusal(pem + identity.key_pem()), "PRIVATE KEY"));
  CHECK(contains(refusal(pem + "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n"), "damaged"));
  CHECK(contains(refusal(pem.substr(0, 300)), "damaged"));
}

TEST_CASE("chains lead from the signer over what it brings along to the verifier's anchors") {
  if (!have("openssl"))
    return;
  const Authority ca;
  const std::string der = ca.sign("signer");
  const SignatureAnswer good = ca.validate(der);
  CHECK(verdict(good) == "TOTAL-PASSED");
  CHECK(good.signer == "CN=signer");
  CHECK(good.issuer == "CN=middle");
  CHECK(has_remark(good, "the trust anchor is"));
  CHECK(verdict(ca.validate(der, {"root"}, {})) == "INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND");
  CHECK(verdict(ca.validate(der, {"root", "middle"}, {})) == "TOTAL-PASSED");
  CHECK(verdict(ca.validate(der, {"middle"}, {})) == "TOTAL-PASSED"); // an anchor need not be a root
  CHECK(verdict(ca.validate(der, {"signer"}, {})) == "TOTAL-PASSED"); // nor an authority
  CHECK(verdict(ca.validate(der, {}, {"middle", "root"})) == "INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND");

  // Several certificates in one file, and DER.
  ca.must("cat middle.crt root.crt > both.crt && openssl x509 -in root.crt -outform DER -out der.crt");
  CHECK(verdict(ca.validate(der, {"both"}, {})) == "TOTAL-PASSED");
  CHECK(verdict(ca.validate(der, {"der"})) == "TOTAL-PASSED");

  CHECK(verdict(ca.validate(der, {"root"}, {"middle"}, 60 * day)) ==
        "INDETERMINATE CERTIFICATE_CHAIN_GENERAL_FAILURE"); // the authority between has expired
  CHECK(verdict(ca.validate(der, {"middle"}, {}, 49 * day)) == "TOTAL-PASSED");
  CHECK(verdict(ca.validate(der, {"signer"}, {}, 91 * day)) == "INDETERMINATE OUT_OF_BOUNDS_NO_POE");

  // What a signer brings along that cannot be read leads nowhere and is said.
  const auto rubbish = validate_signature(content, der, {ca.crt("root")}, "-----BEGIN X-----", ca.now + 60);
  CHECK(verdict(rubbish) == "INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND");
  CHECK(has_remark(rubbish, "was not used"));
}

TEST_CASE("somebody with a trusted name but another key is not trusted") {
  if (!have("openssl"))
    return;
  const Authority ca, false_one; // the same names throughout
  const std::string der = false_one.sign("signer");
  for (const std::vector<std::string>& trusted : {std::vector<std::string>{"root"}, {"middle"}, {"signer"}}) {
    std::vector<SourceFile> anchors;
    for (const std::string& name : trusted)
      anchors.push_back(ca.crt(name));
    for (const Authority* chain : {&ca, &false_one}) {
      const auto answer = validate_signature(content, der, anchors,
                                             chain->crt("middle").bytes + chain->crt("root").bytes, ca.now + 60);
      CHECK(answer.indication == Indication::indeterminate);
      CHECK((answer.sub_indication == "NO_CERTIFICATE_CHAIN_FOUND" ||
             answer.sub_indication == "CERTIFICATE_CHAIN_GENERAL_FAILURE"));
    }
  }
  // A signer that plays authority: a certificate below one that may not issue any.
  ca.issue("below", "signer", "keyUsage=critical,digitalSignature");
  const SignatureAnswer below = ca.validate(ca.sign("below"), {"root"}, {"signer", "middle"});
  CHECK(verdict(below) == "INDETERMINATE CHAIN_CONSTRAINTS_FAILURE");
}

TEST_CASE("the signer's key usage has to allow signing documents") {
  if (!have("openssl"))
    return;
  const Authority ca;
  ca.issue("agree", "root", "keyUsage=critical,keyAgreement");
  CHECK(verdict(ca.validate(ca.sign("agree"))) == "INDETERMINATE CHAIN_CONSTRAINTS_FAILURE");
  ca.issue("plain", "root", "subjectKeyIdentifier=hash");
  CHECK(verdict(ca.validate(ca.sign("plain"))) == "TOTAL-PASSED");
  ca.issue("code", "root", "extendedKeyUsage=critical,codeSigning\nkeyUsage=digitalSignature");
  CHECK(verdict(ca.validate(ca.sign("code"))) == "TOTAL-PASSED");
  ca.issue("unknown", "root", "1.2.3.4=critical,DER:0500");
  CHECK(verdict(ca.validate(ca.sign("unknown"))) == "INDETERMINATE CHAIN_CONSTRAINTS_FAILURE");
}

TEST_CASE("weak algorithms and keys are a failure of the policy, not of the arithmetic") {
  if (!have("openssl"))
    return;
  const Authority ca;
  const std::string weak = "INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE_NO_POE";
  CHECK(verdict(ca.validate(ca.sign("signer", "-cades -md sha224"))) == weak);
  CHECK(verdict(ca.validate(ca.sign("signer", "-cades -md sha512"))) == "TOTAL-PASSED");
  const std::string usage = "keyUsage=digitalSignature";
  ca.issue("short", "root", usage, "-days 90", "-algorithm RSA -pkeyopt rsa_keygen_bits:1024");
  CHECK(verdict(ca.validate(ca.sign("short"))) == weak);
  ca.issue("p224", "root", usage, "-days 90", "-algorithm EC -pkeyopt ec_paramgen_curve:P-224");
  CHECK(verdict(ca.validate(ca.sign("p224"))) == weak);
  ca.issue("sha1", "root", usage, "-days 90 -sha1");
  const std::string by_sha1 = ca.sign("sha1");
  CHECK(verdict(ca.validate(by_sha1)) == weak);
  CHECK(verdict(ca.validate(by_sha1, {"sha1"})) == "TOTAL-PASSED"); // trusted itself, not by that signature
  ca.issue("rsa", "root", usage, "-days 90", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
  CHECK(verdict(ca.validate(ca.sign("rsa"))) == "TOTAL-PASSED");
  CHECK(verdict(ca.validate(ca.sign("rsa", "-cades -md sha256 -keyopt rsa_padding_mode:pss"))) == "TOTAL-PASSED");
}

TEST_CASE("what is CMS but no CAdES B-B signature by one signer is told apart") {
  if (!have("openssl"))
    return;
  const Authority ca;
  const std::string format = "TOTAL-FAILED FORMAT_FAILURE";
  CHECK(verdict(ca.validate(ca.sign("signer", "-md sha256"))) == "INDETERMINATE SIG_CONSTRAINTS_FAILURE");
  CHECK(verdict(ca.validate(ca.sign("signer", "-md sha1 -cades"))) == "INDETERMINATE SIG_CONSTRAINTS_FAILURE");
  CHECK(verdict(ca.validate(ca.sign("signer", "-cades -nocerts"))) == "INDETERMINATE NO_SIGNING_CERTIFICATE_FOUND");
  CHECK(verdict(ca.validate(ca.sign("signer", "-cades -keyid"))) == "TOTAL-PASSED");
  CHECK(verdict(ca.validate(ca.sign("signer", "-cades -nodetach"))) == format);
  CHECK(verdict(ca.validate(ca.sign("signer", "-noattr"))) == format);
  CHECK(verdict(ca.validate(ca.sign("signer", "-cades -econtent_type 1.2.3.4"))) == format);
  CHECK(verdict(ca.validate(ca.sign("signer", "-cades -signer middle.crt -inkey middle.key"))) == format);
  ca.must("openssl cms -encrypt -binary -in content -outform DER -out e signer.crt && "
          "openssl cms -sign -binary -in content -outform PEM -out p -signer signer.crt -inkey signer.key");
  CHECK(verdict(ca.validate(get(ca.dir / "e"))) == format);
  CHECK(verdict(ca.validate(get(ca.dir / "p"))) == format);
}

TEST_CASE("a certificate slipped in for the signer's is noticed") {
  if (!have("openssl"))
    return;
  // Two certificates of one key, issuer and serial number: the signature fits both, its signer named one.
  const Authority ca;
  ca.issue("first", "root", "keyUsage=digitalSignature", "-days 90 -set_serial 77");
  ca.must("openssl req -new -key first.key -subj '/CN=first, promoted' | openssl x509 -req -CA root.crt "
          "-CAkey root.key -set_serial 77 -out second.crt");
  const assay::Cms cms = assay::parse_cms(ca.sign("first", "-cades -nocerts"));
  REQUIRE(cms);
  REQUIRE(CMS_add1_cert(cms.get(), assay::read_certificates(ca.crt("second").bytes).certificates.front().get()) == 1);
  const SignatureAnswer answer = ca.validate(assay::to_der(cms.get()));
  CHECK(answer.signer == "CN=first\\, promoted");
  CHECK(verdict(answer) == "INDETERMINATE NO_SIGNING_CERTIFICATE_FOUND");
}
