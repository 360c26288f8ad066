// SPDX-License-Identifier: Apache-2.0
//
// OpenPGP keys that somebody chose to trust, read from public keyrings and judged once: librnp says which
// self-signatures, bindings and revocations hold at a point in time. Knows nothing of the signatures that
// will be checked with the keys. Reads no clock, no network and nobody's ~/.gnupg.
#pragma once

#include "audit/base/diagnostics.hpp"
#include "audit/base/file.hpp"
#include "audit/base/time.hpp"
#include "audit/trust/openpgp_signature.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay::trust {

// Larger keyrings and keyrings with more certificates are refused.
inline constexpr std::size_t max_keyring_bytes = 32u << 20;
inline constexpr std::size_t max_keyring_certificates = 10'000;

// A revocation that holds. After a hard one nothing the key ever signed is believed; after a soft one
// ("superseded", "no longer used") what it signed before stays.
struct OpenpgpRevocation {
  Seconds time = 0;
  bool hard = true;
  std::string reason; // "it was compromised" …, or why it is believed without one
};

// A key or subkey that may have made signatures.
struct OpenpgpKey {
  OpenpgpPublicKey material;
  std::string fingerprint; // upper-case hexadecimal, as below
  std::uint64_t key_id = 0;
  std::string primary_fingerprint; // of the certificate; the same as `fingerprint` for a primary key
  std::string user_id;             // of the certificate: the primary one; raw bytes of a stranger
  std::string file;                // as the keyring it was first found in is shown
  Seconds created = 0;
  std::optional<Seconds> expires;             // the earlier of its own and its certificate's
  std::vector<OpenpgpRevocation> revocations; // of the key and of its certificate
  // Why it makes no signatures that count: not bound to a user id, not allowed to sign … As a sentence; empty
  // when it may sign.
  std::string refusal;
};

struct OpenpgpKeyring {
  std::vector<OpenpgpKey> keys;  // in the order of the files
  std::vector<Problem> problems; // what was not taken from which file, and what to try
  std::vector<Problem> remarks;  // keys that were taken but are expired, revoked, weak or not bound, at as-of
};

// Reads public keyrings, armoured or binary, with any number of certificates in a file; parts of one
// certificate in several files are joined. A file with a secret key is refused as a whole. Self-signatures
// made after `as_of` do not exist yet; revocations count whenever they were made. Never throws for what the
// files hold. While librnp works, standard error of the whole process leads nowhere, because nothing else
// keeps librnp from writing to it: so read keyrings before other threads start.
OpenpgpKeyring read_openpgp_keyrings(const std::vector<SourceFile>& files, Seconds as_of);

} // namespace assay::trust
