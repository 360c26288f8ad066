// SPDX-License-Identifier: Apache-2.0
//
// What a vendor declares about a product. Law governs the product that is shipped, and a repository does not show when it
// was placed on the market; reports label all of it as declared. schemas/product.xsd is the grammar of the file.
#pragma once

#include "audit/base/time.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <string_view>
#include <vector>

#include <fnmatch.h>

namespace assay::evaluation {

struct ReleaseFile {
  std::string name;
  std::string sha256;
  bool supplied = false; // whether a file of the supplied evidence has this digest
};

struct ProductRepository {
  std::string id;
  std::string revision, tags; // one of them: what it is built at, or a pattern of tags of which the newest is meant
  std::string path;           // the directory it is built from; empty: all of the tree
  std::string since, url;     // may be empty

  // Whether it may be built at this revision: the one that is named, or a tag, as a ref, that the pattern matches.
  bool means(const std::string& tested) const {
    constexpr std::string_view prefix = "refs/tags/";
    return tags.empty() ? tested == revision
                        : tested.starts_with(prefix) && ::fnmatch(tags.c_str(), tested.c_str() + prefix.size(), 0) == 0;
  }
};

struct Product {
  std::string name, version;
  std::string description; // may be empty
  std::string manufacturer, address, contact, representative; // the last may be empty
  std::string support_from, support_until; // days; may be empty
  std::string placed_on_market;            // day; may be empty
  std::vector<std::pair<std::string, std::string>> modifications; // substantial ones: day, what
  std::vector<ProductRepository> repositories;
  std::vector<ReleaseFile> release_files;

  // Null when none is declared by that id.
  const ProductRepository* find_repository(std::string_view id) const {
    const auto found = std::find_if(repositories.begin(), repositories.end(), [&](const auto& one) { return one.id == id; });
    return found == repositories.end() ? nullptr : &*found;
  }
  std::optional<Seconds> placed_on_market_time() const { return parse_rfc3339(placed_on_market); }
  // The last substantial modification.
  std::optional<Seconds> modified_time() const {
    std::optional<Seconds> last;
    for (const auto& [day, what] : modifications)
      last = std::max(last, parse_rfc3339(day));
    return last;
  }
};

} // namespace assay::evaluation
