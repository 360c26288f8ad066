// SPDX-License-Identifier: Apache-2.0
//
// Public keys that come without a name or a date: PEM blocks "PUBLIC KEY" (RFC 7468 section 13), as the signatures of
// envelopes and bundles are made with. Private to this folder: it shows OpenSSL's types.
#pragma once

#include "audit/base/certificate.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace assay::trust {

// More keys in one file than this are refused.
inline constexpr std::size_t max_public_keys = 64;

struct PublicKey {
  Key key;
  std::string file;     // as SourceFile::shown
  std::string digest;   // SHA-256 of the key in DER, as bytes
  std::string weakness; // why nothing signed with it is believed, as a clause; empty for a good key

  std::string id() const { return to_hex(digest); }
  // Whether this key id of a stranger's is the digest in a form that is in use: hexadecimal, base64, or base64 behind
  // "SHA256:". Key ids mean nothing by themselves; that one names another key proves nothing.
  bool is_named(std::string_view key_id) const;
};

struct PublicKeyFile {
  std::vector<PublicKey> keys;
  std::string problem; // why the file could not be read, as the end of a sentence; it has no keys then
};

PublicKeyFile read_public_keys(const SourceFile& file);

} // namespace assay::trust
