// SPDX-License-Identifier: Apache-2.0
//
// One OpenPGP certificate (a primary key with its user ids and subkeys) as librnp judges it at a point in
// time. The only place that calls librnp. Knows nothing of files, and draws no conclusion about signatures
// over data.
#pragma once

#include "audit/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::trust {

// A signature directly on a key: binding, revocation …
struct KeySignature {
  std::uint8_t type = 0; // RFC 4880 section 5.2.1
  Seconds created = 0;
  std::optional<std::uint8_t> revocation_reason; // section 5.2.3.23
  bool names_revoker = false;                    // it lets another key revoke this one
  bool valid = false;                            // librnp found that it holds
  bool own = false;                              // the certificate's primary key is said to have made it
};

struct CertificateKey {
  std::string body;        // of its packet
  std::string fingerprint; // 20 bytes
  std::optional<Seconds> expires;
  bool bound = false;    // by a self-signature, or a binding to which a subkey that signs has agreed
  bool may_sign = false; // by its key flags
  std::vector<KeySignature> signatures;
};

struct Certificate {
  std::vector<CertificateKey> keys; // the primary key first
  std::string user_id;              // the primary one; empty when none is valid
  std::string problem;              // why there are no keys, as a sentence
};

// `packets` are those of the certificate whose primary key has this fingerprint of 20 bytes. While it
// runs, nothing of this process reaches standard error. Throws only when librnp cannot be started.
Certificate read_certificate(std::string_view packets, std::string_view fingerprint, Seconds as_of);

} // namespace assay::trust
