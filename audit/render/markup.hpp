// SPDX-License-Identifier: Apache-2.0
//
// The three languages a report is rendered in, and what makes any text inert in each of them. Text reaches a
// rendering through these functions only. Knows nothing of templates or reports.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay::render {

enum class Markup { html, markdown, text };

// By the ending of a template's name: ".html.mustache", ".md.mustache" or ".txt.mustache".
std::optional<Markup> markup_of(std::string_view template_name);

// Text as text: nothing in it starts an element, a link, a list, a table cell, a mention or a reference, and what
// would reorder or hide text is spelled out. In Markdown and plain text line breaks become spaces.
std::string escape(Markup markup, std::string_view text);

// Text as a piece of code; in Markdown a code span.
std::string escape_code(Markup markup, std::string_view text);

// An address that passed is_allowed_link, as the value of href or within "](" and ")".
std::string escape_link(Markup markup, std::string_view address);

// Whether an address may become a link: https, http and mailto, and fragments of the document itself; printable
// ASCII without quotes, backslashes or a user name before the host.
bool is_allowed_link(std::string_view address);

// Any text as part of an HTML id and of a URL's fragment, injectively: letters, digits, '-' and '.' stand for
// themselves, every other byte is '_' and two hexadecimal digits.
std::string anchor_part(std::string_view id);

} // namespace assay::render
