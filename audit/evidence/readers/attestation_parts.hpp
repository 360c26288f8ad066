// SPDX-License-Identifier: Apache-2.0
//
// The parts of attestations, as JSON. Private to the readers of attestations.
#pragma once

#include "audit/base/json.hpp"
#include "audit/evidence/readers/attestation.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace assay::evidence {

// Base64 with either alphabet of RFC 4648, as DSSE allows.
std::optional<std::string> decode_either_base64(std::string_view text);

// in-toto statements 0.1 and 1, and links and layouts of in-toto 0.9. `at` is where flaws are said to be.
void read_statement(JsonValue json, const std::string& at, AttestationStatement& out);
// Whether it is one, well made or not.
bool looks_like_statement(JsonValue json);

// What the predicate of a statement says, if its type is one of SLSA's: provenance and verification summaries.
void read_predicate(JsonValue predicate, const std::string& at, AttestationStatement& out);
// The row of predicate_names() for a predicate's type, with or without its scheme.
std::string_view predicate_name(std::string_view type);

// A DSSE envelope and the statement within.
void read_envelope(JsonValue json, const std::string& at, AttestationStatement& out);
// A Sigstore bundle, with the statement or the digest that it is over.
void read_bundle(JsonValue json, const std::string& at, AttestationStatement& out);

} // namespace assay::evidence
