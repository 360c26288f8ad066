// SPDX-License-Identifier: Apache-2.0
//
// Places in a report that others point to: an anchor for every element with an @id, unique in the document, and
// the elements that attributes such as uses/@finding name.
#pragma once

#include <pugixml.hpp>

#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace assay::render {

class Anchors {
public:
  explicit Anchors(pugi::xml_node root);

  // Usable as an HTML id: the element's name, the id of the outermost element around it that has one, and its own.
  const std::string& of(pugi::xml_node element) const;
  // The element that the attribute names: called like it, with its value as @id, and below the elements that the
  // other attributes of the same owner name. Null when there is none, or more than one.
  pugi::xml_node referred(pugi::xml_node owner, pugi::xml_attribute attribute) const;

private:
  std::unordered_map<std::size_t, std::string> anchors_; // by hash_value of the node
  std::map<std::pair<std::string, std::string>, std::vector<pugi::xml_node>> by_id_;
};

} // namespace assay::render
