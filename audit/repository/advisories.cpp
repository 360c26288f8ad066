// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/advisories.hpp"

#include "audit/base/text.hpp"

#include <algorithm>
#include <set>

namespace assay::repository {

namespace {

bool is_of_word(char c) {
  return is_digit(c) || is_letter(c) || c == '_';
}

// How many characters of `text` from `at` are of the set, up to `most`.
std::size_t run(std::string_view text, std::size_t at, std::string_view set, std::size_t most) {
  std::size_t length = 0;
  while (length < most && at + length < text.size() && set.find(ascii_lower(text[at + length])) != set.npos)
    ++length;
  return length;
}

constexpr std::string_view digits = "0123456789", github_letters = "23456789cfghjmpqrvwx";
constexpr std::size_t most_digits = 19;

// The length of the identifier at the start of `text`, or 0.
std::size_t cve_length(std::string_view text) {
  if (run(text, 4, digits, 4) != 4 || text.substr(8, 1) != "-")
    return 0;
  const std::size_t length = run(text, 9, digits, most_digits);
  return length < 4 ? 0 : 9 + length;
}

std::size_t ghsa_length(std::string_view text) {
  for (std::size_t at = 4; at < 19; at += 5)
    if (text.substr(at, 1) != "-" || run(text, at + 1, github_letters, 4) != 4)
      return 0;
  return 19;
}

} // namespace

std::vector<NamedAdvisory> advisories_in(std::string_view text, std::size_t limit) {
  std::vector<NamedAdvisory> found;
  std::set<std::string> seen;
  for (std::size_t at = 0; (at = text.find('-', at)) != text.npos && found.size() < limit; ++at) {
    for (const std::string_view prefix : {"cve", "ghsa"}) {
      if (at < prefix.size() || ascii_lower(text.substr(at - prefix.size(), prefix.size())) != prefix)
        continue;
      const std::size_t start = at - prefix.size();
      const std::string_view rest = text.substr(start);
      const bool github = prefix == "ghsa";
      const std::size_t length = github ? ghsa_length(rest) : cve_length(rest);
      // A longer word is another one.
      if (length == 0 || (start > 0 && is_of_word(text[start - 1])) ||
          (length < rest.size() && is_of_word(rest[length])))
        continue;
      std::string identifier =
          (github ? "GHSA" : "CVE") + ascii_lower(rest.substr(prefix.size(), length - prefix.size()));
      if (seen.insert(identifier).second)
        found.push_back({std::move(identifier), github});
    }
  }
  return found;
}

} // namespace assay::repository
