// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/csaf_products.hpp"

#include "audit/base/error.hpp"
#include "audit/base/shortened.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

// CSAF 2.1 allows 30 levels of branches; places of deeper ones take their part of time and memory.
constexpr std::size_t deepest = 100;

void walk_branches(JsonValue branches, const std::string& place, std::size_t depth, const CsafProductVisit& visit) {
  if (depth > deepest)
    throw Error::input(fmt::format("its branches are nested more than {} deep", deepest));
  branches.each([&](JsonValue branch, std::size_t index) {
    const std::string at = json_pointer(place, index);
    if (const JsonValue product = branch["product"])
      visit(product, json_pointer(at, "product"), branch);
    walk_branches(branch["branches"], json_pointer(at, "branches"), depth + 1, visit);
  });
}

AffectedProduct read_product(JsonValue json, JsonValue branch) {
  AffectedProduct product;
  const JsonValue helper = json["product_identification_helper"];
  product.name = shortened(json["name"].text_or({}));
  product.purl = shortened(helper["purl"].text_or(helper["purls"][std::size_t{0}].text_or({}))); // 2.0; 2.1
  product.cpe = shortened(helper["cpe"].text_or({}));
  const std::string_view category = branch["category"].text_or({});
  if (category == "product_version")
    product.version = shortened(branch["name"].text_or({}));
  else if (category == "product_version_range")
    product.range = shortened(branch["name"].text_or({}));
  return product;
}

} // namespace

void each_csaf_product(JsonValue tree, const CsafProductVisit& visit) {
  tree["full_product_names"].each([&](JsonValue one, std::size_t index) {
    visit(one, json_pointer("/product_tree/full_product_names", index), JsonValue());
  });
  walk_branches(tree["branches"], "/product_tree/branches", 1, visit);
  for (const std::string_view list : {"relationships", "product_paths"}) // of 2.0; of 2.1
    tree[list].each([&](JsonValue one, std::size_t index) {
      if (const JsonValue product = one["full_product_name"])
        visit(product, json_pointer(json_pointer(json_pointer("/product_tree", list), index), "full_product_name"),
              JsonValue());
    });
}

CsafProducts::CsafProducts(JsonValue tree, VulnerabilityDocument& to, const std::string& document)
    : to_(to), document_(document) {
  each_csaf_product(tree, [&](JsonValue product, const std::string&, JsonValue branch) {
    const auto id = product["product_id"].text();
    if (id && by_id_.count(*id) == 0)
      by_id_.emplace(*id, add_product(to_, read_product(product, branch), document_));
  });
  tree["product_groups"].each([&](JsonValue one, std::size_t) {
    if (const auto id = one["group_id"].text())
      groups_.emplace(*id, one["product_ids"]);
  });
  inherit_identifiers(tree);
}

// A product that is a part of, or installed on, another is found by the identifiers of the part.
void CsafProducts::inherit_identifiers(JsonValue tree) {
  const auto inherit = [&](JsonValue one, std::string_view part) {
    const auto whole = by_id_.find(one["full_product_name"]["product_id"].text_or({}));
    const auto found = by_id_.find(one[part].text_or({}));
    if (whole == by_id_.end() || found == by_id_.end() || whole->second == found->second)
      return;
    AffectedProduct& to = to_.products[whole->second];
    const AffectedProduct& from = to_.products[found->second];
    if (to.purl.empty())
      to.purl = from.purl;
    if (to.cpe.empty())
      to.cpe = from.cpe;
    if (to.version.empty())
      to.version = from.version;
  };
  tree["relationships"].each([&](JsonValue one, std::size_t) { inherit(one, "product_reference"); });
  tree["product_paths"].each([&](JsonValue one, std::size_t) { inherit(one, "beginning_product_reference"); });
}

std::uint32_t CsafProducts::index(std::string_view id) {
  const auto [found, is_new] = by_id_.emplace(id, 0);
  if (is_new) {
    AffectedProduct product;
    product.name = shortened(id);
    found->second = add_product(to_, std::move(product), document_);
  }
  return found->second;
}

} // namespace assay::evidence
