// SPDX-License-Identifier: Apache-2.0
//
// Mandatory tests of CSAF on references to products and groups, which have to be defined, once and not by themselves:
// 6.1.1 to 6.1.5.
#include "audit/evidence/readers/csaf_products.hpp"
#include "audit/evidence/readers/csaf_tests.hpp"

#include <unordered_map>
#include <unordered_set>

namespace assay::evidence {

namespace {

using Ids = std::unordered_set<std::string_view>;

// Calls visit(id, place) for every element of a list of ids.
template <class Visit>
void each_id(JsonValue list, const std::string& place, Visit&& visit) {
  list.each([&](JsonValue one, std::size_t index) {
    if (const auto id = one.text())
      visit(*id, [&] { return json_pointer(place, index); });
  });
}

// Calls visit(list, its place) for every list `name` of an object that names products, wherever a document may have one.
template <class Visit>
void each_reference_list(JsonValue root, std::string_view name, Visit&& visit) {
  const auto walk = [&](JsonValue items, const std::string& place) {
    items.each([&](JsonValue one, std::size_t index) {
      if (const JsonValue list = one[name])
        visit(list, json_pointer(json_pointer(place, index), name));
    });
  };
  walk(root["document"]["notes"], "/document/notes");
  root["vulnerabilities"].each([&](JsonValue vulnerability, std::size_t index) {
    const std::string place = json_pointer("/vulnerabilities", index);
    for (const char* member :
         {"flags", "threats", "remediations", "notes", "ids", "involvements", "first_known_exploitation_dates"})
      walk(vulnerability[member], json_pointer(place, member));
  });
}

template <class Visit>
void each_product_reference(JsonValue root, Visit&& visit) {
  const JsonValue tree = root["product_tree"];
  const auto single = [&](JsonValue object, const std::string& place, const char* member) {
    if (const auto id = object[member].text())
      visit(*id, [&] { return json_pointer(place, member); });
  };
  tree["product_groups"].each([&](JsonValue one, std::size_t index) {
    each_id(one["product_ids"], json_pointer(json_pointer("/product_tree/product_groups", index), "product_ids"), visit);
  });
  tree["relationships"].each([&](JsonValue one, std::size_t index) {
    const std::string place = json_pointer("/product_tree/relationships", index);
    single(one, place, "product_reference");
    single(one, place, "relates_to_product_reference");
  });
  tree["product_paths"].each([&](JsonValue one, std::size_t index) {
    const std::string place = json_pointer("/product_tree/product_paths", index);
    single(one, place, "beginning_product_reference");
    one["subpaths"].each([&](JsonValue part, std::size_t number) {
      single(part, json_pointer(json_pointer(place, "subpaths"), number), "next_product_reference");
    });
  });
  root["vulnerabilities"].each([&](JsonValue vulnerability, std::size_t index) {
    const std::string place = json_pointer("/vulnerabilities", index);
    vulnerability["product_status"].each_member([&](std::string_view status, JsonValue list) {
      each_id(list, json_pointer(json_pointer(place, "product_status"), status), visit);
    });
    for (const char* member : {"scores", "metrics"})
      vulnerability[member].each([&](JsonValue one, std::size_t number) {
        each_id(one["products"], json_pointer(json_pointer(json_pointer(place, member), number), "products"), visit);
      });
  });
  each_reference_list(root, "product_ids",
                      [&](JsonValue list, const std::string& place) { each_id(list, place, visit); });
}

void missing_product(CsafTestRun& run) {
  Ids defined;
  each_csaf_product(run.root["product_tree"], [&](JsonValue product, const std::string&, JsonValue) {
    defined.insert(product["product_id"].text_or({}));
  });
  each_product_reference(run.root, [&](std::string_view id, const auto& place) {
    if (defined.count(id) == 0)
      run.fail(place());
  });
}

void product_defined_twice(CsafTestRun& run) {
  Ids defined;
  each_csaf_product(run.root["product_tree"], [&](JsonValue product, const std::string& place, JsonValue) {
    const auto id = product["product_id"].text();
    if (id && !defined.insert(*id).second)
      run.fail(json_pointer(place, "product_id"));
  });
}

// Which products the one of a relationship is made of.
using Edges = std::unordered_map<std::string_view, std::vector<std::string_view>>;

// Depth first, without recursion: whether a way leads back to where it came from.
bool leads_back(const Edges& edges, std::string_view start, Ids& done) {
  Ids on_way;
  std::vector<std::pair<std::string_view, std::size_t>> way = {{start, 0}};
  on_way.insert(start);
  while (!way.empty()) {
    const std::string_view at = way.back().first;
    const auto found = edges.find(at);
    if (found == edges.end() || way.back().second == found->second.size()) {
      done.insert(at);
      on_way.erase(at);
      way.pop_back();
      continue;
    }
    const std::string_view next = found->second[way.back().second++];
    if (on_way.count(next) > 0)
      return true;
    if (done.count(next) == 0) {
      on_way.insert(next);
      way.emplace_back(next, 0);
    }
  }
  return false;
}

void circular_product(CsafTestRun& run) {
  Edges edges;
  std::vector<std::pair<std::string_view, std::string>> starts; // with their places
  const auto add = [&](JsonValue one, std::string place) {
    const std::string_view id = one["full_product_name"]["product_id"].text_or({});
    std::vector<std::string_view>& to = edges[id];
    for (const char* member : {"product_reference", "relates_to_product_reference", "beginning_product_reference"})
      if (const auto other = one[member].text())
        to.push_back(*other);
    one["subpaths"].each(
        [&](JsonValue part, std::size_t) { to.push_back(part["next_product_reference"].text_or({})); });
    starts.emplace_back(id, std::move(place));
  };
  for (const char* list : {"relationships", "product_paths"})
    run.root["product_tree"][list].each([&](JsonValue one, std::size_t index) {
      add(one, json_pointer(json_pointer("/product_tree", list), index));
    });
  Ids done;
  for (const auto& [id, place] : starts)
    if (done.count(id) == 0 && leads_back(edges, id, done))
      return run.fail(place + "/full_product_name/product_id");
}

void missing_group(CsafTestRun& run) {
  Ids defined;
  run.root["product_tree"]["product_groups"].each(
      [&](JsonValue one, std::size_t) { defined.insert(one["group_id"].text_or({})); });
  each_reference_list(run.root, "group_ids", [&](JsonValue list, const std::string& at) {
    each_id(list, at, [&](std::string_view id, const auto& place) {
      if (defined.count(id) == 0)
        run.fail(place());
    });
  });
}

void group_defined_twice(CsafTestRun& run) {
  Ids defined;
  run.root["product_tree"]["product_groups"].each([&](JsonValue one, std::size_t index) {
    const auto id = one["group_id"].text();
    if (id && !defined.insert(*id).second)
      run.fail(json_pointer(json_pointer("/product_tree/product_groups", index), "group_id"));
  });
}

} // namespace

const std::vector<CsafTestCase>& csaf_reference_tests() {
  static const std::vector<CsafTestCase> table = {
      {"6.1.1", 0, 1, missing_product}, {"6.1.2", 0, 1, product_defined_twice}, {"6.1.3", 0, 1, circular_product},
      {"6.1.4", 0, 1, missing_group},   {"6.1.5", 0, 1, group_defined_twice},
  };
  return table;
}

} // namespace assay::evidence
