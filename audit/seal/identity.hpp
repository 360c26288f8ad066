// SPDX-License-Identifier: Apache-2.0
//
// Who seals: a private key and the certificate that names its holder, from files or made on the spot. It
// reads no clock and stores nothing; whoever keeps the key decides where and with which permissions.
#pragma once

#include "audit/base/file.hpp"
#include "audit/base/time.hpp"

#include <memory>
#include <string>

namespace assay::seal {

class SigningIdentity {
public:
  // Both in PEM form. The first certificate is the signer's, further ones lead from it to its root. Throws
  // Error::input for files that cannot be used, saying how to get ones that can.
  static SigningIdentity load(const SourceFile& key, const SourceFile& certificate);

  // A new P-256 key with a certificate it signed itself, valid for ten years from `now`. It names neither a
  // person nor a host: that is for the one who trusts it to write down.
  static SigningIdentity create(Seconds now);

  std::string key_pem() const; // PKCS #8, not encrypted
  std::string certificate_pem() const;
  std::string chain_pem() const; // the further certificates; empty when there are none

  std::string certificate_sha256() const; // of the DER form, in hexadecimal
  // RFC 2253, in UTF-8; not escaped for any display.
  std::string subject() const;
  bool valid_at(Seconds time) const; // by the validity in the certificate

  // The OpenSSL objects, for this folder.
  struct Parts;
  const Parts& parts() const { return *parts_; }

private:
  explicit SigningIdentity(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}
  std::shared_ptr<const Parts> parts_;
};

} // namespace assay::seal
