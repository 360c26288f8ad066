// SPDX-License-Identifier: Apache-2.0
//
// The syntax of git's configuration files (git-config(1), "CONFIGURATION FILE"), read from bytes that a
// repository tracks. Includes nothing and expands nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::repository {

struct ConfigEntry {
  std::string section;                   // in lower case
  std::optional<std::string> subsection; // as written; in lower case where written as [section.subsection]
  std::string key;                       // in lower case
  std::optional<std::string> value;      // nothing for a key without '='
};

// The entries in their order. `problem` says which line git would refuse, and is else empty.
std::vector<ConfigEntry> read_config(std::string_view text, std::string& problem);

} // namespace assay::repository
