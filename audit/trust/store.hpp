// SPDX-License-Identifier: Apache-2.0
//
// The trust store: the keys that the one who runs an audit chose to trust, as files of one folder, and with them the
// verification of signatures of every kind. Keys that came from the audited repository itself are kept apart and
// asked last. Knows no repository and no clock.
#pragma once

#include "audit/base/diagnostics.hpp"
#include "audit/base/file.hpp"
#include "audit/trust/envelope_trust.hpp"
#include "audit/trust/openpgp.hpp"
#include "audit/trust/ssh.hpp"
#include "audit/trust/x509.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace assay::trust {

enum class SignatureForm { openpgp, ssh, x509 };

// In which namespace people sign files by SSH: `ssh-keygen -Y sign -n file`.
inline constexpr std::string_view file_namespace = "file";

// What a file of a trust folder is, by its name alone.
enum class TrustFile {
  allowed_signers, // allowed_signers, or a name that ends so: ssh-keygen(1)
  revoked_keys,    // revoked_keys, or *.krl: keys or certificates of SSH that count no more
  keyring,         // *.asc, *.gpg, *.pgp: public keys of OpenPGP
  authority,       // ca/…: certificates that X.509 chains may end in
  crl,             // ca/*.crl: revocation lists of those authorities
  time_authority,  // tsa/…: certificates of time-stamping authorities
  public_key,      // keys/…, *.pem or *.pub there: public keys that envelopes are signed with
  roles,           // roles.xml
  other,           // not read
};

// `name` is relative to the folder: "ca/root.pem".
TrustFile trust_file(std::string_view name);

// The files of one kind, of those named "trust/…".
std::vector<SourceFile> files_of(const std::vector<SourceFile>& files, TrustFile kind);

class TrustStore {
public:
  // `self_asserted` are allowed signers and keyrings found in the audited repository. Throws Error::input for a file
  // below ca/ or tsa/ that holds anything else than certificates; what else cannot be read is told by problems().
  TrustStore(const std::vector<SourceFile>& files, const std::vector<SourceFile>& self_asserted, Seconds as_of);

  // Whether there is any key for signatures of this form.
  bool has_keys(SignatureForm form) const;

  // Judges a signature over `payload`, by verdict.hpp. `claimed` is the time that the signed object states for itself;
  // `name_space` is what an SSH signature has to be made for. Safe to call from several threads.
  Verdict verify(SignatureForm form, std::string_view payload, std::string_view armoured,
                 std::optional<Seconds> claimed, std::string_view name_space = "git") const;

  // For signatures of envelopes and bundles over attestations.
  const EnvelopeTrust& envelopes() const { return envelopes_; }

  // What was left out of the files, and what to try; what of the repository's keys; what was taken and deserves a look.
  const std::vector<Problem>& problems() const { return problems_; }
  const std::vector<Problem>& repository_problems() const { return repository_problems_; }
  const std::vector<Problem>& remarks() const { return remarks_; }

private:
  TrustStore(const std::vector<SourceFile>& files, const std::vector<SourceFile>& self_asserted, Seconds as_of,
             const std::vector<AllowedSignersFile>& signers, const std::vector<SshRevocations>& revocations);

  bool has_ssh_ = false, has_x509_ = false;
  SshTrust ssh_;
  OpenpgpTrust openpgp_, openpgp_self_asserted_;
  X509Trust x509_;
  EnvelopeTrust envelopes_;
  std::vector<Problem> problems_, repository_problems_, remarks_;
};

} // namespace assay::trust
