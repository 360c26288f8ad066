// SPDX-License-Identifier: Apache-2.0
//
// The signature itself: CMS SignedData (RFC 5652), detached, at CAdES baseline level B-B (ETSI EN 319 122-1),
// in one canonical byte form. Whether anybody should trust it is judged elsewhere.
#pragma once

#include "audit/base/time.hpp"
#include "audit/seal/identity.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace assay::seal {

inline constexpr std::size_t max_signature_bytes = 1u << 20;

// Signs `content` and returns the DER form. The signed attributes are content-type, message-digest,
// signing-time
// (`signing_time`: the signer's claim) and signing-certificate-v2, all with SHA-256; the signer's certificate
// is inside, its chain is not. Throws Error::input for a time that cannot be expressed.
std::string sign_detached(const SigningIdentity& identity, std::string_view content, Seconds signing_time);

// Takes certificate, claimed time and signature value out of `der`, writes what sign_detached would have
// written around them, and compares each byte. Says what differs; nothing when nothing does. Nobody can
// change, add or take away a byte of a signature that passes this without its arithmetic failing.
std::optional<std::string> cms_difference_from_canonical(std::string_view der, std::string_view content);

} // namespace assay::seal
