// SPDX-License-Identifier: Apache-2.0
#include "audit/report/export_oscal_parts.hpp"

#include <doctest/doctest.h>

using assay::report::OscalTokens;

TEST_CASE("tokens: an id that is one stays, others never take it") {
  pugi::xml_document xml;
  REQUIRE(xml.load_string("<schema><left-out control='A_1_'/><group><control id='A(1)'/><control id='A/1/'/>"
                          "<control id='A.1-b'/><control id='1.2'/><control id='_1.2'/></group></schema>"));
  const OscalTokens tokens(xml.document_element());
  CHECK(tokens.of("A_1_") == "A_1_");
  CHECK(tokens.of("A(1)") == "A_1__");
  CHECK(tokens.of("A/1/") == "A_1___");
  CHECK(tokens.of("A.1-b") == "A.1-b");
  CHECK(tokens.of("_1.2") == "_1.2");
  CHECK(tokens.of("1.2") == "_1.2_");
}
