// SPDX-License-Identifier: Apache-2.0
//
// Mandatory tests of CSAF on the product tree: 6.1.1 to 6.1.5, 6.1.13, 6.1.25, 6.1.31 and, of 2.1, 6.1.34, 6.1.42 to
// 6.1.44, 6.1.57, 6.1.58 and 6.1.61.
#include "audit/base/text.hpp"
#include "audit/evidence/readers/csaf_products.hpp"
#include "audit/evidence/readers/csaf_tests.hpp"

#include <algorithm>
#include <array>
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

// The purl specification: a type, then a name behind any namespace; none of their segments empty.
bool is_purl(std::string_view purl) {
  if (!purl.starts_with("pkg:"))
    return false;
  purl = purl.substr(4, purl.find_first_of("?#") - 4);
  while (purl.starts_with('/'))
    purl.remove_prefix(1);
  const std::size_t slash = purl.find('/');
  if (slash == std::string_view::npos || slash == 0 || is_digit(purl.front()))
    return false;
  std::string_view path = purl.substr(slash + 1);
  if (const std::size_t at = path.rfind('@'); at != std::string_view::npos && path.find('/', at) == std::string_view::npos)
    path = path.substr(0, at);
  while (path.starts_with('/'))
    path.remove_prefix(1);
  // Types whose packages have no namespace, by their definitions in the same specification.
  constexpr std::array<std::string_view, 11> bare = {"bitnami", "cargo", "cocoapods", "conda", "cran", "gem",
                                                     "hackage", "nuget", "oci",       "pub",   "pypi"};
  if (path.find('/') != std::string_view::npos && std::find(bare.begin(), bare.end(), purl.substr(0, slash)) != bare.end())
    return false;
  return !path.empty() && path.back() != '/';
}

void invalid_purl(CsafTestRun& run) {
  each_csaf_product(run.root["product_tree"], [&](JsonValue product, const std::string& place, JsonValue) {
    const JsonValue helper = product["product_identification_helper"];
    const auto check = [&](JsonValue purl, const char* member) {
      if (purl.is_string() && !is_purl(*purl.text()))
        run.fail(json_pointer(json_pointer(place, "product_identification_helper"), member));
    };
    check(helper["purl"], "purl");
    helper["purls"].each([&](JsonValue one, std::size_t) { check(one, "purls"); });
  });
}

void hash_algorithm_twice(CsafTestRun& run) {
  each_csaf_product(run.root["product_tree"], [&](JsonValue product, const std::string& place, JsonValue) {
    product["product_identification_helper"]["hashes"].each([&](JsonValue file, std::size_t index) {
      Ids used;
      file["file_hashes"].each([&](JsonValue one, std::size_t) {
        const auto algorithm = one["algorithm"].text();
        if (algorithm && !used.insert(*algorithm).second)
          run.fail(json_pointer(place + "/product_identification_helper/hashes", index));
      });
    });
  });
}

template <class Visit>
void each_branch(JsonValue branches, const std::string& place, std::size_t depth, Visit&& visit) {
  branches.each([&](JsonValue branch, std::size_t index) {
    const std::string at = json_pointer(place, index);
    visit(branch, at, depth);
    each_branch(branch["branches"], json_pointer(at, "branches"), depth + 1, visit);
  });
}

// Words that tell of a range stand for themselves: "after-eight" is a name.
bool says_range(std::string_view name) {
  constexpr std::array<std::string_view, 7> words = {"after", "all", "before", "earlier", "later", "prior", "versions"};
  if (name.find_first_of("<>") != std::string_view::npos)
    return true;
  const std::string lower = ascii_lower(name);
  for (std::string_view rest = lower; !rest.empty();) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    if (std::find(words.begin(), words.end(), word) != words.end())
      return true;
  }
  return false;
}

void range_as_version(CsafTestRun& run) {
  each_branch(run.root["product_tree"]["branches"], "/product_tree/branches", 1,
              [&](JsonValue branch, const std::string& place, std::size_t) {
                if (branch["category"].text_or({}) == "product_version" && says_range(branch["name"].text_or({})))
                  run.fail(json_pointer(place, "name"));
              });
}

void branches_too_deep(CsafTestRun& run) {
  constexpr std::size_t deepest = 30;
  each_branch(run.root["product_tree"]["branches"], "/product_tree/branches", 1,
              [&](JsonValue, const std::string& place, std::size_t depth) {
                if (depth > deepest)
                  run.fail(place);
              });
}

void purls_of_several_packages(CsafTestRun& run) {
  each_csaf_product(run.root["product_tree"], [&](JsonValue product, const std::string& place, JsonValue) {
    const JsonValue purls = product["product_identification_helper"]["purls"];
    const auto plain = [](JsonValue purl) {
      const std::string_view text = purl.text_or({}), rest = text.substr(0, text.find('?'));
      const std::size_t fragment = text.find('#');
      return std::pair(rest.substr(0, rest.find('#')),
                       fragment == std::string_view::npos ? std::string_view() : text.substr(fragment));
    };
    const auto first = plain(purls[std::size_t{0}]);
    purls.each([&](JsonValue one, std::size_t index) {
      if (plain(one) != first)
        run.fail(json_pointer(place + "/product_identification_helper/purls", index));
    });
  });
}

// A backslash before a star takes its meaning away, and one before a backslash the backslash's.
bool has_several_stars(std::string_view text) {
  std::size_t stars = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\\')
      ++i;
    else if (text[i] == '*')
      ++stars;
  return stars > 1;
}

void several_stars(CsafTestRun& run, const char* member) {
  each_csaf_product(run.root["product_tree"], [&](JsonValue product, const std::string& place, JsonValue) {
    product["product_identification_helper"][member].each([&](JsonValue one, std::size_t index) {
      if (has_several_stars(one.text_or({})))
        run.fail(json_pointer(json_pointer(place + "/product_identification_helper", member), index));
    });
  });
}

// Calls visit(categories on the way to a product, its place).
template <class Visit>
void each_way(JsonValue branches, const std::string& place, std::vector<std::string_view>& way, Visit&& visit) {
  branches.each([&](JsonValue branch, std::size_t index) {
    const std::string at = json_pointer(place, index);
    way.push_back(branch["category"].text_or({}));
    if (branch["product"])
      visit(way, json_pointer(at, "product"));
    each_way(branch["branches"], json_pointer(at, "branches"), way, visit);
    way.pop_back();
  });
}

void category_stacked(CsafTestRun& run) {
  std::vector<std::string_view> way;
  each_way(run.root["product_tree"]["branches"], "/product_tree/branches", way, [&](const auto& on_way, const std::string& place) {
    Ids seen;
    for (const std::string_view category : on_way)
      if (category != "product_family" && !seen.insert(category).second)
        return run.fail(place);
  });
}

void version_beside_range(CsafTestRun& run) {
  std::vector<std::string_view> way;
  each_way(run.root["product_tree"]["branches"], "/product_tree/branches", way, [&](const auto& on_way, const std::string& place) {
    const auto has = [&](std::string_view category) {
      return std::find(on_way.begin(), on_way.end(), category) != on_way.end();
    };
    if (has("product_version") && has("product_version_range"))
      run.fail(place);
  });
}

} // namespace

const std::vector<CsafTestCase>& csaf_product_tests() {
  static const std::vector<CsafTestCase> table = {
      {"6.1.1", 0, 1, missing_product},     {"6.1.2", 0, 1, product_defined_twice}, {"6.1.3", 0, 1, circular_product},
      {"6.1.4", 0, 1, missing_group},       {"6.1.5", 0, 1, group_defined_twice},   {"6.1.13", 0, 1, invalid_purl},
      {"6.1.25", 0, 1, hash_algorithm_twice}, {"6.1.31", 0, 1, range_as_version},   {"6.1.34", 1, 1, branches_too_deep},
      {"6.1.42", 1, 1, purls_of_several_packages},
      {"6.1.43", 1, 1, [](CsafTestRun& run) { several_stars(run, "model_numbers"); }},
      {"6.1.44", 1, 1, [](CsafTestRun& run) { several_stars(run, "serial_numbers"); }},
      {"6.1.57", 1, 1, category_stacked},
      {"6.1.58", 1, 1, version_beside_range},
      {"6.1.61", 1, 1, [](CsafTestRun& run) { several_stars(run, "skus"); }},
  };
  return table;
}

} // namespace assay::evidence
