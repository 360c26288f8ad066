// SPDX-License-Identifier: Apache-2.0
//
// Documents of attestations, one and as lines, and the signatures in them, judged by somebody who trusts one key.
#include "fuzz.hpp"

#include "audit/base/error.hpp"
#include "audit/evidence/readers/attestation.hpp"
#include "audit/trust/envelope_trust.hpp"

using namespace assay;
using namespace assay::evidence;
using assay::fuzz::require;

namespace {

// Of the specification of DSSE.
const SourceFile key = {"trust/keys/a.pem",
                        "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZ805D3eqNZywjCI19lInBJOp7YMr\n"
                        "CrzAH3CVTAOQ0jgMeCvVTiaRJaRPRDOv8UMs6U4SvKc6pnrIDOoSYI3fdA==\n-----END PUBLIC KEY-----\n",
                        "a.pem"};

void judge(const AttestationStatement& one, const trust::EnvelopeTrust& trust) {
  if (!one.signed_bytes)
    return;
  const trust::SignedBytes what(*one.signed_bytes);
  for (const AttestationSignature& signature : one.signatures) {
    if (!signature.problem.empty())
      continue;
    const trust::EnvelopeVerdict verdict = trust.verify(
        what, {signature.value, signature.key_id, signature.certificates, signature.time_stamps, one.log_entries > 0});
    require(verdict.status != trust::Status::good || verdict.arithmetic == true, "a good signature's arithmetic holds");
    require(verdict.status != trust::Status::good || signature.certificates.empty(), "no authority is trusted");
    require(verdict.status != trust::Status::bad || verdict.arithmetic == false, "a bad signature's arithmetic does not");
    require(verdict.status || !verdict.explanation.empty(), "what is not known has a reason");
  }
}

void look_at(const Attestations& all, const trust::EnvelopeTrust& trust) {
  for (const AttestationStatement& one : all.statements) {
    require(one.subject_count <= static_cast<std::int64_t>(one.subjects.size()) || !one.problem.empty(),
            "a subject has a digest, or stands there without");
    require((one.flaws.count == 0) == one.flaws.first.empty(), "the first flaw is told");
    require(one.problem.empty() || one.flaws.count > 0, "what cannot be read is a flaw");
    for (const AttestationSignature& signature : one.signatures)
      require(!signature.problem.empty() || !signature.value.empty() || one.envelope == "metablock",
              "a signature has a value, or a problem");
    judge(one, trust);
  }
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const trust::EnvelopeTrust trust({key}, {}, {}, {}, 0);
  const std::string text(fuzz::text_of(data, size));
  const Document document{Origin::supplied, "input", "00", text, text};
  for (const auto read : {read_attestations, read_attestation_lines}) {
    try {
      look_at(static_cast<const Attestations&>(*read(document)), trust);
    } catch (const Error& error) {
      require(error.kind() == ErrorKind::input, "what cannot be read is the input's fault");
    }
  }
  return 0;
}
