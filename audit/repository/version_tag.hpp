// SPDX-License-Identifier: Apache-2.0
//
// Names of tags that state a version, and which of them belong together. Knows no repository.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::repository {

// "curl-8_5_0" is the prefix "curl-" and the numbers 8, 5, 0 with '_' between them; "v2.45.0-rc1" has a suffix besides.
struct VersionTag {
  std::string prefix;
  std::vector<std::uint64_t> numbers;
  char separator = 0; // 0 when there is one number only
  std::string suffix; // behind the numbers: "-rc1", "p2"
  bool prerelease = false; // by the words beside the numbers: alpha, beta, rc, pre, dev …

  // Whether both are versions in one scheme: the same words before the numbers, the same sign between them.
  bool same_scheme(const VersionTag& other) const;
};

// `name` is without refs/tags/. Nothing when it states no version: it needs two numbers, or one behind nothing but
// "v", or eight digits, which are a date.
std::optional<VersionTag> version_tag(std::string_view name);

} // namespace assay::repository
