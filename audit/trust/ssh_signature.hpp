// SPDX-License-Identifier: Apache-2.0
//
// Signatures in the SSHSIG form (OpenSSH's PROTOCOL.sshsig) that `ssh-keygen -Y sign` and git write: armour,
// fields, and whether the mathematics hold. Knows nothing of who holds a key or whether it is trusted.
#pragma once

#include "audit/trust/ssh_key.hpp"
#include "audit/trust/verdict.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay::trust {

// Larger armoured signatures are refused as malformed; certificates with 256 long principals need a tenth.
inline constexpr std::size_t max_ssh_signature_bytes = 1u << 20;

// The fields of a signature as they stand. The views lead into `bytes`.
struct SshSignature {
  std::string bytes;
  std::string_view key; // wire form of a public key or certificate
  std::string_view name_space;
  std::string_view hash;      // "sha512" …
  std::string_view signature; // in the form check_ssh_signature takes
  bool text_behind = false;   // whether other text than white space follows the armour's last line

  SshSignature() = default;
  SshSignature(const SshSignature&) = delete; // its views would lead into the other's bytes
  SshSignature& operator=(const SshSignature&) = delete;
};

// Takes an armoured signature apart. The answer is empty, or says as a clause why it is malformed.
std::string parse_ssh_signature(std::string_view armoured, SshSignature& out);

// Whether mathematics hold, and otherwise why not, as a clause.
struct SshCheck {
  Status status = Status::malformed; // good, bad, weak or malformed
  std::string explanation;           // empty when good
  std::string format;                // such as "rsa-sha2-512"; empty when unreadable
  std::optional<std::uint8_t> flags; // of FIDO keys: bit 0 user presence, bit 2 user verification
};

// A signature in the form of RFC 4253 section 6.6, RFC 8332 or PROTOCOL.u2f over `data`. SHA-1 (signature
// format "ssh-rsa") and weak keys give weak, the latter only after the mathematics held.
SshCheck check_ssh_signature(const SshPublicKey& key, std::string_view signature, std::string_view data);

// The bytes a signer signs for a message (PROTOCOL.sshsig section 3). Nothing for any hash but "sha256" and
// "sha512".
std::optional<std::string> ssh_signed_bytes(std::string_view name_space, std::string_view hash,
                                            std::string_view message);

} // namespace assay::trust
