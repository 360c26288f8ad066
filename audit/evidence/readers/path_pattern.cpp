// SPDX-License-Identifier: Apache-2.0
//
// Patterns of CODEOWNERS against paths.
#include "audit/evidence/readers/code_owners.hpp"

#include <algorithm>

namespace assay::evidence {

namespace {

constexpr std::string_view any_depth = "**";

// Whether `text`, which has no slash, fits '*', '?' and "\x" of a pattern: steps back to the last star only.
bool fits_segment(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, resumed = 0;
  while (t < text.size()) {
    const bool escaped = p + 1 < pattern.size() && pattern[p] == '\\';
    const char sign = p < pattern.size() ? pattern[p + escaped] : '\0';
    if (p < pattern.size() && !escaped && sign == '*') {
      star = p++;
      resumed = t;
    } else if (p < pattern.size() && ((!escaped && sign == '?') || sign == text[t])) {
      p += 1 + escaped;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resumed;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*')
    ++p;
  return p == pattern.size();
}

} // namespace

PathPattern::PathPattern(std::string_view pattern, OwnersDialect dialect) {
  const bool folder = pattern.ends_with('/');
  if (folder)
    pattern.remove_suffix(1);
  const bool rooted = pattern.starts_with('/');
  if (rooted)
    pattern.remove_prefix(1);
  const bool anchored = rooted || (dialect == OwnersDialect::github && pattern.find('/') != std::string_view::npos);
  if (!anchored)
    parts_.emplace_back(any_depth);
  for (std::size_t from = 0; from <= pattern.size() && !pattern.empty();) {
    const std::size_t end = std::min(pattern.find('/', from), pattern.size());
    const std::string_view part = pattern.substr(from, end - from);
    if (part != any_depth || parts_.empty() || parts_.back() != any_depth)
      parts_.emplace_back(part);
    from = end + 1;
  }
  if (!parts_.empty() && parts_.back() == any_depth && !pattern.empty())
    parts_.emplace_back("*"); // "docs/**" is what is in docs, not docs
  if (folder) {
    parts_.emplace_back("*");
    parts_.emplace_back(any_depth);
  } else if (dialect == OwnersDialect::github) {
    // What is a folder takes everything below it, save where "docs/*" is meant to stay in docs.
    const bool direct = parts_.size() > 1 && parts_.back() == "*" && parts_[parts_.size() - 2] != any_depth;
    const bool root_only = rooted && pattern == "*";
    if (!direct && !root_only)
      parts_.emplace_back(any_depth);
  }
}

bool PathPattern::fits(const std::vector<std::string_view>& segments) const {
  std::size_t p = 0, s = 0, deep = std::string::npos, resumed = 0;
  while (s < segments.size()) {
    if (p < parts_.size() && parts_[p] == any_depth) {
      deep = p++;
      resumed = s;
    } else if (p < parts_.size() && fits_segment(parts_[p], segments[s])) {
      ++p;
      ++s;
    } else if (deep != std::string::npos) {
      p = deep + 1;
      s = ++resumed;
    } else {
      return false;
    }
  }
  while (p < parts_.size() && parts_[p] == any_depth)
    ++p;
  return p == parts_.size();
}

} // namespace assay::evidence
