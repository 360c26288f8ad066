// SPDX-License-Identifier: Apache-2.0
//
// Signatures of envelopes by keys, certificates and time-stamps that the openssl program makes.
#include "audit/trust/envelope_trust.hpp"

#include "test_trust_x509_support.hpp"

#include <algorithm>

using namespace x509_tests;

namespace {

const std::string what = "what was signed";
// As Sigstore's authority writes whom it asked: 1.3.6.1.4.1.57264.1.8.
const std::string sigstore = signer_extensions + "\n1.3.6.1.4.1.57264.1.8=ASN1:UTF8:https://issuer.example.org";

class Envelopes : public Pki {
public:
  Envelopes() {
    put(*this / "what", what);
    for (const char* name : {"one", "other"})
      must(fmt::format("openssl genpkey {} -out {}.key", p256, name));
    must("openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out short.key");
    for (const char* name : {"one", "other", "short"})
      must(fmt::format("openssl pkey -in {0}.key -pubout -out {0}.pem", name));
    issue("tsa", "", "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping", -day, day);
    put(*this / "ts.cnf", "[tsa]\ndefault_tsa = it\n[it]\nserial = ts.serial\nsigner_cert = tsa.crt\nsigner_key = tsa.key\n"
                          "signer_digest = sha256\ndefault_policy = 1.2.3\ndigests = sha256\ness_cert_id_alg = sha256\n");
  }

  std::string value(const std::string& key) const {
    must(fmt::format("openssl pkeyutl -sign -rawin -digest sha256 -in what -inkey {}.key -out value", key));
    return get(*this / "value");
  }

  EnvelopeSignature by_key(const std::string& key) const { return {value(key), "", {}, {}, false}; }
  EnvelopeSignature by_certificate(const std::string& signer) const {
    return {value(signer), "", {get(*this / (signer + ".crt")), get(*this / "middle.crt")}, {}, false};
  }

  EnvelopeSignature stamped(EnvelopeSignature signature, const std::string& over) const {
    put(*this / "stamped", over);
    must("openssl ts -query -sha256 -cert -data stamped -out query && "
         "openssl ts -reply -config ts.cnf -queryfile query -out response");
    signature.time_stamps.push_back(get(*this / "response"));
    return signature;
  }

  EnvelopeVerdict judge(const EnvelopeSignature& signature, const std::vector<std::string>& keys,
                        const std::vector<std::string>& authorities = {}, const std::vector<std::string>& time = {},
                        Seconds later = 0, const std::string& over = what) const {
    const auto files = [&](const std::vector<std::string>& names) {
      std::vector<SourceFile> read;
      for (const std::string& name : names)
        read.push_back(file(name));
      return read;
    };
    return EnvelopeTrust(files(keys), files(authorities), files(time), {}, now + later)
        .verify(assay::trust::SignedBytes(over), signature);
  }
};

std::string name_of(const EnvelopeVerdict& verdict) {
  return verdict.status ? std::string(to_string(*verdict.status)) : "unknown";
}

bool has(const EnvelopeVerdict& verdict, std::string_view name) {
  return std::find(verdict.unchecked.begin(), verdict.unchecked.end(), name) != verdict.unchecked.end();
}

} // namespace

TEST_CASE("envelopes: good by a key of the trust store, and by no other") {
  if (!have("openssl"))
    return;
  const Envelopes made;
  const EnvelopeSignature signature = made.by_key("one");
  const EnvelopeVerdict good = made.judge(signature, {"other.pem", "one.pem"});
  CHECK(name_of(good) == "good");
  CHECK(good.arithmetic == true);
  CHECK(good.algorithm == "ecdsa-p256/sha256");
  CHECK(good.unchecked.empty());
  const EnvelopeVerdict nobody = made.judge(signature, {});
  CHECK(name_of(nobody) == "unknown");
  CHECK_FALSE(nobody.arithmetic);
  CHECK(name_of(made.judge(signature, {"other.pem"})) == "unknown-key");
  // Of a signature that fails, the key id alone tells whether it should have held.
  EnvelopeSignature named = signature;
  named.key_id = good.key;
  CHECK(name_of(made.judge(named, {"one.pem"}, {}, {}, 0, "something else")) == "bad");
  CHECK(name_of(made.judge(signature, {"one.pem"}, {}, {}, 0, "something else")) == "unknown-key");
  CHECK(name_of(made.judge(made.by_key("short"), {"short.pem"})) == "weak");
  EnvelopeSignature logged = signature;
  logged.logged = true;
  CHECK(name_of(made.judge(logged, {"one.pem"})) == "good");
  CHECK(has(made.judge(logged, {"one.pem"}), "log"));
}

TEST_CASE("envelopes: a certificate takes a path to an authority, and a time") {
  if (!have("openssl"))
    return;
  const Envelopes made;
  const EnvelopeSignature signature = made.by_certificate("signer");
  const EnvelopeVerdict alone = made.judge(signature, {"one.pem"});
  CHECK(name_of(alone) == "unknown");
  CHECK(alone.arithmetic == true);
  CHECK_FALSE(alone.path);
  CHECK(alone.signer == "a@example.org");
  for (const char* name : {"chain", "time", "identity"})
    CHECK(has(alone, name));
  const EnvelopeVerdict good = made.judge(signature, {}, {"root.crt"});
  CHECK(name_of(good) == "good");
  CHECK(good.path == true);
  CHECK_FALSE(has(good, "chain"));
  CHECK(has(good, "identity"));
  CHECK(name_of(made.judge(signature, {}, {"tsa.crt"})) == "unknown-key");
  CHECK(made.judge(signature, {}, {"tsa.crt"}).path == false);
  CHECK(name_of(made.judge(signature, {}, {"root.crt"}, {}, 0, "something else")) == "bad");
  CHECK(name_of(made.judge(signature, {}, {"root.crt"}, {}, 20 * day)) == "expired-key");
  CHECK(name_of(made.judge(signature, {}, {"root.crt"}, {}, -20 * day)) == "not-trusted");
  EnvelopeSignature wrong = signature;
  wrong.certificates.front() = "no certificate";
  CHECK(name_of(made.judge(wrong, {}, {"root.crt"})) == "malformed");
  EnvelopeSignature many = signature;
  many.certificates.resize(17, many.certificates.back());
  CHECK(name_of(made.judge(many, {}, {"root.crt"})) == "malformed");
}

TEST_CASE("envelopes: a time-stamp over the signature proves when the certificate has to hold") {
  if (!have("openssl"))
    return;
  const Envelopes made;
  const EnvelopeSignature bare = made.by_certificate("signer"), stamped = made.stamped(bare, bare.value);
  const EnvelopeVerdict good = made.judge(stamped, {}, {"root.crt"}, {"tsa.crt"}, 20 * day);
  CHECK(name_of(good) == "good");
  CHECK(good.proven_time.value_or(0) >= made.now);
  CHECK_FALSE(has(good, "time"));
  CHECK(name_of(made.judge(stamped, {}, {"root.crt"}, {}, 20 * day)) == "expired-key");
  CHECK(name_of(made.judge(made.stamped(bare, "another value"), {}, {"root.crt"}, {"tsa.crt"}, 20 * day)) == "expired-key");
  EnvelopeSignature damaged = stamped;
  damaged.time_stamps.front().pop_back();
  CHECK_FALSE(made.judge(damaged, {}, {"root.crt"}, {"tsa.crt"}, 20 * day).proven_time);
}

TEST_CASE("envelopes: what depends on a transparency log is never good") {
  if (!have("openssl"))
    return;
  const Envelopes made;
  made.issue("fulcio", "middle", sigstore, -10 * minute, 10 * minute);
  const EnvelopeSignature bare = made.by_certificate("fulcio"), stamped = made.stamped(bare, bare.value);
  for (const Seconds later : {Seconds{0}, day}) {
    const EnvelopeVerdict verdict = made.judge(stamped, {}, {"root.crt"}, {"tsa.crt"}, later);
    CHECK(name_of(verdict) == "unknown");
    CHECK(verdict.path == true);
    CHECK(verdict.proven_time);
    CHECK(verdict.issuer == "https://issuer.example.org");
    CHECK(has(verdict, "log"));
    CHECK(has(verdict, "certificate-log"));
  }
  // Without a time, nothing says that it was made while the certificate held.
  CHECK(name_of(made.judge(bare, {}, {"root.crt"}, {}, day)) == "unknown");
  CHECK(name_of(made.judge(bare, {}, {"root.crt"}, {}, 0, "something else")) == "bad");
  EnvelopeSignature logged = made.by_certificate("signer");
  logged.logged = true;
  CHECK(name_of(made.judge(logged, {}, {"root.crt"})) == "unknown");
}
