// SPDX-License-Identifier: Apache-2.0
//
// Reads vcpkg.json and vcpkg-configuration.json. vcpkg has no lock file: a baseline, which is a commit of the registry,
// fixes the version of every port, but does not name it.
#include "audit/base/error.hpp"
#include "audit/base/json.hpp"
#include "audit/evidence/readers/dependencies.hpp"

namespace assay::evidence {

namespace {

std::string baseline_in(JsonValue value) {
  const std::string_view text = value.text_or({});
  return is_full_commit(text) ? std::string(text) : std::string();
}

} // namespace

std::unique_ptr<Content> read_vcpkg_manifest(const Document& document) {
  const JsonDocument json(document.text, document.name);
  const JsonValue root = json.root();
  if (!root.is_object())
    throw Error::input("its root is no object").at({document.name, 0, 0, {}, 0});
  auto list = start_list(document, Ecosystem::vcpkg, DependencyRole::manifest);
  list->has_locks = false;
  list->project = root["name"].text_or({});
  list->baseline = baseline_in(root["builtin-baseline"]);
  if (list->baseline.empty()) // a configuration may stand within the manifest
    list->baseline = baseline_in(root["vcpkg-configuration"]["default-registry"]["baseline"]);
  std::map<std::string, std::string, std::less<>> overrides;
  root["overrides"].each([&](JsonValue one, std::size_t) {
    for (const std::string_view key : {"version", "version-semver", "version-string", "version-date"})
      if (one[key])
        overrides.emplace(one["name"].text_or({}), one[key].text_or({}));
  });
  const auto read = [&](JsonValue dependencies, const std::string& pointer, DependencyScope scope) {
    dependencies.each([&](JsonValue value, std::size_t index) {
      const std::string place = json_pointer(pointer, index);
      const std::string_view name = value.is_string() ? *value.text() : value["name"].text_or({});
      if (name.empty())
        return list->flaws.add(place, "has no name");
      Dependency& one = list->add(place, name);
      one.direct = true;
      one.scope = value["host"].boolean() == true ? DependencyScope::build : scope;
      one.requirement = value["version>="].text_or({});
      if (const auto found = overrides.find(name); found != overrides.end())
        one.version = found->second;
      one.exact = !one.version.empty();
    });
  };
  read(root["dependencies"], "/dependencies", DependencyScope::runtime);
  root["features"].each_member([&](std::string_view feature, JsonValue value) {
    read(value["dependencies"], json_pointer(json_pointer("/features", feature), "dependencies"), DependencyScope::optional);
  });
  return list;
}

// What it says of registries for single ports is not looked at.
std::unique_ptr<Content> read_vcpkg_configuration(const Document& document) {
  const JsonDocument json(document.text, document.name);
  if (!json.root().is_object())
    throw Error::input("its root is no object").at({document.name, 0, 0, {}, 0});
  auto list = start_list(document, Ecosystem::vcpkg, DependencyRole::manifest);
  list->has_locks = false;
  list->baseline = baseline_in(json.root()["default-registry"]["baseline"]);
  return list;
}

} // namespace assay::evidence
