// SPDX-License-Identifier: Apache-2.0
//
// Reads pom.xml (Maven POM 4.0.0): dependencies, those of profiles, plugins. Properties and managed versions count where
// the same file has them; those of a parent are not known. Maven has no lock file.
#include "audit/base/error.hpp"
#include "audit/evidence/readers/dependencies.hpp"
#include "audit/evidence/readers/foreign_xml.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

constexpr std::size_t value_limit = 1024; // bytes of what one place says and any number of places repeat

class Pom {
public:
  Pom(DependencyList& list, const ForeignXml& xml) : list_(list), xml_(xml) {}

  void read() {
    const pugi::xml_node root = xml_.root();
    const pugi::xml_node parent = child_named(root, "parent");
    for (const char* name : {"version", "groupId"}) {
      const std::string own = child_text(root, name);
      properties_[fmt::format("project.{}", name)] = own.empty() ? child_text(parent, name) : own;
    }
    properties_["project.parent.version"] = child_text(parent, "version");
    for (const pugi::xml_node property : child_named(root, "properties").children())
      if (std::string value = text_of(property); value.size() <= value_limit)
        properties_[std::string(local_name(property))] = std::move(value);
    list_.project = child_text(root, "artifactId");
    list_.workspaces = static_cast<bool>(child_named(root, "modules"));
    for (const pugi::xml_node one : child_named(child_named(root, "dependencyManagement"), "dependencies").children())
      if (std::string version = child_text(one, "version"); version.size() <= value_limit)
        managed_.emplace(coordinates(one), std::move(version));
    read_part(root);
    for (const pugi::xml_node profile : child_named(root, "profiles").children())
      read_part(profile);
  }

private:
  std::string resolved(std::string text) const {
    for (int round = 0; round < 8; ++round) { // properties may name properties
      const std::size_t begin = text.find("${"), end = text.find('}', begin);
      if (begin == std::string::npos || end == std::string::npos || text.size() > 4096)
        break;
      const auto found = properties_.find(text.substr(begin + 2, end - begin - 2));
      if (found == properties_.end() || found->second.empty())
        break;
      text.replace(begin, end - begin + 1, found->second);
    }
    return text;
  }

  std::string coordinates(pugi::xml_node one) const {
    const std::string group = child_text(one, "groupId");
    return resolved(group.empty() && local_name(one) == "plugin" ? "org.apache.maven.plugins" : group) + ":" +
           resolved(child_text(one, "artifactId"));
  }

  void read_part(pugi::xml_node part) {
    for (const pugi::xml_node one : child_named(part, "dependencies").children())
      if (local_name(one) == "dependency")
        read_one(one);
    const pugi::xml_node build = child_named(part, "build");
    for (const pugi::xml_node one : child_named(build, "plugins").children())
      if (local_name(one) == "plugin")
        read_one(one);
  }

  static DependencyScope scope_of(pugi::xml_node one) {
    const std::string scope = child_text(one, "scope");
    if (local_name(one) == "plugin")
      return DependencyScope::build;
    if (scope == "test")
      return DependencyScope::test;
    if (scope == "provided")
      return DependencyScope::build;
    return child_text(one, "optional") == "true" ? DependencyScope::optional : DependencyScope::runtime;
  }

  void read_one(pugi::xml_node element) {
    const std::string place = xml_.line(element);
    const std::string name = coordinates(element);
    if (name.front() == ':' || name.back() == ':')
      return list_.flaws.add(place, "has no groupId or no artifactId");
    Dependency& one = list_.add(place, name);
    one.direct = true;
    one.scope = scope_of(element);
    std::string version = child_text(element, "version");
    if (const auto found = managed_.find(name); version.empty() && found != managed_.end())
      version = found->second;
    one.requirement = version;
    version = resolved(version);
    if (child_text(element, "scope") == "system") {
      one.source = DependencySource::path;
      one.address = child_text(element, "systemPath");
    }
    if (version.starts_with('[') && version.ends_with(']') && version.find(',') == std::string::npos)
      version = version.substr(1, version.size() - 2);
    one.unresolved = version.empty() || version.find("${") != std::string::npos;
    if (one.unresolved || version.find_first_of("[](),") != std::string::npos)
      return;
    one.exact = version != "LATEST" && version != "RELEASE" && !version.ends_with("-SNAPSHOT");
    if (one.exact)
      one.version = version;
  }

  DependencyList& list_;
  const ForeignXml& xml_;
  std::map<std::string, std::string> properties_, managed_;
};

} // namespace

std::unique_ptr<Content> read_pom(const Document& document) {
  const ForeignXml xml(document);
  if (local_name(xml.root()) != "project")
    throw Error::input("its root is no project").at({document.name, 1, 0, {}, 0});
  auto list = start_list(document, Ecosystem::maven, DependencyRole::manifest);
  list->has_locks = false;
  Pom(*list, xml).read();
  return list;
}

} // namespace assay::evidence
