// SPDX-License-Identifier: Apache-2.0
//
// Looking into a CMS structure (RFC 5652), for the files that write and judge signatures. Private to them: it
// shows OpenSSL's types. Nothing here throws for what a stranger's bytes hold.
#pragma once

#include "audit/base/certificate.hpp"
#include "audit/base/time.hpp"

#include <openssl/cms.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

using Cms = Handle<CMS_ContentInfo, CMS_ContentInfo_free>;

// Null when the bytes are no CMS structure or have something behind it.
Cms parse_cms(std::string_view der);
std::string to_der(CMS_ContentInfo* cms);

// The certificates inside, which stay alive as long as the list.
std::vector<Certificate> certificates(CMS_ContentInfo* cms);

// The only signer; null when there are none or several.
CMS_SignerInfo* only_signer(CMS_ContentInfo* cms);

// The value of a signed attribute that is there once with one value of this ASN.1 type; else null.
const void* signed_attribute(const CMS_SignerInfo* signer, int nid, int type);

// The claimed time in the signed attribute signing-time.
std::optional<Seconds> signing_time(const CMS_SignerInfo* signer);

std::string_view bytes_of(const ASN1_STRING* string);

// An ECDSA signature (r, s) is as valid as (r, n - s), which anybody can compute. Of the two forms the one
// with the smaller s is canonical here. True for algorithms that have no such twins.
bool is_canonical_signature_value(const EVP_PKEY* key, std::string_view signature);

} // namespace assay
