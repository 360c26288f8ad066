// SPDX-License-Identifier: Apache-2.0
#include "cli/repositories.hpp"

#include "audit/base/error.hpp"
#include "cli/inputs.hpp"

#include <fmt/format.h>

#include <map>

namespace assay::cli {

using evaluation::Product;
using evaluation::ProductRepository;

namespace {

std::string ids_of(const Product& product) {
  std::vector<std::string> ids;
  for (const ProductRepository& one : product.repositories)
    ids.push_back(one.id);
  return fmt::format("{}", fmt::join(ids, ", "));
}

// The paths by the ids of the product's repositories.
std::map<std::string, std::string> paths_by_id(const std::vector<std::string>& words, const Product& product) {
  const auto& declared = product.repositories;
  std::map<std::string, std::string> paths;
  for (const std::string& word : words) {
    const std::size_t sign = word.find('=');
    const bool named = sign != word.npos && product.find_repository(word.substr(0, sign)) != nullptr;
    if (!named && (words.size() > 1 || declared.size() > 1))
      throw Error::usage(fmt::format("which repository of the product is {}?", word))
          .hint(fmt::format("write ID={}; the product file has: {}", word, ids_of(product)));
    const std::string id = named ? word.substr(0, sign) : declared.front().id;
    if (!paths.emplace(id, named ? word.substr(sign + 1) : word).second)
      throw Error::usage(fmt::format("repository {} of the product is named twice", id));
  }
  return paths;
}

} // namespace

void declare_repositories(po::options_description& options, po::positional_options_description& positions) {
  options.add_options()("repo", po::value<std::vector<std::string>>()->required(), "repository");
  positions.add("repo", -1);
}

std::vector<ChosenRepository> choose_repositories(const std::vector<std::string>& words, const Product* product,
                                                  const Arguments& arguments) {
  if (words.size() > 1)
    for (const char* option : {"revision", "since", "whole-history"})
      if (arguments.has(option))
        throw Error::usage(fmt::format("--{} is for one repository", option))
            .hint("of several the product file says it: attributes revision, tags and since");
  if (product == nullptr || product->repositories.empty()) {
    if (words.size() > 1)
      throw Error::usage("several repositories are audited as those of one product")
          .hint("name a file that declares them: --product FILE");
    return {{words.front(), nullptr, revision(arguments), since(arguments)}};
  }
  const std::map<std::string, std::string> paths = paths_by_id(words, *product);
  std::vector<ChosenRepository> chosen;
  for (const ProductRepository& declared : product->repositories) {
    const auto path = paths.find(declared.id);
    if (path == paths.end())
      continue;
    ChosenRepository one{path->second, &declared, arguments.text("revision"), since(arguments)};
    if (!one.since && one.revision.empty() && !declared.since.empty())
      one.since = declared.since;
    chosen.push_back(std::move(one));
  }
  return chosen;
}

} // namespace assay::cli
