// SPDX-License-Identifier: Apache-2.0
//
// SSH public keys: their wire form (RFC 4253 section 6.6, RFC 5656, RFC 8709, OpenSSH's PROTOCOL.u2f) into
// OpenSSL keys, and their fingerprints. Knows nothing of who holds a key or what it may do.
#pragma once

#include "audit/base/certificate.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace assay::trust {

class SshReader;

struct SshPublicKey {
  std::string type;        // "ssh-ed25519", "sk-ecdsa-sha2-nistp256@openssh.com" …
  std::string blob;        // the one wire form of this key: equal keys have equal blobs
  Key key;                 // null for an RSA key so short that its mathematics are not tried
  std::string application; // of FIDO keys, such as "ssh:"
  std::string weakness;    // why nothing signed by it is believed, as a clause; empty for a good key

  bool fido() const { return type.starts_with("sk-"); }
  // "SHA256:…" as ssh-keygen -l prints it.
  std::string fingerprint() const;
};

// A key, or why there is none, as a clause such as "the key is damaged".
struct SshKeyAnswer {
  std::shared_ptr<const SshPublicKey> key;
  std::string problem;
  bool refused = false; // the type is known and not to be trusted (DSA), rather than not known or damaged
};

// Whether a key of this type can be read here. Certificates are no keys.
bool is_key_type(std::string_view type);

// Reads a key from its wire form, or, as certificates hold it, without its type from the front of `reader`.
SshKeyAnswer read_key(std::string_view blob);
SshKeyAnswer read_key_fields(std::string_view type, SshReader& reader);

// The fingerprint of a key's wire form, whatever its type.
std::string ssh_fingerprint(std::string_view blob);

// A name or text of a stranger's for an explanation: escaped, and cut after 80 bytes.
std::string shown(std::string_view text);

} // namespace assay::trust
