// SPDX-License-Identifier: Apache-2.0
//
// Files of allowed signers as ssh-keygen(1) describes them: who may sign with which SSH key, for what and
// when. Reads them and matches their patterns; judges no signature.
#pragma once

#include "audit/base/diagnostics.hpp"
#include "audit/base/file.hpp"
#include "audit/base/time.hpp"
#include "audit/trust/ssh_key.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::trust {

// One line.
struct AllowedSigner {
  std::string principals; // the pattern list as written
  std::shared_ptr<const SshPublicKey> key;
  bool authority = false;                // "cert-authority": the key signs certificates, and nothing else
  std::optional<std::string> namespaces; // a pattern list; without it every namespace is allowed
  std::optional<Seconds> valid_after;    // both inclusive
  std::optional<Seconds> valid_before;
  std::size_t line = 0;
};

struct AllowedSignersFile {
  std::string name;           // as SourceFile::name
  bool self_asserted = false; // whether it came from the audited repository itself
  std::vector<AllowedSigner> signers;
  Diagnostics problems; // lines that were left out, and why
  Diagnostics remarks;  // lines that are used, and that other programs may read differently
};

// Reads every line that can be read. Times without Z are taken as UTC and remarked on: ssh-keygen takes them
// as local time, and an audit has no place.
AllowedSignersFile read_allowed_signers(const SourceFile& file, bool self_asserted = false);

// Whether `text` as a whole matches a pattern of ssh_config(5): `*` stands for any characters, `?` for one.
bool matches_pattern(std::string_view text, std::string_view pattern);

// Whether `text` matches one of the comma-separated patterns and none of those with `!` before them.
bool matches_pattern_list(std::string_view text, std::string_view patterns);

// The patterns of a list, each as written.
std::vector<std::string_view> patterns_of(std::string_view list);

} // namespace assay::trust
