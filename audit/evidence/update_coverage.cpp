// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/update_coverage.hpp"

#include "audit/base/text.hpp"

#include <algorithm>

namespace assay::evidence {

namespace {

constexpr std::size_t longest_pattern = 256;

// What the tools call the ecosystem; empty lists: they do not know it.
struct Names {
  std::vector<std::string_view> dependabot, renovate;
};

const Names& names_of(Ecosystem ecosystem) {
  static const std::map<Ecosystem, Names> table = {
      {Ecosystem::bundler, {{"bundler"}, {"bundler"}}},
      {Ecosystem::cargo, {{"cargo"}, {"cargo"}}},
      {Ecosystem::cmake, {}},
      {Ecosystem::composer, {{"composer"}, {"composer"}}},
      {Ecosystem::conan, {{}, {"conan"}}},
      {Ecosystem::go, {{"gomod"}, {"gomod"}}},
      {Ecosystem::gradle, {{"gradle"}, {"gradle"}}},
      {Ecosystem::maven, {{"maven"}, {"maven"}}},
      {Ecosystem::npm, {{"npm", "bun"}, {"npm", "bun"}}},
      {Ecosystem::nuget, {{"nuget"}, {"nuget"}}},
      {Ecosystem::python, {{"pip", "uv"}, {"pip_requirements", "pip-compile", "poetry", "pep621", "pipenv", "pip_setup"}}},
      {Ecosystem::vcpkg, {{"vcpkg"}, {}}},
  };
  return table.at(ecosystem);
}

bool contains(const std::vector<std::string_view>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// "a/b" of "/a/b/", "./a/b", "a/b/".
std::string_view bare(std::string_view folder) {
  if (folder.starts_with("./"))
    folder.remove_prefix(2);
  while (folder.starts_with('/'))
    folder.remove_prefix(1);
  while (folder.ends_with('/'))
    folder.remove_suffix(1);
  return folder == "." ? std::string_view() : folder;
}

// Presets that pass over what lies in folders for tests and examples: config:recommended and what builds on it.
bool ignores_modules(std::string_view preset) {
  for (const std::string_view one : {"config:recommended", "config:base", "config:best-practices", "config:js-app",
                                     "config:js-lib", ":ignoreModulesAndTests"})
    if (preset == one)
      return true;
  return false;
}

bool in_ignored_folder(std::string_view folder) {
  const std::string path = "/" + std::string(folder);
  for (const std::string_view one : {"/node_modules/", "/bower_components/", "/vendor/", "/examples/", "/__tests__/",
                                     "/test/", "/tests/", "/__fixtures__/"})
    if (path.find(one) != std::string::npos)
      return true;
  return false;
}

// "github>owner/repository", "local>…", "@scope/renovate-config": kept elsewhere. Built-in ones have ':' before all.
bool is_foreign(std::string_view preset) {
  const std::size_t colon = preset.find(':');
  return preset.find('>') != preset.npos || colon == preset.npos || preset.starts_with('@');
}

std::optional<bool> renovate_covers(const UpdateConfiguration& configuration, const Names& names, std::string_view folder) {
  const auto& presets = configuration.presets;
  if (names.renovate.empty() || !configuration.rules.front().enabled)
    return false;
  if (!configuration.managers.empty() &&
      std::none_of(configuration.managers.begin(), configuration.managers.end(),
                   [&](const std::string& one) { return contains(names.renovate, one); }))
    return false;
  if (std::any_of(presets.begin(), presets.end(), is_foreign))
    return std::nullopt;
  if (configuration.ignored_paths.empty())
    return !(std::any_of(presets.begin(), presets.end(), ignores_modules) && in_ignored_folder(folder));
  for (const std::string& one : configuration.ignored_paths)
    if (std::string_view path = one; directory_matches(path.substr(0, path.ends_with("/**") ? path.size() - 3 : path.size()), folder) ||
                                     directory_matches(path, folder))
      return false;
  return true;
}

bool dependabot_covers(const UpdateConfiguration& configuration, const Names& names, std::string_view folder) {
  return std::any_of(configuration.rules.begin(), configuration.rules.end(), [&](const UpdateRule& rule) {
    return !rule.security_only && contains(names.dependabot, rule.package_ecosystem) &&
           std::any_of(rule.directories.begin(), rule.directories.end(),
                       [&](const std::string& one) { return directory_matches(one, folder); });
  });
}

} // namespace

bool directory_matches(std::string_view pattern, std::string_view folder) {
  pattern = bare(pattern);
  folder = bare(folder);
  if (pattern.size() > longest_pattern)
    return false;
  std::vector<bool> reached(folder.size() + 1); // whether the pattern so far means the folder's first n bytes
  reached[0] = true;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool star = pattern[i] == '*', across = star && pattern.substr(i, 2) == "**";
    std::vector<bool> next(folder.size() + 1);
    for (std::size_t n = 0; n <= folder.size(); ++n)
      if (star)
        next[n] = reached[n] || (n > 0 && next[n - 1] && (across || folder[n - 1] != '/'));
      else
        next[n] = n > 0 && reached[n - 1] && folder[n - 1] == pattern[i];
    reached = std::move(next);
    i += across;
  }
  return reached[folder.size()];
}

void UpdateCoverage::add(const UpdateConfiguration& configuration) {
  if (configuration.in_place)
    configurations_.push_back(&configuration);
}

std::optional<bool> UpdateCoverage::covers(Ecosystem ecosystem, std::string_view folder) const {
  const Names& names = names_of(ecosystem);
  std::optional<bool> answer = false;
  for (const UpdateConfiguration* one : configurations_) {
    const std::optional<bool> covered =
        one->tool == "renovate" ? renovate_covers(*one, names, folder) : dependabot_covers(*one, names, folder);
    if (covered == true)
      return true;
    if (!covered)
      answer = std::nullopt;
  }
  return answer;
}

} // namespace assay::evidence
