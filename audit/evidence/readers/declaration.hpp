// SPDX-License-Identifier: Apache-2.0
//
// A declaration of conformity by Annex V of Regulation (EU) 2024/2847 (Cyber Resilience Act), and the index of a technical
// documentation by its Annex VII: up to 8 MiB of text in English under the well-known names in documents.cpp. No format is
// laid down for either, so prose is read by these words, and by nothing else; a declaration in another language, or as
// PDF, is not read. That an item's words stand there does not say that the item is right or whole.
//   of a declaration (Annex V)                 of a technical documentation (Annex VII)
//   1 "product" with name, type or identifier  1 "intended purpose", "general description"
//   2 "manufacturer", "authorised represen…"   2 "architecture", "vulnerability handling", "software bill of materials"
//   3 "sole responsibility"                    3 "risk assessment"
//   4 "object of the declaration"              4 "support period"
//   5 "in conformity with", "conformity with"  5 "harmonised standard", "common specification", "certification scheme"
//   6 "harmonised standard", "common           6 "test report"
//     specification", "certification"          7 "declaration of conformity"
//   7 "notified body"                          8 "software bill of materials", "SBOM"
//   8 "signed for and on behalf of"
#pragma once

#include "audit/evidence/readers/dates.hpp"
#include "audit/evidence/readers/policy.hpp"

#include <array>
#include <optional>
#include <string>

namespace assay::evidence {

struct Declaration : Policy {
  static constexpr std::string_view document_format = "declaration";
  static constexpr std::size_t item_count = 8;

  std::string type; // "declaration-of-conformity" or "technical-documentation"
  std::string title;
  std::array<bool, item_count> items = {}; // by the annex's numbers, from 1
  bool names_regulation = false;           // "2024/2847"
  std::optional<StatedDate> date;          // of place and date: the last in the document, else absent
  std::string text_words;                  // the whole in the form of words.hpp
};

bool names_declaration(const Appearance& path_only);
std::unique_ptr<Content> read_declaration(const Document& document);

} // namespace assay::evidence
