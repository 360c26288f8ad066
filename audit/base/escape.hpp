// SPDX-License-Identifier: Apache-2.0
//
// Text out of a repository is hostile input that ends up in signed documents and on terminals. These functions
// are the only doors it passes through.
#pragma once

#include <string>
#include <string_view>

namespace assay {

// Makes any bytes valid UTF-8 and valid XML 1.0 character data, injectively: each byte that is not becomes \xHH,
// a backslash becomes two, and so does nothing else. Carriage returns are escaped too, because XML parsers
// (XML 1.0 section 2.11) would turn them into line feeds.
std::string escape_text(std::string_view bytes);

// The bytes that escape_text made `text` from. What it never writes is kept as it stands.
std::string unescape_text(std::string_view text);

// Makes text safe to print to a terminal: control characters, C1 controls, and the Unicode characters that
// reorder or hide text (Unicode TR 36) become visible escapes. Line feeds are kept if `keep_lines`.
std::string escape_terminal(std::string_view text, bool keep_lines = false);

// The same for an XML text whose readers shall still read what it said: the characters that mislead become character
// references.
std::string escape_terminal_xml(std::string_view xml);

// How many characters a reader sees at most: code points, and a byte for each that is no UTF-8.
std::size_t count_characters(std::string_view text);

// The length in bytes of the well-formed UTF-8 sequence (RFC 3629) at the start of `bytes`, or 0. The code point
// is stored in `code_point`.
std::size_t utf8_sequence(std::string_view bytes, char32_t& code_point);

} // namespace assay
