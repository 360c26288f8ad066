// SPDX-License-Identifier: Apache-2.0
//
// Names of tags that state a version, and which of them belong together. Knows no repository.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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
  // Whether both state the same version, in whatever scheme: v1.2.0, release-1.2.0 and name_1_2_0 do.
  bool same_version(const VersionTag& other) const { return numbers == other.numbers && suffix == other.suffix; }
  // The scheme as text, by this tag alone: the words before the numbers, and two numbers with their sign: "curl-N_N".
  // A version of one number, which has no sign, is taken for one with '.'.
  std::string scheme() const;
  // The numbers with '.' between them, and the suffix as it is: "8.5.0", "2.45.0-rc1".
  std::string version() const;
};

// Where a version stands among those of its scheme. First the numbers count, as numbers, and those that are not there
// as 0; then a prerelease is before the others; then the words and numbers of the suffix count in their order, whatever
// signs are between them and however words are capitalised: "-rc2" is before "-RC.10", "" before "p1".
class VersionPlace {
public:
  explicit VersionPlace(const VersionTag& tag);
  bool operator<(const VersionPlace& other) const;

private:
  std::vector<std::uint64_t> numbers_;
  bool final_;
  // Of the suffix: words as they are in lower case, numbers as their length and digits, which text order then orders.
  std::vector<std::pair<std::size_t, std::string>> parts_;
};

// `name` is without refs/tags/. Nothing when it states no version: it needs two numbers, or one behind nothing but
// "v", or eight digits, which are a date.
std::optional<VersionTag> version_tag(std::string_view name);

} // namespace assay::repository
