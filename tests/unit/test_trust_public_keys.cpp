// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/public_keys.hpp"

#include "audit/trust/inventory.hpp"

#include <doctest/doctest.h>

using namespace assay;
using namespace assay::trust;

namespace {

// Of the specification of DSSE; its private key is published there.
const std::string vector_key = "-----BEGIN PUBLIC KEY-----\n"
                               "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZ805D3eqNZywjCI19lInBJOp7YMr\n"
                               "CrzAH3CVTAOQ0jgMeCvVTiaRJaRPRDOv8UMs6U4SvKc6pnrIDOoSYI3fdA==\n"
                               "-----END PUBLIC KEY-----\n";

PublicKeyFile read(const std::string& text) {
  return read_public_keys({"trust/keys/a.pem", text, "a.pem"});
}

} // namespace

TEST_CASE("public keys: read from PEM, and named by their digest") {
  const PublicKeyFile one = read("a comment\n" + vector_key), two = read(vector_key + vector_key);
  CHECK(one.problem.empty());
  REQUIRE(one.keys.size() == 1);
  CHECK(two.keys.size() == 2);
  const PublicKey& key = one.keys.front();
  CHECK(key.weakness.empty());
  CHECK(key.id() == "f793580060562d6ff075d814ea698c282fcc779b0cde64d79ffc6301df00d14b");
  for (const char* id : {"f793580060562d6ff075d814ea698c282fcc779b0cde64d79ffc6301df00d14b",
                         "F793580060562D6FF075D814EA698C282FCC779B0CDE64D79FFC6301DF00D14B",
                         "95NYAGBWLW/wddgU6mmMKC/Md5sM3mTXn/xjAd8A0Us=", "95NYAGBWLW/wddgU6mmMKC/Md5sM3mTXn/xjAd8A0Us",
                         "SHA256:95NYAGBWLW/wddgU6mmMKC/Md5sM3mTXn/xjAd8A0Us"})
    CHECK(key.is_named(id));
  for (const char* id : {"", "f793", "SHA256:", "95NYAGBWLW/wddgU6mmMKC/Md5sM3mTXn/xjAd8A0Ut="})
    CHECK_FALSE(key.is_named(id));
  const std::vector<TrustedKey> listed = inventory({{"trust/keys/a.pem", vector_key, "a.pem"}}, 0);
  REQUIRE(listed.size() == 1);
  CHECK(listed.front().use == "public key");
  CHECK(listed.front().key == key.id());
  CHECK(listed.front().state.empty());
}

TEST_CASE("public keys: what is no public key is refused, and the file with it") {
  CHECK(read("").problem == "it holds no public key in PEM form");
  CHECK(read("ssh-ed25519 AAAA a@example.org\n").problem == "it holds no public key in PEM form");
  CHECK(read("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").problem ==
        "it holds a certificate; those belong in ca/");
  CHECK(read("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").problem ==
        "it holds a \"PRIVATE KEY\"; only public keys in blocks \"PUBLIC KEY\" belong there");
  CHECK(read("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n").problem ==
        "its key number 1 is damaged or of a kind that is not known here");
  CHECK(read("-----BEGIN PUBLIC KEY-----\nAAAA").problem == "its PEM block number 1 is damaged");
}

TEST_CASE("public keys: where a trust folder keeps them") {
  CHECK(trust_file("keys/a.pem") == TrustFile::public_key);
  CHECK(trust_file("keys/deeper/a.pub") == TrustFile::public_key);
  CHECK(trust_file("keys/allowed_signers") == TrustFile::allowed_signers);
  CHECK(trust_file("keys/a.asc") == TrustFile::keyring);
  CHECK(trust_file("keys/a.txt") == TrustFile::other);
  CHECK(trust_file("a.pem") == TrustFile::other);
  CHECK(trust_file("ca/a.pem") == TrustFile::authority);
}

TEST_CASE("public keys: one that cannot be read is a problem of the store, and no error") {
  const TrustStore store({{"trust/keys/a.pem", "nothing", "a.pem"}}, {}, 0);
  REQUIRE(store.problems().size() == 1);
  CHECK(store.problems().front().message == "it holds no public key in PEM form");
}
