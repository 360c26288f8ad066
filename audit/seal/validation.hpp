// SPDX-License-Identifier: Apache-2.0
//
// What a signature is worth to somebody who trusts certain certificates, in the words of ETSI EN 319 102-1.
// The answer is a value: nothing a signature holds makes this throw. Reads no clock, no network and no store
// of the system.
#pragma once

#include "audit/base/file.hpp"
#include "audit/base/time.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace assay::seal {

// The policy signatures are judged by; assay(1) prints it under SIGNATURE POLICY. Offline validation of a CAdES baseline
// B-B signature (ETSI EN 319 122-1) after ETSI EN 319 102-1. The trust anchors are the certificates in the verifier's
// ca/ folder, whether of an authority or of a signer, and no others. Certificates are judged at the time of
// validation, which the verifier gives: a B-B signature proves no time, and the signing time in it is the signer's
// claim. Revocation is not checked, and extended key usage is not judged. Signatures and certificates on the way to
// the anchor use SHA-256 or stronger; RSA keys have at least 2048 bits, elliptic-curve keys at least 256. The signer's
// key usage, where stated, allows digital signatures or non-repudiation.
inline constexpr std::string_view policy_id = "assay-offline-seal-1";
enum class Indication { total_passed, total_failed, indeterminate };

// "TOTAL-PASSED", "TOTAL-FAILED", "INDETERMINATE".
std::string_view to_string(Indication indication);

struct SignatureAnswer {
  Indication indication = Indication::indeterminate;
  std::string sub_indication; // the standard's name, empty for TOTAL-PASSED
  std::string explanation;    // one sentence
  // What the signature says of its signer. Strangers' text: escape before showing, and believe it only with
  // TOTAL-PASSED. Empty when it was not found.
  std::string signer, issuer; // RFC 2253
  std::string certificate_sha256;
  Seconds claimed_signing_time = 0; // 0 also when none is claimed, which is never TOTAL-PASSED
  std::vector<std::string> remarks; // what a reader has to know besides
};

// Throws Error::input when a file among `ca_files` is no certificate.
void require_readable_anchors(const std::vector<SourceFile>& ca_files);

// Judges `der` as a detached signature over `content`. `ca_files` are the verifier's trust anchors, in PEM
// (several to a file) or DER; `chain_pem` holds certificates that may lead to them and deserve no trust.
// Throws Error::input only for an unreadable file among `ca_files`.
SignatureAnswer validate_signature(std::string_view content, std::string_view der,
                                   const std::vector<SourceFile>& ca_files, std::string_view chain_pem,
                                   Seconds validation_time);

} // namespace assay::seal
