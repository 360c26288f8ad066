// SPDX-License-Identifier: Apache-2.0
//
// A CMS signature (RFC 5652) as it stands in a commit or a tag, and its arithmetic. Private to this folder:
// it shows OpenSSL's types. Knows nothing of whom anybody trusts, and nothing a signature holds makes it
// throw.
#pragma once

#include "audit/base/cms.hpp"
#include "audit/trust/verdict.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace assay::trust {

struct CmsSignature {
  Cms cms;
  CMS_SignerInfo* signer = nullptr;      // the only one, within `cms`
  std::vector<Certificate> certificates; // what came along; deserves no trust
  std::optional<Seconds> signing_time;   // the signed attribute: the signer's claim
  std::string problem; // why no signature could be read, as a sentence; then the rest is empty
};

// Reads one PEM block (RFC 7468) with the label "SIGNED MESSAGE", "PKCS7" or "CMS" and nothing but white
// space around it, holding a detached SignedData over plain data by one signer, in DER or BER.
CmsSignature read_cms_signature(std::string_view armoured);

struct CmsArithmetic {
  Status status = Status::bad; // good, bad, weak, or unknown_key when the signer's certificate is nowhere
  X509* certificate = nullptr; // the signer's; belongs to the signature or to `known`
  std::string algorithm;       // such as "ecdsa-p256/sha256"
  std::string explanation;     // a sentence for everything but good
};

// Whether this signature was made over `payload` with the key of its signer's certificate, which came along
// or is among `known` (RFC 5652 sections 5.4 and 5.6). If the signer named its certificate in
// signing-certificate (RFC 5035), it has to be that one. An algorithm this program refuses or does not know
// is weak.
CmsArithmetic check_arithmetic(CmsSignature& signature, std::string_view payload,
                               const std::vector<Certificate>& known);

} // namespace assay::trust
