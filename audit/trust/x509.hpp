// SPDX-License-Identifier: Apache-2.0
//
// CMS signatures (RFC 5652) over commits and tags, as S/MIME certificates (gpgsm) and Sigstore (gitsign) make
// them, judged with certificates somebody trusts. Knows no git object and no repository: the bytes that were
// signed are handed in. Transparency logs are not looked at: a Rekor entry in a signature neither helps nor
// hurts it.
#pragma once

#include "audit/base/file.hpp"
#include "audit/trust/verdict.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace assay::trust {

class X509Trust {
public:
  // Trust anchors in PEM (several to a file) or DER: certificates of authorities, or of signers themselves.
  // `tsa_files` are those of time-stamping authorities (RFC 3161); `crl_files` revocation lists (RFC 5280).
  // Throws Error::input for a file that holds anything else.
  X509Trust(const std::vector<SourceFile>& ca_files, Seconds as_of,
            const std::vector<SourceFile>& tsa_files = {}, const std::vector<SourceFile>& crl_files = {});
  ~X509Trust();
  X509Trust(X509Trust&&) noexcept;
  X509Trust& operator=(X509Trust&&) noexcept;

  // Judges `armoured` (a PEM block "SIGNED MESSAGE", "PKCS7" or "CMS") as a detached signature over
  // `payload`. Safe to call from several threads; never throws for what the two hold.
  //
  // Arithmetic comes first, whoever signed: malformed, bad, weak, or unknown_key without the signer's
  // certificate. Then the path to an anchor: unknown_key without one, weak, not_trusted if it breaks a rule
  // or the certificate is for other uses than signing code or protecting e-mail. Then the path as a whole at
  // these times; the first that suits makes the signature good:
  // - the time in a time-stamp token over the signature, which proves it: time_proven, and `time` is that
  // time;
  // - the signed attribute signing-time, a claim;
  // - `claimed_time`, that of the committer or tagger, a claim;
  // - as-of, if there is no other time.
  // Sigstore's certificates live for ten minutes and mostly begin seconds after git took the committer's
  // time, so that either claim suffices. If the path holds at none of these times, nothing says that the
  // signature was made while it did: expired_key when the first of them is after its end, where git says Y;
  // not_trusted when it is before its beginning, where git says U.
  //
  // Revocation is known from `crl_files` alone: a certificate below the anchor that is on a list by its own
  // issuer, dated up to as-of, makes revoked_key. Only a proven time before that date helps; claims do not.
  Verdict verify(std::string_view payload, std::string_view armoured,
                 std::optional<Seconds> claimed_time) const;

private:
  struct Material;
  std::unique_ptr<const Material> material_;
};

} // namespace assay::trust
