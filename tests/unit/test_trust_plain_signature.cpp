// SPDX-License-Identifier: Apache-2.0
//
// Signatures made by the openssl program, and the test vector of the DSSE specification.
#include "audit/trust/plain_signature.hpp"

#include "audit/base/base64.hpp"
#include "audit/trust/public_keys.hpp"
#include "test_trust_x509_support.hpp"

using namespace assay;
using namespace assay::trust;
using x509_tests::get;
using x509_tests::put;

namespace {

const std::string data = "DSSEv1 29 http://example.com/HelloWorld 11 hello world";

// A key, and its signature over `data`.
class Signer : public programs::TempDir {
public:
  Signer(const std::string& kind, const std::string& how) {
    put(*this / "data", data);
    must("openssl genpkey " + kind + " -out key && openssl pkey -in key -pubout -out pub");
    must("openssl pkeyutl -sign -rawin -in data -inkey key -out sig " + how);
    PublicKeyFile file = read_public_keys({"pub", get(*this / "pub"), "pub"});
    REQUIRE(file.keys.size() == 1);
    key = std::move(file.keys.front().key);
    signature = get(*this / "sig");
  }

  PlainArithmetic check(const SignedBytes& what) const { return check_plain_signature(key.get(), what, signature); }

  Key key;
  std::string signature;

private:
  void must(const std::string& command) const {
    const programs::Ran ran = programs::run(path(), command);
    REQUIRE_MESSAGE(ran.status == 0, command);
  }
};

SignedBytes digest_alone(Sha2 algorithm, const std::string& bytes = data) {
  return SignedBytes::of_digest(algorithm, digest_of(algorithm, bytes));
}

// r and s side by side, of P-256 in DER.
std::string raw(const std::string& der) {
  std::string out;
  std::size_t at = 2;
  for (int i = 0; i < 2; ++i) {
    const auto size = static_cast<std::size_t>(der[at + 1]);
    std::string number = der.substr(at + 2, size);
    number.erase(0, number.size() > 32 ? number.size() - 32 : 0);
    out += std::string(32 - number.size(), '\0') + number;
    at += 2 + size;
  }
  return out;
}

} // namespace

TEST_CASE("plain signatures: the vector of the DSSE specification, whose ECDSA is r and s side by side") {
  const PublicKeyFile file =
      read_public_keys({"a", "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZ805D3eqNZywjCI19lInBJOp7YMr\n"
                             "CrzAH3CVTAOQ0jgMeCvVTiaRJaRPRDOv8UMs6U4SvKc6pnrIDOoSYI3fdA==\n-----END PUBLIC KEY-----\n", "a"});
  REQUIRE(file.keys.size() == 1);
  EVP_PKEY* key = file.keys.front().key.get();
  const std::string signature =
      *from_base64("A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==");
  const PlainArithmetic good = check_plain_signature(key, SignedBytes(data), signature);
  CHECK(good.holds == true);
  CHECK(good.algorithm == "ecdsa-p256/sha256");
  CHECK(check_plain_signature(key, SignedBytes(data + "!"), signature).holds == false);
  CHECK(check_plain_signature(key, SignedBytes(data), signature.substr(1)).holds == false);
  CHECK(check_plain_signature(key, SignedBytes(data), std::string(64, '\0')).holds == false);
  CHECK(check_plain_signature(key, SignedBytes(data), "").holds == false);
}

TEST_CASE("plain signatures: every algorithm that envelopes are signed with, and none besides") {
  if (!x509_tests::have("openssl"))
    return;
  struct Row {
    const char *kind, *how, *algorithm;
  };
  for (const Row& row : {Row{"-algorithm EC -pkeyopt ec_paramgen_curve:P-256", "-digest sha256", "ecdsa-p256/sha256"},
                         Row{"-algorithm EC -pkeyopt ec_paramgen_curve:P-384", "-digest sha256", "ecdsa-p384/sha256"},
                         Row{"-algorithm EC -pkeyopt ec_paramgen_curve:P-384", "-digest sha384", "ecdsa-p384/sha384"},
                         Row{"-algorithm EC -pkeyopt ec_paramgen_curve:P-521", "-digest sha512", "ecdsa-p521/sha512"},
                         Row{"-algorithm RSA -pkeyopt rsa_keygen_bits:2048", "-digest sha256", "rsa2048/sha256"},
                         Row{"-algorithm RSA -pkeyopt rsa_keygen_bits:2048",
                             "-digest sha512 -pkeyopt rsa_padding_mode:pss", "rsa2048-pss/sha512"},
                         Row{"-algorithm ED25519", "", "ed25519"}}) {
    CAPTURE(row.algorithm);
    const Signer signer(row.kind, row.how);
    const PlainArithmetic good = signer.check(SignedBytes(data));
    CHECK(good.holds == true);
    CHECK(good.algorithm == row.algorithm);
    CHECK(signer.check(SignedBytes(data + " ")).holds == false);
    CHECK(signer.check(SignedBytes(data + " ")).algorithm.empty());
  }
  const Signer sha1("-algorithm RSA -pkeyopt rsa_keygen_bits:2048", "-digest sha1");
  CHECK(sha1.check(SignedBytes(data)).holds == false);
}

TEST_CASE("plain signatures: over a digest alone") {
  if (!x509_tests::have("openssl"))
    return;
  const Signer ecdsa("-algorithm EC -pkeyopt ec_paramgen_curve:P-256", "-digest sha256"), ed25519("-algorithm ED25519", "");
  CHECK(ecdsa.check(digest_alone(Sha2::sha256)).holds == true);
  CHECK(ecdsa.check(digest_alone(Sha2::sha512)).holds == false);
  CHECK(ecdsa.check(digest_alone(Sha2::sha256, "other")).holds == false);
  CHECK_FALSE(ed25519.check(digest_alone(Sha2::sha512)).holds);
  CHECK(check_plain_signature(ecdsa.key.get(), SignedBytes(data), raw(ecdsa.signature)).holds == true);
}
