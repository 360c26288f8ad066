// SPDX-License-Identifier: Apache-2.0
//
// The elements that an OSCAL document is made of, and control ids in the form that it asks for.
#pragma once

#include <pugixml.hpp>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace assay::report {

// Tokens for the ids of a schema's controls, those included that a profile left out. A token is a letter or "_", then
// letters, digits, ".", "-" and "_": an id that is one already stays, in others "_" stands for what is not allowed.
// Two ids never share a token.
class OscalTokens {
public:
  explicit OscalTokens(pugi::xml_node schema);

  std::string of(const std::string& control_id) const { return tokens_.at(control_id); }

private:
  void add(const std::string& control_id);

  std::map<std::string, std::string> tokens_;
  std::set<std::string> taken_;
};

// Of the properties that are ours.
constexpr const char* oscal_property_namespace = "urn:assay:report:1";

namespace oscal {

void set(pugi::xml_node node, const char* name, const std::string& value);
pugi::xml_node add_text(pugi::xml_node parent, const char* name, const std::string& text);
// An element with a paragraph for each text; none without texts.
void add_paragraphs(pugi::xml_node parent, const char* name, const std::vector<std::string>& texts);
// OSCAL allows no value that is empty or has line breaks: the first adds nothing, the others are folded.
void add_property(pugi::xml_node parent, const char* name, const std::string& value, bool ours = true);
std::vector<std::string> texts_of(pugi::xml_node parent, const char* name);

} // namespace oscal

} // namespace assay::report
