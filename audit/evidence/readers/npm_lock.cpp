// SPDX-License-Identifier: Apache-2.0
//
// Reads package-lock.json and npm-shrinkwrap.json, lockfileVersion 1 (npm 5 and 6: a tree of `dependencies`) and 2 and 3
// (a flat map `packages` by folder). At most a million entries.
#include "audit/base/error.hpp"
#include "audit/base/json.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/npm_requirement.hpp"

#include <unordered_map>

namespace assay::evidence {

namespace {

constexpr std::string_view modules = "node_modules/";
constexpr std::size_t path_limit = 4096; // bytes of a folder of the project

// "c" of "node_modules/a/node_modules/@b/c" is "@b/c"; empty for the folder of a package of the project.
std::string_view module_name(std::string_view folder) {
  const std::size_t at = folder.rfind(modules);
  return at == folder.npos || (at > 0 && folder[at - 1] != '/') ? std::string_view() : folder.substr(at + modules.size());
}

// Archives of registries lie at ".../-/name-1.2.3.tgz", at GitHub's at "/download/".
void set_resolved(Dependency& one, std::string_view resolved) {
  if (resolved.starts_with("git") || resolved.starts_with("ssh:")) {
    const std::size_t hash = resolved.rfind('#');
    set_git(one, resolved.substr(0, hash), hash == resolved.npos ? std::string_view() : resolved.substr(hash + 1));
  } else if (resolved.starts_with("file:")) {
    one.source = DependencySource::path;
    one.address = resolved.substr(5);
  } else if (resolved.starts_with("http") && resolved.find("/-/") == resolved.npos &&
             resolved.find("/download/") == resolved.npos) {
    one.source = DependencySource::url;
    one.address = resolved;
  }
}

void set_integrity(DependencyList& list, Dependency& one, JsonValue integrity) {
  if (!integrity)
    return;
  one.hash_algorithm = integrity_algorithm(integrity.text_or({}));
  if (one.hash_algorithm.empty())
    list.flaws.add(one.place, "its integrity is none");
}

std::optional<DependencyScope> scope_of(JsonValue entry) {
  if (entry["dev"].boolean() == true)
    return DependencyScope::development;
  if (entry["optional"].boolean() == true || entry["devOptional"].boolean() == true)
    return DependencyScope::optional;
  if (entry["peer"].boolean() == true)
    return DependencyScope::peer;
  return DependencyScope::runtime;
}

// --- lockfileVersion 1

void read_tree(DependencyList& list, JsonValue members, const std::string& pointer, bool top) {
  if (members && !members.is_object())
    list.flaws.add(pointer, "is no object");
  members.each_member([&](std::string_view name, JsonValue entry) {
    const std::string place = json_pointer(pointer, name);
    const std::string_view version = entry["version"].text_or({});
    if (version.empty())
      return list.flaws.add(place, "has no version");
    Dependency& one = list.add(place, name);
    set_npm_requirement(one, version);
    one.requirement.clear();
    if (one.source == DependencySource::registry) {
      if (!one.exact)
        list.flaws.add(place, "its version is none");
      set_resolved(one, entry["resolved"].text_or({}));
    }
    one.scope = scope_of(entry);
    set_integrity(list, one, entry["integrity"]);
    if (top)
      list.projects.front().entries.emplace(name, list.dependencies.size() - 1);
    else
      one.direct = false;
    if (const JsonValue inner = entry["dependencies"])
      read_tree(list, inner, json_pointer(place, "dependencies"), false);
  });
}

// --- lockfileVersion 2 and 3

class Folders {
public:
  Folders(DependencyList& list, JsonValue packages) : list_(list), packages_(packages) {}

  void read() {
    packages_.each_member([&](std::string_view folder, JsonValue entry) { by_folder_.emplace(folder, entry); });
    packages_.each_member([&](std::string_view folder, JsonValue entry) {
      if (const std::string_view name = module_name(folder); !name.empty())
        read_entry(folder, name, entry);
    });
    packages_.each_member([&](std::string_view folder, JsonValue entry) {
      if (module_name(folder).empty())
        read_project(folder, entry);
    });
  }

private:
  void read_entry(std::string_view folder, std::string_view name, JsonValue entry) {
    const std::string place = json_pointer("/packages", folder);
    if (!entry.is_object())
      return list_.flaws.add(place, "is no object");
    Dependency& one = list_.add(place, name);
    places_.emplace(folder, list_.dependencies.size() - 1);
    one.direct = false; // until a project asks for it
    if (const std::string_view real = entry["name"].text_or({}); !real.empty() && real != name) {
      one.alias = one.name;
      one.name = real;
    }
    one.scope = scope_of(entry);
    if (entry["link"].boolean() == true) {
      one.address = entry["resolved"].text_or({});
      const auto target = by_folder_.find(one.address);
      one.source = target == by_folder_.end() ? DependencySource::path : DependencySource::workspace;
      if (target != by_folder_.end())
        one.version = target->second["version"].text_or({});
      return;
    }
    one.version = entry["version"].text_or({});
    set_resolved(one, entry["resolved"].text_or({}));
    if (one.version.empty() && one.source == DependencySource::registry)
      list_.flaws.add(place, "has no version");
    set_integrity(list_, one, entry["integrity"]);
  }

  // As Node.js looks for a module: in the project's own folder, then in each one above.
  std::optional<std::size_t> find(std::string folder, std::string_view name) const {
    for (;;) {
      const auto found = places_.find(folder + (folder.empty() ? "" : "/") + std::string(modules) + std::string(name));
      if (found != places_.end())
        return found->second;
      if (folder.empty())
        return std::nullopt;
      const std::size_t slash = folder.rfind('/');
      folder.resize(slash == std::string::npos ? 0 : slash);
    }
  }

  void read_project(std::string_view folder, JsonValue entry) {
    if (folder.size() > path_limit)
      return list_.flaws.add("/packages", "has a folder of more than 4,096 bytes");
    LockedProject& project = list_.projects.emplace_back();
    project.folder = folder.empty() ? std::string() : std::string(folder) + "/";
    project.name = entry["name"].text_or({});
    for (const std::string_view map : {"dependencies", "devDependencies", "optionalDependencies", "peerDependencies"})
      entry[map].each_member([&](std::string_view name, JsonValue requirement) {
        const std::optional<std::size_t> place = find(std::string(folder), name);
        if (!place)
          return;
        Dependency& one = list_.dependencies[*place];
        one.direct = true;
        if (one.requirement.empty())
          one.requirement = requirement.text_or({});
        project.entries.emplace(name, *place);
      });
  }

  DependencyList& list_;
  JsonValue packages_;
  std::unordered_map<std::string, JsonValue> by_folder_;
  std::unordered_map<std::string, std::size_t> places_;
};

} // namespace

std::unique_ptr<Content> read_npm_lock(const Document& document) {
  const JsonDocument json(document.text, document.name);
  const JsonValue root = json.root();
  const std::optional<std::int64_t> version = root["lockfileVersion"].integer();
  if (!version && !root["dependencies"].is_object())
    throw Error::input("it has neither a lockfileVersion nor dependencies").at({document.name, 0, 0, {}, 0});
  if (version.value_or(1) < 1 || version.value_or(1) > 3)
    throw Error::input("its lockfileVersion is none of 1, 2 and 3").at({document.name, 0, 0, {}, 0});
  auto list = start_list(document, Ecosystem::npm, DependencyRole::lock);
  list->version = std::to_string(version.value_or(1));
  list->project = root["name"].text_or({});
  if (root["packages"].is_object()) {
    Folders(*list, root["packages"]).read();
  } else {
    if (version.value_or(1) == 3)
      list->flaws.add("/packages", "is absent");
    list->projects.push_back({list->project, "", {}});
    read_tree(*list, root["dependencies"], "/dependencies", true);
  }
  return list;
}

} // namespace assay::evidence
