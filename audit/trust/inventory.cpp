// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/inventory.hpp"

#include "audit/base/certificate.hpp"
#include "audit/trust/allowed_signers.hpp"
#include "audit/trust/public_keys.hpp"

#include <fmt/format.h>

namespace assay::trust {

namespace {

std::string validity(std::optional<Seconds> from, std::optional<Seconds> until, Seconds as_of) {
  if (from && *from > as_of)
    return "valid only from " + format_rfc3339(*from);
  if (until && *until <= as_of)
    return "expired " + format_rfc3339(*until);
  return {};
}

// Why signatures of git by this key are not good, if that is so.
std::string state_of(const AllowedSigner& signer, const std::vector<SshRevocations>& revoked, Seconds as_of) {
  for (const SshRevocations& list : revoked)
    if (!list.revoked(*signer.key).empty())
      return "revoked by " + list.name();
  if (!signer.key->weakness.empty())
    return "weak: " + signer.key->weakness;
  if (signer.namespaces && !matches_pattern_list("git", *signer.namespaces))
    return "not for git";
  return validity(signer.valid_after, signer.valid_before, as_of);
}

void add_ssh(const SourceFile& file, const std::vector<SshRevocations>& revoked, Seconds as_of,
             std::vector<TrustedKey>& keys) {
  for (const AllowedSigner& signer : read_allowed_signers(file).signers) {
    std::string state = state_of(signer, revoked, as_of);
    keys.push_back({signer.authority ? "ssh authority" : "ssh", file.shown, signer.key->fingerprint(),
                    signer.principals, std::move(state)});
  }
}

void add_openpgp(const std::vector<SourceFile>& files, Seconds as_of, std::vector<TrustedKey>& keys) {
  for (const OpenpgpKey& key : read_openpgp_keyrings(files, as_of).keys) {
    std::string state = key.refusal;
    if (!key.revocations.empty())
      state = fmt::format("revoked {}", format_rfc3339(key.revocations.front().time));
    else if (state.empty())
      state = validity(key.created, key.expires, as_of);
    keys.push_back({"openpgp", key.file, key.fingerprint, key.user_id, std::move(state)});
  }
}

void add_public_keys(const SourceFile& file, std::vector<TrustedKey>& keys) {
  for (const PublicKey& key : read_public_keys(file).keys)
    keys.push_back({"public key", key.file, key.id(), {}, key.weakness.empty() ? "" : "weak: " + key.weakness});
}

void add_certificates(const char* use, const SourceFile& file, Seconds as_of, std::vector<TrustedKey>& keys) {
  for (const Certificate& certificate : read_certificates(file.bytes).certificates) {
    const auto weakness = key_problem(X509_get0_pubkey(certificate.get()), false);
    keys.push_back({use, file.shown, sha256_hex(certificate.get()), to_text(X509_get_subject_name(certificate.get())),
                    weakness ? "weak: " + *weakness
                             : validity(to_seconds(X509_get0_notBefore(certificate.get())),
                                        to_seconds(X509_get0_notAfter(certificate.get())), as_of)});
  }
}

} // namespace

std::vector<TrustedKey> inventory(const std::vector<SourceFile>& files, Seconds as_of) {
  std::vector<TrustedKey> keys;
  std::vector<SshRevocations> revoked;
  for (const SourceFile& file : files_of(files, TrustFile::revoked_keys))
    revoked.emplace_back(file);
  for (const SourceFile& file : files_of(files, TrustFile::allowed_signers))
    add_ssh(file, revoked, as_of, keys);
  add_openpgp(files_of(files, TrustFile::keyring), as_of, keys);
  for (const SourceFile& file : files_of(files, TrustFile::authority))
    add_certificates("x509 authority", file, as_of, keys);
  for (const SourceFile& file : files_of(files, TrustFile::time_authority))
    add_certificates("time-stamp authority", file, as_of, keys);
  for (const SourceFile& file : files_of(files, TrustFile::public_key))
    add_public_keys(file, keys);
  return keys;
}

} // namespace assay::trust
