// SPDX-License-Identifier: Apache-2.0
//
// Revocation lists by the openssl program, dated as a test wants.
#include "test_trust_x509_support.hpp"

using namespace x509_tests;

namespace {

class Revoking : public Pki {
public:
  // Puts a certificate on the list of its issuer, from so many seconds after the present. `more` is a reason
  // and its argument as the openssl program keeps them.
  void revoke(const std::string& name, Seconds since, const std::string& more = "") const {
    must(fmt::format(
        "openssl ca -config ca.cnf -revoke {0}.crt -cert root.crt -keyfile root.key && "
        "serial=$(openssl x509 -in {0}.crt -noout -serial | cut -d= -f2) && "
        "awk -F '\\t' -v OFS='\\t' -v s=$serial -v d={1}{2} '$4 == s {{ $3 = d }} 1' index >index.new && "
        "mv index.new index",
        name, stamp(since).substr(2), more));
  }

  void list(const std::string& issuer) const {
    must(
        fmt::format("openssl ca -config ca.cnf -gencrl -cert {0}.crt -keyfile {0}.key -out {0}.crl", issuer));
  }

  Verdict judge(const std::string& der, const std::vector<std::string>& lists, Seconds later = hour,
                const std::vector<SourceFile>& authorities = {}) const {
    std::vector<SourceFile> files;
    for (const std::string& name : lists)
      files.push_back(file(name + ".crl"));
    return X509Trust({file("root.crt")}, now + later, authorities, files).verify(payload, armour(der), {});
  }
};

} // namespace

TEST_CASE("a revoked certificate makes nothing good, whatever time is claimed") {
  if (!have("openssl"))
    return;
  const Revoking pki;
  const std::string der = pki.sign("signer");
  pki.list("middle");
  pki.list("root");
  CHECK(contains(pki.judge(der, {}).explanation, "revocation was not checked"));
  const Verdict partly = pki.judge(der, {"middle"});
  CHECK(name_of(partly) == "good");
  CHECK(contains(partly.explanation, "not checked for every certificate"));
  const Verdict looked_up = pki.judge(der, {"middle", "root"});
  CHECK(name_of(looked_up) == "good");
  CHECK_FALSE(contains(looked_up.explanation, "revocation"));

  pki.revoke("signer", -hour);
  pki.list("middle");
  const Verdict revoked = pki.judge(der, {"middle"});
  CHECK(name_of(revoked) == "revoked-key");
  CHECK(contains(revoked.explanation, assay::format_rfc3339(pki.now - hour)));
  CHECK(contains(revoked.explanation, "of the signer"));
  pki.must("cat root.crt middle.crl >with && openssl verify -crl_check -CAfile with -untrusted middle.crt "
           "signer.crt; "
           "openssl verify -crl_check -CAfile with -untrusted middle.crt signer.crt 2>&1 | grep -q "
           "'certificate revoked'");
  pki.must("openssl crl -in middle.crl -outform DER -out der.crl");
  CHECK(name_of(pki.judge(der, {"der"})) == "revoked-key");
  CHECK(name_of(pki.judge(der, {"root"})) == "good"); // another issuer's list says nothing of it
  // As of a time before it, nobody knew.
  const Verdict earlier = pki.judge(der, {"middle"}, -2 * hour);
  CHECK(name_of(earlier) == "good");
  CHECK(contains(earlier.explanation, "revoked only later"));
  // Arithmetic and anchor come first.
  const std::vector<SourceFile> lists{pki.file("middle.crl")};
  CHECK(
      name_of(X509Trust({pki.file("root.crt")}, pki.now, {}, lists).verify(payload + "x", armour(der), {})) ==
      "bad");
  CHECK(name_of(X509Trust({}, pki.now, {}, lists).verify(payload, armour(der), {})) == "unknown-key");
}

TEST_CASE("only the issuer's own list counts, at every height") {
  if (!have("openssl"))
    return;
  const Revoking pki, other; // the same names throughout
  const std::string der = pki.sign("signer");
  // A list by somebody of the same name that has the signer's number on it.
  pki.revoke("signer", -hour);
  pki.must(fmt::format(
      "openssl ca -config ca.cnf -gencrl -cert '{0}/middle.crt' -keyfile '{0}/middle.key' -out false.crl",
      (other / "").string()));
  CHECK(name_of(pki.judge(der, {"false"})) == "good");
  CHECK(contains(pki.judge(der, {"false"}).explanation, "revocation was not checked"));

  const std::string others = other.sign("signer");
  other.revoke("middle", -hour);
  other.list("root");
  const Verdict above = other.judge(others, {"root"});
  CHECK(name_of(above) == "revoked-key");
  CHECK(contains(above.explanation, "an authority above"));
}

TEST_CASE("a proven time before the revocation saves a signature, a claimed one does not") {
  if (!have("openssl"))
    return;
  const Revoking pki;
  pki.issue("tsa", "root", "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping", -day,
            day);
  put(pki / "ts.cnf",
      "[tsa]\ndefault_tsa = it\n[it]\nserial = ts.serial\nsigner_cert = tsa.crt\nsigner_key = tsa.key\n"
      "signer_digest = sha256\ndefault_policy = 1.2.3\ndigests = sha256\ness_cert_id_alg = sha256\n");
  const std::string der = pki.sign("signer");
  put(pki / "value", signature_value(der));
  pki.must("openssl ts -query -data value -sha256 -cert -out query && "
           "openssl ts -reply -config ts.cnf -queryfile query -token_out -out token");
  const std::string stamped = with_unsigned(der, NID_id_smime_aa_timeStampToken, get(pki / "token"));
  const std::vector<SourceFile> authorities{pki.file("root.crt")};
  pki.revoke("signer", 2 * hour);
  pki.list("middle");
  CHECK(name_of(pki.judge(der, {"middle"}, day)) == "revoked-key");
  CHECK(name_of(pki.judge(stamped, {"middle"}, day)) == "revoked-key"); // nobody believes the token
  const Verdict saved = pki.judge(stamped, {"middle"}, day, authorities);
  CHECK(name_of(saved) == "good at a proven time");
  CHECK(contains(saved.explanation, "revoked only later"));
  // The key was lost long before that was noticed (invalidity date).
  pki.revoke("middle", 2 * hour, fmt::format(",keyTime,{}", pki.stamp(-hour)));
  pki.list("root");
  const Verdict lost = pki.judge(stamped, {"root"}, day, authorities);
  CHECK(name_of(lost) == "revoked-key");
  CHECK(contains(lost.explanation, assay::format_rfc3339(pki.now - hour)));
}
