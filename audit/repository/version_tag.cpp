// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/version_tag.hpp"

#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>

namespace assay::repository {

namespace {

constexpr std::string_view separators = "._-";
constexpr std::string_view signs = "._-~+"; // between the words of a prefix or suffix
constexpr std::size_t word = std::string::npos; // no number has so many digits

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end]))
    ++end;
  return end - at;
}

// Reads the numbers that start at `at`; the answer is where they end.
std::size_t take_numbers(std::string_view name, std::size_t at, VersionTag& tag) {
  tag.numbers.clear();
  tag.separator = 0;
  std::size_t end = at;
  while (const std::size_t digits = digits_at(name, at)) {
    std::uint64_t number = 0;
    if (std::from_chars(name.data() + at, name.data() + at + digits, number).ec != std::errc())
      break;
    tag.numbers.push_back(number);
    end = at += digits;
    const bool first = tag.separator == 0;
    if (at + 1 >= name.size() || !is_digit(name[at + 1]) ||
        (first ? separators.find(name[at]) == separators.npos : name[at] != tag.separator))
      break;
    tag.separator = name[at];
    ++at;
  }
  if (tag.numbers.size() < 2) // a number beyond 2^64 followed
    tag.separator = 0;
  return end;
}

constexpr std::array<std::string_view, 9> words = {"alpha", "beta",    "rc",       "pre", "dev",
                                                   "test",  "preview", "snapshot", "nightly"};

// Whether the last word before the numbers says so: "rc-8_22_0", "app-beta-1.0".
bool announces_prerelease(std::string_view prefix) {
  std::string text = ascii_lower(prefix);
  text.erase(text.find_last_not_of(signs) + 1);
  text.erase(0, text.find_last_of("._-~+/@") + 1);
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool is_prerelease(std::string_view suffix) {
  std::string text = ascii_lower(suffix);
  text.erase(0, std::min(text.find_first_not_of(signs), text.size()));
  const bool letter_and_number = text.size() > 1 && (text[0] == 'a' || text[0] == 'b') && is_digit(text[1]);
  return letter_and_number ||
         std::any_of(words.begin(), words.end(), [&](std::string_view word) { return text.starts_with(word); });
}

} // namespace

bool VersionTag::same_scheme(const VersionTag& other) const {
  return prefix == other.prefix && (separator == other.separator || separator == 0 || other.separator == 0);
}

std::string VersionTag::scheme() const {
  return fmt::format("{}N{}N", prefix, separator == 0 ? '.' : separator);
}

std::string VersionTag::version() const {
  return fmt::format("{}{}", fmt::join(numbers, "."), suffix);
}

VersionPlace::VersionPlace(const VersionTag& tag) : numbers_(tag.numbers), final_(!tag.prerelease) {
  while (!numbers_.empty() && numbers_.back() == 0)
    numbers_.pop_back();
  for (std::size_t at = 0; at < tag.suffix.size();) {
    if (signs.find(tag.suffix[at]) != signs.npos) {
      ++at;
      continue;
    }
    const std::size_t digits = digits_at(tag.suffix, at);
    std::size_t end = at + digits;
    while (digits == 0 && end < tag.suffix.size() && signs.find(tag.suffix[end]) == signs.npos && !is_digit(tag.suffix[end]))
      ++end;
    std::string part = ascii_lower(std::string_view(tag.suffix).substr(at, end - at));
    if (digits > 0)
      part.erase(0, std::min(part.find_first_not_of('0'), part.size() - 1));
    parts_.emplace_back(digits > 0 ? part.size() : word, std::move(part));
    at = end;
  }
}

bool VersionPlace::operator<(const VersionPlace& other) const {
  return std::tie(numbers_, final_, parts_) < std::tie(other.numbers_, other.final_, other.parts_);
}

std::optional<VersionTag> version_tag(std::string_view name) {
  VersionTag tag;
  for (std::size_t at = 0; at < name.size(); ++at) {
    if (!is_digit(name[at]) || (at > 0 && is_digit(name[at - 1])))
      continue;
    const std::size_t end = take_numbers(name, at, tag);
    const bool date = tag.numbers.size() == 1 && end - at == 8;
    const bool bare = tag.numbers.size() == 1 && (at == 0 || (at == 1 && (name[0] == 'v' || name[0] == 'V')));
    if (tag.numbers.size() < 2 && !date && !bare)
      continue;
    tag.prefix = name.substr(0, at);
    tag.suffix = name.substr(end);
    tag.prerelease = announces_prerelease(tag.prefix) || is_prerelease(tag.suffix);
    return tag;
  }
  return std::nullopt;
}

} // namespace assay::repository
