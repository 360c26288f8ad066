// SPDX-License-Identifier: Apache-2.0
//
// Names of tags that state a version.
#include "fuzz.hpp"

#include "audit/base/text.hpp"
#include "audit/repository/version_tag.hpp"

#include <algorithm>

using namespace assay;
using namespace assay::repository;
using assay::fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view name = fuzz::text_of(data, size);
  const auto tag = version_tag(name);
  if (!tag)
    return 0;
  require(!tag->numbers.empty() && (tag->separator != 0) == (tag->numbers.size() > 1),
          "there are numbers, and a separator between several");
  require(tag->same_scheme(*tag), "a version is in its own scheme");
  require(tag->prefix.size() + tag->suffix.size() < name.size() && name.starts_with(tag->prefix) &&
              name.ends_with(tag->suffix),
          "a version is words, numbers, words");
  const std::string_view middle =
      name.substr(tag->prefix.size(), name.size() - tag->prefix.size() - tag->suffix.size());
  require(std::all_of(middle.begin(), middle.end(), [&](char c) { return is_digit(c) || c == tag->separator; }) &&
              static_cast<std::size_t>(std::count(middle.begin(), middle.end(), tag->separator)) ==
                  tag->numbers.size() - 1,
          "between the numbers stands the separator and nothing else");
  return 0;
}
