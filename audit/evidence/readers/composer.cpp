// SPDX-License-Identifier: Apache-2.0
//
// Reads Composer's composer.json and composer.lock. What the platform has ("php", "ext-json") is no package.
#include "audit/base/error.hpp"
#include "audit/base/json.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/dependencies.hpp"

namespace assay::evidence {

namespace {

std::string_view unprefixed(std::string_view version) {
  return version.starts_with('v') ? version.substr(1) : version;
}

void read_requirements_of(DependencyList& list, JsonValue members, std::string_view map, DependencyScope scope) {
  const std::string pointer = json_pointer("", map);
  if (members && !members.is_object() && members.size() > 0)
    list.flaws.add(pointer, "is no object");
  members.each_member([&](std::string_view name, JsonValue requirement) {
    if (name.find('/') == name.npos)
      return;
    Dependency& one = list.add(json_pointer(pointer, name), ascii_lower(name));
    one.scope = scope;
    one.direct = true;
    one.requirement = requirement.text_or({});
    const std::string_view text = trimmed(one.requirement);
    const std::size_t hash = text.find('#'); // "dev-main#commit"
    if (is_full_version(unprefixed(text))) {
      one.version = text;
      one.exact = true;
    } else if (hash != text.npos && is_full_commit(text.substr(hash + 1))) {
      one.commit = text.substr(hash + 1);
      one.exact = true;
    }
  });
}

void read_packages(DependencyList& list, JsonValue packages, std::string_view map, DependencyScope scope) {
  packages.each([&](JsonValue package, std::size_t index) {
    const std::string place = json_pointer(json_pointer("", map), index);
    const std::string_view name = package["name"].text_or({}), version = package["version"].text_or({});
    if (name.empty() || version.empty())
      return list.flaws.add(place, "has no name or no version");
    Dependency& one = list.add(place, ascii_lower(name));
    one.version = version;
    one.scope = scope;
    const JsonValue source = package["source"], dist = package["dist"];
    one.commit = is_full_commit(source["reference"].text_or({})) ? source["reference"].text_or({}) : "";
    if (dist["type"].text_or({}) == "path") {
      one.source = DependencySource::path;
      one.address = dist["url"].text_or({});
    } else if (version.starts_with("dev-")) {
      set_git(one, source["url"].text_or({}), source["reference"].text_or({}));
    }
    if (!dist["shasum"].text_or({}).empty())
      one.hash_algorithm = "sha1";
  });
}

} // namespace

std::unique_ptr<Content> read_composer_manifest(const Document& document) {
  const JsonDocument json(document.text, document.name);
  if (!json.root().is_object())
    throw Error::input("its root is no object").at({document.name, 0, 0, {}, 0});
  auto list = start_list(document, Ecosystem::composer, DependencyRole::manifest);
  list->project = json.root()["name"].text_or({});
  read_requirements_of(*list, json.root()["require"], "require", DependencyScope::runtime);
  read_requirements_of(*list, json.root()["require-dev"], "require-dev", DependencyScope::development);
  return list;
}

std::unique_ptr<Content> read_composer_lock(const Document& document) {
  const JsonDocument json(document.text, document.name);
  if (!json.root()["packages"].is_array())
    throw Error::input("it has no packages").at({document.name, 0, 0, {}, 0});
  auto list = start_list(document, Ecosystem::composer, DependencyRole::lock);
  list->version = json.root()["plugin-api-version"].text_or({});
  read_packages(*list, json.root()["packages"], "packages", DependencyScope::runtime);
  read_packages(*list, json.root()["packages-dev"], "packages-dev", DependencyScope::development);
  return list;
}

} // namespace assay::evidence
