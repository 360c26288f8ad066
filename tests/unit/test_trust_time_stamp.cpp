// SPDX-License-Identifier: Apache-2.0
//
// Time-stamp tokens by the openssl program over the value of a signature, and what they prove.
#include "test_trust_x509_support.hpp"

#include <openssl/pkcs7.h>

#include <chrono>
#include <thread>

using namespace x509_tests;

namespace {

// Certificates of a signer and of a time-stamping authority, and tokens by that authority.
class Stamping : public Pki {
public:
  Stamping() {
    issue("tsaroot", "", authority_extensions, -100 * day, 100 * day);
    issue("tsa", "tsaroot", stamping, -day, day);
    configure("tsa");
  }

  void configure(const std::string& authority) const {
    put(*this / "ts.cnf",
        fmt::format("[tsa]\ndefault_tsa = it\n[it]\nserial = ts.serial\nsigner_cert = {0}.crt\n"
                    "signer_key = {0}.key\nsigner_digest = sha256\ndefault_policy = 1.2.3\n"
                    "digests = sha1, sha256, sha512\ness_cert_id_alg = sha256\n",
                    authority));
  }

  std::string token(const std::string& value, const std::string& options = "-sha256 -cert") const {
    put(*this / "value", value);
    must(fmt::format("openssl ts -query -data value {} -out query && "
                     "openssl ts -reply -config ts.cnf -queryfile query -token_out -out token",
                     options));
    return get(*this / "token");
  }

  std::string stamped(const std::string& der, const std::string& options = "-sha256 -cert") const {
    return with_unsigned(der, NID_id_smime_aa_timeStampToken, token(signature_value(der), options));
  }

  Verdict judge(const std::string& der, std::optional<Seconds> claimed = {},
                const std::string& authority = "tsaroot", Seconds later = 20 * day) const {
    std::vector<SourceFile> authorities;
    if (!authority.empty())
      authorities.push_back(file(authority + ".crt"));
    return X509Trust({file("root.crt")}, now + later, authorities).verify(payload, armour(der), claimed);
  }

  const std::string stamping = "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping";
};

} // namespace

TEST_CASE("a token over the signature's value proves its time") {
  if (!have("openssl"))
    return;
  const Stamping pki;
  const std::string bare = pki.sign("signer", "-noattr -certfile middle.crt");
  const std::string stamped = pki.stamped(bare);
  pki.must("openssl ts -verify -data value -in token -token_in -CAfile tsaroot.crt");
  CHECK(name_of(pki.judge(bare)) == "expired-key"); // no claim at all, and as-of is too late
  const Verdict verdict = pki.judge(stamped);
  CHECK(name_of(verdict) == "good at a proven time");
  REQUIRE(verdict.time);
  CHECK(*verdict.time >= pki.now);
  CHECK(*verdict.time <= pki.now + hour);
  CHECK(contains(verdict.explanation, "which a time-stamp proves"));
  // It outweighs every claim; the authority's own certificate has expired by as-of and had not then.
  CHECK(name_of(pki.judge(stamped, pki.now - 100 * day)) == "good at a proven time");
  CHECK(name_of(pki.judge(pki.stamped(pki.sign("signer")), 0)) == "good at a proven time");
  CHECK(name_of(pki.judge(stamped, {}, "tsa")) == "good at a proven time");
  // The authority's certificate need not be in the token.
  CHECK(name_of(pki.judge(pki.stamped(bare, "-sha512"), {}, "tsa")) == "good at a proven time");
  CHECK(name_of(pki.judge(pki.stamped(bare, "-sha512"), {}, "tsaroot")) == "expired-key");
  // What was stamped and what signed are different things.
  CHECK(name_of(X509Trust({}, pki.now, {pki.file("tsaroot.crt")}).verify(payload, armour(stamped), {})) ==
        "unknown-key");
  CHECK(name_of(X509Trust({pki.file("root.crt")}, pki.now, {pki.file("tsaroot.crt")})
                    .verify(payload + "x", armour(stamped), {})) == "bad");
}

TEST_CASE("a token that proves nothing changes nothing, and it is said why") {
  if (!have("openssl"))
    return;
  const Stamping pki;
  const std::string der = pki.sign("signer"), stamped = pki.stamped(der);
  const auto told = [&](const Verdict& verdict, std::string_view why) {
    CHECK(name_of(verdict) == "good");
    CAPTURE(verdict.explanation);
    CHECK(contains(verdict.explanation, why));
    CHECK(contains(verdict.explanation, "which nothing proves"));
  };
  const auto with = [&](const std::string& token) {
    return with_unsigned(der, NID_id_smime_aa_timeStampToken, token);
  };
  told(pki.judge(stamped, {}, ""), "names no time-stamping authority");
  told(pki.judge(stamped, {}, "root"), "its time-stamp was not accepted");
  told(pki.judge(with(pki.token("another value"))), "its time-stamp was not accepted");
  told(pki.judge(with(pki.token(signature_value(der), "-sha1 -cert"))), "weaker than SHA-256");
  told(pki.judge(with(std::string("\x30\x03\x02\x01\x01", 5))), "cannot be read");
  told(pki.judge(with(der)), "cannot be read"); // signed data, but of no time
  // Anybody can change a token's bytes.
  std::string changed = pki.token(signature_value(der));
  changed.back() ^= 1;
  told(pki.judge(with(changed)), "its time-stamp was not accepted");

  // An authority outside its validity, for other uses, or with a weak key.
  pki.issue("late", "tsaroot", pki.stamping, -2 * day, -day);
  pki.configure("late");
  told(pki.judge(pki.stamped(der)), "its time-stamp was not accepted");
  pki.issue("small", "tsaroot", pki.stamping, -day, day, "-algorithm RSA -pkeyopt rsa_keygen_bits:1024");
  pki.configure("small");
  told(pki.judge(pki.stamped(der)), "its time-stamp was not accepted");

  // Of several tokens the good one counts, among the first few.
  const std::string good = with_unsigned(with(changed), NID_id_smime_aa_timeStampToken, [&] {
    pki.configure("tsa");
    return pki.token(signature_value(der));
  }());
  CHECK(name_of(pki.judge(good)) == "good at a proven time");
  std::string many = der;
  for (int i = 0; i < 20; ++i)
    many = with_unsigned(many, NID_id_smime_aa_timeStampToken, changed);
  told(pki.judge(many), "its time-stamp was not accepted");
}

TEST_CASE("a token from outside the signer's validity leaves the claims as they were") {
  if (!have("openssl"))
    return;
  const Stamping pki;
  pki.issue("before", "root", signer_extensions, -20 * minute, -10 * minute);
  const std::string der = pki.stamped(pki.sign("before", "-noattr"));
  const Verdict claimed = pki.judge(der, pki.now - 15 * minute);
  CHECK(name_of(claimed) == "good");
  CHECK(contains(claimed.explanation, "is from outside that validity"));
  const Verdict none = pki.judge(der);
  CHECK(name_of(none) == "expired-key");
  CHECK(contains(none.explanation, "the time-stamp"));
}

TEST_CASE("an authority is judged at the time of its token, not at the present") {
  if (!have("openssl"))
    return;
  const Stamping pki;
  const Seconds until = static_cast<Seconds>(std::time(nullptr)) + 3;
  pki.issue("brief", "tsaroot", pki.stamping, -day, until - pki.now);
  pki.configure("brief");
  const std::string der = pki.stamped(pki.sign("signer", "-noattr -certfile middle.crt"));
  const Verdict then = pki.judge(der);
  REQUIRE(then.time);
  while (std::time(nullptr) <= until + 1)
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  const Verdict now = pki.judge(der);
  CHECK(name_of(then) == "good at a proven time");
  CHECK(name_of(now) == "good at a proven time");
  CHECK(now.time == then.time);
}

TEST_CASE("a token that lists algorithms without end is not computed") {
  if (!have("openssl"))
    return;
  const Stamping pki;
  const std::string der = pki.sign("signer");
  const std::string made = pki.token(signature_value(der));
  const auto* data = reinterpret_cast<const unsigned char*>(made.data());
  const assay::Handle<PKCS7, PKCS7_free> token(d2i_PKCS7(nullptr, &data, static_cast<long>(made.size())));
  REQUIRE(token);
  bool pushed = true;
  for (int i = 0; i < 40'000; ++i) {
    X509_ALGOR* algorithm = X509_ALGOR_new();
    X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_UNDEF, nullptr);
    pushed = pushed && sk_X509_ALGOR_push(token->d.sign->md_algs, algorithm) > 0;
  }
  REQUIRE(pushed);
  unsigned char* bytes = nullptr;
  const int size = i2d_PKCS7(token.get(), &bytes);
  REQUIRE(size > 0);
  const std::string flood(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  const Verdict verdict = pki.judge(with_unsigned(der, NID_id_smime_aa_timeStampToken, flood));
  CHECK(name_of(verdict) == "good");
  CHECK(contains(verdict.explanation, "cannot be read"));
}
