// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/openpgp.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::trust {

namespace {

Verdict verdict_of(Status status, std::string explanation) {
  Verdict verdict;
  verdict.status = status;
  verdict.explanation = std::move(explanation);
  return verdict;
}

constexpr const char* several_signatures =
    "There are several signatures, so that it cannot be said whose signature this is.";

// RFC 4880 section 6.2: PGP 2 called a detached signature a message.
bool is_signature_label(std::string_view label) {
  return label == "SIGNATURE" || label == "MESSAGE";
}

// The key id that the signature names, if it does.
std::optional<std::uint64_t> issuer_id(const SignaturePacket& signature) {
  return signature.issuer_fingerprint.empty() ? signature.issuer_key_id
                                              : key_id_of(signature.issuer_fingerprint);
}

std::string unknown_maker(const SignaturePacket& signature) {
  const auto id = issuer_id(signature);
  if (!id)
    return "The signature does not say which key made it.";
  return fmt::format("The key {} that is said to have made it is not among the trusted ones.",
                     signature.issuer_fingerprint.empty() ? fmt::format("{:016X}", *id)
                                                          : hex_upper(signature.issuer_fingerprint));
}

// The one signature in the bytes. Nothing, and why, when there is none that can be read or more than one:
// git, too, refuses to say whose signature it is then.
std::optional<SignaturePacket> only_signature(std::string_view bytes, std::string& problem) {
  std::optional<SignaturePacket> found;
  int other_version = -1;
  PacketReader reader(bytes);
  while (const auto packet = reader.next()) {
    if (packet->tag == marker_tag || packet->tag == padding_tag)
      continue;
    if (packet->tag != signature_tag) {
      problem = fmt::format("There is a packet of type {} where only a signature belongs.", packet->tag);
      return std::nullopt;
    }
    // RFC 9580 section 5.2.5: a signature of a version that is not known is passed over, beside others.
    const int version = packet->body.empty() ? 0 : static_cast<std::uint8_t>(packet->body.front());
    if (version != 3 && version != 4) {
      other_version = version;
      continue;
    }
    if (found) {
      problem = several_signatures;
      return std::nullopt;
    }
    found = read_signature(packet->body, problem);
    if (!found)
      return std::nullopt;
  }
  if (!reader.problem().empty()) {
    problem = reader.problem();
    return std::nullopt;
  }
  if (!found)
    problem = other_version < 0
                  ? "The block holds no signature."
                  : fmt::format("The signature packet has version {}; versions 3 and 4 are read here.",
                                other_version);
  return found;
}

} // namespace

OpenpgpTrust::OpenpgpTrust(const std::vector<SourceFile>& keyrings, Seconds as_of)
    : keyring_(read_openpgp_keyrings(keyrings, as_of)), as_of_(as_of) {
  for (std::size_t i = 0; i < keyring_.keys.size(); ++i)
    by_key_id_.emplace(keyring_.keys[i].key_id, i);
}

// The key that made the signature, or else the one that is said to have. A subkey may hang on several
// certificates, and key ids may collide: those that may sign are asked first.
OpenpgpTrust::Maker OpenpgpTrust::maker(const SignaturePacket& signature, std::string_view payload) const {
  const auto id = issuer_id(signature);
  if (!id)
    return {};
  std::vector<const OpenpgpKey*> keys;
  const auto [first, last] = by_key_id_.equal_range(*id);
  const std::string fingerprint = hex_upper(signature.issuer_fingerprint);
  for (auto at = first; at != last; ++at) {
    const OpenpgpKey& key = keyring_.keys[at->second];
    if (fingerprint.empty() || key.fingerprint == fingerprint)
      keys.push_back(&key);
  }
  std::sort(keys.begin(), keys.end(), [](const OpenpgpKey* one, const OpenpgpKey* other) {
    return one->refusal.empty() != other->refusal.empty() ? one->refusal.empty() : one < other;
  });
  Maker maker;
  for (const OpenpgpKey* key : keys) {
    const Arithmetic arithmetic = check_arithmetic(key->material, signature, payload);
    if (maker.key == nullptr || arithmetic == Arithmetic::holds)
      maker = {key, arithmetic};
    if (arithmetic == Arithmetic::holds)
      break;
  }
  return maker;
}

Verdict OpenpgpTrust::verify(std::string_view payload, std::string_view armoured) const {
  if (armoured.size() > max_armoured_signature)
    return verdict_of(Status::malformed, "The signature is longer than any that is read.");
  const ArmourBlock block = read_armour(armoured);
  if (!block.problem.empty())
    return verdict_of(Status::malformed, block.problem);
  if (!is_signature_label(block.label))
    return verdict_of(Status::malformed, "The armour is not that of a signature.");
  // GnuPG reads on to further signatures; other blocks, such as a timestamp's, it skips.
  for (ArmourBlock next = read_armour(armoured, block.end); !next.label.empty();
       next = read_armour(armoured, next.end))
    if (is_signature_label(next.label))
      return verdict_of(Status::malformed, several_signatures);
  std::string problem;
  const auto signature = only_signature(block.bytes, problem);
  if (!signature)
    return verdict_of(Status::malformed, std::move(problem));
  Verdict verdict;
  verdict.time = signature->created;
  const auto conclude = [&](Status status, std::string explanation) {
    verdict.status = status;
    verdict.explanation = std::move(explanation);
    return verdict;
  };
  if (signature->type > 0x01)
    return conclude(
        Status::malformed,
        fmt::format("The signature is of type 0x{:02x}, which is not one over data.", signature->type));
  verdict.key = hex_upper(signature->issuer_fingerprint);
  const auto [key, arithmetic] = maker(*signature, payload);
  if (key == nullptr)
    return conclude(Status::unknown_key, unknown_maker(*signature));
  verdict.key = key->fingerprint;
  verdict.signer = key->user_id;
  verdict.algorithm = fmt::format("{}/{}", key->material.name, hash_name(signature->hash_algorithm));
  if (!key->material.problem.empty())
    return conclude(Status::unknown_key, key->material.problem);
  if (arithmetic == Arithmetic::unsupported)
    return conclude(Status::malformed, fmt::format("Its hash algorithm is not known here ({}).",
                                                   hash_name(signature->hash_algorithm)));
  if (arithmetic == Arithmetic::fails)
    return conclude(Status::bad,
                    "The key did not make this signature over these bytes: one of them was changed.");
  judge_key(*key, *signature, verdict);
  return verdict;
}

void OpenpgpTrust::judge_key(const OpenpgpKey& key, const SignaturePacket& signature,
                             Verdict& verdict) const {
  const Seconds time = signature.created;
  const auto conclude = [&](Status status, std::string explanation) {
    verdict.status = status;
    verdict.explanation = std::move(explanation);
  };
  if (is_weak_hash(signature.hash_algorithm))
    return conclude(Status::weak,
                    fmt::format("The signature is right but rests on {}, which is no longer secure.",
                                hash_name(signature.hash_algorithm)));
  if (!key.material.weakness.empty())
    return conclude(Status::weak, fmt::format("The signature is right, but {}.", key.material.weakness));
  if (signature.lifetime != 0 && time + signature.lifetime <= as_of_)
    return conclude(Status::expired_signature,
                    fmt::format("The signature itself says that it holds until {}.",
                                format_rfc3339(time + signature.lifetime)));
  if (key.created > time)
    return conclude(Status::not_trusted,
                    fmt::format("The signature says it was made on {}, before its key was, on {}.",
                                format_rfc3339(time), format_rfc3339(key.created)));
  std::string remark;
  for (const OpenpgpRevocation& revocation : key.revocations) {
    const std::string when = format_rfc3339(revocation.time);
    if (revocation.hard)
      return conclude(Status::revoked_key,
                      fmt::format("The key was revoked on {} ({}), so that nothing it signed is believed.",
                                  when, revocation.reason));
    if (time >= revocation.time)
      return conclude(
          Status::revoked_key,
          fmt::format("The signature says it was made on {}, after its key was revoked on {} ({}).",
                      format_rfc3339(time), when, revocation.reason));
    remark =
        fmt::format("The key was revoked on {} ({}), after the time at which the signature claims, without "
                    "proof, to have been made.",
                    when, revocation.reason);
  }
  if (key.expires && *key.expires <= time)
    return conclude(Status::expired_key,
                    fmt::format("The signature says it was made on {}, after its key had "
                                "expired on {}.",
                                format_rfc3339(time), format_rfc3339(*key.expires)));
  if (key.expires && *key.expires <= as_of_)
    return conclude(
        Status::expired_key,
        fmt::format("The key expired on {}; it was valid at {}, when the signature claims, without "
                    "proof, to have been made.",
                    format_rfc3339(*key.expires), format_rfc3339(time)));
  if (!key.refusal.empty())
    return conclude(Status::not_trusted, key.refusal);
  if (time > as_of_)
    remark =
        fmt::format("The signature claims to have been made on {}, which is after the point in time it is "
                    "judged at.",
                    format_rfc3339(time));
  conclude(Status::good, std::move(remark));
}

} // namespace assay::trust
