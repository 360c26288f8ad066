// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/ci_reference.hpp"

#include "audit/base/text.hpp"

#include <algorithm>
#include <vector>

namespace assay::evidence {

namespace {

bool is_digest(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || !is_hexadecimal(text.substr(colon + 1)))
    return false;
  const std::string_view algorithm = text.substr(0, colon);
  const std::size_t digits = text.size() - colon - 1;
  return (algorithm == "sha256" && digits == 64) || (algorithm == "sha512" && digits == 128);
}

// "actions/checkout//./x/../" as "actions/checkout"; what would lead out of the repository stays as it is.
std::string plain_path(std::string_view path) {
  std::vector<std::string_view> steps;
  for (std::string_view rest = path; !rest.empty();) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    const std::string_view step = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (step == ".." && steps.size() > 2 && steps.back() != "..")
      steps.pop_back();
    else if (!step.empty() && step != ".")
      steps.push_back(step);
  }
  std::string plain;
  for (const std::string_view step : steps)
    plain += (plain.empty() ? "" : "/") + ascii_lower(step);
  return plain;
}

} // namespace

std::string_view to_string(CiReference::Kind kind) {
  switch (kind) {
  case CiReference::Kind::commit: return "commit";
  case CiReference::Kind::digest: return "digest";
  case CiReference::Kind::tag_or_branch: return "tag-or-branch";
  case CiReference::Kind::local: return "local";
  case CiReference::Kind::built_in: return "built-in";
  case CiReference::Kind::none: return "none";
  }
  return {};
}

bool is_commit_id(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) && is_hexadecimal(text);
}

CiReference parse_uses(std::string_view text) {
  using Kind = CiReference::Kind;
  text = trimmed(text);
  if (text.starts_with("docker://"))
    return parse_image(text.substr(9));
  if (text.starts_with("./") || text.starts_with("../") || text.starts_with("$/") || text == ".")
    return {std::string(text.substr(0, text.find('@'))), {}, Kind::local};
  const std::size_t at = text.find('@');
  CiReference reference{plain_path(text.substr(0, at)), {}, Kind::none};
  if (at == std::string_view::npos || at + 1 == text.size())
    return reference;
  reference.version = text.substr(at + 1);
  reference.kind = is_commit_id(reference.version) ? Kind::commit : Kind::tag_or_branch;
  return reference;
}

CiReference parse_image(std::string_view text) {
  using Kind = CiReference::Kind;
  text = trimmed(text);
  const std::size_t at = text.find('@');
  std::string_view name = text.substr(0, at);
  const std::size_t colon = name.rfind(':');
  const bool tagged = colon != std::string_view::npos && name.find('/', colon) == std::string_view::npos;
  const std::string_view tag = tagged ? name.substr(colon + 1) : std::string_view();
  name = tagged ? name.substr(0, colon) : name;
  CiReference reference{ascii_lower(name), std::string(tag), tag.empty() ? Kind::none : Kind::tag_or_branch};
  if (at == std::string_view::npos)
    return reference;
  reference.version = text.substr(at + 1);
  reference.kind = is_digest(reference.version) ? Kind::digest : Kind::tag_or_branch;
  return reference;
}

} // namespace assay::evidence
