// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/spdx3.hpp"

#include "audit/base/time.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

// YYYY-MM-DDThh:mm:ssZ and nothing else.
bool is_utc_second(std::string_view text) {
  return text.size() == 20 && text.back() == 'Z' && text[10] == 'T' && parse_rfc3339(text);
}

void check_creation(JsonValue info, std::size_t index, Sbom& sbom) {
  for (const char* name : {"specVersion", "created", "createdBy"})
    if (!info[name])
      sbom.flaws.add(Spdx3Graph::place(index), fmt::format("has no {}", name));
  if (info["created"] && !is_utc_second(info["created"].text_or({})))
    sbom.flaws.add(Spdx3Graph::place(index), "has no timestamp in UTC in created");
}

void check_relationship(JsonValue element, std::size_t index, Sbom& sbom) {
  for (const char* name : {"from", "to", "relationshipType"})
    if (!element[name])
      sbom.flaws.add(Spdx3Graph::place(index), fmt::format("has no {}", name));
}

void check_element(JsonValue element, std::size_t index, Sbom& sbom) {
  const std::string_view type = spdx3_type(element);
  if (!element.is_object() || type.empty())
    return sbom.flaws.add(Spdx3Graph::place(index), "has no type");
  if (spdx3_id(element).empty() && !type.ends_with("Relationship"))
    sbom.flaws.add(Spdx3Graph::place(index), "has neither spdxId nor @id");
  if (type == "CreationInfo")
    check_creation(element, index, sbom);
  else if (type.ends_with("Relationship"))
    check_relationship(element, index, sbom);
  else if ((is_spdx3_package(type) || is_spdx3_file(type)) && element["name"].text_or({}).empty())
    sbom.flaws.add(Spdx3Graph::place(index), "has no name");
}

} // namespace

std::string_view spdx3_id(JsonValue element) {
  return element["spdxId"] ? element["spdxId"].text_or({}) : element["@id"].text_or({});
}
std::string_view spdx3_type(JsonValue element) {
  return element["type"] ? element["type"].text_or({}) : element["@type"].text_or({});
}

bool is_spdx3_package(std::string_view type) {
  return type == "Package" || type.ends_with("_Package") || type.ends_with("Package");
}
bool is_spdx3_file(std::string_view type) {
  return type == "File" || type == "software_File";
}

Spdx3Graph::Spdx3Graph(JsonValue root, const std::string& document, Sbom& sbom) {
  root["@graph"].each([&](JsonValue one, std::size_t) { elements_.push_back(one); });
  if (!root["@graph"] && root["type"])
    elements_.push_back(root); // a document may be a single element
  check_item_count(elements_.size(), sbom_reference_limit, "elements", document);
  for (std::size_t i = 0; i < elements_.size(); ++i) {
    check_element(elements_[i], i, sbom);
    if (const std::string_view id = spdx3_id(elements_[i]); !id.empty())
      sbom.duplicate_references += !by_id_.emplace(id, elements_[i]).second;
  }
  if (!root["@context"])
    sbom.flaws.add("", "has no @context");
  if (sbom.duplicate_references > 0)
    sbom.flaws.add("/@graph", "has elements with the same id");
}

std::string Spdx3Graph::place(std::size_t index) {
  return fmt::format("/@graph/{}", index);
}

JsonValue Spdx3Graph::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? JsonValue() : found->second;
}

} // namespace assay::evidence
