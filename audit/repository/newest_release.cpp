// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/newest_release.hpp"

#include "audit/repository/version_tag.hpp"

#include <fnmatch.h>

namespace assay::repository {

std::optional<std::string> newest_release(const std::vector<Ref>& tags, const std::string& pattern) {
  constexpr std::string_view prefix = "refs/tags/";
  std::optional<std::string> newest;
  std::optional<VersionPlace> highest;
  for (const Ref& ref : tags) {
    const std::string name = ref.name.substr(prefix.size());
    const auto version = version_tag(name);
    if (!version || version->prerelease || ::fnmatch(pattern.c_str(), name.c_str(), 0) != 0)
      continue;
    const VersionPlace place(*version);
    if (!highest || *highest < place) {
      highest = place;
      newest = name;
    }
  }
  return newest;
}

} // namespace assay::repository
