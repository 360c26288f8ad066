// SPDX-License-Identifier: Apache-2.0
//
// What a vendor declares about a product, in a file of schemas/product.xsd. Law governs the product that is shipped, and
// a repository does not show when it was placed on the market; reports label all of it as declared.
#pragma once

#include "audit/base/file.hpp"
#include "audit/base/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay {

struct ReleaseFile {
  std::string name;
  std::string sha256;
  bool supplied = false; // whether a file of the supplied evidence has this digest
};

struct ProductRepository {
  std::string id, revision, since, url; // `since` and `url` may be empty
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

  std::optional<Seconds> placed_on_market_time() const;
  // The last substantial modification.
  std::optional<Seconds> modified_time() const;
};

// Throws Error::input with every problem of the file. Release files are looked for among `supplied` by their digests.
Product read_product(const SourceFile& file, const std::vector<SourceFile>& supplied);

} // namespace assay
