// SPDX-License-Identifier: Apache-2.0
//
// Reads Conan's conanfile.txt and conan.lock: of Conan 2 (lists of references), and of Conan 1 (a graph of nodes).
// A conanfile.py is a program, and is not read.
#include "audit/base/error.hpp"
#include "audit/base/json.hpp"
#include "audit/base/text.hpp"
#include "audit/evidence/readers/dependencies.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

// "name/version@user/channel#revision%timestamp". False when it is none.
bool set_reference(Dependency& one, std::string_view reference) {
  reference = trimmed(reference);
  const std::size_t slash = reference.find('/');
  if (slash == reference.npos || slash == 0)
    return false;
  one.name = reference.substr(0, slash);
  const std::string_view rest = reference.substr(slash + 1);
  if (rest.starts_with('[')) {
    one.requirement = rest.substr(1, rest.find(']') - 1);
    return rest.find(']') != rest.npos;
  }
  one.version = one.requirement = rest.substr(0, rest.find_first_of("@#%"));
  one.exact = !one.version.empty();
  // A recipe's revision is a digest of the recipe, not of the binary.
  const std::size_t hash = rest.find('#');
  if (hash != rest.npos)
    one.commit = rest.substr(hash + 1, rest.find('%', hash) - hash - 1);
  return one.exact;
}

void read_references(DependencyList& list, JsonValue references, std::string_view member, DependencyScope scope) {
  references.each([&](JsonValue reference, std::size_t index) {
    const std::string place = json_pointer(json_pointer("", member), index);
    Dependency one;
    if (!set_reference(one, reference.text_or({})))
      return list.flaws.add(place, "is no reference of one version");
    one.place = place;
    one.scope = scope;
    one.requirement.clear();
    list.add(place, one.name) = one;
  });
}

} // namespace

std::unique_ptr<Content> read_conanfile(const Document& document) {
  auto list = start_list(document, Ecosystem::conan, DependencyRole::manifest);
  std::string section;
  std::string_view text = document.text;
  for (std::size_t number = 1; !text.empty(); ++number) {
    std::string_view line = take_line(text);
    line = trimmed(line.substr(0, std::min(line.starts_with('#') ? 0 : line.find(" #"), line.size())));
    if (line.empty())
      continue;
    if (line.front() == '[') {
      section = line.substr(1, line.find(']') - 1);
      continue;
    }
    if (section != "requires" && section != "tool_requires" && section != "build_requires" && section != "test_requires")
      continue;
    const std::string place = fmt::format("line {}", number);
    Dependency one;
    if (!set_reference(one, line)) {
      if (one.requirement.empty()) {
        list->flaws.add(place, "is no reference");
        continue;
      }
    }
    one.place = place;
    one.direct = true;
    one.scope = section == "requires"        ? DependencyScope::runtime
                : section == "test_requires" ? DependencyScope::test
                                             : DependencyScope::build;
    list->add(place, one.name) = one;
  }
  return list;
}

std::unique_ptr<Content> read_conan_lock(const Document& document) {
  const JsonDocument json(document.text, document.name);
  const JsonValue root = json.root();
  auto list = start_list(document, Ecosystem::conan, DependencyRole::lock);
  list->version = root["version"].text_or({});
  const JsonValue nodes = root["graph_lock"]["nodes"];
  if (!nodes && !root["requires"].is_array())
    throw Error::input("it has neither requires nor a graph_lock").at({document.name, 0, 0, {}, 0});
  read_references(*list, root["requires"], "requires", DependencyScope::runtime);
  read_references(*list, root["build_requires"], "build_requires", DependencyScope::build);
  read_references(*list, root["python_requires"], "python_requires", DependencyScope::build);
  nodes.each_member([&](std::string_view id, JsonValue node) {
    const std::string place = json_pointer("/graph_lock/nodes", id);
    Dependency one;
    if (id == "0" || !set_reference(one, node["ref"].text_or({})))
      return; // the project itself
    one.place = place;
    one.requirement.clear();
    list->add(place, one.name) = one;
  });
  return list;
}

} // namespace assay::evidence
