// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/envelope_trust.hpp"

#include "audit/trust/certificate_path.hpp"
#include "audit/trust/plain_signature.hpp"
#include "audit/trust/public_keys.hpp"
#include "audit/trust/signer_name.hpp"
#include "audit/trust/time_stamp.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace assay::trust {

struct EnvelopeTrust::Material {
  std::vector<PublicKey> keys;
  std::vector<Problem> problems;
  PathBuilder paths;
  std::vector<Certificate> time_authorities;
  Seconds as_of;
};

namespace {

constexpr const char* not_made_with_it = "the signature was not made over this with the key that it names";

void conclude(EnvelopeVerdict& verdict, std::optional<Status> status, std::string explanation) {
  verdict.status = status;
  verdict.explanation = std::move(explanation);
}

// Nothing when one of the files is no certificate.
std::optional<std::vector<Certificate>> read_all(const std::vector<std::string>& files) {
  std::vector<Certificate> certificates;
  for (const std::string& file : files) {
    CertificateList list = read_certificates(file);
    if (!list.problem.empty() || list.certificates.empty())
      return std::nullopt;
    std::move(list.certificates.begin(), list.certificates.end(), std::back_inserter(certificates));
    if (certificates.size() > max_envelope_certificates)
      return std::nullopt;
  }
  return certificates;
}

// What a path that ends in an anchor, but does not hold, is worth.
void conclude_out_of_time(EnvelopeVerdict& verdict, const Path& path, Seconds time, bool sigstore) {
  if (sigstore && !verdict.proven_time)
    conclude(verdict, std::nullopt,
             fmt::format("its certificate was valid from {} to {}, and nothing that is checked proves that it was made then",
                         format_rfc3339(path.from), format_rfc3339(path.until)));
  else
    conclude(verdict, path.from <= path.until && time > path.until ? Status::expired_key : Status::not_trusted,
             path.explanation);
}

bool is_revoked(const Path& path, std::optional<Seconds> proven, Seconds as_of) {
  return std::any_of(path.revocations.begin(), path.revocations.end(), [&](const Revocation& one) {
    return one.since <= as_of && !(proven && *proven < one.since);
  });
}

} // namespace

EnvelopeTrust::EnvelopeTrust(const std::vector<SourceFile>& key_files, const std::vector<SourceFile>& ca_files,
                             const std::vector<SourceFile>& tsa_files, const std::vector<SourceFile>& crl_files,
                             Seconds as_of) {
  std::vector<PublicKey> keys;
  std::vector<Problem> problems;
  for (const SourceFile& file : key_files) {
    PublicKeyFile read = read_public_keys(file);
    if (!read.problem.empty())
      problems.push_back({{file.shown, 0, 0, {}, 0}, std::move(read.problem), "public keys in PEM form are expected there"});
    std::move(read.keys.begin(), read.keys.end(), std::back_inserter(keys));
  }
  material_.reset(new Material{std::move(keys), std::move(problems), {ca_files, crl_files},
                               read_anchors(tsa_files, anchors_hint), as_of});
}

EnvelopeTrust::~EnvelopeTrust() = default;

const std::vector<Problem>& EnvelopeTrust::problems() const {
  return material_->problems;
}

EnvelopeVerdict EnvelopeTrust::verify(const SignedBytes& what, const EnvelopeSignature& signature) const {
  EnvelopeVerdict verdict = signature.certificates.empty() ? by_key(what, signature) : by_certificate(what, signature);
  // A weak key is weak whoever holds it; what was not checked of a signature that fails anyway is no matter.
  if (verdict.status == Status::bad || verdict.status == Status::malformed || verdict.status == Status::weak)
    verdict.unchecked.clear();
  return verdict;
}

EnvelopeVerdict EnvelopeTrust::by_key(const SignedBytes& what, const EnvelopeSignature& signature) const {
  EnvelopeVerdict verdict;
  if (signature.logged)
    verdict.unchecked.push_back("log");
  bool computable = material_->keys.empty();
  for (const PublicKey& key : material_->keys) {
    PlainArithmetic arithmetic = check_plain_signature(key.key.get(), what, signature.value);
    computable = computable || arithmetic.holds;
    if (!arithmetic.holds || (!*arithmetic.holds && !key.is_named(signature.key_id)))
      continue;
    verdict.arithmetic = arithmetic.holds;
    verdict.key = key.id();
    verdict.algorithm = std::move(arithmetic.algorithm);
    if (*arithmetic.holds) {
      conclude(verdict, key.weakness.empty() ? Status::good : Status::weak, key.weakness);
      return verdict;
    }
    conclude(verdict, Status::bad, not_made_with_it);
  }
  if (verdict.status)
    return verdict;
  if (material_->keys.empty())
    conclude(verdict, std::nullopt, "no public key to verify it with was handed in; --trust names a directory of them");
  else if (!computable)
    conclude(verdict, std::nullopt, "it cannot be computed from a digest alone");
  else
    conclude(verdict, Status::unknown_key, "it was made with none of the public keys in the trust store");
  return verdict;
}

EnvelopeVerdict EnvelopeTrust::by_certificate(const SignedBytes& what, const EnvelopeSignature& signature) const {
  EnvelopeVerdict verdict;
  const auto certificates = read_all(signature.certificates);
  if (!certificates) {
    conclude(verdict, Status::malformed, "it comes with something that is no certificate");
    return verdict;
  }
  X509* const signer = certificates->front().get();
  verdict.signer = signer_name(signer);
  verdict.issuer = openid_issuer(signer);
  verdict.key = sha256_hex(signer);
  const bool sigstore = !verdict.issuer.empty();
  const auto unchecked = [&](bool is, const char* name) {
    if (is)
      verdict.unchecked.push_back(name);
  };
  EVP_PKEY* const key = X509_get0_pubkey(signer);
  // First, because a stranger chose the key, and odd ones are slow.
  if (const auto weakness = key_problem(key, false)) {
    conclude(verdict, Status::weak, fmt::format("the signer's certificate is refused: {}", *weakness));
    return verdict;
  }
  PlainArithmetic arithmetic = check_plain_signature(key, what, signature.value);
  verdict.arithmetic = arithmetic.holds;
  verdict.algorithm = std::move(arithmetic.algorithm);
  if (arithmetic.holds == false) {
    conclude(verdict, Status::bad, "the signature was not made over this with the key in the certificate");
    return verdict;
  }

  const ProvenTime proven = proven_time(signature.time_stamps, signature.value, material_->time_authorities);
  verdict.proven_time = proven.time;
  const Seconds time = proven.time.value_or(material_->as_of);
  const Path path = material_->paths.at(signer, *certificates, time);
  const bool anchors = !material_->paths.anchors().empty();
  if (anchors)
    verdict.path = path.state == Path::State::holds || path.state == Path::State::out_of_time;
  unchecked(!anchors, "chain");
  unchecked(!proven.time, "time");
  unchecked(signature.logged || sigstore, "log");
  unchecked(sigstore, "certificate-log");
  unchecked(true, "identity");
  switch (path.state) {
  case Path::State::no_anchor:
    if (anchors)
      conclude(verdict, Status::unknown_key, path.explanation);
    else
      conclude(verdict, std::nullopt, "no authority to verify its certificate with was handed in; --trust names a "
                                      "directory with certificates in ca/");
    return verdict;
  case Path::State::refused: conclude(verdict, Status::not_trusted, path.explanation); return verdict;
  case Path::State::weak: conclude(verdict, Status::weak, path.explanation); return verdict;
  case Path::State::out_of_time: conclude_out_of_time(verdict, path, time, sigstore); return verdict;
  case Path::State::holds: break;
  }
  if (is_revoked(path, proven.time, material_->as_of))
    conclude(verdict, Status::revoked_key, "a certificate of the path was revoked");
  else if (!verdict.arithmetic)
    conclude(verdict, std::nullopt, "it cannot be computed from a digest alone");
  else if (sigstore || signature.logged)
    conclude(verdict, std::nullopt, "its entry in a transparency log, which its certificate depends on, is not checked");
  else
    conclude(verdict, Status::good, {});
  return verdict;
}

} // namespace assay::trust
