// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/declaration.hpp"

#include "audit/base/text.hpp"
#include "audit/evidence/document_names.hpp"
#include "audit/evidence/readers/prose.hpp"
#include "audit/evidence/readers/words.hpp"

#include <algorithm>
#include <vector>

namespace assay::evidence {

namespace {

constexpr std::string_view conformity = "declaration-of-conformity", documentation = "technical-documentation";

// Beginnings of words in the form of words.hpp, of which one shows the item.
using Signs = std::vector<std::string_view>;

const std::array<Signs, Declaration::item_count>& signs_of(std::string_view type) {
  static const std::array<Signs, Declaration::item_count> of_declaration = {
      Signs{"product name", "name of the product", "product type", "product identif", "unique identif", "name and type"},
      {"manufacturer", "authorised representative", "authorized representative"},
      {"sole responsibility"},
      {"object of the declaration"},
      {"in conformity with", "conformity with"},
      {"harmonised standard", "harmonized standard", "common specification", "cybersecurity certification"},
      {"notified body"},
      {"signed for and on behalf of"}};
  static const std::array<Signs, Declaration::item_count> of_documentation = {
      Signs{"intended purpose", "general description"},
      {"architecture", "vulnerability handling", "software bill of materials"},
      {"risk assessment"},
      {"support period"},
      {"harmonised standard", "harmonized standard", "common specification", "certification scheme"},
      {"test report"},
      {"declaration of conformity"},
      {"software bill of materials", "sbom"}};
  return type == conformity ? of_declaration : of_documentation;
}

std::string_view type_of(const std::string& path) {
  return has_well_known_name(conformity, path)      ? conformity
         : has_well_known_name(documentation, path) ? documentation
                                                    : std::string_view();
}

} // namespace

bool names_declaration(const Appearance& path_only) {
  return !type_of(path_only.path).empty();
}

std::unique_ptr<Content> read_declaration(const Document& document) {
  require_policy_text(document);
  auto declaration = std::make_unique<Declaration>();
  declaration->type = type_of(ascii_lower(document.name));
  std::string text;
  for (const Sentence& sentence : sentences_of(document.text)) {
    if (sentence.heading && declaration->title.empty())
      declaration->title = trimmed(std::string_view(sentence.text).substr(
          std::min(sentence.text.find_first_not_of("#= "), sentence.text.size()), 300));
    if (const auto dates = dates_in(sentence.text); !dates.empty())
      declaration->date = dates.back();
    text += sentence.text + '\n';
  }
  const WordText words(text);
  const auto& signs = signs_of(declaration->type);
  for (std::size_t i = 0; i < signs.size(); ++i)
    declaration->items[i] = std::any_of(signs[i].begin(), signs[i].end(), [&](std::string_view sign) {
      return words.words().find(" " + std::string(sign)) != std::string_view::npos;
    });
  declaration->names_regulation = words.has("2024 2847");
  declaration->text_words = words.words();
  return declaration;
}

} // namespace assay::evidence
