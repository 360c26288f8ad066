// SPDX-License-Identifier: Apache-2.0
//
// Reads pnpm-lock.yaml, lockfileVersion 5 to 9: keys of packages such as "/a/1.0.0_peer", "/a@1.0.0(peer)" and "a@1.0.0".
// Bounds are those of the YAML parser: a million nodes.
#include "audit/base/error.hpp"
#include "audit/base/text.hpp"
#include "audit/base/yaml.hpp"
#include "audit/evidence/readers/npm_requirement.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

struct Key {
  std::string_view name, version;
};

// Before version 6 a key has its version behind a slash, and peers behind an underscore.
Key split_key(std::string_view key, bool slashes) {
  const bool rooted = key.starts_with('/');
  if (rooted)
    key.remove_prefix(1);
  if (slashes) {
    if (!rooted)
      return {key, {}};
    const std::size_t scope = key.starts_with('@') ? key.find('/') + 1 : 0;
    const std::size_t slash = key.find('/', scope);
    if (slash == key.npos)
      return {key, {}};
    std::string_view version = key.substr(slash + 1);
    return {key.substr(0, slash), version.substr(0, version.find_first_of("_/"))};
  }
  key = key.substr(0, key.find('('));
  const std::size_t at = key.find('@', 1);
  return at == key.npos ? Key{key, {}} : Key{key.substr(0, at), key.substr(at + 1)};
}

class Reader {
public:
  Reader(DependencyList& list, const YamlNode& root, bool slashes) : list_(list), root_(root), slashes_(slashes) {}

  void read() {
    for (const auto& [key, entry] : root_["packages"].members)
      read_package(*key, *entry);
    if (const YamlNode& importers = root_["importers"]) {
      for (const auto& [folder, importer] : importers.members)
        read_project(folder->text(), *importer);
    } else {
      read_project(".", root_);
    }
  }

private:
  static std::string place(const YamlNode& node) { return fmt::format("line {}", node.line); }

  // Variants of one package that differ in their peers are one dependency.
  void read_package(const YamlNode& key_node, const YamlNode& entry) {
    const Key key = split_key(key_node.text(), slashes_);
    const YamlNode& resolution = entry["resolution"];
    const std::string_view stated = entry["version"].text();
    const std::string name(entry["name"] ? entry["name"].text() : key.name);
    const std::string version(stated.empty() ? key.version : stated);
    if (!resolution.is_mapping())
      list_.flaws.add(place(key_node), "has no resolution");
    if (!list_.selectors.emplace(name + "@" + version, list_.dependencies.size()).second)
      return;
    keys_.emplace(key_node.text(), list_.dependencies.size());
    Dependency& one = list_.add(place(key_node), name);
    one.version = version;
    one.direct = false;
    if (entry["dev"].text() == "true")
      one.scope = DependencyScope::development;
    else if (entry["optional"].text() == "true")
      one.scope = DependencyScope::optional;
    set_source(one, resolution, key.version);
  }

  void set_source(Dependency& one, const YamlNode& resolution, std::string_view in_key) {
    one.hash_algorithm = integrity_algorithm(resolution["integrity"].text());
    const std::string_view tarball = resolution["tarball"].text();
    if (resolution["commit"]) {
      set_git(one, resolution["repo"].text(), resolution["commit"].text());
    } else if (resolution["directory"]) {
      one.source = DependencySource::path;
      one.address = resolution["directory"].text();
    } else if (tarball.starts_with("https://codeload.github.com/")) {
      set_git(one, tarball, tarball.substr(tarball.rfind('/') + 1));
    } else if (tarball.starts_with("file:") || in_key.starts_with("file:")) {
      one.source = DependencySource::path;
      one.address = tarball.empty() ? in_key : tarball;
    } else if (!tarball.empty() && tarball.find("/-/") == tarball.npos) {
      one.source = DependencySource::url;
      one.address = tarball;
    }
  }

  // "1.2.3(peer)", or a whole key where the name is another.
  std::optional<std::size_t> find(std::string_view name, std::string_view version) const {
    if (const auto whole = keys_.find(version); whole != keys_.end())
      return whole->second;
    const std::string_view plain = version.substr(0, version.find_first_of(slashes_ ? "_(" : "("));
    for (const std::string_view candidate : {plain, version})
      if (const auto found = list_.selectors.find(fmt::format("{}@{}", name, candidate)); found != list_.selectors.end())
        return found->second;
    const Key key = split_key(version, slashes_ && version.starts_with('/'));
    const auto found = list_.selectors.find(fmt::format("{}@{}", key.name, key.version));
    return found == list_.selectors.end() ? std::nullopt : std::optional(found->second);
  }

  void read_project(std::string_view folder, const YamlNode& importer) {
    LockedProject project;
    project.folder = folder == "." ? "" : std::string(folder) + "/";
    std::map<std::string_view, std::string_view> specifiers; // before version 6
    for (const auto& [name, specifier] : importer["specifiers"].members)
      specifiers.emplace(name->text(), specifier->text());
    for (const std::string_view map : {"dependencies", "devDependencies", "optionalDependencies"})
      for (const auto& [name, value] : importer[map].members) {
        const YamlNode& version = value->is_mapping() ? (*value)["version"] : *value;
        const std::string_view specifier = value->is_mapping() ? (*value)["specifier"].text() : std::string_view();
        if (version.text().starts_with("link:")) {
          Dependency& one = list_.add(place(*name), name->text());
          one.source = DependencySource::workspace;
          one.address = version.text().substr(5);
          one.scope = npm_scope(map);
          one.direct = true;
          project.entries.emplace(name->text(), list_.dependencies.size() - 1);
          continue;
        }
        const std::optional<std::size_t> at = find(name->text(), version.text());
        if (!at) {
          list_.flaws.add(place(*name), "leads to no package of the file");
          continue;
        }
        Dependency& one = list_.dependencies[*at];
        one.direct = true;
        if (one.requirement.empty())
          one.requirement = value->is_mapping() ? specifier : specifiers[name->text()];
        project.entries.emplace(name->text(), *at);
      }
    list_.projects.push_back(std::move(project));
  }

  DependencyList& list_;
  const YamlNode& root_;
  const bool slashes_;
  std::map<std::string, std::size_t, std::less<>> keys_;
};

} // namespace

std::unique_ptr<Content> read_pnpm_lock(const Document& document) {
  const YamlDocument yaml(document.text, document.name);
  const YamlNode& root = yaml.root();
  const std::string_view version = root["lockfileVersion"].text();
  if (version.empty() || !is_digit(version.front()) || version.front() < '5' || version.front() > '9' ||
      (version.size() > 1 && version[1] != '.'))
    throw Error::input("its lockfileVersion is none of 5 to 9").at({document.name, root.line, root.column, {}, 0});
  auto list = start_list(document, Ecosystem::npm, DependencyRole::lock);
  list->version = version;
  Reader(*list, root, version.front() == '5').read();
  list->selectors.clear(); // these are versions, not what somebody asked for
  return list;
}

} // namespace assay::evidence
