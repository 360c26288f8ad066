// SPDX-License-Identifier: Apache-2.0
//
// Reads pyproject.toml (PEP 621 [project], PEP 735 [dependency-groups], PEP 518 [build-system], Poetry, uv and PDM's own
// tables) and Pipfile. At most 16 MiB.
#include "audit/base/text.hpp"
#include "audit/base/toml.hpp"
#include "audit/evidence/readers/python_requirement.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

std::string line_of(const TomlNode& node) {
  return fmt::format("line {}", node.line);
}

Dependency& add(DependencyList& list, const TomlNode& node, DependencyScope scope) {
  Dependency& one = list.add(line_of(node), {});
  one.scope = scope;
  one.direct = true;
  return one;
}

// A list of requirements as texts.
void read_texts(DependencyList& list, const TomlNode& texts, DependencyScope scope) {
  if (texts && !texts.is_array())
    return list.flaws.add(line_of(texts), "is no array");
  for (const TomlNode* text : texts.elements) {
    if (text->is_table()) // {include-group = "…"}
      continue;
    Dependency& one = add(list, *text, scope);
    one.lockable = scope != DependencyScope::build;
    if (!set_python_requirement(one, text->text())) {
      list.flaws.add(one.place, "is no requirement");
      list.dependencies.pop_back();
    }
  }
}

// Poetry's and Pipenv's: a name with a version, a table, or an array of tables. A bare version is exact in the one and
// not allowed in the other.
void read_table(DependencyList& list, const TomlNode& table, DependencyScope scope) {
  for (const auto& [name, value] : table.members) {
    if (name == "python" || name == "python_version")
      continue;
    Dependency& one = add(list, *value, scope);
    one.name = python_name(name);
    const TomlNode& first = value->is_array() && !value->elements.empty() ? *value->elements.front() : *value;
    one.requirement = first.is_text() ? first.text() : first["version"].text();
    const std::string_view text = trimmed(one.requirement);
    one.version = !text.empty() && is_digit(text.front()) && text.find_first_of("*, <>=!~|") == text.npos
                      ? text
                      : python_exact_version(text);
    one.exact = !one.version.empty() && !value->is_array();
    if (first["optional"].is_true() && scope == DependencyScope::runtime)
      one.scope = DependencyScope::optional;
    if (first["git"]) {
      set_git(one, first["git"].text(), first["rev"] ? first["rev"].text() : first["ref"].text());
    } else if (first["path"]) {
      one.source = DependencySource::path;
      one.address = first["path"].text();
    } else if (first["url"] || first["file"]) {
      one.source = DependencySource::url;
      one.address = first["url"] ? first["url"].text() : first["file"].text();
    }
  }
}

// [tool.uv.sources] name = {git = …, rev = …}: where a requirement that has a name alone comes from.
void apply_sources(DependencyList& list, const TomlNode& sources) {
  std::map<std::string, const TomlNode*> by_name;
  for (const auto& [name, source] : sources.members)
    by_name.emplace(python_name(name), source->is_array() && !source->elements.empty() ? source->elements[0] : source);
  for (Dependency& one : list.dependencies) {
    const auto found = by_name.find(one.name);
    if (found == by_name.end())
      continue;
    const TomlNode& source = *found->second;
    if (source["git"]) {
      set_git(one, source["git"].text(), source["rev"].text());
    } else if (source["workspace"].is_true()) {
      one.source = DependencySource::workspace;
    } else if (source["path"]) {
      one.source = DependencySource::path;
      one.address = source["path"].text();
    } else if (source["url"]) {
      one.source = DependencySource::url;
      one.address = source["url"].text();
    }
  }
}

} // namespace

std::unique_ptr<Content> read_pyproject(const Document& document) {
  const TomlDocument toml(document.text, document.name);
  const TomlNode& root = toml.root();
  const TomlNode &project = root["project"], &tool = root["tool"], &poetry = tool["poetry"];
  auto list = start_list(document, Ecosystem::python, DependencyRole::manifest, "pyproject");
  list->project = python_name(project["name"] ? project["name"].text() : poetry["name"].text());
  list->workspaces = static_cast<bool>(tool["uv"]["workspace"]);
  read_texts(*list, project["dependencies"], DependencyScope::runtime);
  for (const auto& [extra, texts] : project["optional-dependencies"].members)
    read_texts(*list, *texts, DependencyScope::optional);
  for (const auto& [group, texts] : root["dependency-groups"].members)
    read_texts(*list, *texts, DependencyScope::development);
  read_texts(*list, tool["uv"]["dev-dependencies"], DependencyScope::development);
  for (const auto& [group, texts] : tool["pdm"]["dev-dependencies"].members)
    read_texts(*list, *texts, DependencyScope::development);
  read_texts(*list, root["build-system"]["requires"], DependencyScope::build);
  read_table(*list, poetry["dependencies"], DependencyScope::runtime);
  read_table(*list, poetry["dev-dependencies"], DependencyScope::development);
  for (const auto& [group, table] : poetry["group"].members)
    read_table(*list, (*table)["dependencies"], DependencyScope::development);
  apply_sources(*list, tool["uv"]["sources"]);
  return list;
}

std::unique_ptr<Content> read_pipfile(const Document& document) {
  const TomlDocument toml(document.text, document.name);
  auto list = start_list(document, Ecosystem::python, DependencyRole::manifest, "pipfile");
  read_table(*list, toml.root()["packages"], DependencyScope::runtime);
  read_table(*list, toml.root()["dev-packages"], DependencyScope::development);
  return list;
}

} // namespace assay::evidence
