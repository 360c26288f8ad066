// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/oscal_text.hpp"

#include "audit/base/error.hpp"
#include "audit/base/text.hpp"
#include "audit/schema/oscal_document.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::schema {

namespace {

constexpr std::size_t longest = 64u << 10;
constexpr std::size_t most_inserted = 10'000; // parameters may be empty, and so add no length
// Parameters whose choices insert parameters, and so on; beyond it the id stands.
constexpr std::size_t deepest = 8;

// Elements that end no word: text before and after them is one.
bool is_inline(std::string_view name) {
  static constexpr std::string_view names[] = {"a", "b", "code", "em", "i", "q", "strong", "sub", "sup"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

pugi::xml_node first_with(const std::vector<pugi::xml_node>& layers, std::initializer_list<std::string_view> children) {
  for (const pugi::xml_node layer : layers)
    for (const std::string_view child : children)
      if (oscal_child(layer, child))
        return layer;
  return {};
}

} // namespace

std::string OscalText::statement(pugi::xml_node control) {
  out_.clear();
  inserted_ = 0;
  for (const pugi::xml_node part : control.children())
    if (oscal_name(part) == "part" && std::string_view(part.attribute("name").value()) == "statement")
      add_part(part);
  return folded(out_);
}

std::string OscalText::line(pugi::xml_node element) {
  out_.clear();
  inserted_ = 0;
  add_prose(element, 0);
  return folded(out_);
}

void OscalText::add(std::string_view text) {
  out_ += text;
  if (out_.size() > longest)
    throw Error::input(fmt::format("the text of a control has more than {} bytes", longest))
        .hint("parameters that insert other parameters may make it so long");
}

void OscalText::add_part(pugi::xml_node part) {
  add(" ");
  add(oscal_property(part, "label"));
  add(" ");
  for (const pugi::xml_node child : part.children()) {
    const std::string_view name = oscal_name(child);
    if (name == "part")
      add_part(child);
    else if (name != "prop" && name != "link" && child.type() == pugi::node_element) {
      add(" ");
      add_prose(child, 0);
    }
  }
}

void OscalText::add_prose(pugi::xml_node element, std::size_t nesting) {
  for (const pugi::xml_node child : element.children()) {
    if (child.type() != pugi::node_element) {
      add(child.value());
      continue;
    }
    const std::string_view name = oscal_name(child);
    if (name == "insert") {
      // Drafts of 1.0 say param-id.
      const char* name_of_id = child.attribute("id-ref") ? "id-ref" : "param-id";
      add_parameter(child.attribute(name_of_id).value(), nesting + 1);
    } else if (name == "q") {
      add("“");
      add_prose(child, nesting);
      add("”");
    } else {
      add(is_inline(name) ? "" : " ");
      add_prose(child, nesting);
      add(is_inline(name) ? "" : " ");
    }
  }
}

// What says something about a parameter, the last word first.
std::vector<pugi::xml_node> OscalText::layers(const std::string& id) const {
  std::vector<pugi::xml_node> nodes;
  if (const auto found = parameters_.find(id); found != parameters_.end())
    nodes.push_back(found->second);
  if (const auto found = settings_.find(id); found != settings_.end())
    nodes.insert(nodes.end(), found->second.begin(), found->second.end());
  std::reverse(nodes.begin(), nodes.end());
  return nodes;
}

void OscalText::add_parameter(const std::string& id, std::size_t nesting) {
  if (++inserted_ > most_inserted)
    throw Error::input(fmt::format("the text of a control has more than {} parameters", most_inserted));
  if (nesting > deepest) {
    add("[" + id + "]");
    return;
  }
  const std::vector<pugi::xml_node> nodes = layers(id);
  const auto add_children = [&](pugi::xml_node parent, std::string_view name, std::string_view separator) {
    bool first = true;
    for (const pugi::xml_node child : parent.children()) {
      if (oscal_name(child) != name)
        continue;
      add(first ? "" : separator);
      add_prose(child, nesting);
      first = false;
    }
  };
  // A value and a choice exclude each other, so that a choice takes back the value of an earlier layer.
  const pugi::xml_node settled = first_with(nodes, {"value", "select"});
  if (oscal_child(settled, "value")) {
    add_children(settled, "value", ", ");
    return;
  }
  add("[");
  const pugi::xml_node shown = first_with(nodes, {"label", "select"});
  if (!shown) {
    add(id);
  } else if (oscal_child(shown, "label")) {
    add_children(shown, "label", ", ");
  } else {
    const pugi::xml_node select = oscal_child(shown, "select");
    const bool several = std::string_view(select.attribute("how-many").value()) == "one-or-more";
    add(several ? "one or more of: " : "one of: ");
    add_children(select, "choice", "; ");
  }
  if (const pugi::xml_node constrained = first_with(nodes, {"constraint"}); constrained) {
    add(": ");
    for (const pugi::xml_node constraint : constrained.children())
      if (oscal_name(constraint) == "constraint")
        add_prose(oscal_child(constraint, "description"), nesting);
    out_.resize(out_.find_last_not_of(" \t\r\n") + 1); // its paragraphs leave white space behind them
  }
  add("]");
}

} // namespace assay::schema
