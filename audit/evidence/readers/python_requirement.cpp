// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/python_requirement.hpp"

#include "audit/base/text.hpp"

namespace assay::evidence {

namespace {

bool is_letter_or_digit(char c) {
  return is_digit(c) || is_letter(c);
}

bool is_name(std::string_view text) {
  for (const char c : text)
    if (!is_letter_or_digit(c) && c != '-' && c != '_' && c != '.')
      return false;
  return !text.empty() && is_letter_or_digit(text.front()) && is_letter_or_digit(text.back());
}

std::string_view before(std::string_view text, std::string_view mark) {
  return trimmed(text.substr(0, text.find(mark)));
}

// "git+https://host/repository@revision#egg=name&subdirectory=x", "https://…/a.whl#sha256=…", "./folder"
void set_address(Dependency& one, std::string_view address) {
  const std::size_t hash = address.find('#');
  const std::string_view fragment = hash == address.npos ? std::string_view() : address.substr(hash + 1);
  const std::string_view place = address.substr(0, hash);
  if (const std::size_t egg = fragment.find("egg="); egg != fragment.npos && one.name.empty()) {
    const std::string_view name = fragment.substr(egg + 4);
    one.name = python_name(name.substr(0, name.find_first_of("&[")));
  }
  if (place.starts_with("git+")) {
    const std::size_t at = place.rfind('@');
    const bool revised = at != place.npos && at > place.rfind('/');
    set_git(one, place.substr(4, revised ? at - 4 : place.npos), revised ? place.substr(at + 1) : std::string_view());
  } else if (place.find("://") != place.npos && !place.starts_with("file:")) {
    one.source = DependencySource::url;
    one.address = place;
    for (const std::string_view algorithm : {"md5", "sha1", "sha256", "sha384", "sha512"})
      if (fragment.starts_with(algorithm) && fragment.substr(algorithm.size()).starts_with('=')) {
        one.hash_algorithm = algorithm;
        one.exact = true;
      }
  } else {
    one.source = DependencySource::path;
    one.address = place;
  }
}

bool looks_like_address(std::string_view text) {
  return text.find("://") < text.find_first_of(" ;") || text.starts_with('.') || text.starts_with('/') ||
         text.starts_with("file:") || text.ends_with(".whl") || text.ends_with(".tar.gz") || text.ends_with(".zip");
}

} // namespace

std::string_view python_exact_version(std::string_view specifier) {
  std::string_view text = trimmed(specifier);
  if (text.starts_with('(') && text.ends_with(')'))
    text = trimmed(text.substr(1, text.size() - 2));
  if (!text.starts_with("=="))
    return {};
  text = trimmed(text.substr(text.starts_with("===") ? 3 : 2));
  return text.empty() || text.find_first_of("*, <>=!~") != text.npos ? std::string_view() : text;
}

bool set_python_requirement(Dependency& one, std::string_view text) {
  text = trimmed(text);
  if (looks_like_address(text) && text.find(" @ ") == text.npos) {
    set_address(one, before(text, " ;"));
    one.requirement = text;
    return true;
  }
  const std::size_t end = std::min(text.find_first_of(" [(<>=!~;@\t"), text.size());
  const std::string_view name = text.substr(0, end);
  if (!is_name(name))
    return false;
  one.name = python_name(name);
  std::string_view rest = trimmed(text.substr(end));
  if (rest.starts_with('[')) {
    const std::size_t close = rest.find(']');
    if (close == rest.npos)
      return false;
    rest = trimmed(rest.substr(close + 1));
  }
  if (rest.starts_with('@')) {
    const std::string_view address = before(rest.substr(1), " ;");
    one.requirement = address;
    set_address(one, address);
    return !address.empty();
  }
  const std::string_view specifier = before(rest, ";");
  if (!specifier.empty() && std::string_view("<>=!~(").find(specifier.front()) == std::string_view::npos)
    return false;
  one.requirement = specifier;
  one.version = python_exact_version(specifier);
  one.exact = !one.version.empty();
  return true;
}

} // namespace assay::evidence
