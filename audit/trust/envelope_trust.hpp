// SPDX-License-Identifier: Apache-2.0
//
// Signatures of envelopes and bundles over attestations (DSSE protocol 1.0.2, Sigstore bundles up to 0.3), judged with
// public keys and certificates that somebody trusts. Knows nothing of what was attested. A good one takes more than
// arithmetic: a key that lies in the trust store, or a path to an authority in it, at a time. What vouches for Sigstore's
// certificates beside that – entries in the transparency logs of signatures and of certificates – is not checked here, so
// that no signature with such a certificate is called good: what it is worth is not known.
#pragma once

#include "audit/base/diagnostics.hpp"
#include "audit/base/file.hpp"
#include "audit/trust/signed_bytes.hpp"
#include "audit/trust/verdict.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace assay::trust {

// A signature with more certificates than this is malformed.
inline constexpr std::size_t max_envelope_certificates = 16;

struct EnvelopeSignature {
  std::string value;                     // its bytes
  std::string key_id;                    // a hint of the signer's; nothing depends on it but what is said of a failure
  std::vector<std::string> certificates; // in DER or PEM, the signer's first; none when its key is to be known already
  std::vector<std::string> time_stamps;  // responses of time-stamping authorities (RFC 3161) over the value
  bool logged = false;                   // whether it comes with an entry of a transparency log
};

struct EnvelopeVerdict {
  std::optional<Status> status; // nothing when it depends on what was not checked, or on what is not here
  std::string explanation;      // why, unless it is good
  std::optional<bool> arithmetic; // nothing without the key, or when it cannot be computed
  std::optional<bool> path;     // whether a path leads to an authority; nothing without certificate or authorities
  std::string signer;           // name in a certificate, whoever vouches for it
  std::string issuer;           // who was asked for that name, if Sigstore's authority was
  std::string key;              // SHA-256 of the public key, or of the certificate
  std::string algorithm;
  std::optional<Seconds> proven_time; // when it existed, by a time-stamp
  std::vector<std::string> unchecked; // of "chain", "time", "log", "certificate-log", "identity"
};

class EnvelopeTrust {
public:
  // Throws Error::input for files of authorities that hold anything but certificates; of keys that cannot be read,
  // problems() tell.
  EnvelopeTrust(const std::vector<SourceFile>& key_files, const std::vector<SourceFile>& ca_files,
                const std::vector<SourceFile>& tsa_files, const std::vector<SourceFile>& crl_files, Seconds as_of);
  ~EnvelopeTrust();

  const std::vector<Problem>& problems() const;

  EnvelopeVerdict verify(const SignedBytes& what, const EnvelopeSignature& signature) const;

private:
  struct Material;
  EnvelopeVerdict by_key(const SignedBytes& what, const EnvelopeSignature& signature) const;
  EnvelopeVerdict by_certificate(const SignedBytes& what, const EnvelopeSignature& signature) const;

  std::unique_ptr<const Material> material_;
};

} // namespace assay::trust
