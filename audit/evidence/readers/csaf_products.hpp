// SPDX-License-Identifier: Apache-2.0
//
// The product tree of a CSAF document: products by their ids, and groups of them.
#pragma once

#include "audit/evidence/readers/vulnerabilities.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace assay::evidence {

// Calls visit(full_product_name, place, branch) for every product that the tree defines; `branch` is what it hangs on in
// `branches`, and none elsewhere. Throws Error::input for more than 100 levels of branches.
using CsafProductVisit = std::function<void(JsonValue product, const std::string& place, JsonValue branch)>;
void each_csaf_product(JsonValue tree, const CsafProductVisit& visit);

class CsafProducts {
public:
  // Adds all products to the document.
  CsafProducts(JsonValue tree, VulnerabilityDocument& to, const std::string& document);

  // A product that is referred to and not defined gets a place with its id for a name.
  std::uint32_t index(std::string_view id);
  // Calls visit(id) for each product that an object names by product_ids and group_ids. All such walks over one document
  // are bounded together; throws Error::input beyond.
  template <class Visit>
  void each_of(JsonValue object, Visit&& visit) {
    const auto one = [&](JsonValue value, std::size_t) {
      check_item_count(++visited_, sbom_reference_limit, "references to products", document_);
      if (const auto id = value.text())
        visit(*id);
    };
    object["product_ids"].each(one);
    object["group_ids"].each([&](JsonValue group, std::size_t) {
      if (const auto found = groups_.find(group.text_or({})); found != groups_.end())
        found->second.each(one);
    });
  }
  void count_reference() { check_item_count(++visited_, sbom_reference_limit, "references to products", document_); }

private:
  void inherit_identifiers(JsonValue tree);

  VulnerabilityDocument& to_;
  std::string document_;
  std::unordered_map<std::string_view, std::uint32_t> by_id_; // views into the JSON document
  std::unordered_map<std::string_view, JsonValue> groups_;
  std::size_t visited_ = 0;
};

} // namespace assay::evidence
