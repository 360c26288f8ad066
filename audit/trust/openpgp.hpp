// SPDX-License-Identifier: Apache-2.0
//
// Verifies OpenPGP signatures over commits and tags with the keys somebody chose to trust, as of a point in
// time. The keys are judged once; each signature costs one digest and one public-key operation. Does not know
// how a signature is cut out of a git object, nor where the keyrings came from.
#pragma once

#include "audit/trust/openpgp_keyring.hpp"
#include "audit/trust/verdict.hpp"

#include <string_view>
#include <unordered_map>
#include <vector>

namespace assay::trust {

class OpenpgpTrust {
public:
  // What could not be read of the keyrings is told by keyring(); nothing is thrown for it.
  OpenpgpTrust(const std::vector<SourceFile>& keyrings, Seconds as_of);

  // Judges a detached signature in ASCII armour over `payload`, by RFC 4880. Text and other
  // blocks around it are ignored, but not a second signature. Safe to call from several threads.
  Verdict verify(std::string_view payload, std::string_view armoured) const;

  const OpenpgpKeyring& keyring() const { return keyring_; }

private:
  struct Maker {
    const OpenpgpKey* key = nullptr; // null when it is not among the trusted ones
    Arithmetic arithmetic = Arithmetic::unsupported;
  };
  Maker maker(const SignaturePacket& signature, std::string_view payload) const;
  void judge_key(const OpenpgpKey& key, const SignaturePacket& signature, Verdict& verdict) const;

  OpenpgpKeyring keyring_;
  std::unordered_multimap<std::uint64_t, std::size_t> by_key_id_;
  Seconds as_of_;
};

} // namespace assay::trust
