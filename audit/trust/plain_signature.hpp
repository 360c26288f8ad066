// SPDX-License-Identifier: Apache-2.0
//
// Signature values that stand alone, beside what was signed, as DSSE envelopes (protocol 1.0.2) and Sigstore bundles hold
// them: nothing around them says which algorithm made them, so the key decides what is tried. ECDSA (FIPS 186-5) as ASN.1
// DER or as r and s side by side, Ed25519 (RFC 8032), RSA by PKCS #1 v1.5 and by PSS (RFC 8017), each with SHA-2. Private
// to this folder: it shows OpenSSL's types. Arithmetic alone, which says nothing of whose key it is.
#pragma once

#include "audit/base/certificate.hpp"
#include "audit/trust/signed_bytes.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace assay::trust {

struct PlainArithmetic {
  std::optional<bool> holds; // nothing when it cannot be computed: with a key of that kind, or from a digest alone
  std::string algorithm;     // what made it, such as "ecdsa-p256/sha256"; empty unless it holds
};

PlainArithmetic check_plain_signature(EVP_PKEY* key, const SignedBytes& what, std::string_view signature);

} // namespace assay::trust
