// SPDX-License-Identifier: Apache-2.0
//
// Identifiers of published vulnerabilities in text: CVE-YYYY-N with four digits or more, as the CVE Program
// writes them, and GHSA-xxxx-xxxx-xxxx, as GitHub does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::repository {

struct NamedAdvisory {
  std::string identifier; // "CVE-2014-0160", "GHSA-jfh8-c2jp-5v3q", whatever the case they were written in
  bool github;            // GHSA rather than CVE
};

// Those a text names, each once, in the order of their first places; at most `limit` of them.
std::vector<NamedAdvisory> advisories_in(std::string_view text, std::size_t limit);

} // namespace assay::repository
