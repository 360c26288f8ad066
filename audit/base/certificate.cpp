// SPDX-License-Identifier: Apache-2.0
#include "audit/base/certificate.hpp"

#include "audit/base/error.hpp"

#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <chrono>
#include <ctime>

namespace assay {

namespace {

struct FreeOpenssl {
  template <class T> void operator()(T* pointer) const noexcept { OPENSSL_free(pointer); }
};

// One block of a PEM text, freed by OpenSSL's allocator.
struct PemBlock {
  std::unique_ptr<char, FreeOpenssl> label, header;
  std::unique_ptr<unsigned char, FreeOpenssl> data;
  long size = 0;
};

std::optional<PemBlock> next_block(BIO* bio) {
  PemBlock block;
  char *label = nullptr, *header = nullptr;
  unsigned char* data = nullptr;
  if (PEM_read_bio(bio, &label, &header, &data, &block.size) != 1)
    return std::nullopt;
  block.label.reset(label);
  block.header.reset(header);
  block.data.reset(data);
  return block;
}

Certificate from_der(const unsigned char* data, long size) {
  const unsigned char* end = data;
  Certificate certificate(d2i_X509(nullptr, &end, size));
  if (end != data + size)
    certificate.reset();
  return certificate;
}

CertificateList problem(std::string why) {
  ERR_clear_error();
  return {{}, std::move(why)};
}

} // namespace

CertificateList read_certificates(std::string_view bytes) {
  CertificateList list;
  if (bytes.find("-----BEGIN ") == std::string_view::npos) {
    list.certificates.push_back(
        from_der(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<long>(bytes.size())));
    return list.certificates.front() ? std::move(list) : problem("it is no certificate in PEM or DER form");
  }
  const Bio bio = bio_reading(bytes);
  while (const auto block = next_block(bio.get())) {
    const std::string label = block->label.get();
    if (label != PEM_STRING_X509 && label != PEM_STRING_X509_OLD)
      return problem(fmt::format("it holds a \"{}\"; only certificates belong there", label));
    if (list.certificates.size() == max_certificates)
      return problem(fmt::format("it holds more than {} certificates", max_certificates));
    list.certificates.push_back(from_der(block->data.get(), block->size));
    if (!list.certificates.back())
      return problem(fmt::format("its certificate number {} is damaged", list.certificates.size()));
  }
  if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
    return problem(fmt::format("its PEM block number {} is damaged", list.certificates.size() + 1));
  ERR_clear_error();
  return list;
}

std::vector<Certificate> read_anchors(const std::vector<SourceFile>& files, const std::string& hint) {
  std::vector<Certificate> anchors;
  for (const SourceFile& file : files) {
    CertificateList list = read_certificates(file.bytes);
    if (list.problem.empty() && list.certificates.empty())
      list.problem = "it holds no certificate";
    if (!list.problem.empty())
      throw Error::input(fmt::format("the trust anchors in {} were not read: {}", file.shown, list.problem)).hint(hint);
    for (Certificate& certificate : list.certificates)
      anchors.push_back(std::move(certificate));
  }
  return anchors;
}

bool is_strong_digest(int nid) {
  switch (nid) {
  case NID_sha256:
  case NID_sha384:
  case NID_sha512:
  case NID_sha512_256:
  case NID_sha3_256:
  case NID_sha3_384:
  case NID_sha3_512:
    return true;
  default:
    return false;
  }
}

bool has_strong_signature(X509* certificate) {
  int digest = NID_undef, key = NID_undef;
  X509_get_signature_info(certificate, &digest, &key, nullptr, nullptr);
  ERR_clear_error();
  return is_strong_digest(digest) || key == NID_ED25519 || key == NID_ED448; // these have their digest built in
}

Bio bio_reading(std::string_view bytes) {
  Bio bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
  if (!bio)
    throw Error::internal("OpenSSL could not make a buffer");
  return bio;
}

std::string bio_contents(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size <= 0 ? std::string() : std::string(data, static_cast<std::size_t>(size));
}

std::string to_pem(const X509* certificate) {
  const Bio out(BIO_new(BIO_s_mem()));
  if (!out || PEM_write_bio_X509(out.get(), certificate) != 1)
    throw Error::internal("a certificate could not be written as PEM: " + openssl_reason());
  return bio_contents(out.get());
}

std::string to_der(const X509* certificate) {
  unsigned char* data = nullptr;
  const int size = i2d_X509(certificate, &data);
  if (size < 0)
    throw Error::internal("a certificate could not be written as DER: " + openssl_reason());
  const std::unique_ptr<unsigned char, FreeOpenssl> owner(data);
  return {reinterpret_cast<const char*>(data), static_cast<std::size_t>(size)};
}

std::string sha256_hex(const X509* certificate) {
  return assay::sha256_hex(to_der(certificate));
}

std::string to_text(const X509_NAME* name) {
  // Without ESC_MSB: letters beyond ASCII stay themselves.
  constexpr unsigned long flags = XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
  const Bio out(BIO_new(BIO_s_mem()));
  if (!out || X509_NAME_print_ex(out.get(), name, 0, flags) < 0) {
    ERR_clear_error();
    return "(a name that cannot be written)";
  }
  return bio_contents(out.get());
}

AsnTime to_asn1(Seconds time) {
  // OpenSSL would write a year of five digits.
  const bool four_digits = format_rfc3339(time).front() != '@';
  AsnTime out(four_digits ? ASN1_TIME_set(nullptr, static_cast<time_t>(time)) : nullptr);
  ERR_clear_error();
  return out;
}

std::optional<Seconds> to_seconds(const ASN1_TIME* time) {
  std::tm tm{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &tm) != 1) {
    ERR_clear_error();
    return std::nullopt;
  }
  using namespace std::chrono;
  const sys_days day{year{tm.tm_year + 1900} / (tm.tm_mon + 1) / tm.tm_mday};
  return day.time_since_epoch().count() * Seconds{86400} + tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec;
}

std::optional<std::string> key_problem(const EVP_PKEY* key, bool for_sealing) {
  if (key == nullptr)
    return "its public key is of a kind that is not known here";
  const int bits = EVP_PKEY_get_bits(key);
  if (EVP_PKEY_is_a(key, "RSA") || (EVP_PKEY_is_a(key, "RSA-PSS") && !for_sealing))
    return bits >= 2048
               ? std::nullopt
               : std::optional(fmt::format("its RSA key has {} bits; at least 2048 are asked for", bits));
  if (EVP_PKEY_is_a(key, "EC")) {
    char group[64] = "";
    if (EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) != 1) {
      ERR_clear_error();
      return "its elliptic curve has no name";
    }
    int spelled_out = 0;
    EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &spelled_out);
    if (spelled_out != 0)
      return "its elliptic curve is spelled out instead of named";
    const std::string_view curve = group;
    if (for_sealing && curve != "prime256v1" && curve != "secp384r1" && curve != "secp521r1")
      return fmt::format("its elliptic curve is {}; P-256, P-384 and P-521 are supported", curve);
    return bits >= 256 ? std::nullopt
                       : std::optional(
                             fmt::format("its elliptic curve has {} bits; at least 256 are asked for", bits));
  }
  const bool edwards = EVP_PKEY_is_a(key, "ED25519") || EVP_PKEY_is_a(key, "ED448");
  if (edwards && for_sealing)
    return "OpenSSL 3.0 cannot sign CMS with EdDSA keys";
  if (edwards)
    return std::nullopt;
  const char* kind = EVP_PKEY_get0_type_name(key);
  return fmt::format("its key is of the kind {}; RSA and elliptic curves are supported",
                     kind == nullptr ? "unknown" : kind);
}

bool may_sign(X509* certificate) {
  // OpenSSL answers "everything" for a certificate without the extension.
  return (X509_get_key_usage(certificate) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0;
}

std::string openssl_reason() {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return reason == nullptr ? "OpenSSL gave no reason" : reason;
}

} // namespace assay
