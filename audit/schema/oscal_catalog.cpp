// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/oscal_catalog.hpp"

#include "audit/base/text.hpp"

#include <fmt/format.h>

namespace assay::schema {

namespace {

// Titles hold no parameters.
std::string title_of(pugi::xml_node node) {
  return OscalText({}, {}).line(oscal_child(node, "title"));
}

} // namespace

OscalCatalog::OscalCatalog(SourceFile file) : document_(std::move(file)) {
  const pugi::xml_node root = document_.root();
  if (document_.is_profile())
    document_.refuse(root, "this is an OSCAL profile, and a catalog is needed here");
  document_.allow_only(root, {"metadata", "param", "control", "group", "back-matter"});
  read_group(root, "");
  if (controls_.empty())
    document_.refuse(root, "the catalog has no control");
}

// The catalog itself is a group without id or title.
void OscalCatalog::read_group(pugi::xml_node node, const std::string& titles) {
  const bool is_root = node == document_.root();
  if (!is_root)
    document_.allow_only(node, {"title", "param", "prop", "link", "part", "group", "control"});
  const std::size_t group = groups_.size();
  const std::string title = is_root ? std::string() : title_of(node);
  const std::string all_titles = titles.empty() || title.empty() ? titles + title : titles + ": " + title;
  groups_.push_back({node.attribute("id").value(), all_titles});
  read_parameters(node);
  for (const pugi::xml_node child : node.children())
    if (oscal_name(child) == "control")
      read_control(child, group, std::nullopt);
  for (const pugi::xml_node child : node.children())
    if (oscal_name(child) == "group")
      read_group(child, all_titles);
}

void OscalCatalog::read_control(pugi::xml_node node, std::size_t group, std::optional<std::size_t> parent) {
  document_.allow_only(node, {"title", "param", "prop", "link", "part", "control"});
  OscalControl control;
  control.id = node.attribute("id").value();
  control.title = title_of(node);
  if (control.id.empty() || control.title.empty())
    document_.refuse(node, fmt::format("the control {} has no {}", control.id, control.id.empty() ? "id" : "title"));
  control.label = oscal_property(node, "label");
  control.group = group;
  control.parent = parent;
  control.withdrawn = ascii_lower(oscal_property(node, "status")) == "withdrawn";
  control.node = node;
  const std::size_t index = controls_.size();
  if (!by_id_.emplace(control.id, index).second)
    document_.refuse(node, fmt::format("there is a control {} already", control.id));
  controls_.push_back(std::move(control));
  read_parameters(node);
  for (const pugi::xml_node child : node.children())
    if (oscal_name(child) == "control")
      read_control(child, group, index);
}

void OscalCatalog::read_parameters(pugi::xml_node node) {
  for (const pugi::xml_node child : node.children())
    if (oscal_name(child) == "param" && !parameters_.emplace(child.attribute("id").value(), child).second)
      document_.refuse(child, fmt::format("there is a parameter {} already", child.attribute("id").value()));
}

std::optional<std::size_t> OscalCatalog::find(const std::string& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? std::nullopt : std::optional(found->second);
}

} // namespace assay::schema
