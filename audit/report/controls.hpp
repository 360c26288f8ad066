// SPDX-License-Identifier: Apache-2.0
//
// What a record says of a schema: each control with its outcome and all that it rests on.
#pragma once

#include "audit/report/element.hpp"
#include "audit/report/report.hpp"

namespace assay::report {

// Of `counts` those that are at least `least`.
void write_counts(pugi::xml_node parent, const OutcomeCounts& counts, std::size_t least);

// `subjects` are the ids of those that were judged, in their order.
void write_schema(pugi::xml_node parent, const JudgedSchema& judged, const std::vector<std::string>& subjects);

} // namespace assay::report
