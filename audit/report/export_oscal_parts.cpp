// SPDX-License-Identifier: Apache-2.0
#include "audit/report/export_oscal_parts.hpp"

#include "audit/base/text.hpp"

#include <vector>

namespace assay::report {

namespace {

bool begins_token(char c) {
  return is_letter(c) || c == '_';
}

bool continues_token(char c) {
  return begins_token(c) || is_digit(c) || c == '.' || c == '-';
}

bool is_token(std::string_view id) {
  for (const char c : id)
    if (!continues_token(c))
      return false;
  return !id.empty() && begins_token(id[0]);
}

} // namespace

OscalTokens::OscalTokens(pugi::xml_node schema) {
  std::vector<std::string> ids;
  for (const pugi::xml_node left_out : schema.children("left-out"))
    ids.emplace_back(left_out.attribute("control").value());
  for (const pugi::xml_node group : schema.children("group"))
    for (const pugi::xml_node control : group.children("control"))
      ids.emplace_back(control.attribute("id").value());
  for (const std::string& id : ids) // first, so that nothing else takes them
    if (is_token(id))
      add(id);
  for (const std::string& id : ids)
    if (!is_token(id))
      add(id);
}

void OscalTokens::add(const std::string& control_id) {
  std::string token = control_id;
  for (char& c : token)
    if (!continues_token(c))
      c = '_';
  if (token.empty() || !begins_token(token[0]))
    token.insert(0, 1, '_');
  while (tokens_.count(control_id) == 0 && !taken_.insert(token).second)
    token += '_';
  tokens_.emplace(control_id, token);
}

namespace oscal {

void set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(value.c_str());
}

pugi::xml_node add_text(pugi::xml_node parent, const char* name, const std::string& text) {
  pugi::xml_node node = parent.append_child(name);
  node.text().set(text.c_str());
  return node;
}

void add_paragraphs(pugi::xml_node parent, const char* name, const std::vector<std::string>& texts) {
  pugi::xml_node holder = texts.empty() ? pugi::xml_node() : parent.append_child(name);
  for (const std::string& text : texts)
    add_text(holder, "p", text);
}

void add_property(pugi::xml_node parent, const char* name, const std::string& value, bool ours) {
  const std::string line = folded(value);
  if (line.empty())
    return;
  pugi::xml_node property = parent.append_child("prop");
  set(property, "name", name);
  if (ours)
    set(property, "ns", oscal_property_namespace);
  set(property, "value", line);
}

std::vector<std::string> texts_of(pugi::xml_node parent, const char* name) {
  std::vector<std::string> texts;
  for (const pugi::xml_node child : parent.children(name))
    texts.emplace_back(child.text().get());
  return texts;
}

} // namespace oscal

} // namespace assay::report
