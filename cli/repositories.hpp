// SPDX-License-Identifier: Apache-2.0
//
// The repositories that a command line names: one, or those that a product is declared to be built from.
#pragma once

#include "audit/evaluation/product.hpp"
#include "cli/command.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay::cli {

struct ChosenRepository {
  std::string path;
  const evaluation::ProductRepository* declared = nullptr; // what the product file says of it, if anything
  std::string revision;             // empty when what is declared says which it is
  std::optional<std::string> since; // as of since()
};

// [ID=]REPO…, at least one.
void declare_repositories(po::options_description& options, po::positional_options_description& positions);

// One repository needs no name, unless the product (which may be null) is declared to be built from several. Options say
// which revision of it is meant, else the product file does, else it is HEAD. Of several repositories only the product
// file says it. They are in its order. Throws Error::usage.
std::vector<ChosenRepository> choose_repositories(const std::vector<std::string>& words,
                                                  const evaluation::Product* product, const Arguments& arguments);

} // namespace assay::cli
