// SPDX-License-Identifier: Apache-2.0
//
// What a document of supply-chain attestations states: its statements one by one, each with the envelope or bundle it came
// in. Read are DSSE envelopes (protocol 1.0.2), Sigstore bundles 0.1 to 0.3, bare in-toto statements 0.1 and 1, links and
// layouts of in-toto 0.9, lists of bundles as npm and GitHub answer with, Google Cloud Build's provenance, and lines of
// any of these. Bounds: 32 MiB, 10,000 statements in a document, 100,000 digests and 64 signatures in one.
#pragma once

#include "audit/evidence/document.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

// One digest of a subject; a subject without any has one of these without.
struct AttestedDigest {
  std::string name, algorithm, digest; // as stated
};

struct AttestationSignature {
  std::string value;                     // its bytes
  std::string key_id;                    // a hint
  std::vector<std::string> certificates; // in DER or PEM, the signer's first
  std::vector<std::string> time_stamps;  // responses of time-stamping authorities, in DER
  std::string problem;                   // why it cannot be read; nothing but the key id is known then
};

// Strings are empty when the thing is not stated.
struct AttestationStatement {
  std::string place;                  // JSON pointer, or "line 7"
  std::string_view envelope = "none"; // "bundle", "dsse", "metablock" (in-toto 0.9)
  std::string bundle_version, payload_type;
  std::string problem; // why the payload of an envelope could not be read; nothing is known of the statement then

  std::string_view version; // "0.1", "1", "other"
  std::string predicate_type;
  std::string_view predicate; // a row of predicate_names(), or "other"
  std::string builder, build_type, source, commit;
  std::string started, finished; // as stated
  std::string verifier, resource, verification_result, verified;
  std::vector<std::string> levels;
  std::int64_t subject_count = 0;
  std::vector<AttestedDigest> subjects;

  std::vector<AttestationSignature> signatures;
  // What was signed: bytes, or of a bundle over a file the file's digest. Neither when the document does not tell.
  std::optional<std::string> signed_bytes;
  std::string message_algorithm; // "sha256", "sha384", "sha512"
  std::string message_digest;    // its bytes
  std::int64_t log_entries = 0;
  std::optional<std::int64_t> log_time; // when the log says it took the first; a claim
  Flaws flaws;
};

constexpr std::size_t attestation_signature_limit = 64;

struct Attestations : Content {
  static constexpr DocumentKind kind = DocumentKind::attestation;

  std::vector<AttestationStatement> statements;
};

// Names of the kinds of predicate that are told apart, sorted.
const std::vector<std::string>& predicate_names();

bool names_attestation(const Appearance& path_only);
bool is_dsse(const Appearance& appearance);
bool is_sigstore_bundle(const Appearance& appearance);
bool is_statement(const Appearance& appearance);
bool is_metablock(const Appearance& appearance);
bool is_attestation_list(const Appearance& appearance);
bool is_attestation_lines(const Appearance& appearance);
std::unique_ptr<Content> read_attestations(const Document& document);
std::unique_ptr<Content> read_attestation_lines(const Document& document);

} // namespace assay::evidence
