// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/store.hpp"

#include <algorithm>

namespace assay::trust {

namespace {

constexpr std::string_view folder = "trust/";

std::string_view base_name(std::string_view name) {
  return name.substr(name.rfind('/') + 1); // npos + 1 is 0
}

std::vector<AllowedSignersFile> read_signers(const std::vector<SourceFile>& files,
                                             const std::vector<SourceFile>& self_asserted) {
  std::vector<AllowedSignersFile> read;
  for (const SourceFile& file : files_of(files, TrustFile::allowed_signers))
    read.push_back(read_allowed_signers(file));
  for (const SourceFile& file : files_of(self_asserted, TrustFile::allowed_signers))
    read.push_back(read_allowed_signers(file, true));
  return read;
}

std::vector<SshRevocations> read_revocations(const std::vector<SourceFile>& files) {
  std::vector<SshRevocations> read;
  for (const SourceFile& file : files_of(files, TrustFile::revoked_keys))
    read.emplace_back(file);
  return read;
}

void append(std::vector<Problem>& all, const std::vector<Problem>& some) {
  all.insert(all.end(), some.begin(), some.end());
}

} // namespace

TrustFile trust_file(std::string_view name) {
  const std::string_view base = base_name(name);
  if (name.starts_with("ca/"))
    return base.ends_with(".crl") ? TrustFile::crl : TrustFile::authority;
  if (name.starts_with("tsa/"))
    return TrustFile::time_authority;
  if (name == "roles.xml")
    return TrustFile::roles;
  if (base.ends_with("allowed_signers"))
    return TrustFile::allowed_signers;
  if (base == "revoked_keys" || base.ends_with(".krl"))
    return TrustFile::revoked_keys;
  if (base.ends_with(".asc") || base.ends_with(".gpg") || base.ends_with(".pgp"))
    return TrustFile::keyring;
  if (name.starts_with("keys/") && (base.ends_with(".pem") || base.ends_with(".pub")))
    return TrustFile::public_key;
  return TrustFile::other;
}

std::vector<SourceFile> files_of(const std::vector<SourceFile>& files, TrustFile kind) {
  std::vector<SourceFile> chosen;
  for (const SourceFile& file : files) {
    const std::string_view name = file.name;
    if (trust_file(name.substr(name.starts_with(folder) ? folder.size() : 0)) == kind)
      chosen.push_back(file);
  }
  return chosen;
}

TrustStore::TrustStore(const std::vector<SourceFile>& files, const std::vector<SourceFile>& self_asserted,
                       Seconds as_of)
    : TrustStore(files, self_asserted, as_of, read_signers(files, self_asserted), read_revocations(files)) {}

TrustStore::TrustStore(const std::vector<SourceFile>& files, const std::vector<SourceFile>& self_asserted,
                       Seconds as_of, const std::vector<AllowedSignersFile>& signers,
                       const std::vector<SshRevocations>& revocations)
    : ssh_(signers, revocations), openpgp_(files_of(files, TrustFile::keyring), as_of),
      openpgp_self_asserted_(files_of(self_asserted, TrustFile::keyring), as_of),
      x509_(files_of(files, TrustFile::authority), as_of, files_of(files, TrustFile::time_authority),
            files_of(files, TrustFile::crl)),
      envelopes_(files_of(files, TrustFile::public_key), files_of(files, TrustFile::authority),
                 files_of(files, TrustFile::time_authority), files_of(files, TrustFile::crl), as_of) {
  for (const AllowedSignersFile& file : signers) {
    has_ssh_ = has_ssh_ || !file.signers.empty();
    append(file.self_asserted ? repository_problems_ : problems_, file.problems.sorted());
    append(remarks_, file.remarks.sorted());
  }
  for (const SshRevocations& list : revocations)
    append(problems_, list.problems().sorted());
  append(problems_, openpgp_.keyring().problems);
  append(remarks_, openpgp_.keyring().remarks);
  append(problems_, envelopes_.problems());
  append(repository_problems_, openpgp_self_asserted_.keyring().problems);
  has_x509_ = !files_of(files, TrustFile::authority).empty();
  for (const SourceFile& file : files_of(files, TrustFile::other))
    remarks_.push_back({{file.shown, 0, 0, {}, 0},
                        "its name is that of no file of a trust store, so it is not read",
                        "allowed_signers, revoked_keys, *.krl, *.asc, *.gpg, roles.xml, keys/*.pem, keys/*.pub, and what lies in ca/ and tsa/ are"});
}

bool TrustStore::has_keys(SignatureForm form) const {
  switch (form) {
  case SignatureForm::openpgp:
    return !openpgp_.keyring().keys.empty() || !openpgp_self_asserted_.keyring().keys.empty();
  case SignatureForm::ssh: return has_ssh_;
  case SignatureForm::x509: return has_x509_;
  }
  return false;
}

Verdict TrustStore::verify(SignatureForm form, std::string_view payload, std::string_view armoured,
                           std::optional<Seconds> claimed, std::string_view name_space) const {
  switch (form) {
  case SignatureForm::ssh: return ssh_.verify(payload, armoured, claimed, name_space);
  case SignatureForm::x509: return x509_.verify(payload, armoured, claimed);
  case SignatureForm::openpgp: break;
  }
  Verdict verdict = openpgp_.verify(payload, armoured);
  if (verdict.status == Status::unknown_key && !openpgp_self_asserted_.keyring().keys.empty()) {
    Verdict asserted = openpgp_self_asserted_.verify(payload, armoured);
    if (asserted.status != Status::unknown_key) {
      verdict = std::move(asserted);
      verdict.self_asserted = true;
    }
  }
  return verdict;
}

} // namespace assay::trust
