// SPDX-License-Identifier: Apache-2.0
//
// From a signer's certificate to one that the trust store holds (RFC 5280 section 6, by OpenSSL), and when
// that path holds. Private to this folder: it shows OpenSSL's types. Knows nothing of signatures over
// commits; asks no store of the system, no network and no clock.
#pragma once

#include "audit/base/certificate.hpp"
#include "audit/base/file.hpp"

#include <openssl/x509_vfy.h>

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace assay::trust {

using CertificateStore = Handle<X509_STORE, X509_STORE_free>;
using RevocationList = Handle<X509_CRL, X509_CRL_free>;

inline constexpr const char* anchors_hint = "certificates are expected there, in PEM or DER form, and nothing else";

// A store of these anchors and no others. An intermediate authority's certificate is one too, and a signer's
// own.
CertificateStore make_store(const std::vector<Certificate>& anchors);

struct Revocation {
  Seconds since;  // the earlier of revocation date and invalidity date (RFC 5280 sections 5.1.2.6 and 5.3.2)
  bool of_signer; // not of an authority above it
};

struct Path {
  enum class State {
    holds,       // at the time asked for
    out_of_time, // it leads to an anchor, but not at that time
    no_anchor,   // no path leads to a certificate in the trust store
    refused,     // the path breaks a rule: no authority, another use, an unknown critical extension
    weak,        // a key or a digest within it is too weak
  };
  State state = State::no_anchor;
  std::string explanation; // a sentence for everything but `holds`
  // When every certificate of the path is valid, both ends included; never, when `from` is after `until`.
  Seconds from = 0, until = 0;
  int length = 0;    // certificates below the anchor
  int looked_up = 0; // of these, how many were looked up in a revocation list by their issuer
  std::vector<Revocation> revocations; // what the lists say
};

class PathBuilder {
public:
  // `ca_files` hold certificates and `crl_files` revocation lists, in PEM (several to a file) or DER. Throws
  // Error::input for a file that cannot be read.
  PathBuilder(const std::vector<SourceFile>& ca_files, const std::vector<SourceFile>& crl_files);

  const std::vector<Certificate>& anchors() const { return anchors_; }

  // The path at a time. Safe to call from several threads.
  Path at(X509* signer, const std::vector<Certificate>& untrusted, Seconds time) const;

private:
  Path build(X509* signer, const std::vector<Certificate>& untrusted, Seconds time) const;
  Path examine(const STACK_OF(X509) * chain) const;
  void look_up_revocations(const STACK_OF(X509) * chain, Path& path) const;

  std::vector<Certificate> anchors_;
  std::vector<RevocationList> lists_;
  CertificateStore store_;
  // The last path of each signer. It answers for every time at which all its certificates are valid.
  mutable std::mutex mutex_;
  mutable std::map<std::string, Path> known_;
};

} // namespace assay::trust
