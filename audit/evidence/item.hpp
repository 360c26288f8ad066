// SPDX-License-Identifier: Apache-2.0
//
// One item of a population: a small XML element whose attributes and children are the declared fields. A field
// is known, absent, or unknown with a reason. One Item is filled again and again as a population streams by.
#pragma once

#include <pugixml.hpp>

#include <bitset>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::evidence {

enum class FieldType { element, string, integer, time, enumeration, yes_no };

std::string_view to_string(FieldType type);

// A declared field. Its path is "@name" for an attribute of the item, "child" for a child element that may occur
// any number of times, "child/@name" for an attribute of it.
struct Field {
  std::string path;
  FieldType type;
  std::string meaning;
  std::vector<std::string> values = {}; // of an enumeration
  bool personal = false;                // names and addresses of people: never printed in exceptions
  bool always = false;                  // an element that every item has: that it is there says nothing
  bool lower_case = false;              // a value that never holds A to Z
};

// Fields by their place in the population's declaration.
using FieldSet = std::bitset<128>;

class Item {
public:
  // Fields that are not wanted are not stored. `name` is the element's name.
  Item(std::string name, const std::vector<Field>& fields, FieldSet wanted);

  // Starts the next item, whose @id is `id` (raw bytes; they are escaped).
  void begin(std::string_view id);
  // Starts a child element; fields of it that are set next belong to it.
  void begin_child(std::size_t element);
  void set_text(std::size_t field, std::string_view raw); // escapes what XML cannot hold
  void set_name(std::size_t field, std::string_view plain); // for enumerations and hexadecimal ids
  void set_number(std::size_t field, std::int64_t value);
  void set_flag(std::size_t field, bool value) { set_name(field, value ? "yes" : "no"); }
  void set_unknown(std::size_t field, std::string reason);
  void set_unknown(std::initializer_list<std::size_t> fields, const std::string& reason);
  // The value, or unknown for the reason.
  void set_number(std::size_t field, std::optional<std::int64_t> value, const char* reason);
  void set_flag(std::size_t field, std::optional<bool> value, const char* reason);

  bool wants(std::size_t field) const { return wanted_[field]; }
  const FieldSet& wanted() const { return wanted_; }
  pugi::xml_node node() const { return node_; }
  std::string_view id() const;
  const FieldSet& unknown() const { return unknown_; }
  // Fields of this item that are unknown, with the reason, in the order they were found so.
  const std::vector<std::pair<std::size_t, std::string>>& unknowns() const { return reasons_; }
  const std::vector<Field>& fields() const { return fields_; }

private:
  pugi::xml_node owner(std::size_t field) const;

  std::string name_;
  const std::vector<Field>& fields_;
  std::vector<std::string> attribute_names_; // by field; empty for elements
  FieldSet of_child_;
  FieldSet wanted_;
  FieldSet unknown_;
  std::vector<std::pair<std::size_t, std::string>> reasons_;
  pugi::xml_document document_;
  pugi::xml_node node_;
  pugi::xml_node child_;
};

} // namespace assay::evidence
