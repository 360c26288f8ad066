// SPDX-License-Identifier: Apache-2.0
//
// Whether a dependency is among the components of the software bills of materials that were read.
#pragma once

#include "audit/evidence/readers/sbom.hpp"

#include <string>
#include <string_view>
#include <unordered_set>

namespace assay::evidence {

// A package URL as two of one package are compared: without qualifiers and subpath, decoded, in lower case.
std::string comparable_purl(std::string_view purl);

class BillIndex {
public:
  void add(const Sbom& bill);
  // By package URL; by name and version those that have none on one of the two sides. Without a version, any will do.
  bool holds(std::string_view purl, std::string_view name, std::string_view version) const;

private:
  std::unordered_set<std::string> purls_;     // with the version and without
  std::unordered_set<std::string> named_;     // "name@version" and "name" of all components
  std::unordered_set<std::string> purl_less_; // the same of those without a package URL
};

} // namespace assay::evidence
