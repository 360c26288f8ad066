// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/x509.hpp"

#include "audit/base/shortened.hpp"
#include "audit/trust/certificate_path.hpp"
#include "audit/trust/cms_signature.hpp"
#include "audit/trust/signer_name.hpp"
#include "audit/trust/time_stamp.hpp"

#include <fmt/format.h>

namespace assay::trust {

struct X509Trust::Material {
  PathBuilder paths;
  std::vector<Certificate> time_authorities;
  Seconds as_of;
};

namespace {

// A time at which the path is judged.
struct Moment {
  Seconds time;
  bool proven;
  const char* source;
};

std::vector<Moment> moments(const ProvenTime& proven, std::optional<Seconds> signing_time,
                            std::optional<Seconds> claimed_time, Seconds as_of) {
  std::vector<Moment> all;
  if (proven.time)
    all.push_back({*proven.time, true, "the time-stamp"});
  if (signing_time)
    all.push_back({*signing_time, false, "the claimed signing time"});
  if (claimed_time)
    all.push_back({*claimed_time, false, "the claimed time of the object"});
  if (all.empty())
    all.push_back({as_of, false, "the time of the audit"});
  return all;
}

Status status_of(const Path& path, Seconds time) {
  switch (path.state) {
  case Path::State::holds:
    return Status::good;
  case Path::State::out_of_time:
    return path.from <= path.until && time > path.until ? Status::expired_key : Status::not_trusted;
  case Path::State::refused:
    return Status::not_trusted;
  case Path::State::weak:
    return Status::weak;
  case Path::State::no_anchor:
    break;
  }
  return Status::unknown_key;
}

// The revocation that makes a signature worthless. What is dated after as-of was not known then.
const Revocation* counting_revocation(const Path& path, const Moment& moment, Seconds as_of) {
  for (const Revocation& revocation : path.revocations)
    if (revocation.since <= as_of && !(moment.proven && moment.time < revocation.since))
      return &revocation;
  return nullptr;
}

std::string remarks(const Path& path, const Moment& moment, const ProvenTime& proven, Seconds as_of,
                    const X509* certificate) {
  std::string text = fmt::format("the certificate was valid at {}, ", format_rfc3339(moment.time));
  text +=
      moment.proven ? "which a time-stamp proves" : fmt::format("{}, which nothing proves", moment.source);
  if (!moment.proven && moment.time > as_of)
    text += " and which is after the time of the audit";
  if (proven.time && !moment.proven)
    text += fmt::format("; its time-stamp of {} is from outside that validity", format_rfc3339(*proven.time));
  if (!proven.explanation.empty())
    text += "; " + proven.explanation;
  if (const std::string issuer = openid_issuer(certificate); !issuer.empty())
    text += "; the signer's name was asked of " + issuer;
  if (!path.revocations.empty())
    text += "; a certificate of the path was revoked only later";
  else if (path.looked_up == 0)
    text += "; revocation was not checked";
  else if (path.looked_up < path.length)
    text += "; revocation was not checked for every certificate of the path";
  return text;
}

} // namespace

X509Trust::X509Trust(const std::vector<SourceFile>& ca_files, Seconds as_of,
                     const std::vector<SourceFile>& tsa_files, const std::vector<SourceFile>& crl_files)
    : material_(new Material{{ca_files, crl_files}, read_anchors(tsa_files, anchors_hint), as_of}) {}

X509Trust::~X509Trust() = default;
X509Trust::X509Trust(X509Trust&&) noexcept = default;
X509Trust& X509Trust::operator=(X509Trust&&) noexcept = default;

Verdict X509Trust::verify(std::string_view payload, std::string_view armoured,
                          std::optional<Seconds> claimed_time) const {
  Verdict verdict;
  CmsSignature signature = read_cms_signature(armoured);
  if (!signature.problem.empty()) {
    verdict.explanation = std::move(signature.problem);
    return verdict;
  }
  verdict.time = signature.signing_time;
  CmsArithmetic arithmetic = check_arithmetic(signature, payload, material_->paths.anchors());
  verdict.status = arithmetic.status;
  verdict.algorithm = std::move(arithmetic.algorithm);
  verdict.explanation = std::move(arithmetic.explanation);
  if (arithmetic.certificate != nullptr)
    verdict.key = sha256_hex(arithmetic.certificate);
  if (verdict.status != Status::good)
    return verdict;

  const ProvenTime proven = proven_time(signature.signer, material_->time_authorities);
  std::optional<Path> path;
  std::optional<Moment> moment;
  // If none suits, the reason is that of the first.
  for (const Moment& candidate : moments(proven, signature.signing_time, claimed_time, material_->as_of)) {
    Path found = material_->paths.at(arithmetic.certificate, signature.certificates, candidate.time);
    const bool suits = found.state == Path::State::holds;
    if (suits || !path) {
      path = std::move(found);
      moment = candidate;
    }
    if (suits || path->state != Path::State::out_of_time)
      break;
  }
  verdict.status = status_of(*path, moment->time);
  if (verdict.status == Status::unknown_key) {
    constexpr std::size_t enough = 200; // a certificate's name is a stranger's text of any length
    verdict.explanation = fmt::format("{}; it names itself \"{}\"", path->explanation,
                                      shortened(signer_name(arithmetic.certificate), enough));
    return verdict;
  }
  verdict.signer = signer_name(arithmetic.certificate);
  if (verdict.status != Status::good) {
    verdict.explanation = path->state == Path::State::out_of_time
                              ? fmt::format("{} ({})", path->explanation, moment->source)
                              : path->explanation;
    return verdict;
  }
  verdict.time_proven = moment->proven;
  if (moment->proven)
    verdict.time = moment->time;
  if (const Revocation* revocation = counting_revocation(*path, *moment, material_->as_of)) {
    verdict.status = Status::revoked_key;
    verdict.explanation =
        fmt::format("the certificate of {} was revoked from {}, and nothing proves that the "
                    "signature is older",
                    revocation->of_signer ? "the signer" : "an authority above the signer",
                    format_rfc3339(revocation->since));
    return verdict;
  }
  verdict.explanation = remarks(*path, *moment, proven, material_->as_of, arithmetic.certificate);
  return verdict;
}

} // namespace assay::trust
