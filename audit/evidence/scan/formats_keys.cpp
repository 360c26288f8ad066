// SPDX-License-Identifier: Apache-2.0
//
// Private keys: blocks of text, and the one-line forms of tools that have their own. Keys in binary
// containers (PKCS #12, Java key stores) have no text to look for and are not found.
#include "audit/evidence/scan/formats.hpp"

#include <fmt/format.h>

namespace assay::evidence::scan {

namespace {

// The longest RSA keys of use, 16,384 bits, fill 13 kB; an OpenPGP key with its subkeys and user ids more.
constexpr std::uint32_t key_reach = 16u << 10, openpgp_reach = 64u << 10;

// "-----BEGIN label-----" to the END of the same label.
Format block(std::string id, std::string title, std::string_view label, Check check) {
  Format format;
  format.id = std::move(id);
  format.title = std::move(title);
  format.triage = {fmt::format("-----BEGIN {}-----", label)};
  format.precise = fmt::format("(?s)(-----BEGIN {0}-----.+?-----END {0}-----)", label);
  format.check = check;
  format.reach = check == check_openpgp_key ? openpgp_reach : key_reach;
  format.random = false;
  return format;
}

Format one_line(std::string id, std::string title, std::string triage, std::string precise,
                Check check = nullptr) {
  Format format;
  format.id = std::move(id);
  format.title = std::move(title);
  format.triage = {std::move(triage)};
  format.precise = std::move(precise);
  format.check = check;
  return format;
}

} // namespace

std::vector<Format> key_formats() {
  std::vector<Format> rows = {
      block("private-key-pem", "private key, PKCS #8", "PRIVATE KEY", check_der_key),
      block("private-key-encrypted", "private key under a passphrase, PKCS #8", "ENCRYPTED PRIVATE KEY",
            check_der_key),
      block("private-key-rsa", "RSA private key, PKCS #1", "RSA PRIVATE KEY", check_der_key),
      block("private-key-ec", "elliptic-curve private key, SEC 1", "EC PRIVATE KEY", check_der_key),
      block("private-key-dsa", "DSA private key", "DSA PRIVATE KEY", check_der_key),
      block("private-key-openssh", "OpenSSH private key", "OPENSSH PRIVATE KEY", check_openssh_key),
      block("private-key-openpgp", "OpenPGP secret key", "PGP PRIVATE KEY BLOCK", check_openpgp_key),
      one_line("age-secret-key", "age secret key", "AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{8}",
               R"((AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58})(?:[^0-9A-Za-z_]|$))",
               check_bech32),
      one_line("minisign-secret-key", "minisign secret key", "RWRTY0Iy[0-9A-Za-z+/]{24}",
               R"((RWRTY0Iy[0-9A-Za-z+/]{200,204}={0,2}))"),
      one_line("wireguard-private-key", "WireGuard private key", "PrivateKey",
               R"(PrivateKey[ \t]*=[ \t]*([0-9A-Za-z+/]{42}[AEIMQUYcgkosw048]=)(?:[^0-9A-Za-z+/=]|$))"),
  };
  Format putty = one_line("private-key-putty", "PuTTY private key", "PuTTY-User-Key-File-[23]: ",
                          R"((?s)(PuTTY-User-Key-File-[23]: .+?Private-Lines: \d{1,3}.+?)Private-MAC:)");
  putty.reach = key_reach;
  putty.random = false;
  Format jwk = one_line("private-key-jwk", "private key as a JSON Web Key", R"("kty")",
                        R"#("kty"\s*:\s*"(?:RSA|EC|OKP)"[^{}]*?"d"\s*:\s*"([0-9A-Za-z_-]{42,1000})")#");
  jwk.reach = 4096;
  for (Format& row : std::vector{putty, jwk})
    rows.push_back(std::move(row));
  return rows;
}

} // namespace assay::evidence::scan
