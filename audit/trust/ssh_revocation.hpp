// SPDX-License-Identifier: Apache-2.0
//
// Lists of revoked SSH keys as `ssh-keygen -Y verify -r` takes them: public keys, one a line, or a binary KRL
// (OpenSSH's PROTOCOL.krl). Such a list carries no dates: what it names is revoked for all times.
#pragma once

#include "audit/base/diagnostics.hpp"
#include "audit/base/file.hpp"
#include "audit/trust/ssh_certificate.hpp"
#include "audit/trust/ssh_key.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::trust {

using SerialRanges = std::vector<std::pair<std::uint64_t, std::uint64_t>>; // both ends inclusive

class SshRevocations {
public:
  explicit SshRevocations(const SourceFile& file);

  const std::string& name() const { return name_; } // as SourceFile::name
  // Why the file cannot be used; then no answer of revoked() may be relied on, and none is a "no".
  const Diagnostics& problems() const { return problems_; }

  // What the list names: the key, or of a certificate its key, its authority's key, its serial number or its
  // key id; as a clause. Empty when it names none of them.
  std::string revoked(const SshPublicKey& key) const;
  std::string revoked(const SshCertificate& certificate) const;

private:
  // Certificates of one authority (of all: empty blob).
  struct Serials {
    SerialRanges ranges; // sorted and apart once all is read
    std::set<std::string, std::less<>> key_ids;
    void sort();
    bool contains(std::uint64_t serial) const;
  };

  void read_list(const SourceFile& file);
  // The answers are empty, or say what cannot be understood.
  std::string read_krl(std::string_view bytes);
  std::string read_krl_section(std::uint8_t type, std::string_view section);
  std::string read_certificate_section(std::string_view section);
  std::string revoked_by(std::string_view authority, const SshCertificate& certificate) const;

  std::string name_;
  Diagnostics problems_;
  std::set<std::string, std::less<>> keys_; // wire forms, never of certificates
  std::set<std::string, std::less<>> sha1_, sha256_;
  std::map<std::string, Serials, std::less<>> certificates_; // by the authority's wire form
};

} // namespace assay::trust
