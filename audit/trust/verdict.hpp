// SPDX-License-Identifier: Apache-2.0
//
// What a signature over a commit or a tag is worth to somebody who trusts certain keys. A value: nothing that a
// signature holds makes its verification throw. Reads no clock, no network, no configuration.
#pragma once

#include "audit/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace assay::trust {

// The first that holds, in the order mathematics, key, state of the key at the time of signing.
enum class Status {
  good,
  expired_signature, // the signature itself says until when it holds, and that has passed
  expired_key,       // the key had expired at every time that the signature or its object claims or proves, or, of
                     // OpenPGP keys, by as-of
  revoked_key,       // the key, its certificate or the principal's trust was revoked
  not_trusted,       // the mathematics hold, and the trust store knows the key, but not for this use or at this time
  unknown_key,       // the trust store does not know the key: nothing can be said
  bad,               // the mathematics do not hold
  weak,              // an algorithm or a key that is refused: SHA-1, MD5, RSA below 2048 bits, DSA
  malformed,         // no signature of its kind can be read from the bytes
};

// "good", "expired-signature", "not-trusted" …, as the field `signature/@status` spells them.
std::string_view to_string(Status status);

struct Verdict {
  Status status = Status::malformed;
  std::string signer;    // whom the trust store names for the key: principals, user id, subject; empty when unknown
  std::string key;       // SSH: "SHA256:…" as ssh-keygen prints it; OpenPGP: fingerprint in upper-case hexadecimal;
                         // X.509: SHA-256 of the certificate in lower-case hexadecimal; empty when not known
  std::string algorithm; // such as "ssh-ed25519/sha512", "rsa4096/sha256", "ecdsa-p256/sha256"
  std::optional<Seconds> time; // when the signature says it was made (OpenPGP, CMS); a claim
  bool time_proven = false;    // whether something other than the signer proves that time
  std::optional<bool> user_presence; // FIDO keys: whether somebody touched the key; absent for other keys
  bool self_asserted = false;  // whether the key came from the audited repository itself
  std::string explanation;     // one sentence in plain words, for everything but a plain good signature
};

} // namespace assay::trust
