// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/ssh_certificate.hpp"

#include "audit/trust/ssh_signature.hpp"
#include "audit/trust/ssh_wire.hpp"

#include <fmt/format.h>

namespace assay::trust {

namespace {

constexpr std::string_view ending = "-cert-v01@openssh.com";

// The type of the certified key: "sk-ssh-ed25519-cert-v01@openssh.com" certifies
// "sk-ssh-ed25519@openssh.com".
std::string certified_type(std::string_view type) {
  std::string plain(type.substr(0, type.size() - ending.size()));
  return plain.starts_with("sk-") ? plain + "@openssh.com" : plain;
}

SshCertificateAnswer malformed(std::string problem) {
  return {nullptr, Status::malformed, std::move(problem)};
}

// Critical options: names and contents, one after the other.
bool read_options(std::string_view bytes, SshCertificate& certificate) {
  SshReader reader(bytes);
  while (reader.ok() && !reader.empty()) {
    const std::string_view name = reader.text();
    (void)reader.string();
    // These two limit what somebody may do who logs in, so they say nothing about a signature.
    if (name == "verify-required")
      certificate.verify_required = true;
    else if (name != "force-command" && name != "source-address" && certificate.unknown_option.empty())
      certificate.unknown_option = shown(name);
  }
  return reader.finished();
}

bool read_principals(std::string_view bytes, SshCertificate& certificate) {
  constexpr std::size_t limit = 256; // OpenSSH's
  SshReader reader(bytes);
  while (reader.ok() && !reader.empty() && certificate.principals.size() < limit)
    certificate.principals.emplace_back(reader.text());
  return reader.finished();
}

// Extensions are not used: nothing depends on what they say, only on their being readable.
bool readable_extensions(std::string_view bytes) {
  SshReader reader(bytes);
  while (reader.ok() && !reader.empty()) {
    (void)reader.string();
    (void)reader.string();
  }
  return reader.finished();
}

} // namespace

bool SshCertificate::begun_by(Seconds time) const {
  return valid_after == 0 || (time >= 0 && static_cast<std::uint64_t>(time) >= valid_after);
}

bool SshCertificate::ended_by(Seconds time) const {
  return time < 0 ? valid_before == 0 : static_cast<std::uint64_t>(time) >= valid_before;
}

bool is_certificate_type(std::string_view type) {
  return type.ends_with(ending) && is_key_type(certified_type(type));
}

SshCertificateAnswer read_certificate(std::string_view blob) {
  SshReader reader(blob);
  const std::string_view type = reader.text();
  (void)reader.string(); // nonce
  if (!reader.ok() || !type.ends_with(ending))
    return malformed("the certificate is damaged");
  SshKeyAnswer key = read_key_fields(certified_type(type), reader);
  if (key.refused)
    return {nullptr, Status::weak, "its certificate: " + key.problem};
  if (!key.key)
    return malformed("its certificate: " + key.problem);
  SshCertificate certificate;
  certificate.key = std::move(key.key);
  certificate.serial = reader.uint64();
  const std::uint32_t kind = reader.uint32();
  certificate.for_user = kind == 1;
  certificate.key_id = reader.text();
  const std::string_view principals = reader.string();
  certificate.valid_after = reader.uint64();
  certificate.valid_before = reader.uint64();
  const std::string_view options = reader.string(), extensions = reader.string();
  (void)reader.string(); // reserved
  const std::string_view authority = reader.string();
  const std::string_view signed_part = blob.substr(0, blob.size() - reader.rest().size());
  const std::string_view signature = reader.string();
  if (!reader.finished() || (kind != 1 && kind != 2) || !read_principals(principals, certificate) ||
      !read_options(options, certificate) || !readable_extensions(extensions))
    return malformed("the certificate is damaged");
  SshKeyAnswer signer = read_key(authority);
  if (signer.refused)
    return {nullptr, Status::weak, "the authority of its certificate: " + signer.problem};
  if (!signer.key)
    return malformed("the authority of its certificate: " + signer.problem);
  certificate.authority = std::move(signer.key);
  SshCheck check = check_ssh_signature(*certificate.authority, signature, signed_part);
  if (!check.explanation.empty())
    check.explanation = "the authority's signature on its certificate: " + check.explanation;
  return {std::make_shared<const SshCertificate>(std::move(certificate)), check.status,
          std::move(check.explanation)};
}

} // namespace assay::trust
