// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/oscal_skeleton.hpp"

#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace assay::schema {

namespace {

constexpr std::size_t longest_id = 100;

// As compliance-schema.xsd has it; `more` are the characters that control ids may have besides.
bool is_id(std::string_view id, std::string_view more = {}) {
  return !id.empty() && id.size() <= longest_id && (is_letter(id[0]) || is_digit(id[0])) &&
         std::all_of(id.begin(), id.end(), [&](char c) {
           return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '-' || more.find(c) != more.npos;
         });
}

void set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(value.c_str());
}

pugi::xml_node add_text(pugi::xml_node parent, const char* name, const std::string& text) {
  pugi::xml_node node = parent.append_child(name);
  node.text().set(text.c_str());
  return node;
}

// Takes group ids that are free: those of the catalog where they can be ids here, else numbers.
class GroupIds {
public:
  std::string take(const OscalGroup& group) {
    ++number_;
    const std::string wanted = is_id(group.id) ? group.id : fmt::format("group-{}", number_);
    std::string id = wanted;
    for (std::size_t i = 2; !taken_.insert(id).second; ++i)
      id = fmt::format("{}-{}", wanted.substr(0, longest_id - 10), i);
    return id;
  }

private:
  std::set<std::string> taken_;
  std::size_t number_ = 0;
};

void write_control(pugi::xml_node group, const OscalSelection::Chosen& chosen, const OscalSettings& settings,
                   Skeleton& skeleton) {
  const OscalControl& control = chosen.get();
  const OscalDocument& document = chosen.catalog->document();
  if (!is_id(control.id, "()/"))
    document.refuse(control.node, fmt::format("{} cannot be the id of a control in a compliance schema", control.id),
                    "it begins with a letter or digit, and has at most 100 letters, digits and . _ - ( ) /");
  std::string statement;
  try {
    statement = OscalText(chosen.catalog->parameters(), settings).statement(control.node);
  } catch (const Error& error) {
    document.refuse(control.node, error.message());
  }
  if (statement.empty()) {
    ++skeleton.without_statement;
    statement = fmt::format("{} (the catalog gives a title alone)", control.title);
  }
  pugi::xml_node node = group.append_child("control");
  set(node, "id", control.id);
  set(node, "title", control.title);
  add_text(node, "statement", statement);
  pugi::xml_node citation =
      add_text(node, "citation", fmt::format("{} {}, {}", document.title(), document.version(),
                                             control.label.empty() ? control.id : control.label));
  if (const std::string address = document.canonical_address(); !address.empty())
    set(citation, "href", address);
  // A catalog repeats a publication; whoever compared the two may say "verified".
  set(citation, "confidence", "secondary");
  set(add_text(node.append_child("decision"), "attestation", statement), "role", "assessor");
  add_text(node, "remedy", "Do what the statement asks for, and have an assessor attest it.");
  ++skeleton.controls;
}

void write_root(pugi::xml_node root, const OscalDocument& source, const OscalDocument& catalog, const std::string& id) {
  const auto or_else = [](std::string text, const char* otherwise) { return text.empty() ? otherwise : text; };
  set(root, "format", "1");
  set(root, "id", id);
  set(root, "title", source.title());
  set(root, "version", or_else(source.version(), "unknown"));
  set(root, "publisher", or_else(source.publisher(), "unknown"));
  set(root, "jurisdiction", "none");
  set(root, "law", "no");
  set(root, "status", fmt::format("skeleton made from the OSCAL {} {}", source.is_profile() ? "profile" : "catalog",
                                  or_else(source.uuid(), "without a UUID")));
  pugi::xml_node node = add_text(root, "source", fmt::format("{} {}", catalog.title(), catalog.version()));
  if (const std::string address = catalog.canonical_address(); !address.empty())
    set(node, "href", address);
}

} // namespace

Skeleton skeleton_of(const OscalSelection& selection, const std::string& id) {
  if (!is_id(id))
    throw Error::internal(fmt::format("{} is no id of a schema", id));
  Skeleton skeleton;
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  set(declaration, "version", "1.0");
  set(declaration, "encoding", "UTF-8");
  document.append_child(pugi::node_comment)
      .set_value(" A skeleton. The statements are the catalog's own words. Write rules where a repository can show "
                 "something, and set law, jurisdiction and status. ");
  pugi::xml_node root = document.append_child("compliance-schema");
  const OscalDocument& catalog = selection.controls.front().catalog->document();
  write_root(root, selection.profiles.empty() ? catalog : *selection.profiles.back(), catalog, id);
  GroupIds ids;
  std::map<std::pair<const OscalCatalog*, std::size_t>, pugi::xml_node> groups;
  for (const OscalSelection::Chosen& chosen : selection.controls) {
    if (chosen.get().withdrawn) {
      ++skeleton.withdrawn;
      continue;
    }
    pugi::xml_node& group = groups[{chosen.catalog.get(), chosen.get().group}];
    if (!group) {
      const OscalGroup& of_catalog = chosen.catalog->groups()[chosen.get().group];
      group = root.append_child("group");
      set(group, "id", ids.take(of_catalog));
      set(group, "title", of_catalog.title.empty() ? chosen.catalog->document().title() : of_catalog.title);
    }
    write_control(group, chosen, selection.settings, skeleton);
  }
  if (skeleton.controls == 0)
    catalog.refuse(catalog.root(), "every control that was selected is withdrawn");
  skeleton.groups = groups.size();
  skeleton.xml = xml_to_string(document);
  return skeleton;
}

} // namespace assay::schema
