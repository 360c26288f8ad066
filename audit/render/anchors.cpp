// SPDX-License-Identifier: Apache-2.0
#include "audit/render/anchors.hpp"

#include "audit/render/markup.hpp"

#include <set>

namespace assay::render {

namespace {

std::string wanted_anchor(pugi::xml_node element) {
  std::string outermost;
  for (pugi::xml_node around = element.parent(); around; around = around.parent())
    if (const pugi::xml_attribute id = around.attribute("id"))
      outermost = anchor_part(id.value()) + "__"; // no part has two underscores in a row
  return std::string(element.name()) + "-" + outermost + anchor_part(element.attribute("id").value());
}

bool is_below(pugi::xml_node element, pugi::xml_node owner) {
  for (pugi::xml_node around = element.parent(); around; around = around.parent()) {
    const pugi::xml_attribute named = owner.attribute(around.name());
    if (named && std::string_view(named.value()) != around.attribute("id").value())
      return false;
  }
  return true;
}

} // namespace

Anchors::Anchors(pugi::xml_node root) {
  std::set<std::string> taken;
  for (pugi::xml_node node = root; node;) {
    if (const pugi::xml_attribute id = node.attribute("id")) {
      const std::string wanted = wanted_anchor(node);
      std::string anchor = wanted;
      // Ids ought to differ; a second of the same still gets an anchor of its own.
      for (std::size_t n = by_id_[{node.name(), id.value()}].size() + 1; !taken.insert(anchor).second; ++n)
        anchor = wanted + "__" + std::to_string(n);
      anchors_[node.hash_value()] = anchor;
      by_id_[{node.name(), id.value()}].push_back(node);
    }
    if (node.first_child()) {
      node = node.first_child();
      continue;
    }
    while (node && node != root && !node.next_sibling())
      node = node.parent();
    node = node == root ? pugi::xml_node() : node.next_sibling();
  }
}

const std::string& Anchors::of(pugi::xml_node element) const {
  static const std::string none;
  const auto known = anchors_.find(element.hash_value());
  return known == anchors_.end() ? none : known->second;
}

pugi::xml_node Anchors::referred(pugi::xml_node owner, pugi::xml_attribute attribute) const {
  const auto known = by_id_.find({attribute.name(), attribute.value()});
  constexpr std::size_t most = 64; // more of one id are no names
  if (known == by_id_.end() || known->second.size() > most)
    return {};
  pugi::xml_node found;
  for (const pugi::xml_node candidate : known->second)
    if (is_below(candidate, owner)) {
      if (found)
        return {};
      found = candidate;
    }
  return found;
}

} // namespace assay::render
