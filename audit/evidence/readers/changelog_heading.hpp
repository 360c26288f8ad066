// SPDX-License-Identifier: Apache-2.0
//
// Lines that may begin an entry of a list of changes; the forms are in changelog.hpp.
#pragma once

#include "audit/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace assay::evidence {

enum class HeadingForm { heading, gnu, plain, first_line, debian };

struct EntryHeading {
  std::string version; // empty when it is of what is not released yet
  bool unreleased = false;
  std::optional<Seconds> date;
  std::string date_stated;
};

// What a line of this form begins, if anything. `text` is without the markup of headings.
std::optional<EntryHeading> entry_heading(std::string_view text, HeadingForm form);

// Whether a heading within an entry is about security: it has that word, or "vulnerabilities", and few others.
bool is_about_security(std::string_view heading);

// Without what links, emphasis and code spans add: "[1.2](https://…) - *x*" is "1.2 - x".
std::string without_markup(std::string_view text);

} // namespace assay::evidence
