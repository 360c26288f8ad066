// SPDX-License-Identifier: Apache-2.0
//
// The strict reader of XML that every XML document passes through, without a grammar: places lie within the text, and
// the canonical form is one.
#include "fuzz.hpp"

#include "audit/base/xml.hpp"

#include <algorithm>

using namespace assay;
using assay::fuzz::require;

namespace {

void check_location(const Location& location, std::size_t lines) {
  require(location.line >= 1 && location.line <= lines && location.column >= 1, "a node has its place in the text");
}

void check_nodes(const XmlDocument& document, pugi::xml_node node, std::size_t lines) {
  check_location(document.location(node), lines);
  for (const pugi::xml_attribute attribute : node.attributes()) {
    check_location(document.location(node, attribute), lines);
    check_location(document.location_in_value(node, attribute, 1), lines);
  }
  (void)text_of(node);
  for (const pugi::xml_node child : node.children())
    if (child.type() == pugi::node_element)
      check_nodes(document, child, lines);
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const SourceFile file = fuzz::source_file(fuzz::text_of(data, size));
  Diagnostics problems;
  const XmlDocument document(file, {}, problems);
  if (!problems.empty())
    return 0;
  require(!document.root().empty(), "a document has a root");
  check_nodes(document, document.root(),
              1 + static_cast<std::size_t>(std::count(file.bytes.begin(), file.bytes.end(), '\n')));
  const auto canonical = canonical_xml(file.bytes);
  require(canonical.has_value(), "what is well-formed has a canonical form");
  // pugixml writes a carriage return within text as it stands, and so reads it back as a line feed.
  if (canonical->find('\r') == canonical->npos)
    require(canonical_xml(*canonical) == canonical, "the canonical form is its own");
  return 0;
}
