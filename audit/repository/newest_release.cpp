// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/newest_release.hpp"

#include "audit/base/error.hpp"
#include "audit/base/escape.hpp"
#include "audit/repository/version_tag.hpp"

#include <fmt/format.h>

#include <fnmatch.h>

namespace assay::repository {

std::optional<std::string> newest_release(const std::vector<Ref>& tags, const std::string& pattern) {
  constexpr std::string_view prefix = "refs/tags/";
  std::optional<std::string> newest;
  std::optional<VersionTag> highest;
  for (const Ref& ref : tags) {
    auto version = version_tag(ref.name.substr(prefix.size()));
    if (!version || version->prerelease || ::fnmatch(pattern.c_str(), ref.name.c_str() + prefix.size(), 0) != 0)
      continue;
    if (highest && !highest->same_scheme(*version))
      throw Error::input(fmt::format("{} and {} state versions in two schemes, and {} matches both", escape_text(*newest),
                                     escape_text(ref.name), pattern))
          .hint("write a pattern that matches the tags of one product only");
    if (!highest || VersionPlace(*highest) < VersionPlace(*version)) {
      highest = std::move(version);
      newest = ref.name;
    }
  }
  return newest;
}

} // namespace assay::repository
