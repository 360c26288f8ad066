// SPDX-License-Identifier: Apache-2.0
//
// Reads poetry.lock (versions 1 and 2; hashes beside the package or in [metadata.files]), uv.lock (version 1) and
// Pipfile.lock (specification 6). At most a million packages; TOML of at most 16 MiB.
#include "audit/base/error.hpp"
#include "audit/base/json.hpp"
#include "audit/base/text.hpp"
#include "audit/base/toml.hpp"
#include "audit/evidence/readers/python_requirement.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

std::string line_of(const TomlNode& node) {
  return fmt::format("line {}", node.line);
}

// "sha256" of "sha256:0a1b…".
std::string_view algorithm_of(std::string_view hash) {
  const std::size_t colon = hash.find(':');
  return colon == hash.npos || colon + 1 == hash.size() ? std::string_view() : hash.substr(0, colon);
}

std::string strongest(const TomlNode& files) {
  std::string best;
  for (const TomlNode* file : files.elements)
    best = stronger(best, algorithm_of((*file)["hash"].text()));
  return best;
}

const TomlNode& packages_of(const TomlNode& root, const Document& document) {
  const TomlNode& packages = root["package"];
  if (packages && !packages.is_array())
    throw Error::input("its packages are no array of tables").at({document.name, packages.line, 0, {}, 0});
  return packages;
}

Dependency* add_package(DependencyList& list, const TomlNode& package) {
  if (package["name"].text().empty() || (package["version"].text().empty() && !package["source"])) {
    list.flaws.add(line_of(package), "has no name or no version");
    return nullptr;
  }
  Dependency& one = list.add(line_of(package), python_name(package["name"].text()));
  one.version = package["version"].text();
  return &one;
}

// --- poetry.lock

void set_poetry_source(Dependency& one, const TomlNode& source) {
  const std::string_view type = source["type"].text();
  if (type == "git") {
    set_git(one, source["url"].text(), source["resolved_reference"].text());
  } else if (type == "directory" || type == "file") {
    one.source = DependencySource::path;
    one.address = source["url"].text();
  } else if (type == "url") {
    one.source = DependencySource::url;
    one.address = source["url"].text();
  }
}

// --- uv.lock

class Uv {
public:
  explicit Uv(DependencyList& list) : list_(list) {}

  void read(const TomlNode& packages) {
    std::vector<const TomlNode*> projects;
    for (const TomlNode* package : packages.elements) {
      const TomlNode& source = (*package)["source"];
      const bool own = source["editable"] || source["virtual"];
      if (own)
        projects.push_back(package);
      const std::string_view folder = source["editable"] ? source["editable"].text() : source["virtual"].text();
      if (own && (folder == "." || folder.empty()))
        continue; // the project itself
      if (Dependency* one = add_package(list_, *package))
        fill(*one, *package, source, own, folder);
    }
    for (const TomlNode* project : projects)
      read_project(*project);
  }

private:
  void fill(Dependency& one, const TomlNode& package, const TomlNode& source, bool own, std::string_view folder) {
    one.direct = false;
    places_.emplace(one.name, list_.dependencies.size() - 1);
    exact_places_.emplace(one.name + "@" + one.version, list_.dependencies.size() - 1);
    one.hash_algorithm = stronger(algorithm_of(package["sdist"]["hash"].text()), strongest(package["wheels"]));
    if (own) {
      one.source = DependencySource::workspace;
      one.address = folder;
    } else if (const std::string_view git = source["git"].text(); !git.empty()) {
      const std::size_t hash = git.rfind('#');
      set_git(one, git.substr(0, git.find_first_of("?#")), hash == git.npos ? std::string_view() : git.substr(hash + 1));
    } else if (source["directory"] || source["path"]) {
      one.source = DependencySource::path;
      one.address = source["directory"] ? source["directory"].text() : source["path"].text();
    } else if (source["url"]) {
      one.source = DependencySource::url;
      one.address = source["url"].text();
    }
  }

  // A reference has a version where there are several of the name.
  std::optional<std::size_t> find(const std::string& name, std::string_view version) const {
    if (const auto exact = exact_places_.find(fmt::format("{}@{}", name, version)); exact != exact_places_.end())
      return exact->second;
    const auto found = places_.find(name);
    return found == places_.end() ? std::nullopt : std::optional(found->second);
  }

  void add_entries(LockedProject& project, const TomlNode& references, DependencyScope scope) {
    for (const TomlNode* reference : references.elements) {
      const std::string name = python_name((*reference)["name"].text());
      const std::optional<std::size_t> at = find(name, (*reference)["version"].text());
      if (!at)
        continue; // the project itself, for an extra of its own
      Dependency& one = list_.dependencies[*at];
      one.direct = true;
      if (!one.scope)
        one.scope = scope;
      project.entries.emplace(name, *at);
    }
  }

  void read_project(const TomlNode& package) {
    LockedProject project{python_name(package["name"].text()), std::nullopt, {}};
    add_entries(project, package["dependencies"], DependencyScope::runtime);
    for (const auto& [extra, references] : package["optional-dependencies"].members)
      add_entries(project, *references, DependencyScope::optional);
    for (const auto& [group, references] : package["dev-dependencies"].members)
      add_entries(project, *references, DependencyScope::development);
    list_.projects.push_back(std::move(project));
  }

  DependencyList& list_;
  std::map<std::string, std::size_t> places_, exact_places_;
};

// --- Pipfile.lock

void read_pipenv(DependencyList& list, JsonValue section, const std::string& pointer, DependencyScope scope) {
  if (section && !section.is_object())
    list.flaws.add(pointer, "is no object");
  section.each_member([&](std::string_view name, JsonValue entry) {
    Dependency& one = list.add(json_pointer(pointer, name), python_name(name));
    one.scope = scope;
    one.version = python_exact_version(entry["version"].text_or({}));
    entry["hashes"].each([&](JsonValue hash, std::size_t) {
      one.hash_algorithm = stronger(one.hash_algorithm, algorithm_of(hash.text_or({})));
    });
    if (entry["git"]) {
      set_git(one, entry["git"].text_or({}), entry["ref"].text_or({}));
    } else if (entry["path"]) {
      one.source = DependencySource::path;
      one.address = entry["path"].text_or({});
    } else if (entry["file"]) {
      one.source = DependencySource::url;
      one.address = entry["file"].text_or({});
    } else if (one.version.empty()) {
      list.flaws.add(one.place, "has no version");
    }
  });
}

} // namespace

std::unique_ptr<Content> read_poetry_lock(const Document& document) {
  const TomlDocument toml(document.text, document.name);
  const TomlNode& root = toml.root();
  auto list = start_list(document, Ecosystem::python, DependencyRole::lock, "pyproject");
  list->version = root["metadata"]["lock-version"].text();
  std::map<std::string, std::string> hashes; // before version 2
  for (const auto& [name, files] : root["metadata"]["files"].members)
    hashes[python_name(name)] = strongest(*files);
  for (const TomlNode* package : packages_of(root, document).elements)
    if (Dependency* one = add_package(*list, *package)) {
      one->hash_algorithm = stronger(strongest((*package)["files"]), hashes[one->name]);
      if ((*package)["category"].text() == "dev")
        one->scope = DependencyScope::development;
      else if ((*package)["category"].text() == "main")
        one->scope = (*package)["optional"].is_true() ? DependencyScope::optional : DependencyScope::runtime;
      set_poetry_source(*one, (*package)["source"]);
    }
  return list;
}

std::unique_ptr<Content> read_uv_lock(const Document& document) {
  const TomlDocument toml(document.text, document.name);
  auto list = start_list(document, Ecosystem::python, DependencyRole::lock, "pyproject");
  list->version = toml.root()["version"].text();
  Uv(*list).read(packages_of(toml.root(), document));
  return list;
}

std::unique_ptr<Content> read_pipfile_lock(const Document& document) {
  const JsonDocument json(document.text, document.name);
  if (!json.root()["_meta"].is_object())
    throw Error::input("it has no _meta").at({document.name, 0, 0, {}, 0});
  auto list = start_list(document, Ecosystem::python, DependencyRole::lock, "pipfile");
  if (const auto version = json.root()["_meta"]["pipfile-spec"].integer())
    list->version = std::to_string(*version);
  read_pipenv(*list, json.root()["default"], "/default", DependencyScope::runtime);
  read_pipenv(*list, json.root()["develop"], "/develop", DependencyScope::development);
  return list;
}

} // namespace assay::evidence
