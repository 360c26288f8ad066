// SPDX-License-Identifier: Apache-2.0
//
// Which controls of a schema are tested, with which values of their parameters, and the findings they refer to.
#pragma once

#include "audit/evaluation/evaluate.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay::evaluation {

struct ParameterUse {
  std::string name, value;
  std::optional<std::string> default_value; // when the profile set another
};

// The controls a profile selects, in the schema's order, and their place in it.
struct Selection {
  const schema::ComplianceSchema& schema;
  const schema::Profile* profile; // null: every control
  bool selects(const schema::Control& control) const;
  // Why the profile sets it aside; empty when it does not say so.
  std::string why_set_aside(const schema::Control& control) const;
  // The control's parameters with the profile's values.
  std::vector<ParameterUse> parameters(const schema::Control& control) const;
};

// The values that a use of a rule binds, in a control with these parameters.
schema::ParameterValues bind(const schema::Node& use, const std::vector<ParameterUse>& parameters);

// Asks the evaluation for every finding that the selected controls refer to.
void require_findings(Evaluation& evaluation, const Selection& selection);

// The findings that a selected control's decision refers to; none when it is not selected.
std::vector<const Finding*> findings_of(const std::string& control, const Selection& selection,
                                        const Evaluation& evaluation);

} // namespace assay::evaluation
