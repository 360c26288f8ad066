// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/load.hpp"

#include "audit/schema/reader.hpp"

#include <fmt/format.h>

#include <set>

namespace assay::schema {

namespace {

bool root_is(const XmlDocument& document, const char* name, Diagnostics& diagnostics) {
  if (diagnostics.empty() && std::string_view(document.root().name()) != name)
    diagnostics.add(document.location(document.root()),
                    fmt::format("the root element is <{}>; <{}> is expected here", document.root().name(), name));
  return diagnostics.empty();
}

// Reads every <rule> below `node` into `rules`. A rule with a problem keeps its name, so that references to it
// are not reported as dangling too.
void read_rules(const Reader& reader, pugi::xml_node node, RuleTable& rules) {
  for (const pugi::xml_node child : node.children("rule")) {
    const std::string id = reader.attribute(child, "id");
    if (rules.count(id) != 0)
      reader.complain_about(child, "id", fmt::format("there is a rule {} already", id),
                      "ids of a schema's own rules must differ from those of the rule library");
    else
      rules[id] = reader.rule(child);
  }
}

} // namespace

std::string Loader::root_of(const SourceFile& file) const {
  Diagnostics ignored; // whoever loads the file tells them
  return XmlDocument(file, grammar_, ignored).root().name();
}

void Loader::add_rules(const SourceFile& file, Diagnostics& diagnostics) {
  const XmlDocument document(file, grammar_, diagnostics);
  if (root_is(document, "rules", diagnostics))
    read_rules({document, diagnostics}, document.root(), rules_);
}

ComplianceSchema Loader::load_schema(const SourceFile& file, Diagnostics& diagnostics) const {
  ComplianceSchema schema;
  const XmlDocument document(file, grammar_, diagnostics);
  if (!root_is(document, "compliance-schema", diagnostics))
    return schema;
  const pugi::xml_node root = document.root();
  const Reader reader{document, diagnostics, root.attribute("id").value()};
  schema.id = reader.attribute(root, "id");
  schema.title = reader.attribute(root, "title");
  schema.version = reader.attribute(root, "version");
  schema.publisher = reader.attribute(root, "publisher");
  schema.jurisdiction = reader.attribute(root, "jurisdiction");
  schema.status = reader.attribute(root, "status");
  schema.law = reader.attribute(root, "law") == "yes";
  schema.inventory = reader.attribute(root, "inventory") == "yes";
  if (const pugi::xml_node source = root.child("source"))
    schema.source = Link{folded(text_of(source)), source.attribute("href").value()};
  RuleTable rules = rules_;
  read_rules(reader, root, rules);
  for (const auto& [id, rule] : rules)
    if (rule && rules_.count(id) == 0)
      schema.own_rules.push_back(rule);
  std::set<std::string> groups, controls, profiles;
  for (const pugi::xml_node node : root.children("group")) {
    Group group{reader.attribute(node, "id"), reader.attribute(node, "title"), {}};
    if (!groups.insert(group.id).second)
      reader.complain_about(node, "id", fmt::format("there is a group {} already", group.id));
    for (const pugi::xml_node child : node.children("control")) {
      group.controls.push_back(reader.control(child, rules, schema.law));
      if (!controls.insert(group.controls.back().id).second)
        reader.complain_about(child, "id", fmt::format("there is a control {} already", group.controls.back().id));
    }
    schema.groups.push_back(std::move(group));
  }
  for (const pugi::xml_node node : root.children("profile")) {
    Profile profile = reader.profile(node, schema);
    if (const Profile* base = schema.find_profile(profile.base))
      profile = profile.over(*base);
    else if (!profile.base.empty())
      reader.complain_about(node, "base", fmt::format("no profile {} stands before this one", profile.base));
    schema.profiles.push_back(std::move(profile));
    if (!profiles.insert(schema.profiles.back().id).second)
      reader.complain_about(node, "id", fmt::format("there is a profile {} already", schema.profiles.back().id));
  }
  return schema;
}

std::string Loader::profile_target(const SourceFile& file, Diagnostics& diagnostics) const {
  const XmlDocument document(file, grammar_, diagnostics);
  return root_is(document, "profile", diagnostics) ? document.root().attribute("schema").value() : std::string();
}

Profile Loader::load_profile(const SourceFile& file, const ComplianceSchema& schema, Diagnostics& diagnostics) const {
  const XmlDocument document(file, grammar_, diagnostics);
  if (!root_is(document, "profile", diagnostics))
    return {};
  return Reader{document, diagnostics}.profile(document.root(), schema);
}

} // namespace assay::schema
