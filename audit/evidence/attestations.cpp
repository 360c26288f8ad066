// SPDX-License-Identifier: Apache-2.0
//
// Population `attestations`: what somebody attested of artefacts – provenance of builds, verification summaries, test
// results, bills of materials – with the envelope it came in, and what its signature is worth. Subjects are compared with
// the supplied files by their digests, the stated source with the audited commit. Correct arithmetic alone never makes
// a signature good: audit/trust/envelope_trust.hpp says what does.
#include "audit/base/text.hpp"
#include "audit/base/time.hpp"
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/readers/attestation.hpp"
#include "audit/evidence/subject_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace assay::evidence {

namespace {

enum : std::size_t {
  place = document_field::count, envelope, bundle_version, payload_type, statement_version, predicate_type, predicate,
  builder, build_type, source, source_commit, on_subject, started, finished, verifier, resource, verified,
  verification_result, subjects, valid, flaws, flaw,
  signatures, status, arithmetic, chain, unchecked, signer, issuer, key, key_id, algorithm, proven_time, log_entries,
  log_time,
  level, level_name, subject, subject_name, subject_algorithm, subject_digest, subject_shipped
};

std::vector<Field> declare() {
  std::vector<std::string> predicates = predicate_names();
  predicates.emplace_back("other");
  return declare_document_fields("origin, document and place", {
      {"@place", FieldType::string, "where in the document: a JSON pointer, empty for the whole, or a line"},
      {"@envelope", FieldType::enumeration,
       "what it came in: a Sigstore bundle, a DSSE envelope, a metablock of in-toto 0.9, or nothing",
       {"bundle", "dsse", "metablock", "none"}},
      {"@bundle-version", FieldType::string, "version of the bundle's format, as stated; absent without a bundle"},
      {"@payload-type", FieldType::string, "the type that the envelope states for its payload"},
      {"@statement-version", FieldType::enumeration,
       "version of the in-toto statement; absent when it is none or does not say", {"0.1", "1", "other"}},
      {"@predicate-type", FieldType::string, "type of what is attested, as stated"},
      {"@predicate", FieldType::enumeration, "the same, of those that assay tells apart, whatever their scheme", predicates},
      {"@builder", FieldType::string, "id of the builder (SLSA provenance)"},
      {"@build-type", FieldType::string, "how it was built (SLSA provenance)"},
      {"@source", FieldType::string, "URI of the source (SLSA provenance)"},
      {"@source-commit", FieldType::string, "its commit, as stated"},
      {"@on-subject", FieldType::yes_no,
       "whether that, or a subject known by its commit (gitCommit), is the audited commit, in full or by at least 7 digits; "
       "absent when none is stated"},
      {"@started", FieldType::time, "when the build began, a claim (SLSA provenance)"},
      {"@finished", FieldType::time, "when it ended, a claim"},
      {"@verifier", FieldType::string, "id of who verified (verification summary)"},
      {"@resource", FieldType::string, "URI of what was verified"},
      {"@time-verified", FieldType::time, "when, a claim"},
      {"@verification-result", FieldType::string, "what came out, as stated: PASSED, FAILED"},
      {"@subjects", FieldType::integer, "subjects; of a link, its products; of a bundle over a file, that file"},
      {"@valid", FieldType::yes_no,
       "whether envelope, bundle, statement and a predicate of SLSA's are made as their specifications ask, as far as "
       "assay checks"},
      {"@flaws", FieldType::integer, "places where they are not"},
      {"@flaw", FieldType::string, "the first of them; absent when there is none"},
      {"@signatures", FieldType::integer, "signatures of the envelope"},
      {"@status", FieldType::enumeration,
       "what verifying the most favourable of them with the trust store gave; unknown when no key for it was handed in, and "
       "when it depends on a transparency log, which is not checked",
       {"good", "expired-signature", "expired-key", "revoked-key", "not-trusted", "unknown-key", "bad", "weak", "malformed",
        "none"}},
      {"@arithmetic", FieldType::yes_no,
       "whether its arithmetic holds with the key at hand, which anybody can bring about; unknown without a key"},
      {"@chain", FieldType::yes_no,
       "whether a path leads from its certificate to an authority in the trust store, whenever that holds; absent without a "
       "certificate or an authority"},
      {"@unchecked", FieldType::string,
       "what was not checked of it, with spaces between: chain, time (nothing proves when it was made), log (its entry in a "
       "transparency log), certificate-log (its certificate's), identity (whether @signer is who should have signed)"},
      {"@signer", FieldType::string, "the name in its certificate", {}, true},
      {"@issuer", FieldType::string, "who was asked for that name, by a certificate of Sigstore's"},
      {"@key", FieldType::string, "SHA-256 of the public key that made it, or of its certificate; absent when not known"},
      {"@key-id", FieldType::string, "what the envelope calls the key, a hint"},
      {"@algorithm", FieldType::string, "key and digest, such as ecdsa-p256/sha256"},
      {"@time", FieldType::time, "when it existed, as a time-stamp proves; absent when nothing does"},
      {"@log-entries", FieldType::integer, "entries in transparency logs that the bundle brings along"},
      {"@log-time", FieldType::time, "when the log took the first, a claim; absent when it is not stated"},
      {"level", FieldType::element, "a level that the verification summary says was reached"},
      {"level/@name", FieldType::string, "its name, such as SLSA_BUILD_LEVEL_3"},
      {"subject", FieldType::element, "a digest of a subject; one without digest for a subject that has none"},
      {"subject/@name", FieldType::string, "name of the subject; absent when it has none"},
      {"subject/@algorithm", FieldType::string, "algorithm of the digest, as stated"},
      {"subject/@digest", FieldType::string, "the digest, as stated"},
      {"subject/@shipped", FieldType::yes_no,
       "whether a supplied file has this digest; absent for others than sha256 and sha512"},
  });
}

// What signatures and subjects are compared with.
class Comparison {
public:
  explicit Comparison(const Evidence& evidence) : evidence_(evidence), commit_(evidence.commit.hex()) {}

  // Nothing for algorithms that are not compared.
  std::optional<bool> is_shipped(const AttestedDigest& one) {
    const std::string digest = ascii_lower(one.digest);
    if (one.algorithm == "sha256")
      return digests(sha256_, [](const SourceFile& file) { return file.sha256(); }).count(digest) > 0;
    if (one.algorithm == "sha512")
      return digests(sha512_, [](const SourceFile& file) { return to_hex(trust::digest_of(trust::Sha2::sha512, file.bytes)); }).count(digest) > 0;
    return std::nullopt;
  }

  bool is_commit(std::string_view stated) const {
    return names_commit(stated, commit_);
  }

private:
  using Digests = std::optional<std::unordered_set<std::string>>;

  template <class Of>
  const std::unordered_set<std::string>& digests(Digests& known, Of&& of) const {
    if (!known) {
      known.emplace();
      for (const SourceFile& file : evidence_.supplied)
        known->insert(of(file));
    }
    return *known;
  }

  const Evidence& evidence_;
  std::string commit_;
  Digests sha256_, sha512_;
};

// The lower, the more it says for the attestation.
int rank(const trust::EnvelopeVerdict& verdict) {
  if (!verdict.status)
    return 1;
  switch (*verdict.status) {
  case trust::Status::good: return 0;
  case trust::Status::expired_signature: return 2;
  case trust::Status::expired_key: return 3;
  case trust::Status::not_trusted: return 4;
  case trust::Status::revoked_key: return 5;
  case trust::Status::unknown_key: return 6;
  case trust::Status::weak: return 7;
  case trust::Status::bad: return 8;
  case trust::Status::malformed: break;
  }
  return 9;
}

std::optional<trust::SignedBytes> what_was_signed(const AttestationStatement& one) {
  if (one.signed_bytes)
    return trust::SignedBytes(*one.signed_bytes);
  for (const trust::Sha2 algorithm : trust::all_sha2)
    if (one.message_algorithm == trust::to_string(algorithm))
      return trust::SignedBytes::of_digest(algorithm, one.message_digest);
  return std::nullopt;
}

trust::EnvelopeVerdict judge(const AttestationStatement& one, const std::optional<trust::SignedBytes>& what,
                             const AttestationSignature& signature, const trust::TrustStore& trust) {
  trust::EnvelopeVerdict verdict;
  if (one.envelope == "metablock") {
    verdict.explanation = "signatures of in-toto 0.9 are not verified";
    return verdict;
  }
  if (signature.problem.empty() && what)
    return trust.envelopes().verify(*what, {signature.value, signature.key_id, signature.certificates,
                                            signature.time_stamps, one.log_entries > 0});
  verdict.status = trust::Status::malformed;
  verdict.explanation = signature.problem.empty() ? "what it is over cannot be read" : signature.problem;
  return verdict;
}

void fill_signature(Item& item, const AttestationStatement& one, const trust::TrustStore& trust) {
  item.set_number(signatures, static_cast<std::int64_t>(one.signatures.size()));
  item.set_number(log_entries, one.log_entries);
  set_stated(item, log_time, one.log_time);
  if (one.signatures.empty())
    return item.set_name(status, "none");
  bool wanted = false;
  for (std::size_t field = status; field <= proven_time; ++field)
    wanted = wanted || item.wants(field);
  if (!wanted)
    return;
  const std::optional<trust::SignedBytes> what = what_was_signed(one);
  const AttestationSignature* best = nullptr;
  trust::EnvelopeVerdict verdict;
  for (const AttestationSignature& signature : one.signatures) {
    trust::EnvelopeVerdict judged = judge(one, what, signature, trust);
    if (best == nullptr || rank(judged) < rank(verdict)) {
      best = &signature;
      verdict = std::move(judged);
    }
  }
  if (verdict.status)
    item.set_name(status, trust::to_string(*verdict.status));
  else
    item.set_unknown(status, verdict.explanation);
  const bool keyless = verdict.status != trust::Status::malformed && verdict.status != trust::Status::weak &&
                       one.envelope != "metablock";
  item.set_flag(arithmetic, verdict.arithmetic,
                keyless ? "there is no key that it can be computed with" : verdict.explanation.c_str());
  set_stated(item, chain, verdict.path);
  set_stated(item, unchecked, fmt::format("{}", fmt::join(verdict.unchecked, " ")));
  set_stated(item, signer, verdict.signer);
  set_stated(item, issuer, verdict.issuer);
  set_stated(item, key, verdict.key);
  set_stated(item, key_id, best->key_id);
  set_stated(item, algorithm, verdict.algorithm);
  set_stated(item, proven_time, verdict.proven_time);
}

void fill_source(Item& item, const AttestationStatement& one, const Comparison& comparison) {
  set_stated(item, source, one.source);
  set_stated(item, source_commit, one.commit);
  if (!one.commit.empty()) {
    const bool is = comparison.is_commit(one.commit);
    item.set_flag(on_subject, is || is_hexadecimal(one.commit) ? std::optional(is) : std::nullopt,
                  "the commit that it states is no commit id");
    return;
  }
  bool stated = false, is = false;
  for (const AttestedDigest& digest : one.subjects)
    if (digest.algorithm == "gitCommit") {
      stated = true;
      is = is || comparison.is_commit(digest.digest);
    }
  if (stated)
    item.set_flag(on_subject, is);
}

void fill_statement(Item& item, const AttestationStatement& one, Comparison& comparison) {
  set_stated(item, statement_version, one.version);
  set_stated(item, predicate_type, one.predicate_type);
  if (!one.predicate.empty())
    item.set_name(predicate, one.predicate);
  set_stated(item, builder, one.builder);
  set_stated(item, build_type, one.build_type);
  fill_source(item, one, comparison);
  set_stated_time(item, started, one.started, parse_timestamp(one.started));
  set_stated_time(item, finished, one.finished, parse_timestamp(one.finished));
  set_stated(item, verifier, one.verifier);
  set_stated(item, resource, one.resource);
  set_stated_time(item, verified, one.verified, parse_timestamp(one.verified));
  set_stated(item, verification_result, one.verification_result);
  item.set_number(subjects, one.subject_count);
  for (const std::string& name : one.levels) {
    item.begin_child(level);
    item.set_text(level_name, name);
  }
  for (const AttestedDigest& digest : one.subjects) {
    item.begin_child(subject);
    set_stated(item, subject_name, digest.name);
    set_stated(item, subject_algorithm, digest.algorithm);
    set_stated(item, subject_digest, digest.digest);
    if (item.wants(subject_shipped))
      set_stated(item, subject_shipped, comparison.is_shipped(digest));
  }
}

void emit(Item& item, const ReadDocument& read, const AttestationStatement& one, Comparison& comparison,
          const trust::TrustStore& trust, const ItemSink& sink) {
  begin_document_item(item, read, one.place);
  item.set_text(place, one.place);
  item.set_name(envelope, one.envelope);
  set_stated(item, bundle_version, one.bundle_version);
  set_stated(item, payload_type, one.payload_type);
  item.set_flag(valid, one.flaws.count == 0);
  set_flaws(item, flaws, flaw, one.flaws);
  if (one.problem.empty())
    fill_statement(item, one, comparison);
  else
    item.set_unknown({statement_version, predicate_type, predicate, builder, build_type, source, source_commit, on_subject,
                      started, finished, verifier, resource, verified, verification_result, subjects, level, subject},
                     one.problem);
  fill_signature(item, one, trust);
  sink(item);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("attestation", self.fields, wanted);
  Comparison comparison(evidence);
  const Drawn drawn = evidence.documents->each<Attestations>([&](const ReadDocument& read, const Attestations& all) {
    for (const AttestationStatement& one : all.statements)
      emit(item, read, one, comparison, evidence.trust, sink);
  });
  return examined(drawn);
}

} // namespace

const Population& attestations() {
  static const Population population = {
      "attestations",
      "what somebody attested of artefacts, and what the signatures are worth",
      Completeness::as_found,
      false,
      "documents",
      "",
      declare(),
      {{"all", "", "all of them"},
       {"subject", "@on-subject = 'yes'", "those of the audited commit"},
       {"supplied", "@origin = 'supplied'", "those in supplied documents"}},
      examine};
  return population;
}

} // namespace assay::evidence
