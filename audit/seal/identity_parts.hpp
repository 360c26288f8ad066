// SPDX-License-Identifier: Apache-2.0
//
// The inside of a SigningIdentity. Private to this folder: it shows OpenSSL's types.
#pragma once

#include "audit/base/certificate.hpp"
#include "audit/seal/identity.hpp"

#include <vector>

namespace assay::seal {

struct SigningIdentity::Parts {
  Key key;
  Certificate certificate;
  std::vector<Certificate> chain;
};

} // namespace assay::seal
