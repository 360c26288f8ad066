// SPDX-License-Identifier: Apache-2.0
//
// What the tests of SSH signatures share: a workshop in which the ssh-keygen program makes keys, certificates
// and signatures and says what it thinks of them, and keys of the test's own for what ssh-keygen would never
// make.
#pragma once

#include "audit/base/base64.hpp"
#include "audit/base/time.hpp"
#include "audit/trust/ssh.hpp"
#include "audit/trust/ssh_signature.hpp"
#include "audit/trust/ssh_wire.hpp"

#include "../support/programs.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ssh_tests {

namespace fs = std::filesystem;
using namespace assay::trust;
using assay::from_base64;
using assay::Seconds;
using assay::SourceFile;
using programs::have;
using programs::Ran;

inline constexpr Seconds moment = 1'750'000'000; // 2025-06-15T15:06:40Z
inline constexpr Seconds hour = 3600;

inline std::string name_of(Status status) {
  return std::string(to_string(status));
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

inline SourceFile source(std::string name, std::string bytes) {
  return {name, std::move(bytes), name};
}

// YYYYMMDDHHMMSS in UTC.
inline std::string compact(Seconds time) {
  std::string text;
  for (const char c : assay::format_rfc3339(time))
    if (c >= '0' && c <= '9')
      text += c;
  return text;
}

class Workshop : public programs::TempDir {
public:
  void put(std::string_view name, std::string_view bytes) const {
    std::ofstream(path() / name, std::ios::binary | std::ios::trunc) << bytes;
  }
  std::string get(std::string_view name) const {
    std::ifstream file(path() / name, std::ios::binary);
    REQUIRE_MESSAGE(file.good(), std::string(name));
    return {std::istreambuf_iterator<char>(file), {}};
  }
  Ran run(const std::string& command) const {
    return programs::run(path(), command, "export TZ=UTC LC_ALL=C");
  }
  void must(const std::string& command) const {
    const Ran ran = run(command);
    REQUIRE_MESSAGE(ran.status == 0, command, "\n", ran.output);
  }

  // Makes NAME and NAME.pub; `type` such as "ed25519" or "ecdsa -b 384".
  void make_key(const std::string& name, const std::string& type = "ed25519") const {
    must(fmt::format("ssh-keygen -q -N '' -C '' -t {} -f {}", type, name));
  }
  // Key type and key of NAME.pub.
  std::string pub(const std::string& name) const {
    std::string text = get(name + ".pub");
    while (!text.empty() && (text.back() == '\n' || text.back() == ' '))
      text.pop_back();
    return text;
  }
  std::string blob(const std::string& name) const {
    const std::string text = pub(name);
    const std::size_t start = text.find(' ') + 1;
    const auto bytes = from_base64(text.substr(start, text.find(' ', start) - start));
    REQUIRE(bytes.has_value());
    return *bytes;
  }
  // Certifies NAME.pub as NAME-cert.pub; an id, principals and other options as ssh-keygen takes them.
  void certify(const std::string& authority, const std::string& name, const std::string& options) const {
    must(fmt::format("ssh-keygen -q -s {} {} {}.pub", authority, options, name));
  }
  // An armoured signature by NAME, or with a certificate by "NAME-cert".
  std::string sign(const std::string& name, std::string_view payload, const std::string& options = "",
                   const std::string& name_space = "git") const {
    put("payload", payload);
    fs::remove(path() / "payload.sig");
    // ssh-keygen signs with the certificate when it is handed that and finds the private key beside it.
    must(fmt::format("ssh-keygen -q -Y sign -n {} -f {} {} payload", name_space,
                     name.ends_with("-cert") ? name + ".pub" : name, options));
    return get("payload.sig");
  }

  // Whether ssh-keygen calls the signature by `principal` good.
  bool accepts(std::string_view allowed, const std::string& principal, std::string_view payload,
               std::string_view signature, Seconds at = moment, const std::string& revoked = "") const {
    put("allowed", allowed);
    put("s", signature);
    put("p", payload);
    const Ran ran =
        run(fmt::format("ssh-keygen -q -Y verify -n git -f allowed -I '{}' -s s -Overify-time={}Z {} <p",
                        principal, compact(at), revoked.empty() ? "" : "-r " + revoked));
    return ran.status == 0;
  }
};

// The verdict of somebody with this one file of allowed signers.
inline Verdict judge(std::string_view allowed, std::string_view payload, std::string_view signature,
                     std::optional<Seconds> at = moment, const std::vector<std::string>& revoked = {}) {
  std::vector<SshRevocations> lists;
  for (const std::string& bytes : revoked)
    lists.emplace_back(source("revoked", bytes));
  std::vector<AllowedSignersFile> files;
  files.push_back(read_allowed_signers(source("signers", std::string(allowed))));
  const SshTrust trust(std::move(files), std::move(lists));
  return trust.verify(payload, signature, at);
}

// A key within the test, for signatures and certificates that no program makes.
class TestKey {
public:
  static TestKey ed25519() { return TestKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), "ssh-ed25519"); }
  static TestKey p256() {
    return TestKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), "ecdsa-sha2-nistp256");
  }
  static TestKey rsa(std::size_t bits) {
    return TestKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits), "ssh-rsa");
  }
  // The same as a FIDO key.
  TestKey fido() && {
    type = type == "ssh-ed25519" ? "sk-ssh-ed25519@openssh.com" : "sk-ecdsa-sha2-nistp256@openssh.com";
    return std::move(*this);
  }

  std::string blob() const;
  std::string pub() const { return type + " " + assay::to_base64(blob()); }
  // In the form of check_ssh_signature.
  std::string raw_signature(std::string_view data, std::uint8_t flags = 1,
                            const char* rsa_hash = "SHA512") const;
  // The key's own fields, as they stand in its wire form and in certificates.
  std::string fields() const;

  std::string type;

private:
  TestKey(EVP_PKEY* key, std::string name) : type(std::move(name)), key_(key) { REQUIRE(key != nullptr); }
  std::string value(std::string_view data, const char* hash) const;
  std::string number(const char* parameter) const;
  assay::Key key_;
};

inline std::string TestKey::number(const char* parameter) const {
  BIGNUM* number = nullptr;
  REQUIRE(EVP_PKEY_get_bn_param(key_.get(), parameter, &number) == 1);
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
  BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
  BN_free(number);
  std::string out;
  append_mpint(out, bytes);
  return out;
}

inline std::string TestKey::fields() const {
  std::string out;
  if (type == "ssh-rsa")
    return number("e") + number("n");
  const bool ec = contains(type, "ecdsa");
  std::array<unsigned char, 200> point;
  std::size_t size = point.size();
  if (ec) {
    REQUIRE(EVP_PKEY_get_octet_string_param(key_.get(), "pub", point.data(), point.size(), &size) == 1);
    append_string(out, "nistp256");
  } else {
    REQUIRE(EVP_PKEY_get_raw_public_key(key_.get(), point.data(), &size) == 1);
  }
  append_string(out, {reinterpret_cast<const char*>(point.data()), size});
  if (type.starts_with("sk-"))
    append_string(out, "ssh:");
  return out;
}

inline std::string TestKey::blob() const {
  std::string out;
  append_string(out, type);
  return out + fields();
}

inline std::string TestKey::value(std::string_view data, const char* hash) const {
  const assay::Handle<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
  std::string out(1024, '\0');
  std::size_t size = out.size();
  REQUIRE(EVP_DigestSignInit_ex(context.get(), nullptr, hash, nullptr, nullptr, key_.get(), nullptr) == 1);
  REQUIRE(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size,
                         reinterpret_cast<const unsigned char*>(data.data()), data.size()) == 1);
  out.resize(size);
  if (!contains(type, "ecdsa"))
    return out;
  const auto* der = reinterpret_cast<const unsigned char*>(out.data());
  const assay::Handle<ECDSA_SIG, ECDSA_SIG_free> numbers(
      d2i_ECDSA_SIG(nullptr, &der, static_cast<long>(size)));
  std::string pair;
  for (const BIGNUM* number : {ECDSA_SIG_get0_r(numbers.get()), ECDSA_SIG_get0_s(numbers.get())}) {
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
    BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
    append_mpint(pair, bytes);
  }
  return pair;
}

inline std::string TestKey::raw_signature(std::string_view data, std::uint8_t flags,
                                          const char* rsa_hash) const {
  const bool rsa = type == "ssh-rsa", ec = contains(type, "ecdsa"),
             sha1 = std::string_view(rsa_hash) == "SHA1";
  std::string out;
  append_string(out, !rsa                                     ? type
                     : sha1                                   ? "ssh-rsa"
                     : std::string_view(rsa_hash) == "SHA256" ? "rsa-sha2-256"
                                                              : "rsa-sha2-512");
  const char* hash = rsa ? rsa_hash : ec ? "SHA256" : nullptr;
  if (!type.starts_with("sk-")) {
    append_string(out, value(data, hash));
    return out;
  }
  const auto digest = [](std::string_view bytes) {
    const assay::Digest digest = assay::sha256(bytes);
    return std::string(reinterpret_cast<const char*>(digest.data()), digest.size());
  };
  std::string tail(1, static_cast<char>(flags));
  append_uint32(tail, 7); // counter
  append_string(out, value(digest("ssh:") + tail + digest(data), hash));
  return out + tail;
}

// A signature in SSHSIG form whose every field the test decides.
struct Armour {
  std::string magic = "SSHSIG";
  std::uint32_t version = 1;
  std::string key, name_space = "git", reserved, hash = "sha512", signature, behind;
  std::string text() const {
    std::string bytes = magic;
    append_uint32(bytes, version);
    for (const std::string* field : {&key, &name_space, &reserved, &hash, &signature})
      append_string(bytes, *field);
    return "-----BEGIN SSH SIGNATURE-----\n" + assay::to_base64(bytes + behind) +
           "\n-----END SSH SIGNATURE-----\n";
  }
};

// What TestKey signs for a payload.
inline Armour armour(const TestKey& key, std::string_view payload, std::uint8_t flags = 1,
                     const char* rsa_hash = "SHA512") {
  Armour out;
  out.key = key.blob();
  out.signature = key.raw_signature(*ssh_signed_bytes("git", "sha512", payload), flags, rsa_hash);
  return out;
}

} // namespace ssh_tests
