// SPDX-License-Identifier: Apache-2.0
#include "audit/seal/identity.hpp"

#include "audit/base/error.hpp"
#include "audit/seal/identity_parts.hpp"

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace assay::seal {

namespace {

// 3,652 days: ten years with the two leap days that are always among them.
constexpr Seconds validity = Seconds{3652} * 86400;

void must(bool done, const char* what) {
  if (!done)
    throw Error::internal(fmt::format("no key could be made: {}: {}", what, openssl_reason()));
}

// Answers OpenSSL when it asks for a passphrase; without it, it would ask on the terminal.
int refuse_passphrase(char*, int, int, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

Key read_key(const SourceFile& file) {
  bool asked = false;
  const Bio bio = bio_reading(file.bytes);
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, refuse_passphrase, &asked));
  ERR_clear_error();
  if (key)
    return key;
  const std::string unread = fmt::format("the key {} was not read: ", file.shown);
  if (asked)
    throw Error::input(unread + "it is encrypted, and passphrases are not supported")
        .hint(fmt::format(
            "decrypt a copy that only you can read: (umask 077; openssl pkey -in {} -out plain.pem)",
            file.shown));
  if (file.bytes.find("-----BEGIN OPENSSH PRIVATE KEY-----") != std::string::npos)
    throw Error::input(unread + "it is in OpenSSH's own form")
        .hint("convert a copy of it in place: ssh-keygen -p -N '' -m PKCS8 -f COPY");
  throw Error::input(unread + "it holds no private key in PEM form")
      .hint("a PEM file has a line such as -----BEGIN PRIVATE KEY-----; openssl pkey and openssl pkcs12 "
            "write one");
}

void add_extension(X509* certificate, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509V3_set_ctx_nodb(&context);
  const Handle<X509_EXTENSION, X509_EXTENSION_free> extension(
      X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  must(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "an extension of its certificate");
}

void set_validity(X509* certificate, Seconds now) {
  const AsnTime start = to_asn1(now);
  const AsnTime end = start ? to_asn1(now + validity) : nullptr;
  if (!end)
    throw Error::input(fmt::format("no key was made: a certificate cannot express the time {}", now));
  must(X509_set1_notBefore(certificate, start.get()) == 1 && X509_set1_notAfter(certificate, end.get()) == 1,
       "the validity of its certificate");
}

void set_serial_number(X509* certificate) {
  const Handle<BIGNUM, BN_free> number(BN_new());
  // The top bit set: the number never comes out zero, or shorter than another.
  must(number && BN_rand(number.get(), 128, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
           BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr,
       "the serial number of its certificate");
}

void set_name(X509* certificate, const EVP_PKEY* key) {
  unsigned char* spki = nullptr;
  const int size = i2d_PUBKEY(key, &spki);
  must(size > 0, "its public key");
  const std::string digest =
      assay::sha256_hex({reinterpret_cast<const char*>(spki), static_cast<std::size_t>(size)});
  OPENSSL_free(spki);
  const std::string name = "assay self-made key " + digest.substr(0, 8);
  X509_NAME* subject = X509_get_subject_name(certificate);
  must(X509_NAME_add_entry_by_NID(subject, NID_commonName, MBSTRING_UTF8,
                                  reinterpret_cast<const unsigned char*>(name.data()),
                                  static_cast<int>(name.size()), -1, 0) == 1 &&
           X509_set_issuer_name(certificate, subject) == 1,
       "the name in its certificate");
}

} // namespace

SigningIdentity SigningIdentity::load(const SourceFile& key_file, const SourceFile& certificate_file) {
  auto parts = std::make_shared<Parts>();
  parts->key = read_key(key_file);
  const auto refuse_key = [&](const std::string& why) {
    return Error::input(fmt::format("the key {} cannot seal: {}", key_file.shown, why));
  };
  if (const auto problem = key_problem(parts->key.get(), true))
    throw refuse_key(*problem).hint(
        "make another: openssl ecparam -name prime256v1 -genkey -noout -out key.pem");
  CertificateList list = read_certificates(certificate_file.bytes);
  if (list.problem.empty() && list.certificates.empty())
    list.problem = "it holds no certificate";
  if (!list.problem.empty())
    throw Error::input(
        fmt::format("the certificate {} was not read: {}", certificate_file.shown, list.problem));
  parts->certificate = std::move(list.certificates.front());
  list.certificates.erase(list.certificates.begin());
  parts->chain = std::move(list.certificates);
  if (X509_check_private_key(parts->certificate.get(), parts->key.get()) != 1) {
    ERR_clear_error();
    throw refuse_key(fmt::format("the first certificate in {} is for another key", certificate_file.shown))
        .hint("put the signer's own certificate first and those that issued it after it");
  }
  if (!may_sign(parts->certificate.get()))
    throw refuse_key(fmt::format("the key usage in {} allows neither digital signatures nor non-repudiation",
                                 certificate_file.shown));
  return SigningIdentity(std::move(parts));
}

SigningIdentity SigningIdentity::create(Seconds now) {
  auto parts = std::make_shared<Parts>();
  parts->key.reset(EVP_EC_gen("P-256"));
  parts->certificate.reset(X509_new());
  must(parts->key && parts->certificate, "the key");
  X509* certificate = parts->certificate.get();
  must(X509_set_version(certificate, X509_VERSION_3) == 1 &&
           X509_set_pubkey(certificate, parts->key.get()) == 1,
       "the key in its certificate");
  set_serial_number(certificate);
  set_validity(certificate, now);
  set_name(certificate, parts->key.get());
  add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate, NID_key_usage, "critical,digitalSignature,nonRepudiation");
  add_extension(certificate, NID_subject_key_identifier, "hash");
  must(X509_sign(certificate, parts->key.get(), EVP_sha256()) > 0, "the signature of its certificate");
  return SigningIdentity(std::move(parts));
}

std::string SigningIdentity::key_pem() const {
  const Bio out(BIO_new(BIO_s_mem()));
  if (!out ||
      PEM_write_bio_PKCS8PrivateKey(out.get(), parts_->key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
    throw Error::internal("a private key could not be written as PEM: " + openssl_reason());
  return bio_contents(out.get());
}

std::string SigningIdentity::certificate_pem() const {
  return to_pem(parts_->certificate.get());
}

std::string SigningIdentity::chain_pem() const {
  std::string text;
  for (const Certificate& certificate : parts_->chain)
    text += to_pem(certificate.get());
  return text;
}

std::string SigningIdentity::certificate_sha256() const {
  return sha256_hex(parts_->certificate.get());
}

std::string SigningIdentity::subject() const {
  return to_text(X509_get_subject_name(parts_->certificate.get()));
}

bool SigningIdentity::valid_at(Seconds time) const {
  const auto start = to_seconds(X509_get0_notBefore(parts_->certificate.get()));
  const auto end = to_seconds(X509_get0_notAfter(parts_->certificate.get()));
  return start && end && *start <= time && time <= *end;
}

} // namespace assay::seal
