// SPDX-License-Identifier: Apache-2.0
//
// Whom a certificate is about. Private to this folder: it shows OpenSSL's types. Knows nothing of whether
// somebody vouches for it; every name is a stranger's text.
#pragma once

#include "audit/base/certificate.hpp"

#include <string>

namespace assay::trust {

// The first e-mail address, else the first URI among the subject alternative names (RFC 5280
// section 4.2.1.6), else Sigstore's user name there, else the subject as RFC 2253 writes it.
std::string signer_name(const X509* certificate);

// The OpenID provider that Sigstore's authority (Fulcio) had ask for the name:
// extension 1.3.6.1.4.1.57264.1.8 or, in older certificates, 1.3.6.1.4.1.57264.1.1. Empty without one or when
// it is no plain URL.
std::string openid_issuer(const X509* certificate);

} // namespace assay::trust
