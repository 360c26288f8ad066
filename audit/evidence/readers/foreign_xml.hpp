// SPDX-License-Identifier: Apache-2.0
//
// XML documents that other programs wrote, opened for a reader.
#pragma once

#include "audit/base/xml.hpp"
#include "audit/evidence/document.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay::evidence {

class ForeignXml {
public:
  // Throws Error::input, with the place, when it is not well-formed, declares entities, or exceeds document_limit, 200
  // levels or 256 attributes on one element.
  explicit ForeignXml(const Document& document);

  pugi::xml_node root() const { return xml_.root(); }
  Location location(pugi::xml_node node) const { return xml_.location(node); }
  std::string line(pugi::xml_node node) const; // "line 7"

private:
  SourceFile file_;
  Diagnostics diagnostics_;
  XmlDocument xml_;
};

// A name, or that of an element, without its prefix.
std::string_view local_name(std::string_view name);
std::string_view local_name(pugi::xml_node node);
// The first child element of this local name, and its text without white space around it; empty without one.
pugi::xml_node child_named(pugi::xml_node parent, std::string_view name);
std::string child_text(pugi::xml_node parent, std::string_view name);

// Seconds as programs write them, as milliseconds: "1.5", "1,234.5", "2.1e-05". Nothing when it is no such number.
std::optional<std::int64_t> parse_milliseconds(std::string_view seconds);

// A count: digits and nothing else, up to 2^53.
std::optional<std::int64_t> parse_count(std::string_view text);

} // namespace assay::evidence
