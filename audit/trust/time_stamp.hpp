// SPDX-License-Identifier: Apache-2.0
//
// Time-stamp tokens (RFC 3161) over a signature's value, as CMS carries them in the unsigned attribute of RFC
// 3161 appendix A, and whole responses of authorities, as Sigstore bundles carry them. Private to this folder: it shows OpenSSL's types. Knows nothing of the signer.
#pragma once

#include "audit/base/cms.hpp"
#include "audit/trust/certificate_path.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay::trust {

struct ProvenTime {
  std::optional<Seconds> time; // the signature's value existed then; the earliest of several
  std::string explanation;     // why a token that is there proves nothing, as part of a sentence; else empty
};

// What the time-stamp tokens of this signature prove to somebody who trusts `authorities`. Each authority's
// path is judged at the time in its own token; its revocation is not checked.
ProvenTime proven_time(CMS_SignerInfo* signer, const std::vector<Certificate>& authorities);

// The same of responses in DER.
ProvenTime proven_time(const std::vector<std::string>& responses, std::string_view value,
                       const std::vector<Certificate>& authorities);

} // namespace assay::trust
