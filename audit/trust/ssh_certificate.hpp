// SPDX-License-Identifier: Apache-2.0
//
// OpenSSH certificates (PROTOCOL.certkeys, "…-cert-v01@openssh.com"): their fields, and whether the
// authority's signature over them holds. Knows nothing of which authorities are trusted.
#pragma once

#include "audit/base/time.hpp"
#include "audit/trust/ssh_key.hpp"
#include "audit/trust/verdict.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::trust {

struct SshCertificate {
  std::shared_ptr<const SshPublicKey> key;       // what is certified
  std::shared_ptr<const SshPublicKey> authority; // who signed
  std::uint64_t serial = 0;                      // 0: none was given
  bool for_user = false;                         // else for a host
  std::string key_id;
  std::vector<std::string> principals;
  std::uint64_t valid_after = 0;  // seconds since 1970, inclusive
  std::uint64_t valid_before = 0; // exclusive
  bool verify_required = false;   // critical option: FIDO signatures must assert user verification
  std::string unknown_option;     // a critical option that is not known here; empty when all are

  bool unlimited() const { return valid_after == 0 && valid_before == ~std::uint64_t{0}; }
  bool begun_by(Seconds time) const;
  bool ended_by(Seconds time) const;
};

struct SshCertificateAnswer {
  std::shared_ptr<const SshCertificate> certificate; // null when malformed
  Status status = Status::malformed; // of the authority's signature: good, bad, weak or malformed
  std::string problem;               // as a clause; empty when good
};

bool is_certificate_type(std::string_view type);
SshCertificateAnswer read_certificate(std::string_view blob);

} // namespace assay::trust
