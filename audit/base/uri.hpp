// SPDX-License-Identifier: Apache-2.0
//
// The syntax of URIs (RFC 3986). Nothing here fetches anything or knows any scheme.
#pragma once

#include <string>
#include <string_view>

namespace assay {

// With a scheme: "https://example.org/a?b#c".
bool is_uri(std::string_view text);

// With or without one: "src/main.c" too, and the empty text.
bool is_uri_reference(std::string_view text);

// Whether it begins with a scheme and a colon, as is_uri asks for and no relative reference may.
bool has_scheme(std::string_view text);

// Each %XX as the byte it stands for; a percent sign that begins none stays.
std::string percent_decoded(std::string_view text);

// A path as a relative reference of unreserved characters and slashes; every other byte is percent-encoded.
std::string percent_encoded(std::string_view path);

} // namespace assay
