// SPDX-License-Identifier: Apache-2.0
//
// From a signer's certificate to one the verifier trusts (RFC 5280 section 6, by OpenSSL). Private to this
// folder: it shows OpenSSL's types.
#pragma once

#include "audit/base/certificate.hpp"

#include <string>
#include <vector>

namespace assay::seal {

struct ChainAnswer {
  // Why there is no acceptable chain: a sub-indication of ETSI EN 319 102-1, always INDETERMINATE. Empty when
  // there is one.
  std::string sub_indication;
  std::string explanation;
  std::vector<std::string> remarks;
};

ChainAnswer find_chain(X509* signer, const std::vector<Certificate>& anchors,
                       const std::vector<Certificate>& untrusted, Seconds time);

} // namespace assay::seal
