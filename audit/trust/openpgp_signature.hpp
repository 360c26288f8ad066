// SPDX-License-Identifier: Apache-2.0
//
// The mathematics of OpenPGP signatures over data, done by OpenSSL: whether a key made a signature over these
// bytes, and how good its algorithms are. Knows nothing of whose the key is and whether anybody trusts it.
#pragma once

#include "audit/base/certificate.hpp"
#include "audit/trust/openpgp_packet.hpp"

#include <string>
#include <string_view>

namespace assay::trust {

// A public key that OpenSSL has taken.
struct OpenpgpPublicKey {
  Key key;                    // null when it could not be read: then there is a problem
  std::uint8_t algorithm = 0; // PublicKeyAlgorithm
  std::string name;           // "rsa4096", "ed25519", "ecdsa-p256" …
  std::string problem;        // as a sentence
  std::string weakness; // why the key is refused as too weak, as the end of a sentence; empty when it is not
};

OpenpgpPublicKey make_public_key(const KeyPacket& packet);

// The fingerprint of a version 4 key (RFC 4880 section 12.2): 20 bytes.
std::string fingerprint_of(std::string_view key_body);
// As GnuPG and git print fingerprints.
std::string hex_upper(std::string_view bytes);

// "sha256", or "hash 99" for a number that means nothing here.
std::string hash_name(std::uint8_t algorithm);
// SHA-1, MD5, RIPEMD-160: they no longer bind a signature to what was signed.
bool is_weak_hash(std::uint8_t algorithm);

enum class Arithmetic { holds, fails, unsupported };

// Whether `key` made this signature of the type 0x00 (binary) or 0x01 (text) over `data`. Anything else that
// the signature may be, and algorithms that are not known here, are unsupported. Safe to call from several
// threads.
Arithmetic check_arithmetic(const OpenpgpPublicKey& key, const SignaturePacket& signature,
                            std::string_view data);

} // namespace assay::trust
