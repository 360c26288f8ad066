// SPDX-License-Identifier: Apache-2.0
//
// Mandatory tests of CSAF on what products of the tree are called and how its branches lead to them: 6.1.13, 6.1.25,
// 6.1.31 and, of 2.1, 6.1.34, 6.1.42 to 6.1.44, 6.1.57, 6.1.58 and 6.1.61.
#include "audit/base/text.hpp"
#include "audit/evidence/readers/csaf_products.hpp"
#include "audit/evidence/readers/csaf_tests.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace assay::evidence {

namespace {

using Ids = std::unordered_set<std::string_view>;

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
      {"6.1.13", 0, 1, invalid_purl},
      {"6.1.25", 0, 1, hash_algorithm_twice},
      {"6.1.31", 0, 1, range_as_version},
      {"6.1.34", 1, 1, branches_too_deep},
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
