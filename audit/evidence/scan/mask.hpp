// SPDX-License-Identifier: Apache-2.0
//
// How a record speaks of a secret without giving it away: a form for people and a digest for lists of known
// findings.
#pragma once

#include "audit/base/digest.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace assay::evidence::scan {

// What all secrets of the format start with, and how long this one is: "ghp_… (40 bytes)". Nothing of it that
// its holder alone knows.
std::string masked(std::string_view fixed_prefix, std::size_t length);

// HMAC-SHA-256 (RFC 2104, FIPS 198-1) of the secret in its canonical form (confirm.hpp). The key is a
// constant of assay followed by the format's id.
//
// A list of known findings has to name a secret the same way in every clone, path and version of a file, also
// for those who do not hold any key of the project's; so the key is public, and whoever has a guess can test
// it. That is no danger for what the formats of this folder hold: all of them are made by machines with at
// least 80 random bits (which is why no format is for passwords that people choose: their digests could be
// guessed in seconds, and a slow hash would only make it minutes). The key still matters: it keeps the
// digests apart from those of any other program and from plain SHA-256, so that they are not found in lists
// of digests made for another purpose, and apart by format, so that a line of a list cannot excuse a finding
// of another kind.
Digest keyed_digest(std::string_view format_id, std::string_view secret);

} // namespace assay::evidence::scan
