// SPDX-License-Identifier: Apache-2.0
#include "test_seal_support.hpp"

#include "audit/base/cms.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>

#include <limits>

using namespace seal_tests;
using assay::Handle;

namespace {

const std::string content = "the manifest\n";

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

SigningIdentity made_by_openssl(const TempDir& dir, const std::string& options) {
  const Ran made = run(dir.path(), "openssl genpkey " + options +
                                       " -out k.pem && openssl req -x509 -new -key k.pem -subj /CN=peer -out c.pem");
  REQUIRE_MESSAGE(made.status == 0, made.output);
  return SigningIdentity::load(source("k.pem", get(dir / "k.pem")), source("c.pem", get(dir / "c.pem")));
}

// The structure after a change made through OpenSSL.
std::string changed(const std::string& der, const std::function<void(CMS_ContentInfo*)>& change) {
  const assay::Cms cms = assay::parse_cms(der);
  REQUIRE(cms);
  change(cms.get());
  return assay::to_der(cms.get());
}

} // namespace

TEST_CASE("openssl verifies the signature, and finds in it what was meant to be there") {
  if (!have("openssl"))
    return;
  const TempDir dir;
  put(dir / "content", content);
  put(dir / "other", content + " ");
  for (const char* options : {"-algorithm EC -pkeyopt ec_paramgen_curve:P-256",
                              "-algorithm EC -pkeyopt ec_paramgen_curve:P-384",
                              "-algorithm EC -pkeyopt ec_paramgen_curve:P-521",
                              "-algorithm RSA -pkeyopt rsa_keygen_bits:3072"}) {
    const SigningIdentity identity = made_by_openssl(dir, options);
    const std::string der = sign_detached(identity, content, signing_moment);
    CHECK_FALSE(cms_difference_from_canonical(der, content));
    put(dir / "s.p7s", der);
    const std::string verify = "openssl cms -verify -binary -inform DER -in s.p7s -purpose any -CAfile c.pem "
                               "-out out -content ";
    for (const std::string cades : {"", " -cades"}) {
      const Ran good = run(dir.path(), verify + "content" + cades);
      CHECK_MESSAGE(good.status == 0, good.output);
      CHECK(get(dir / "out") == content);
      CHECK(run(dir.path(), verify + "other" + cades).status != 0);
    }

    // Releases of OpenSSL indent differently.
    const std::string printed =
        run(dir.path(), "openssl cms -cmsout -print -noout -inform DER -in s.p7s | sed 's/^ *//'").output;
    const std::string attributes = printed.substr(printed.find("signedAttrs"));
    CHECK(count_of(attributes, "object: ") == 4);
    for (const char* part :
         {"object: contentType (1.2.840.113549.1.9.3)", "object: signingTime (1.2.840.113549.1.9.5)",
          "UTCTIME:Sep 21 14:13:20 2026 GMT", "object: messageDigest (1.2.840.113549.1.9.4)",
          "object: id-smime-aa-signingCertificateV2 (1.2.840.113549.1.9.16.2.47)"})
      CHECK_MESSAGE(contains(attributes, part), printed);
    CHECK(count_of(printed, "d.certificate") == 1);
    CHECK(contains(printed, "crls:\n<ABSENT>"));
    CHECK(contains(printed, "unsignedAttrs:\n<ABSENT>"));
    CHECK(contains(printed, "eContent: <ABSENT>"));
    CHECK(contains(printed, "algorithm: sha256 (2.16.840.1.101.3.4.2.1)\nparameter: <ABSENT>"));
  }
}

TEST_CASE("the time in a signature is the one that was given") {
  const SigningIdentity identity = SigningIdentity::create(signing_moment);
  for (const Seconds time : {Seconds{0}, Seconds{2'524'607'999}, Seconds{2'524'608'000}, Seconds{253'402'300'799}}) {
    const std::string der = sign_detached(identity, content, time);
    const assay::Cms cms = assay::parse_cms(der);
    CHECK(assay::signing_time(assay::only_signer(cms.get())) == time);
    CHECK_FALSE(cms_difference_from_canonical(der, content));
  }
  CHECK(error_of([&] { sign_detached(identity, content, 253'402'300'800); }).first == ErrorKind::input);
  CHECK(error_of([&] { sign_detached(identity, content, std::numeric_limits<Seconds>::min()); }).first ==
        ErrorKind::input);
}

TEST_CASE("an RSA signature of the same content at the same time has the same bytes") {
  if (!have("openssl"))
    return;
  const TempDir dir;
  const SigningIdentity identity = made_by_openssl(dir, "-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
  CHECK(sign_detached(identity, content, signing_moment) == sign_detached(identity, content, signing_moment));
}

TEST_CASE("of the two values an ECDSA signature can have, only one is canonical") {
  const SigningIdentity identity = SigningIdentity::create(signing_moment);
  for (int i = 0; i < 30; ++i) {
    const std::string der = sign_detached(identity, content, signing_moment);
    CHECK_FALSE(cms_difference_from_canonical(der, content));
    const std::string twin = changed(der, [](CMS_ContentInfo* cms) {
      CMS_SignerInfo* signer = assay::only_signer(cms);
      ASN1_OCTET_STRING* value = CMS_SignerInfo_get0_signature(signer);
      const unsigned char* data = ASN1_STRING_get0_data(value);
      const Handle<ECDSA_SIG, ECDSA_SIG_free> pair(d2i_ECDSA_SIG(nullptr, &data, ASN1_STRING_length(value)));
      BIGNUM* order = nullptr;
      EVP_PKEY_get_bn_param(X509_get0_pubkey(assay::certificates(cms).front().get()), OSSL_PKEY_PARAM_EC_ORDER, &order);
      BN_sub(order, order, ECDSA_SIG_get0_s(pair.get()));
      ECDSA_SIG_set0(pair.get(), BN_dup(ECDSA_SIG_get0_r(pair.get())), order);
      unsigned char* out = nullptr;
      const int size = i2d_ECDSA_SIG(pair.get(), &out);
      ASN1_STRING_set(value, out, size);
      OPENSSL_free(out);
    });
    // As good a signature as the other, so nothing but the comparison can tell them apart.
    CHECK(validate_signature(content, twin, {source("c", identity.certificate_pem())}, "", signing_moment)
              .indication == Indication::total_passed);
    CHECK(cms_difference_from_canonical(twin, content) ==
          "its signature value is not the canonical one of two that are equally valid");
  }
}

TEST_CASE("what CMS lets anybody add or rewrite without the key is found") {
  const SigningIdentity identity = SigningIdentity::create(signing_moment);
  const std::string der = sign_detached(identity, content, signing_moment);
  const auto difference = [](const std::string& bytes) {
    return cms_difference_from_canonical(bytes, content).value_or("");
  };
  CHECK(difference(der).empty());
  CHECK(changed(der, [](CMS_ContentInfo*) {}) == der);

  CHECK(difference(der + '\0') == "it is no CMS structure");
  CHECK(difference(der.substr(0, der.size() - 1)) == "it is no CMS structure");
  CHECK(difference("") == "it is no CMS structure");
  CHECK(difference(std::string(max_signature_bytes + 1, '\0')) == "it is no CMS structure");
  CHECK(contains(cms_difference_from_canonical(der, content + "x").value_or(""), "first difference"));

  // The lengths of BER: without an end, and with a leading zero.
  REQUIRE(der.substr(0, 2) == "\x30\x82");
  CHECK(contains(difference("\x30\x80" + der.substr(4) + std::string("\0\0", 2)), "at byte 1"));
  CHECK(contains(difference(std::string("\x30\x83\0", 3) + der.substr(2)), "at byte 1"));

  const SigningIdentity other = SigningIdentity::create(signing_moment);
  CHECK(contains(difference(changed(der,
                                    [&](CMS_ContentInfo* cms) {
                                      CMS_add1_cert(cms, assay::read_certificates(other.certificate_pem())
                                                             .certificates.front()
                                                             .get());
                                    })),
                 "exactly one"));
  CHECK(contains(difference(changed(der,
                                    [](CMS_ContentInfo* cms) {
                                      CMS_unsigned_add1_attr_by_txt(assay::only_signer(cms), "1.2.3.4",
                                                                    V_ASN1_OCTET_STRING, "x", 1);
                                    })),
                 "first difference"));
  CHECK(contains(difference(changed(der,
                                    [](CMS_ContentInfo* cms) {
                                      CMS_signed_add1_attr_by_txt(assay::only_signer(cms), "1.2.3.4", V_ASN1_OCTET_STRING,
                                                                  "x", 1);
                                    })),
                 "first difference"));
  CHECK(contains(difference(changed(der,
                                    [](CMS_ContentInfo* cms) {
                                      X509_ALGOR* digest = nullptr;
                                      CMS_SignerInfo_get0_algs(assay::only_signer(cms), nullptr, nullptr, &digest, nullptr);
                                      X509_ALGOR_set0(digest, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr);
                                    })),
                 "first difference"));
  CHECK(contains(difference(changed(der,
                                    [](CMS_ContentInfo* cms) {
                                      const Handle<X509_CRL, X509_CRL_free> crl(X509_CRL_new());
                                      const Handle<EVP_PKEY, EVP_PKEY_free> key(EVP_EC_gen("P-256"));
                                      const Handle<ASN1_TIME, ASN1_TIME_free> time(ASN1_TIME_set(nullptr, 0));
                                      const Handle<X509_NAME, X509_NAME_free> issuer(X509_NAME_new());
                                      X509_CRL_set_version(crl.get(), 1);
                                      X509_CRL_set_issuer_name(crl.get(), issuer.get());
                                      X509_CRL_set1_lastUpdate(crl.get(), time.get());
                                      X509_CRL_sign(crl.get(), key.get(), EVP_sha256());
                                      CMS_add1_crl(cms, crl.get());
                                    })),
                 "difference"));
}

TEST_CASE("signatures of other programs are compared too, and differ") {
  if (!have("openssl"))
    return;
  const TempDir dir;
  const SigningIdentity identity = made_by_openssl(dir, "-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
  put(dir / "content", content);
  for (const std::string options : {"-cades", "", "-cades -nosmimecap -md sha512", "-cades -keyid", "-noattr",
                                    "-cades -nosmimecap -keyopt rsa_padding_mode:pss", "-nocerts -cades"}) {
    REQUIRE(run(dir.path(), "openssl cms -sign -binary -in content -outform DER -out s -md sha256 -signer c.pem "
                            "-inkey k.pem " +
                                options)
                .status == 0);
    CHECK_MESSAGE(cms_difference_from_canonical(get(dir / "s"), content), options);
  }
  // The one set of options that leaves no choice to make gives our bytes, but for the time it reads off the clock.
  REQUIRE(run(dir.path(), "openssl cms -sign -binary -in content -outform DER -out s -md sha256 -signer c.pem "
                          "-inkey k.pem -cades -nosmimecap")
              .status == 0);
  CHECK_FALSE(cms_difference_from_canonical(get(dir / "s"), content));
  const assay::Cms theirs = assay::parse_cms(get(dir / "s"));
  CHECK(sign_detached(identity, content, *assay::signing_time(assay::only_signer(theirs.get()))) == get(dir / "s"));
}
