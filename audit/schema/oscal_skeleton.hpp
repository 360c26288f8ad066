// SPDX-License-Identifier: Apache-2.0
//
// A compliance schema to start from, for a framework that somebody published as an OSCAL catalog: every control with
// its words and where they stand, decided by the attestation of an assessor until somebody writes rules.
#pragma once

#include "audit/schema/oscal_profile.hpp"

#include <string>

namespace assay::schema {

struct Skeleton {
  std::string xml;
  std::size_t controls = 0, groups = 0;
  std::size_t withdrawn = 0;         // left out
  std::size_t without_statement = 0; // controls of which the catalog has no more than a title
};

// `id` is that of the schema. Throws Error::input when a control has an id that controls here cannot have.
Skeleton skeleton_of(const OscalSelection& selection, const std::string& id);

} // namespace assay::schema
