// SPDX-License-Identifier: Apache-2.0
//
// Reads NuGet's packages.lock.json (versions 1 and 2), project files of MSBuild (PackageReference) and
// Directory.Packages.props (PackageVersion). Conditions and properties are not evaluated.
#include "audit/base/error.hpp"
#include "audit/base/json.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/dependencies.hpp"
#include "audit/evidence/readers/foreign_xml.hpp"

#include <fmt/format.h>

#include <set>

namespace assay::evidence {

namespace {

// "1.2.3" is the least version that will do; "[1.2.3]" is the only one.
void set_requirement(Dependency& one, std::string_view requirement) {
  one.requirement = requirement;
  one.unresolved = requirement.empty() || requirement.find("$(") != requirement.npos;
  const std::string_view text = trimmed(requirement);
  one.exact = text.size() > 2 && text.starts_with('[') && text.ends_with(']') && text.find_first_of(",*$") == text.npos;
  if (one.exact)
    one.version = text.substr(1, text.size() - 2);
}

std::string attribute_or_child(pugi::xml_node element, const char* name) {
  const std::string_view attribute = element.attribute(name).value();
  return attribute.empty() ? child_text(element, name) : std::string(attribute);
}

} // namespace

// What a package is for several frameworks in one version is one dependency.
std::unique_ptr<Content> read_nuget_lock(const Document& document) {
  const JsonDocument json(document.text, document.name);
  const JsonValue root = json.root();
  if (!root["dependencies"].is_object())
    throw Error::input("it has no dependencies by framework").at({document.name, 0, 0, {}, 0});
  auto list = start_list(document, Ecosystem::nuget, DependencyRole::lock);
  if (const auto version = root["version"].integer())
    list->version = std::to_string(*version);
  std::map<std::string, std::size_t> seen;
  root["dependencies"].each_member([&](std::string_view framework, JsonValue packages) {
    const std::string pointer = json_pointer("/dependencies", framework);
    packages.each_member([&](std::string_view name, JsonValue entry) {
      const std::string_view version = entry["resolved"].text_or({}), type = entry["type"].text_or({});
      const bool direct = type == "Direct";
      if (const auto known = seen.find(ascii_lower(name) + "@" + std::string(version)); known != seen.end()) {
        if (direct)
          list->dependencies[known->second].direct = true;
        return;
      }
      seen.emplace(ascii_lower(name) + "@" + std::string(version), list->dependencies.size());
      Dependency& one = list->add(json_pointer(pointer, name), name);
      one.version = version;
      one.requirement = entry["requested"].text_or({});
      one.direct = direct;
      if (type == "Project")
        one.source = DependencySource::workspace;
      else if (version.empty())
        list->flaws.add(one.place, "has no version");
      if (!entry["contentHash"].text_or({}).empty())
        one.hash_algorithm = "sha512";
    });
  });
  return list;
}

std::unique_ptr<Content> read_msbuild(const Document& document) {
  const ForeignXml xml(document);
  if (local_name(xml.root()) != "Project")
    throw Error::input("its root is no Project").at({document.name, 1, 0, {}, 0});
  auto list = start_list(document, Ecosystem::nuget, DependencyRole::manifest);
  for (const pugi::xml_node group : xml.root().children()) {
    if (local_name(group) != "ItemGroup")
      continue;
    for (const pugi::xml_node element : group.children()) {
      const std::string_view kind = local_name(element);
      const std::string_view name = element.attribute("Include").value();
      if (name.empty() || (kind != "PackageReference" && kind != "PackageVersion" && kind != "GlobalPackageReference"))
        continue;
      Dependency one;
      one.place = xml.line(element);
      one.name = name;
      one.direct = true;
      one.scope = ascii_lower(attribute_or_child(element, "PrivateAssets")) == "all" ? DependencyScope::development
                                                                                     : DependencyScope::runtime;
      const std::string overridden = attribute_or_child(element, "VersionOverride");
      set_requirement(one, overridden.empty() ? attribute_or_child(element, "Version") : overridden);
      one.inherited = one.requirement.empty();
      if (kind == "PackageVersion")
        list->central.push_back(one);
      else
        list->add(one.place, one.name) = one;
    }
  }
  return list;
}

} // namespace assay::evidence
