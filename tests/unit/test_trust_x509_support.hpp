// SPDX-License-Identifier: Apache-2.0
//
// What the tests of X.509 signatures share: authorities and signers made by the openssl program, with the
// validity a test wants, and what they sign.
#pragma once

#include "audit/base/base64.hpp"
#include "audit/base/cms.hpp"
#include "audit/base/error.hpp"
#include "audit/trust/x509.hpp"

#include "../support/programs.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace x509_tests {

namespace fs = std::filesystem;
using namespace assay::trust;
using assay::Seconds;
using assay::SourceFile;
using programs::have;
using programs::Ran;

// What git hands to a signing program.
inline const std::string payload = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
                                   "author A <a@example.org> 1790000000 +0000\n"
                                   "committer A <a@example.org> 1790000000 +0000\n\nsubject\n";

inline constexpr Seconds minute = 60, hour = 3600, day = 86'400;

inline void put(const fs::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

inline std::string get(const fs::path& path) {
  return assay::read_file(path, std::uint64_t{1} << 24);
}

inline std::string armour(std::string_view der, std::string_view label = "SIGNED MESSAGE") {
  const std::string base64 = assay::to_base64(der);
  std::string text = fmt::format("-----BEGIN {}-----\n", label);
  for (std::size_t at = 0; at < base64.size(); at += 64)
    text += base64.substr(at, 64) + "\n";
  return text + fmt::format("-----END {}-----\n", label);
}

inline std::string name_of(const Verdict& verdict) {
  const std::string name(to_string(verdict.status));
  return verdict.status == Status::good && verdict.time_proven ? name + " at a proven time" : name;
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

inline const std::string authority_extensions =
    "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign";
inline const std::string signer_extensions =
    "keyUsage=critical,digitalSignature\nextendedKeyUsage=codeSigning\n"
    "subjectAltName=email:a@example.org";
inline const std::string p256 = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";

// A root, an authority below it and a signer below that, at the present time. Files are NAME.key and
// NAME.crt.
class Pki : public programs::TempDir {
public:
  Pki() {
    put(path() / "index", "");
    put(path() / "index.attr", "unique_subject = no\n");
    put(path() / "ca.cnf",
        "[ca]\ndefault_ca = it\n[it]\ndatabase = index\nnew_certs_dir = .\nrand_serial = yes\n"
        "default_md = sha256\npolicy = any\ndefault_crl_days = 30\n[any]\ncommonName = supplied\n");
    put(path() / "payload", payload);
    issue("root", "", authority_extensions, -100 * day, 100 * day);
    issue("middle", "root", authority_extensions, -50 * day, 50 * day);
    issue("signer", "middle", signer_extensions, -10 * day, 10 * day);
  }
  Ran run(const std::string& command) const { return programs::run(path(), command); }

  void must(const std::string& command) const {
    const Ran ran = run(command);
    REQUIRE_MESSAGE(ran.status == 0, (command + "\n" + ran.output));
  }

  // Valid from and until so many seconds after the present; an empty issuer is the certificate itself.
  void issue(const std::string& name, const std::string& issuer, const std::string& extensions, Seconds from,
             Seconds until, const std::string& key = p256, const std::string& options = "-md sha256") const {
    put(path() / "extensions", extensions + "\n");
    must(fmt::format("openssl genpkey {} -out {}.key", key, name));
    certify(name, issuer, from, until, options);
  }

  void certify(const std::string& name, const std::string& issuer, Seconds from, Seconds until,
               const std::string& options) const {
    const std::string by = issuer.empty() ? fmt::format("-selfsign -keyfile {}.key", name)
                                          : fmt::format("-cert {0}.crt -keyfile {0}.key", issuer);
    must(fmt::format(
        "openssl req -new -key {0}.key -subj '/CN={0}' -out csr && openssl ca -batch -notext -config "
        "ca.cnf {1} -startdate {2} -enddate {3} -extfile extensions {4} -in csr -out {0}.crt",
        name, by, stamp(from), stamp(until), options));
  }

  // A signature over the payload by the openssl program, in DER; with `certificates` in it besides the
  // signer's.
  std::string sign(const std::string& signer,
                   const std::string& options = "-certfile middle.crt -md sha256") const {
    must(fmt::format(
        "openssl cms -sign -binary -in payload -outform DER -out s -signer {0}.crt -inkey {0}.key {1}",
        signer, options));
    return get(path() / "s");
  }

  SourceFile file(const std::string& name) const { return {name, get(path() / name), name}; }

  X509Trust trust(const std::vector<std::string>& trusted = {"root"}, Seconds later = hour) const {
    std::vector<SourceFile> ca;
    for (const std::string& name : trusted)
      ca.push_back(file(name + ".crt"));
    return X509Trust(ca, now + later);
  }

  Verdict verify(const std::string& der, const std::vector<std::string>& trusted = {"root"},
                 std::optional<Seconds> claimed = std::nullopt) const {
    return trust(trusted).verify(payload, armour(der), claimed);
  }

  // Whether the openssl program finds the arithmetic right, whoever signed.
  bool openssl_agrees(const std::string& der, const std::string& options = {}) const {
    put(path() / "checked", der);
    return run(fmt::format("openssl cms -verify -binary -noverify -inform DER -in checked -content payload "
                           "-out out {}",
                           options))
               .status == 0;
  }

  std::string stamp(Seconds after) const {
    std::string text = assay::format_rfc3339(now + after); // 2026-01-01T00:00:00Z
    std::erase_if(text, [](char c) { return c == '-' || c == ':' || c == 'T'; });
    return text;
  }

  const Seconds now = static_cast<Seconds>(std::time(nullptr));
};

// A CMS structure with this value as another unsigned attribute of its signer.
inline std::string with_unsigned(const std::string& der, int nid, const std::string& value) {
  const assay::Cms cms = assay::parse_cms(der);
  REQUIRE(cms);
  REQUIRE(CMS_unsigned_add1_attr_by_NID(assay::only_signer(cms.get()), nid, V_ASN1_SEQUENCE, value.data(),
                                        static_cast<int>(value.size())) == 1);
  return assay::to_der(cms.get());
}

// The same structure as gpgsm writes it: its three outermost elements of indefinite length (X.690
// section 8.1.3.6).
inline std::string as_ber(std::string_view der) {
  // A ContentInfo, its type, [0], and SignedData; each length here takes four bytes.
  const std::string_view type("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 11);
  REQUIRE(der.substr(0, 2) == "\x30\x82");
  REQUIRE(der.substr(4, 11) == type);
  REQUIRE(der.substr(15, 2) == "\xa0\x82");
  REQUIRE(der.substr(19, 2) == "\x30\x82");
  return "\x30\x80" + std::string(type) + "\xa0\x80\x30\x80" + std::string(der.substr(23)) +
         std::string(6, '\0');
}

inline std::string signature_value(const std::string& der) {
  const assay::Cms cms = assay::parse_cms(der);
  REQUIRE(cms);
  return std::string(assay::bytes_of(CMS_SignerInfo_get0_signature(assay::only_signer(cms.get()))));
}

} // namespace x509_tests
