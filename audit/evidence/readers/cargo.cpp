// SPDX-License-Identifier: Apache-2.0
//
// Reads Cargo.toml and Cargo.lock, versions 1 to 4. At most a million packages, 16 MiB.
#include "audit/base/error.hpp"
#include "audit/base/text.hpp"
#include "audit/base/toml.hpp"
#include "audit/evidence/readers/dependencies.hpp"

#include <fmt/format.h>

#include <unordered_map>

namespace assay::evidence {

namespace {

std::string line_of(const TomlNode& node) {
  return fmt::format("line {}", node.line);
}

// --- Cargo.toml

// "1.2" means ^1.2; only "=1.2.3" is one version.
void set_requirement(Dependency& one, std::string_view requirement) {
  one.requirement = requirement;
  const std::string_view text = trimmed(requirement);
  if (text.starts_with('=') && is_full_version(trimmed(text.substr(1)))) {
    one.version = trimmed(text.substr(1));
    one.exact = true;
  }
}

void fill(DependencyList& list, Dependency& one, const TomlNode& value) {
  if (value.is_text())
    return set_requirement(one, value.text());
  if (!value.is_table())
    return list.flaws.add(one.place, "is neither a version nor a table");
  set_requirement(one, value["version"].text());
  if (const std::string_view real = value["package"].text(); !real.empty() && real != one.name) {
    one.alias = one.name;
    one.name = real;
  }
  one.inherited = one.unresolved = value["workspace"].is_true();
  if (value["optional"].is_true() && one.scope == DependencyScope::runtime)
    one.scope = DependencyScope::optional;
  if (value["git"]) {
    set_git(one, value["git"].text(), value["rev"].text());
    one.exact = !one.commit.empty();
  } else if (value["path"]) {
    one.source = DependencySource::path;
    one.address = value["path"].text();
    one.exact = false;
  } else if (one.requirement.empty() && !one.inherited) {
    list.flaws.add(one.place, "has no version, git or path");
  }
}

void read_section(DependencyList& list, const TomlNode& section, DependencyScope scope) {
  if (section && !section.is_table())
    return list.flaws.add(line_of(section), "is no table");
  for (const auto& [name, value] : section.members) {
    Dependency& one = list.add(line_of(*value), name);
    one.scope = scope;
    one.direct = true;
    fill(list, one, *value);
  }
}

void read_sections(DependencyList& list, const TomlNode& parent) {
  read_section(list, parent["dependencies"], DependencyScope::runtime);
  for (const std::string_view name : {"dev-dependencies", "dev_dependencies"})
    read_section(list, parent[name], DependencyScope::development);
  for (const std::string_view name : {"build-dependencies", "build_dependencies"})
    read_section(list, parent[name], DependencyScope::build);
}

// --- Cargo.lock

class Lock {
public:
  Lock(DependencyList& list, const TomlNode& root) : list_(list), root_(root) {}

  void read() {
    const TomlNode& packages = root_["package"];
    if (packages && !packages.is_array())
      throw Error::input("its packages are no array of tables");
    for (const TomlNode* package : packages.elements)
      read_package(*package);
    if (const TomlNode& own = root_["root"]) // before Cargo 1.17
      read_package(own);
    read_old_checksums();
    // Packages of the project itself, which have no source.
    for (const TomlNode* package : projects_)
      read_project(*package);
    drop_unused_projects();
  }

private:
  static std::string key(std::string_view name, std::string_view version) { return fmt::format("{} {}", name, version); }

  void read_package(const TomlNode& package) {
    const std::string place = line_of(package);
    const std::string_view name = package["name"].text(), version = package["version"].text();
    if (name.empty() || version.empty())
      return list_.flaws.add(place, "has no name or no version");
    const std::size_t at = list_.dependencies.size();
    Dependency& one = list_.add(place, name);
    one.version = version;
    one.direct = false;
    places_.emplace(name, at);
    exact_places_.emplace(key(name, version), at);
    const std::string_view source = package["source"].text();
    if (source.empty()) {
      one.source = DependencySource::workspace;
      projects_.push_back(&package);
    } else if (source.starts_with("git+")) {
      const std::size_t hash = source.rfind('#');
      set_git(one, source.substr(4, std::min(source.find_first_of("?#"), source.size()) - 4),
              hash == source.npos ? std::string_view() : source.substr(hash + 1));
    } else if (!source.starts_with("registry+") && !source.starts_with("sparse+")) {
      list_.flaws.add(place, "has a source of an unknown kind");
    }
    set_checksum(one, package["checksum"].text());
  }

  void set_checksum(Dependency& one, std::string_view checksum) {
    if (checksum.size() == 64 && is_hexadecimal(checksum))
      one.hash_algorithm = "sha256";
    else if (!checksum.empty())
      list_.flaws.add(one.place, "its checksum is no SHA-256");
  }

  // Version 1: [metadata] "checksum name version (source)" = "…", of git sources "<none>".
  void read_old_checksums() {
    for (const auto& [name, value] : root_["metadata"].members) {
      std::string_view text = name;
      if (!text.starts_with("checksum ") || value->text() == "<none>")
        continue;
      text.remove_prefix(9);
      const auto found = exact_places_.find(std::string(text.substr(0, text.find(" ("))));
      if (found != exact_places_.end())
        set_checksum(list_.dependencies[found->second], value->text());
    }
  }

  // "name", "name version" or "name version (source)".
  std::optional<std::size_t> find(std::string_view reference) const {
    const std::string_view plain = reference.substr(0, reference.find(" ("));
    const bool has_version = plain.find(' ') != plain.npos;
    const auto& table = has_version ? exact_places_ : places_;
    const auto found = table.find(std::string(plain));
    return found == table.end() ? std::nullopt : std::optional(found->second);
  }

  void read_project(const TomlNode& package) {
    LockedProject project{std::string(package["name"].text()), std::nullopt, {}};
    for (const TomlNode* reference : package["dependencies"].elements)
      if (const std::optional<std::size_t> at = find(reference->text())) {
        list_.dependencies[*at].direct = true;
        project.entries.emplace(list_.dependencies[*at].name, *at);
      } else {
        list_.flaws.add(line_of(*reference), "leads to no package of the file");
      }
    list_.projects.push_back(std::move(project));
  }

  // A package of the project is a dependency only where another one asks for it.
  void drop_unused_projects() {
    std::vector<std::size_t> moved(list_.dependencies.size());
    std::vector<Dependency> kept;
    for (std::size_t i = 0; i < list_.dependencies.size(); ++i) {
      moved[i] = kept.size();
      Dependency& one = list_.dependencies[i];
      if (one.source != DependencySource::workspace || one.direct == true)
        kept.push_back(std::move(one));
    }
    list_.dependencies = std::move(kept);
    for (LockedProject& project : list_.projects)
      for (auto& [name, at] : project.entries)
        at = moved[at];
  }

  DependencyList& list_;
  const TomlNode& root_;
  std::vector<const TomlNode*> projects_;
  std::unordered_map<std::string, std::size_t> places_, exact_places_;
};

} // namespace

std::unique_ptr<Content> read_cargo_manifest(const Document& document) {
  const TomlDocument toml(document.text, document.name);
  const TomlNode& root = toml.root();
  auto list = start_list(document, Ecosystem::cargo, DependencyRole::manifest);
  list->project = root["package"]["name"].text();
  list->workspaces = static_cast<bool>(root["workspace"]);
  read_section(*list, root["workspace"]["dependencies"], DependencyScope::runtime);
  list->central.swap(list->dependencies);
  read_sections(*list, root);
  for (const auto& [condition, target] : root["target"].members)
    read_sections(*list, *target);
  return list;
}

std::unique_ptr<Content> read_cargo_lock(const Document& document) {
  const TomlDocument toml(document.text, document.name);
  auto list = start_list(document, Ecosystem::cargo, DependencyRole::lock);
  list->version = toml.root()["version"].text(); // since version 3
  Lock(*list, toml.root()).read();
  return list;
}

} // namespace assay::evidence
