// SPDX-License-Identifier: Apache-2.0
//
// What the tests of OpenPGP share: a GnuPG home that goes away, signatures by the gpg program at times the
// test decides, and the answers of gpg and librnp to compare with.
#pragma once

#include "audit/base/base64.hpp"
#include "audit/trust/openpgp.hpp"

#include "../support/programs.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <rnp/rnp.h>
#include <rnp/rnp_err.h>
#include <string>
#include <string_view>
#include <vector>

namespace openpgp_tests {

namespace fs = std::filesystem;
using namespace assay::trust;
using assay::Seconds;
using assay::SourceFile;

inline constexpr Seconds day = 86'400;
inline constexpr Seconds start = 1'600'000'000; // 2020-09-13T12:26:40Z, when keys are made
inline constexpr Seconds signed_at = start + 10 * day;
inline constexpr Seconds now = start + 100 * day; // as-of of most tests

inline const std::string payload = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\ntext  \nmore\n";

inline bool have_gpg() {
  const bool found = std::system("command -v gpg gpgconf >/dev/null 2>&1") == 0;
  if (!found)
    MESSAGE("gpg is not installed: this test was left out");
  return found;
}

inline SourceFile keyring_file(std::string bytes, std::string name = "keys.asc") {
  return {name, std::move(bytes), "trusted/" + name};
}

class GpgHome : public programs::TempDir {
public:
  ~GpgHome() {
    (void)std::system(
        fmt::format("gpgconf --homedir '{}' --kill all >/dev/null 2>&1", path().string()).c_str());
  }

  // Standard output of gpg; both streams are shown when it fails and `must_work`.
  std::string gpg(Seconds time, const std::string& arguments, const std::string& input = {},
                  bool must_work = true) const {
    put("input", input);
    const std::string command =
        fmt::format("cd '{0}' && gpg --homedir '{0}' --no-tty --yes --passphrase '' --pinentry-mode loopback "
                    "--allow-weak-digest-algos --faked-system-time '{1}!' {2} <input 2>errors",
                    path().string(), time, arguments);
    const programs::Ran ran = programs::run(command);
    if (must_work)
      REQUIRE_MESSAGE(ran.status == 0, command, '\n', get("errors"));
    return ran.output;
  }

  // Makes a key for `name` and returns its fingerprint. `usage` such as "sign", `lifetime` such as "30d" or
  // "never".
  std::string make_key(const std::string& name, const std::string& algorithm = "ed25519",
                       const std::string& lifetime = "never", Seconds time = start,
                       const std::string& usage = "sign") const {
    gpg(time, fmt::format("--batch --quick-generate-key '{0} <{0}@example.org>' {1} {2} {3}", name, algorithm,
                          usage, lifetime));
    return fingerprints(name).front();
  }

  // Of the primary key and its subkeys.
  std::vector<std::string> fingerprints(const std::string& name) const {
    std::vector<std::string> found;
    const std::string listing = gpg(now, "--batch --with-colons --list-keys '" + name + "'");
    for (std::size_t at = 0; (at = listing.find("\nfpr:::::::::", at)) != std::string::npos; ++at)
      found.push_back(listing.substr(at + 13, 40));
    REQUIRE_FALSE(found.empty());
    return found;
  }

  std::string export_key(const std::string& name, const std::string& options = "--armor") const {
    return gpg(now, fmt::format("--batch {} --export '{}'", options, name));
  }

  std::string sign(const std::string& user, Seconds time = signed_at, const std::string& options = {},
                   const std::string& data = payload) const {
    return gpg(time, fmt::format("--batch --armor -u '{}' {} --detach-sign", user, options), data);
  }

  // Revokes a whole key with a reason from gpg's menu: 0 none, 1 compromised, 2 superseded, 3 no longer used.
  void revoke(const std::string& name, int reason, Seconds time) const {
    const std::string certificate =
        gpg(time, "--command-fd 0 --armor --gen-revoke '" + name + "'", fmt::format("y\n{}\n\ny\n", reason));
    gpg(time, "--batch --import", certificate);
  }

  // The status of gpg for a signature, such as "GOODSIG", all of them when there are several; "" for none.
  std::string judged(const std::string& signature, const std::string& data = payload,
                     Seconds time = now) const {
    put("signature", signature);
    put("data", data);
    const std::string output = gpg(time, "--batch --status-fd 1 --verify signature data", {}, false);
    std::string found;
    for (const char* word : {"GOODSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG", "BADSIG", "ERRSIG"})
      for (std::size_t at = 0; (at = output.find(fmt::format("[GNUPG:] {} ", word), at)) != std::string::npos;
           ++at)
        found += (found.empty() ? "" : " ") + std::string(word);
    return found;
  }

  void put(const std::string& name, std::string_view bytes) const {
    std::ofstream(path() / name, std::ios::binary | std::ios::trunc) << bytes;
  }
  std::string get(const std::string& name) const { return assay::read_file(path() / name, 1 << 20); }
};

// What librnp itself says of a detached signature: "success", "expired", "invalid", "no key", "unknown" or,
// when it finds no signature, "none".
inline std::string judged_by_librnp(const std::string& keys, const std::string& signature,
                                    const std::string& data = payload, Seconds time = now) {
  rnp_ffi_t library = nullptr;
  REQUIRE(rnp_ffi_create(&library, "GPG", "GPG") == RNP_SUCCESS);
  rnp_set_timestamp(library, static_cast<std::uint64_t>(time));
  const auto input = [](const std::string& bytes) {
    rnp_input_t made = nullptr;
    REQUIRE(rnp_input_from_memory(&made, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(),
                                  true) == RNP_SUCCESS);
    return made;
  };
  rnp_input_t key_input = input(keys), data_input = input(data), signature_input = input(signature);
  rnp_import_keys(library, key_input, RNP_LOAD_SAVE_PUBLIC_KEYS | RNP_LOAD_SAVE_PERMISSIVE, nullptr);
  rnp_op_verify_t operation = nullptr;
  REQUIRE(rnp_op_verify_detached_create(&operation, library, data_input, signature_input) == RNP_SUCCESS);
  rnp_op_verify_execute(operation);
  std::size_t count = 0;
  rnp_op_verify_get_signature_count(operation, &count);
  std::string answer = "none";
  for (std::size_t i = 0; i < count; ++i) {
    rnp_op_verify_signature_t one = nullptr;
    rnp_op_verify_get_signature_at(operation, i, &one);
    const rnp_result_t status = rnp_op_verify_signature_get_status(one);
    answer = (i == 0 ? "" : answer + " ") + std::string(status == RNP_SUCCESS                   ? "success"
                                                        : status == RNP_ERROR_SIGNATURE_EXPIRED ? "expired"
                                                        : status == RNP_ERROR_SIGNATURE_INVALID ? "invalid"
                                                        : status == RNP_ERROR_KEY_NOT_FOUND     ? "no key"
                                                                                                : "unknown");
  }
  rnp_op_verify_destroy(operation);
  for (rnp_input_t one : {key_input, data_input, signature_input})
    rnp_input_destroy(one);
  rnp_ffi_destroy(library);
  return answer;
}

inline std::string big_endian(std::uint64_t value, int size) {
  std::string bytes;
  for (int i = size - 1; i >= 0; --i)
    bytes += static_cast<char>(value >> 8 * i & 0xff);
  return bytes;
}

// A packet of the new format with a length of five bytes.
inline std::string packet(std::uint8_t tag, const std::string& body) {
  return big_endian(0xc0 | tag, 1) + '\xff' + big_endian(body.size(), 4) + body;
}

inline std::string subpacket(std::uint8_t type, const std::string& data) {
  return big_endian(data.size() + 1, 1) + big_endian(type, 1) + data;
}

inline std::string integer(const std::string& bytes) {
  return big_endian(8 * bytes.size(), 2) + bytes;
}

inline std::string armoured(const std::string& bytes, const std::string& label = "SIGNATURE") {
  const std::string base64 = assay::to_base64(bytes);
  std::string text = fmt::format("-----BEGIN PGP {}-----\n\n", label);
  for (std::size_t at = 0; at < base64.size(); at += 64) {
    text += base64.substr(at, 64);
    text += '\n';
  }
  return text + fmt::format("-----END PGP {}-----\n", label);
}

// An Ed25519 key whose packets the test writes.
class MadeKey {
public:
  explicit MadeKey(Seconds created = start) : key_(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")) {
    std::string point(32, '\0');
    std::size_t size = point.size();
    REQUIRE(EVP_PKEY_get_raw_public_key(key_.get(), reinterpret_cast<unsigned char*>(point.data()), &size) ==
            1);
    body = big_endian(4, 1) + big_endian(static_cast<std::uint64_t>(created), 4) +
           std::string("\x16\x09\x2b\x06\x01\x04\x01\xda\x47\x0f\x01", 11) + integer('\x40' + point);
    fingerprint = fingerprint_of(body);
  }

  std::string hashed_form() const { return '\x99' + big_endian(body.size(), 2) + body; }
  std::string id() const { return fingerprint.substr(12); }
  std::string hex() const {
    return fmt::format("{:02X}",
                       fmt::join(reinterpret_cast<const unsigned char*>(fingerprint.data()),
                                 reinterpret_cast<const unsigned char*>(fingerprint.data()) + 20, ""));
  }

  // The subpackets that gpg writes: creation time and issuer.
  std::string usual(Seconds time = signed_at) const {
    return subpacket(2, big_endian(static_cast<std::uint64_t>(time), 4)) +
           subpacket(33, '\x04' + fingerprint);
  }

  // The body of a version 4 signature packet by SHA-512 over `data`.
  std::string sign(std::uint8_t type, const std::string& data, const std::string& hashed,
                   const std::string& unhashed = {}) const {
    const std::string head =
        big_endian(4, 1) + big_endian(type, 1) + "\x16\x0a" + big_endian(hashed.size(), 2) + hashed;
    const std::string digest = sha512(data + head + "\x04\xff" + big_endian(head.size(), 4));
    return head + big_endian(unhashed.size(), 2) + unhashed + value(digest);
  }

  // The same for version 3, which names its issuer in a field of its own.
  std::string sign_version_3(const std::string& data, Seconds time = signed_at) const {
    const std::string hashed = std::string(1, '\0') + big_endian(static_cast<std::uint64_t>(time), 4);
    return "\x03\x05" + hashed + id() + "\x16\x0a" + value(sha512(data + hashed));
  }

  // Key packet, user id and self-signature.
  std::string certificate(const std::string& user_id, std::uint8_t flags = 3, Seconds time = start) const {
    const std::string data = hashed_form() + '\xb4' + big_endian(user_id.size(), 4) + user_id;
    return packet(public_key_tag, body) + packet(user_id_tag, user_id) +
           packet(signature_tag, sign(0x13, data, usual(time) + subpacket(27, big_endian(flags, 1))));
  }

  std::string body;
  std::string fingerprint; // 20 bytes

private:
  static std::string sha512(const std::string& bytes) {
    std::string digest(64, '\0');
    REQUIRE(EVP_Q_digest(nullptr, "SHA512", nullptr, bytes.data(), bytes.size(),
                         reinterpret_cast<unsigned char*>(digest.data()), nullptr) == 1);
    return digest;
  }

  std::string value(const std::string& digest) const {
    const assay::Handle<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
    std::string signature(64, '\0');
    std::size_t size = signature.size();
    REQUIRE(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1);
    REQUIRE(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                           reinterpret_cast<const unsigned char*>(digest.data()), digest.size()) == 1);
    return digest.substr(0, 2) + integer(signature.substr(0, 32)) + integer(signature.substr(32));
  }

  assay::Key key_;
};

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

} // namespace openpgp_tests
