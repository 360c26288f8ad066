// SPDX-License-Identifier: Apache-2.0
//
// Reads package.json: the four maps of dependencies of npm, pnpm and Yarn. Those below node_modules/ are no manifests of
// the project's.
#include "audit/base/error.hpp"
#include "audit/base/json.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/npm_requirement.hpp"

#include <array>

namespace assay::evidence {

namespace {

constexpr std::array<std::string_view, 4> maps = {"dependencies", "devDependencies", "optionalDependencies",
                                                  "peerDependencies"};

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> starts) {
  for (const std::string_view start : starts)
    if (text.starts_with(start))
      return true;
  return false;
}

// "owner/repository" or "owner/repository#branch", which npm takes for a repository at GitHub.
bool is_github_shorthand(std::string_view text) {
  const std::size_t slash = text.find('/');
  return slash != text.npos && slash > 0 && text.find('/', slash + 1) == text.npos && text.front() != '@' &&
         text.front() != '.' && text.find(':') == text.npos && text.find(' ') == text.npos;
}

} // namespace

bool is_npm_manifest(const Appearance& file) {
  return file.file_name == "package.json" && !file.in_folder("node_modules/") &&
         file.path.find("/node_modules/") == std::string::npos;
}

std::optional<DependencyScope> npm_scope(std::string_view member) {
  if (member == "devDependencies")
    return DependencyScope::development;
  if (member == "optionalDependencies")
    return DependencyScope::optional;
  if (member == "peerDependencies")
    return DependencyScope::peer;
  return DependencyScope::runtime;
}

void set_npm_requirement(Dependency& one, std::string_view requirement) {
  one.requirement = requirement;
  std::string_view text = trimmed(requirement);
  if (text.starts_with("npm:")) {
    text.remove_prefix(4);
    const std::size_t at = text.find('@', 1);
    if (const std::string_view name = text.substr(0, at); !name.empty() && (at != text.npos || !is_digit(name.front()))) {
      // Yarn's "npm:^1.2" has no name.
      if (at != text.npos || text.find_first_of("^~<>=*| ") == text.npos) {
        if (one.alias.empty() && name != one.name)
          one.alias = one.name;
        one.name = name;
        text = at == text.npos ? std::string_view() : text.substr(at + 1);
      }
    }
  }
  const std::size_t hash = text.find('#');
  const std::string_view revision = hash == text.npos ? std::string_view() : text.substr(hash + 1);
  if (starts_with_any(text, {"git+", "git:", "git@", "ssh:", "github:", "gitlab:", "bitbucket:", "gist:"}) ||
      is_github_shorthand(text) || text.substr(0, hash).ends_with(".git")) {
    const bool at_github = text.starts_with("github:") || is_github_shorthand(text);
    const std::string_view address = text.substr(0, hash);
    set_git(one, at_github ? "https://github.com/" + std::string(address.substr(address.starts_with("github:") ? 7 : 0))
                           : std::string(address),
            revision);
  } else if (text.starts_with("workspace:")) {
    one.source = DependencySource::workspace;
  } else if (starts_with_any(text, {"file:", "link:", "portal:", "./", "../", "/", "~/"})) {
    one.source = DependencySource::path;
    one.address = text.substr(text.find(':') + 1);
  } else if (starts_with_any(text, {"http://", "https://"})) {
    one.source = DependencySource::url;
    one.address = text;
  } else {
    const std::string_view bare = text.starts_with('=') || text.starts_with('v') ? trimmed(text.substr(1)) : text;
    one.exact = is_full_version(bare);
    if (one.exact)
      one.version = bare;
  }
}

// A name in both `dependencies` and `optionalDependencies` is optional.
std::unique_ptr<Content> read_npm_manifest(const Document& document) {
  const JsonDocument json(document.text, document.name);
  const JsonValue root = json.root();
  if (!root.is_object())
    throw Error::input("its root is no object").at({document.name, 0, 0, {}, 0});
  auto list = start_list(document, Ecosystem::npm, DependencyRole::manifest);
  list->project = root["name"].text_or({});
  list->workspaces = static_cast<bool>(root["workspaces"]);
  const JsonValue optional = root["optionalDependencies"];
  for (const std::string_view map : maps) {
    const JsonValue members = root[map];
    const std::string pointer = json_pointer("", map);
    if (members && !members.is_object())
      list->flaws.add(pointer, "is no object");
    std::map<std::string, bool, std::less<>> shadowed;
    if (map == "dependencies")
      optional.each_member([&](std::string_view name, JsonValue) { shadowed.emplace(name, true); });
    members.each_member([&](std::string_view name, JsonValue value) {
      const std::string place = json_pointer(pointer, name);
      if (!value.is_string())
        return list->flaws.add(place, "is no string");
      if (shadowed.find(name) != shadowed.end())
        return;
      Dependency& one = list->add(place, name);
      one.scope = npm_scope(map);
      one.direct = true;
      one.lockable = map != "peerDependencies";
      set_npm_requirement(one, *value.text());
    });
  }
  return list;
}

} // namespace assay::evidence
