// SPDX-License-Identifier: Apache-2.0
//
// What is in a trust store, key by key, for people who want to see whom they trust.
#pragma once

#include "audit/trust/store.hpp"

#include <string>
#include <vector>

namespace assay::trust {

struct TrustedKey {
  std::string use;    // "ssh", "ssh authority", "openpgp", "x509 authority", "time-stamp authority", "public key"
  std::string file;   // as SourceFile::shown
  std::string key;    // as verdict.hpp writes keys
  std::string holder; // principals, user id or subject; a stranger's text; empty for public keys
  std::string state;  // "expired 2020-01-01T00:00:00Z", "revoked", "weak: …"; empty when there is nothing to say
};

// By use, then in the order of the files. Files that cannot be read are left out: TrustStore::problems() tells them.
std::vector<TrustedKey> inventory(const std::vector<SourceFile>& files, Seconds as_of);

} // namespace assay::trust
