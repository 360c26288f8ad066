// SPDX-License-Identifier: Apache-2.0
//
// How the controls of two schemas relate. A relation is declared once, in either of them; the other direction
// follows from it.
#pragma once

#include "audit/base/diagnostics.hpp"
#include "audit/schema/model.hpp"

#include <string>
#include <vector>

namespace assay::schema {

enum class SetRelation { equal, subset, superset, intersects };

std::string_view to_string(SetRelation relation);
// What b is of a, for what a is of b.
SetRelation reversed(SetRelation relation);

struct Crosswalk {
  struct Pair {
    const Control* a;
    const Control* b;
    SetRelation relation; // what a is of b
  };
  std::vector<Pair> pairs;             // in the order of a's controls, then of b's
  std::vector<const Control*> only_a;  // those without a counterpart in the other schema
  std::vector<const Control*> only_b;
};

// Relations to third schemas are passed over. Problems are: a relation to a control that the other schema has not,
// and two declarations of one pair that say different things.
Crosswalk crosswalk(const ComplianceSchema& a, const ComplianceSchema& b, Diagnostics& diagnostics);

} // namespace assay::schema
