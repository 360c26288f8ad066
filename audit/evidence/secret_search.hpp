// SPDX-License-Identifier: Apache-2.0
//
// The search for secrets in many blobs, on several threads. What it finds depends on the blobs alone.
#pragma once

#include "audit/evidence/population.hpp"
#include "audit/evidence/scan/scanner.hpp"
#include "audit/repository/reachable_blobs.hpp"

#include <cstdint>
#include <vector>

namespace assay::evidence {

// A larger blob is not searched: libgit2 can only inflate it whole.
inline constexpr std::uint64_t searched_blob_limit = 64u << 20;
inline constexpr std::size_t secret_limit = 1'000'000;

// What looks like a secret, and where; without the secret.
struct SecretFinding {
  std::uint64_t offset;
  std::uint64_t line;
  std::uint32_t blob; // place in the list of blobs
  std::uint32_t length;
  std::uint16_t format; // place in formats()
  scan::Certainty certainty;
  bool binary;   // the blob
  bool repeated; // an earlier one is the same
  Digest digest;
};

struct SecretSearch {
  std::vector<SecretFinding> findings; // by blob and offset
  // Places of blobs that were not searched, or not to their end; each sorted.
  std::vector<std::uint32_t> unreadable, too_large, capped;
  // More than secret_limit: which of them were found then depends on chance.
  bool too_many = false;
};

// Objects that cannot be had are noted by `evidence.repository` whichever thread asked for them.
SecretSearch search_for_secrets(const Evidence& evidence, const repository::ReachableBlobs& reachable,
                                const scan::SecretScanner& scanner);

} // namespace assay::evidence
