// SPDX-License-Identifier: Apache-2.0
//
// SPDX 3.0 as a graph of elements: what its reader is made of. Names are those of the official context.
#pragma once

#include "audit/base/json.hpp"
#include "audit/evidence/readers/sbom.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace assay::evidence {

std::string_view spdx3_id(JsonValue element);
std::string_view spdx3_type(JsonValue element);
bool is_spdx3_package(std::string_view type);
bool is_spdx3_file(std::string_view type);

// A member that tools write in the singular or plural, as one value or several.
template <class Visit>
void each_spdx3(JsonValue element, std::initializer_list<std::string_view> names, Visit&& visit) {
  for (const std::string_view name : names)
    if (const JsonValue value = element[name]) {
      if (value.is_array())
        value.each([&](JsonValue one, std::size_t) { visit(one); });
      else
        visit(value);
    }
}

// The elements of a document, and which is meant by a reference.
class Spdx3Graph {
public:
  // Adds the flaws of the elements, and how often an id is used again. Throws Error::input when there are too many.
  Spdx3Graph(JsonValue root, const std::string& document, Sbom& sbom);

  const std::vector<JsonValue>& elements() const { return elements_; }
  static std::string place(std::size_t index); // of an element
  // None when there is no element of this id.
  JsonValue find(std::string_view id) const;
  // A reference, or what it refers to in its place.
  JsonValue resolve(JsonValue value) const { return value.is_object() ? value : find(value.text_or({})); }

private:
  std::vector<JsonValue> elements_;
  std::unordered_map<std::string_view, JsonValue> by_id_;
};

// A package or file as a component, but for its place and what relationships say of it.
SbomComponent read_spdx3_component(const Spdx3Graph& graph, JsonValue element);
// An e-mail address of an agent, or else a URL.
std::string spdx3_contact(JsonValue agent);

} // namespace assay::evidence
