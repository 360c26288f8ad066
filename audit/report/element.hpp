// SPDX-License-Identifier: Apache-2.0
//
// Elements of the record, with attributes in the order they are written.
#pragma once

#include <pugixml.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace assay::report {

class Element {
public:
  Element(pugi::xml_node parent, const char* name) : node_(parent.append_child(name)) {}

  Element& set(const char* name, std::string_view value) {
    node_.append_attribute(name).set_value(std::string(value).c_str());
    return *this;
  }
  Element& set_if(const char* name, std::string_view value) { return value.empty() ? *this : set(name, value); }
  Element& set(const char* name, std::uint64_t value) {
    node_.append_attribute(name).set_value(static_cast<unsigned long long>(value));
    return *this;
  }
  Element& flag(const char* name, bool value) { return set(name, std::string_view(value ? "yes" : "no")); }
  Element& text(std::string_view value) {
    node_.text().set(std::string(value).c_str());
    return *this;
  }
  operator pugi::xml_node() const { return node_; }

private:
  pugi::xml_node node_;
};

} // namespace assay::report
