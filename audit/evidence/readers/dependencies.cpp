// SPDX-License-Identifier: Apache-2.0
//
// What the readers of manifests and lock files share.
#include "audit/evidence/readers/dependencies.hpp"

#include "audit/base/error.hpp"
#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace assay::evidence {

std::string_view to_string(Ecosystem ecosystem) {
  switch (ecosystem) {
  case Ecosystem::bundler: return "bundler";
  case Ecosystem::cargo: return "cargo";
  case Ecosystem::cmake: return "cmake";
  case Ecosystem::composer: return "composer";
  case Ecosystem::conan: return "conan";
  case Ecosystem::go: return "go";
  case Ecosystem::gradle: return "gradle";
  case Ecosystem::maven: return "maven";
  case Ecosystem::npm: return "npm";
  case Ecosystem::nuget: return "nuget";
  case Ecosystem::python: return "python";
  case Ecosystem::vcpkg: return "vcpkg";
  }
  return {};
}

std::vector<std::string> ecosystem_names() {
  std::vector<std::string> names;
  for (int i = 0; i <= static_cast<int>(Ecosystem::vcpkg); ++i)
    names.emplace_back(to_string(static_cast<Ecosystem>(i)));
  return names;
}

std::string_view to_string(DependencyRole role) {
  return role == DependencyRole::manifest ? "manifest" : "lock";
}

std::string_view to_string(DependencyScope scope) {
  switch (scope) {
  case DependencyScope::runtime: return "runtime";
  case DependencyScope::development: return "development";
  case DependencyScope::build: return "build";
  case DependencyScope::optional: return "optional";
  case DependencyScope::peer: return "peer";
  case DependencyScope::test: return "test";
  }
  return {};
}

std::string_view to_string(DependencySource source) {
  switch (source) {
  case DependencySource::registry: return "registry";
  case DependencySource::git: return "git";
  case DependencySource::url: return "url";
  case DependencySource::path: return "path";
  case DependencySource::workspace: return "workspace";
  }
  return {};
}

Dependency& DependencyList::add(std::string_view place, std::string_view name) {
  if (dependencies.size() == limit)
    throw Error::input(fmt::format("it lists more than {} dependencies", limit));
  Dependency& one = dependencies.emplace_back();
  one.place = place;
  one.name = name;
  return one;
}

std::unique_ptr<DependencyList> start_list(const Document& document, Ecosystem ecosystem, DependencyRole role,
                                           std::string pair) {
  auto list = std::make_unique<DependencyList>();
  list->ecosystem = ecosystem;
  list->role = role;
  list->folder = folder_of(document.name);
  list->pair = std::move(pair);
  return list;
}

bool is_full_version(std::string_view text) {
  for (int part = 0; part < 3; ++part) {
    const std::size_t digits = static_cast<std::size_t>(
        std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
    if (digits == 0 || (part < 2 && (digits == text.size() || text[digits] != '.')))
      return false;
    text.remove_prefix(part < 2 ? digits + 1 : digits);
  }
  return text.empty() || ((text.front() == '-' || text.front() == '+' || text.front() == '.') &&
                          text.find_first_of(" \t<>=~^|*,") == text.npos);
}

bool is_full_commit(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) && is_hexadecimal(text);
}

std::string python_name(std::string_view name) {
  std::string normal;
  for (const char c : name) {
    const bool separator = c == '-' || c == '_' || c == '.';
    if (!separator)
      normal += ascii_lower(c);
    else if (!normal.ends_with('-'))
      normal += '-';
  }
  return normal;
}

void set_git(Dependency& one, std::string_view address, std::string_view revision) {
  one.source = DependencySource::git;
  one.address = address;
  if (is_full_commit(revision)) {
    one.commit = ascii_lower(revision);
    one.exact = true;
  }
}

std::string stronger(std::string_view first, std::string_view second) {
  static constexpr std::array<std::string_view, 10> rising = {
      "", "md5", "sha1", "sha3-224", "sha224", "sha256", "sha3-256", "sha384", "sha512", "sha3-512"};
  const auto rank = [](std::string_view name) {
    return std::find(rising.begin(), rising.end(), name) - rising.begin();
  };
  if (first.empty() || second.empty())
    return std::string(first.empty() ? second : first);
  return std::string(rank(second) % static_cast<std::ptrdiff_t>(rising.size()) >
                             rank(first) % static_cast<std::ptrdiff_t>(rising.size())
                         ? second
                         : first);
}

std::string integrity_algorithm(std::string_view integrity) {
  std::string best;
  while (!(integrity = trimmed(integrity)).empty()) {
    const std::size_t end = std::min(integrity.find_first_of(" \t\r\n"), integrity.size());
    const std::string_view one = integrity.substr(0, end);
    integrity.remove_prefix(end);
    for (const std::string_view known : {"sha1", "sha256", "sha384", "sha512"})
      if (one.starts_with(known) && one.substr(known.size()).starts_with('-') && one.size() > known.size() + 1)
        best = stronger(best, known);
  }
  return best;
}

namespace {

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text)
    if (is_digit(c) || is_letter(c) || std::string_view("-._~:").find(c) != std::string_view::npos)
      encoded += c;
    else
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return encoded;
}

// The parts of a name between `separator`, each encoded, with '/' between.
std::string encoded_path(std::string_view name, char separator) {
  std::string path;
  for (;;) {
    const std::size_t end = std::min(name.find(separator), name.size());
    path += (path.empty() ? "" : "/") + percent_encoded(name.substr(0, end));
    if (end == name.size())
      return path;
    name.remove_prefix(end + 1);
  }
}

// "owner/repository" of an address at GitHub, in lower case; else empty.
std::string at_github(std::string_view address) {
  const std::string lower = ascii_lower(address);
  std::string_view rest = lower;
  const std::size_t host = rest.find("github.com");
  if (host == rest.npos || (host > 0 && rest[host - 1] != '/' && rest[host - 1] != '@'))
    return {};
  rest.remove_prefix(host + 10);
  if (rest.empty() || (rest.front() != '/' && rest.front() != ':'))
    return {};
  rest.remove_prefix(1);
  const std::size_t owner = rest.find('/');
  if (owner == rest.npos || owner == 0)
    return {};
  std::string_view name = rest.substr(owner + 1, rest.find_first_of("/?#", owner + 1) - owner - 1);
  if (name.ends_with(".git"))
    name.remove_suffix(4);
  return name.empty() ? std::string() : std::string(rest.substr(0, owner + 1)) + std::string(name);
}

} // namespace

std::string purl_of(Ecosystem ecosystem, const Dependency& one, std::string_view version) {
  if (one.name.empty() || one.source == DependencySource::path || one.source == DependencySource::workspace)
    return {};
  std::string purl;
  switch (ecosystem) {
  case Ecosystem::bundler: purl = "pkg:gem/" + percent_encoded(one.name); break;
  case Ecosystem::cargo: purl = "pkg:cargo/" + percent_encoded(one.name); break;
  case Ecosystem::cmake: {
    const std::string repository = at_github(one.address);
    if (repository.empty())
      return {};
    purl = "pkg:github/" + encoded_path(repository, '/');
    break;
  }
  case Ecosystem::composer: purl = "pkg:composer/" + encoded_path(ascii_lower(one.name), '/'); break;
  case Ecosystem::conan: purl = "pkg:conan/" + percent_encoded(one.name); break;
  case Ecosystem::go: purl = "pkg:golang/" + encoded_path(ascii_lower(one.name), '/'); break;
  case Ecosystem::gradle:
  case Ecosystem::maven: purl = "pkg:maven/" + encoded_path(one.name, ':'); break;
  case Ecosystem::npm: purl = "pkg:npm/" + encoded_path(one.name, '/'); break;
  case Ecosystem::nuget: purl = "pkg:nuget/" + percent_encoded(one.name); break;
  case Ecosystem::python: purl = "pkg:pypi/" + percent_encoded(python_name(one.name)); break;
  case Ecosystem::vcpkg: return {}; // no type is registered for it
  }
  return version.empty() ? purl : purl + "@" + percent_encoded(version);
}

} // namespace assay::evidence
