// SPDX-License-Identifier: Apache-2.0
//
// Which controls of an OSCAL catalog a compliance schema has, of its own or through the relations it declares.
#pragma once

#include "audit/schema/model.hpp"
#include "audit/schema/oscal_catalog.hpp"

#include <string>
#include <vector>

namespace assay::schema {

struct CatalogCoverage {
  enum class State { covered, in_part, lacking };
  struct Entry {
    const OscalControl* control;
    State state;
    std::string how; // the controls of the schema that have it, in words; empty when it has one of that id
  };
  std::vector<Entry> entries;           // every control that is not withdrawn, in the catalog's order
  std::size_t withdrawn = 0;
  std::vector<std::string> taken_for;   // ids under which the schema's relations name this catalog
  std::vector<std::string> passed_over; // ids of which the catalog has some controls only, and so may be another
  std::vector<const Control*> beyond;   // controls of the schema that have nothing to do with the catalog

  std::size_t count(State state) const;
};

// Ids are compared without regard to case. A group of the schema covers the control of its id, as a practice that is
// made of tasks. A relation covers when the schema's control is equal to the catalog's or includes it; otherwise it
// covers in part. The schema does not say which of the frameworks its relations name the catalog is: it is taken to
// be each of which it has every control that the relations name.
CatalogCoverage coverage_of(const ComplianceSchema& schema, const OscalCatalog& catalog);

} // namespace assay::schema
