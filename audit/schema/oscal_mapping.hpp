// SPDX-License-Identifier: Apache-2.0
//
// A crosswalk in the OSCAL control mapping model (1.2).
#pragma once

#include "audit/base/file.hpp"
#include "audit/base/time.hpp"
#include "audit/schema/crosswalk.hpp"

#include <string>

namespace assay::schema {

struct MappedSchema {
  const ComplianceSchema& schema;
  const SourceFile& file;
};

// `time` is when the mapping is made, which the model asks for. Identifiers follow from the two files alone. Throws
// Error::input when there is no pair, which the model cannot say, or OSCAL cannot say the time.
std::string oscal_mapping(const Crosswalk& crosswalk, const MappedSchema& a, const MappedSchema& b, Seconds time);

} // namespace assay::schema
