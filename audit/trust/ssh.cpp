// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/ssh.hpp"

#include "audit/trust/ssh_signature.hpp"
#include "audit/trust/ssh_wire.hpp"

#include <fmt/format.h>

#include <utility>

namespace assay::trust {

namespace {


// The principal of a certificate that a line allows, in the order in which git finds it: by the line's
// patterns.
std::string matching_principal(const SshCertificate& certificate, std::string_view patterns) {
  for (const std::string_view pattern : patterns_of(patterns))
    for (const std::string& principal : certificate.principals)
      if (!principal.empty() && matches_pattern(principal, pattern) &&
          matches_pattern_list(principal, patterns))
        return principal;
  return {};
}

// Why a certificate as such is not to be trusted with a signature; empty when it is.
std::string certificate_objection(const SshCertificate& certificate, std::optional<std::uint8_t> flags) {
  if (!certificate.for_user)
    return "the certificate is one for a host, not for a user";
  if (!certificate.unknown_option.empty())
    return fmt::format("the certificate has the critical option \"{}\", which is not known here",
                       certificate.unknown_option);
  if (certificate.verify_required && flags && (*flags & 4) == 0)
    return "the certificate asks for user verification, and the signature was made without";
  if (certificate.principals.empty())
    return "the certificate names no principals";
  return {};
}

} // namespace

SshTrust::SshTrust(std::vector<AllowedSignersFile> allowed, std::vector<SshRevocations> revoked)
    : allowed_(std::move(allowed)), revoked_(std::move(revoked)) {
  for (const AllowedSignersFile& file : allowed_)
    for (const AllowedSigner& signer : file.signers)
      lines_[signer.key->blob].push_back({&file, &signer});
}

std::shared_ptr<const SshTrust::Presented> SshTrust::read_presented(std::string_view blob) {
  auto presented = std::make_shared<Presented>();
  SshReader reader(blob);
  if (!is_certificate_type(reader.text())) {
    SshKeyAnswer answer = read_key(blob);
    presented->key = std::move(answer.key);
    presented->problem = std::move(answer.problem);
    presented->status = presented->key ? Status::good : answer.refused ? Status::weak : Status::malformed;
    return presented;
  }
  SshCertificateAnswer answer = read_certificate(blob);
  presented->certificate = std::move(answer.certificate);
  if (presented->certificate)
    presented->key = presented->certificate->key;
  presented->status = answer.status;
  presented->problem = std::move(answer.problem);
  return presented;
}

std::shared_ptr<const SshTrust::Presented> SshTrust::present(std::string_view blob) const {
  constexpr std::size_t max_entries = 1024, max_blob = 16384;
  if (blob.size() > max_blob)
    return read_presented(blob);
  std::string name(blob);
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = presented_.find(name); found != presented_.end())
      return found->second;
  }
  // Read without the lock; that two threads may read the same key does no harm.
  auto presented = read_presented(blob);
  const std::lock_guard lock(mutex_);
  if (presented_.size() == max_entries)
    presented_.clear();
  return presented_.emplace(std::move(name), std::move(presented)).first->second;
}

SshTrust::Judgement SshTrust::judge_line(const Line& line, const Presented& presented,
                                         std::optional<std::uint8_t> flags, std::optional<Seconds> at,
                                         std::string_view name_space) {
  const AllowedSigner& signer = *line.signer;
  const SshCertificate* certificate = presented.certificate.get();
  Judgement judgement{Status::not_trusted, signer.principals, {}, line.file->self_asserted};
  const auto no = [&](Status status, std::string why) {
    judgement.status = status;
    judgement.explanation = fmt::format("{} ({} line {})", std::move(why), line.file->name, signer.line);
    return std::move(judgement);
  };
  if (signer.namespaces && !matches_pattern_list(name_space, *signer.namespaces))
    return no(Status::not_trusted, fmt::format("the key is known, but not allowed to sign for {}", name_space));
  if (certificate != nullptr) {
    if (std::string why = certificate_objection(*certificate, flags); !why.empty())
      return no(Status::not_trusted, std::move(why));
    judgement.signer = matching_principal(*certificate, signer.principals);
    if (judgement.signer.empty())
      return no(Status::not_trusted,
                "the certificate names none of the principals that its authority is trusted for");
  }
  const bool limited =
      signer.valid_after || signer.valid_before || (certificate != nullptr && !certificate->unlimited());
  if (limited && !at)
    return no(Status::not_trusted,
              "the key is allowed for a time only, and when the signature was made is not known");
  if (signer.valid_after && *at < *signer.valid_after)
    return no(Status::not_trusted,
              fmt::format("the key is allowed from {} on, and the signature was made at {}",
                          format_rfc3339(*signer.valid_after), format_rfc3339(*at)));
  if (limited && certificate != nullptr && !certificate->begun_by(*at))
    return no(Status::not_trusted,
              fmt::format("the certificate was not yet valid at {}, when the signature was made",
                          format_rfc3339(*at)));
  if (signer.valid_before && *at > *signer.valid_before)
    return no(Status::expired_key,
              fmt::format("the key was allowed until {}, and the signature was made at {}",
                          format_rfc3339(*signer.valid_before), format_rfc3339(*at)));
  if (limited && certificate != nullptr && certificate->ended_by(*at))
    return no(
        Status::expired_key,
        fmt::format("the certificate had expired at {}, when the signature was made", format_rfc3339(*at)));
  judgement.status = Status::good;
  return judgement;
}

SshTrust::Judgement SshTrust::judge(const Presented& presented, std::optional<std::uint8_t> flags,
                                    std::optional<Seconds> at, std::string_view name_space) const {
  const SshCertificate* certificate = presented.certificate.get();
  const auto found = lines_.find(certificate != nullptr ? certificate->authority->blob : presented.key->blob);
  std::optional<Judgement> best;
  for (const bool self_asserted : {false, true}) {
    if (found == lines_.end() || best)
      break;
    for (const Line& line : found->second) {
      if (line.file->self_asserted != self_asserted || line.signer->authority != (certificate != nullptr))
        continue;
      Judgement judgement = judge_line(line, presented, flags, at, name_space);
      if (!best || judgement.status == Status::good)
        best = std::move(judgement);
      if (best->status == Status::good)
        break;
    }
  }
  if (!best)
    best = Judgement{Status::unknown_key, {}, {}, false};
  if (best->status == Status::unknown_key)
    best->explanation = certificate != nullptr
                            ? "no list of allowed signers knows the authority of the certificate"
                            : "no list of allowed signers knows the key";
  for (const SshRevocations& list : revoked_) {
    std::string why = certificate != nullptr ? list.revoked(*certificate) : list.revoked(*presented.key);
    if (!why.empty()) {
      best->status = Status::revoked_key;
      best->explanation =
          why + "; such a list has no dates, so this holds for whatever was signed at any time";
      break;
    }
    if (!list.problems().empty() && best->status == Status::good) {
      best->status = Status::not_trusted;
      best->explanation =
          fmt::format("whether the key is revoked is not known: {} could not be read", list.name());
    }
  }
  return std::move(*best);
}

Verdict SshTrust::verify(std::string_view payload, std::string_view armoured,
                         std::optional<Seconds> at, std::string_view name_space) const {
  Verdict verdict;
  const auto end = [&](Status status, std::string explanation) {
    verdict.status = status;
    verdict.explanation = std::move(explanation);
    return std::move(verdict);
  };
  SshSignature signature;
  if (const std::string problem = parse_ssh_signature(armoured, signature); !problem.empty())
    return end(Status::malformed, "the SSH signature cannot be read: " + problem);
  const auto presented = present(signature.key);
  if (!presented->key) {
    const std::string_view type = SshReader(signature.key).text();
    verdict.algorithm = fmt::format("{}/{}", shown(type), shown(signature.hash));
    if (type.find("-cert-v0") == type.npos)
      verdict.key = ssh_fingerprint(signature.key);
    return end(presented->status, "the SSH signature cannot be checked: " + presented->problem);
  }
  const SshPublicKey& key = *presented->key;
  verdict.key = key.fingerprint();
  verdict.algorithm = fmt::format("{}/{}", key.type, shown(signature.hash));
  const auto data = ssh_signed_bytes(signature.name_space, signature.hash, payload);
  if (!data)
    return end(
        signature.hash == "sha1" || signature.hash == "md5" ? Status::weak : Status::malformed,
        fmt::format("the SSH signature is over a digest of kind \"{}\", and only sha256 and sha512 are taken",
                    shown(signature.hash)));
  SshCheck check = check_ssh_signature(key, signature.signature, *data);
  if (!check.format.empty())
    verdict.algorithm = fmt::format("{}/{}", shown(check.format), signature.hash);
  if (check.flags)
    verdict.user_presence = (*check.flags & 1) != 0;
  if (check.status != Status::good)
    return end(check.status, "the SSH signature is refused: " + check.explanation);
  if (signature.name_space != name_space)
    return end(Status::bad, fmt::format("the SSH signature was made for \"{}\", not for {}",
                                        shown(signature.name_space), name_space));
  if (presented->status != Status::good)
    return end(presented->status, "the SSH signature is refused: " + presented->problem);
  Judgement judgement = judge(*presented, check.flags, at, name_space);
  verdict.signer = std::move(judgement.signer);
  verdict.self_asserted = judgement.self_asserted;
  if (judgement.status == Status::good && signature.text_behind)
    judgement.explanation = "behind the signature stands text that it does not cover";
  return end(judgement.status, std::move(judgement.explanation));
}

} // namespace assay::trust
