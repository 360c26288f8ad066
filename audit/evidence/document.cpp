// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/document.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::evidence {

std::string_view to_string(Origin origin) {
  return origin == Origin::revision ? "revision" : "supplied";
}

std::string_view to_string(DocumentKind kind) {
  switch (kind) {
  case DocumentKind::advisories: return "advisories";
  case DocumentKind::analysis: return "analysis";
  case DocumentKind::attestation: return "attestation";
  case DocumentKind::coverage: return "coverage";
  case DocumentKind::dependencies: return "dependencies";
  case DocumentKind::exploited: return "exploited";
  case DocumentKind::forge: return "forge";
  case DocumentKind::policy: return "policy";
  case DocumentKind::sbom: return "sbom";
  case DocumentKind::scan: return "scan";
  case DocumentKind::tests: return "tests";
  case DocumentKind::updates: return "updates";
  case DocumentKind::workflow: return "workflow";
  }
  return {};
}

std::vector<std::string> format_names(DocumentKind kind) {
  std::vector<std::string> names;
  for (const DocumentFormat& one : document_formats())
    if (one.kind == kind)
      names.emplace_back(one.name);
  return names;
}

bool Appearance::has(std::string_view member) const {
  return std::any_of(members.begin(), members.end(), [&](const auto& one) { return one.first == member; });
}

std::string_view Appearance::value(std::string_view member) const {
  for (const auto& [name, text_value] : members)
    if (name == member)
      return text_value;
  return {};
}

void Flaws::add(std::string_view place, std::string_view what) {
  if (count++ == 0)
    first = fmt::format("{}: {}", place, what);
}

} // namespace assay::evidence
