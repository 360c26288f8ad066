// SPDX-License-Identifier: Apache-2.0
//
// Reads Gradle's gradle.lockfile and buildscript-gradle.lockfile, version catalogs (gradle/*.versions.toml) and
// gradle/verification-metadata.xml. Build scripts are programs, and are not read. At most a million entries.
#include "audit/base/error.hpp"
#include "audit/base/text.hpp"
#include "audit/base/toml.hpp"
#include "audit/evidence/readers/dependencies.hpp"
#include "audit/evidence/readers/foreign_xml.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

// Files in gradle/ are the project's above it.
void leave_folder(DependencyList& list) {
  if (list.folder == "gradle/" || list.folder.ends_with("/gradle/"))
    list.folder.resize(list.folder.size() - 7);
}

// A version is one unless it has "+", a range or "latest.…".
void set_version(Dependency& one, std::string_view version) {
  one.requirement = version;
  one.exact = !version.empty() && version.find_first_of("+[](),") == version.npos && !version.starts_with("latest.") &&
              !version.ends_with("-SNAPSHOT");
  if (one.exact)
    one.version = version;
}

// A text, {strictly = "…"}, {require = "…"}, {ref = "…"}.
std::string_view version_in(const TomlNode& value, const TomlNode& versions) {
  if (!value.is_table())
    return value.text();
  if (const std::string_view reference = value["ref"].text(); !reference.empty())
    return versions[reference].is_table() && versions[reference]["ref"] ? std::string_view()
                                                                        : version_in(versions[reference], versions);
  for (const std::string_view key : {"strictly", "require", "prefer"})
    if (value[key])
      return value[key].text();
  return {};
}

// "group:name:version" in one text, or a table.
void read_catalog_entry(DependencyList& list, const TomlNode& value, const TomlNode& versions, bool plugin) {
  std::string name;
  std::string_view version = version_in(value["version"], versions);
  if (const TomlNode& whole = plugin && value.is_table() ? value["id"] : value["module"]; value.is_text() || whole) {
    name = whole ? whole.text() : value.text();
    const std::size_t colon = name.rfind(':');
    if (value.is_text() && colon != std::string::npos && (plugin || name.find(':') != colon)) {
      version = value.text().substr(colon + 1);
      name.resize(colon);
    }
  } else {
    name = fmt::format("{}:{}", value["group"].text(), value["name"].text());
  }
  const std::string place = fmt::format("line {}", value.line);
  if (name.size() < 2 || name.front() == ':' || name.back() == ':')
    return list.flaws.add(place, "names no module");
  Dependency& one = list.add(place, plugin ? name + ":" + name + ".gradle.plugin" : name);
  one.scope = plugin ? DependencyScope::build : DependencyScope::runtime;
  one.direct = true;
  set_version(one, version);
}

} // namespace

// "group:name:version=configuration,…"; "empty=…" has the configurations without any.
std::unique_ptr<Content> read_gradle_lock(const Document& document) {
  auto list = start_list(document, Ecosystem::gradle, DependencyRole::lock);
  std::string_view text = document.text;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = trimmed(take_line(text));
    if (line.empty() || line.starts_with('#') || line.starts_with("empty="))
      continue;
    const std::string place = fmt::format("line {}", number);
    const std::string_view module = line.substr(0, line.find('='));
    const std::size_t version = module.rfind(':');
    if (version == module.npos || module.find(':') == version || version + 1 == module.size()) {
      list->flaws.add(place, "is no group, name and version");
      continue;
    }
    Dependency& one = list->add(place, module.substr(0, version));
    one.version = module.substr(version + 1);
    one.exact = true;
  }
  return list;
}

std::unique_ptr<Content> read_gradle_catalog(const Document& document) {
  const TomlDocument toml(document.text, document.name);
  auto list = start_list(document, Ecosystem::gradle, DependencyRole::manifest);
  leave_folder(*list);
  const TomlNode& versions = toml.root()["versions"];
  for (const auto& [alias, value] : toml.root()["libraries"].members)
    read_catalog_entry(*list, *value, versions, false);
  for (const auto& [alias, value] : toml.root()["plugins"].members)
    read_catalog_entry(*list, *value, versions, true);
  return list;
}

std::unique_ptr<Content> read_gradle_verification(const Document& document) {
  const ForeignXml xml(document);
  if (local_name(xml.root()) != "verification-metadata")
    throw Error::input("its root is no verification-metadata").at({document.name, 1, 0, {}, 0});
  auto list = start_list(document, Ecosystem::gradle, DependencyRole::lock);
  list->checksums_only = true;
  leave_folder(*list);
  for (const pugi::xml_node component : child_named(xml.root(), "components").children()) {
    if (local_name(component) != "component")
      continue;
    const std::string_view group = component.attribute("group").value(), name = component.attribute("name").value();
    if (group.empty() || name.empty()) {
      list->flaws.add(xml.line(component), "has no group or no name");
      continue;
    }
    Dependency& one = list->add(xml.line(component), fmt::format("{}:{}", group, name));
    one.version = component.attribute("version").value();
    for (const pugi::xml_node artifact : component.children())
      for (const pugi::xml_node digest : artifact.children())
        if (const std::string_view kind = local_name(digest); kind == "sha512" || kind == "sha256" || kind == "sha1" || kind == "md5")
          one.hash_algorithm = stronger(one.hash_algorithm, kind);
  }
  return list;
}

} // namespace assay::evidence
