// SPDX-License-Identifier: Apache-2.0
//
// Prose in light markup, cut into headings and sentences, and what may stand within one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

struct Sentence {
  std::string text; // without line breaks
  bool heading = false;
  std::size_t line = 0; // where it begins, from 1
};

// Of Markdown, reStructuredText, AsciiDoc or plain text; comments of HTML are left out.
std::vector<Sentence> sentences_of(std::string_view text);

std::vector<std::string> email_addresses(std::string_view sentence);
std::vector<std::string> web_addresses(std::string_view sentence);
// Targets of Markdown links that lead to files beside the document.
std::vector<std::string> relative_links(std::string_view sentence);

// The first duration in `words` (in the form of words.hpp) in days: hours rounded up to days of 24, months of 30 days.
std::optional<std::int64_t> days_in(std::string_view words);

} // namespace assay::evidence
