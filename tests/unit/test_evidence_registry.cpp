// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/population.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

TEST_CASE("no population gives an attribute and a child element one name: in JSON they would be one") {
  for (const assay::evidence::Population* population : assay::evidence::populations()) {
    CAPTURE(population->name);
    std::set<std::string> attributes, children;
    for (const assay::evidence::Field& field : population->fields)
      if (field.path.front() == '@')
        attributes.insert(field.path.substr(1));
      else
        children.insert(field.path.substr(0, field.path.find('/')));
    for (const std::string& child : children)
      CHECK_MESSAGE(attributes.count(child) == 0, child);
  }
}
