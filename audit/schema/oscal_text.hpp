// SPDX-License-Identifier: Apache-2.0
//
// The words of an OSCAL control as one line of text. Where the catalog inserts a parameter stands its value if it
// has one, else its label or choices in brackets.
#pragma once

#include <pugixml.hpp>

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace assay::schema {

// <param> elements by their id.
using OscalParameters = std::unordered_map<std::string, pugi::xml_node>;
// <set-parameter> elements of profiles by the parameter's id; a later one goes before an earlier one.
using OscalSettings = std::map<std::string, std::vector<pugi::xml_node>>;

class OscalText {
public:
  OscalText(const OscalParameters& parameters, const OscalSettings& settings)
      : parameters_(parameters), settings_(settings) {}

  // What the control's parts of the name "statement" say, their items with their labels; empty without such a part.
  // Throws Error::input, without a place, when that has more than 64 KiB or 10,000 parameters, as it may where
  // parameters insert parameters.
  std::string statement(pugi::xml_node control);
  // The text of any element, such as a title.
  std::string line(pugi::xml_node element);

private:
  void add(std::string_view text);
  void add_part(pugi::xml_node part);
  void add_prose(pugi::xml_node element, std::size_t nesting);
  void add_parameter(const std::string& id, std::size_t nesting);
  std::vector<pugi::xml_node> layers(const std::string& id) const;

  const OscalParameters& parameters_;
  const OscalSettings& settings_;
  std::string out_;
  std::size_t inserted_ = 0;
};

} // namespace assay::schema
