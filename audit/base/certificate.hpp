// SPDX-License-Identifier: Apache-2.0
//
// X.509 certificates as seals and signatures of commits need them: read from PEM or DER, named, digested, their
// keys judged. Private to the folders that verify: it shows OpenSSL's types. Knows nothing of what a certificate is
// trusted for.
#pragma once

#include "audit/base/digest.hpp"
#include "audit/base/file.hpp"
#include "audit/base/handle.hpp"
#include "audit/base/time.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

using Certificate = Handle<X509, X509_free>;
using Key = Handle<EVP_PKEY, EVP_PKEY_free>;
using Bio = Handle<BIO, BIO_free_all>;
using AsnTime = Handle<ASN1_TIME, ASN1_TIME_free>;

// More certificates in one file than this are refused.
inline constexpr std::size_t max_certificates = 64;

struct CertificateList {
  std::vector<Certificate> certificates;
  std::string problem; // why the bytes could not be read, as the end of a sentence; empty when they could
};

// All certificates of a PEM text, or the one of a DER file. Anything else among them is a problem: a private
// key has no business in a folder of trusted certificates.
CertificateList read_certificates(std::string_view bytes);

// The certificates of several files that are trusted. Throws Error::input with `hint` for one that holds anything else,
// or nothing.
std::vector<Certificate> read_anchors(const std::vector<SourceFile>& files, const std::string& hint);

// SHA-256 or stronger, by its object identifier (NID).
bool is_strong_digest(int nid);
// Whether the certificate's own signature is made with such a digest.
bool has_strong_signature(X509* certificate);

std::string to_pem(const X509* certificate);
std::string to_der(const X509* certificate);
std::string sha256_hex(const X509* certificate);

// A name as RFC 2253 writes it, in UTF-8. It is a stranger's text: escape it before showing it.
std::string to_text(const X509_NAME* name);

// UTCTime for the years 1950 to 2049, else GeneralizedTime, as RFC 5280 and RFC 5652 ask. Null for a time that
// neither can express.
AsnTime to_asn1(Seconds time);

// Nothing for a time that is malformed.
std::optional<Seconds> to_seconds(const ASN1_TIME* time);

// Why this key is weaker than the policy of seal/validation.hpp asks for, as the end of a sentence. With
// `for_sealing`, also whether this program can sign with it in CMS.
std::optional<std::string> key_problem(const EVP_PKEY* key, bool for_sealing);

// Whether the key usage, if the certificate has one, allows signing documents.
bool may_sign(X509* certificate);

// What OpenSSL said last went wrong, and forgets it.
std::string openssl_reason();

// A memory BIO to read from; the bytes must outlive it.
Bio bio_reading(std::string_view bytes);
std::string bio_contents(BIO* bio);

} // namespace assay
