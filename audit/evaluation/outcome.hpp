// SPDX-License-Identifier: Apache-2.0
//
// From findings to the outcome of a control.
#pragma once

#include "audit/base/time.hpp"
#include "audit/evaluation/evaluate.hpp"
#include "audit/evaluation/kleene.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay::evaluation {

enum class Outcome { satisfied, not_satisfied, undetermined, not_applicable, attested, waived };

std::string_view to_string(Outcome outcome);
constexpr Outcome all_outcomes[] = {Outcome::satisfied,      Outcome::not_satisfied, Outcome::undetermined,
                                    Outcome::not_applicable, Outcome::attested,      Outcome::waived};

// A node of an outcome tree with its truth.
struct Judged {
  const schema::Node* node;
  Truth truth = Truth::unknown;
  const Finding* finding = nullptr; // of a rule
  std::vector<Judged> children;
};

struct ParameterUse {
  std::string name, value;
  std::optional<std::string> default_value; // when the profile set another
};

struct ControlResult {
  const schema::Control* control;
  Outcome outcome = Outcome::undetermined;
  std::string reason;
  std::vector<ParameterUse> parameters;
  std::optional<Judged> not_applicable_when;
  Judged decision;
};

// The controls a profile selects, in the schema's order, and their place in it.
struct Selection {
  const schema::ComplianceSchema& schema;
  const schema::Profile* profile; // null: every control
  bool selects(const schema::Control& control) const;
  // The control's parameters with the profile's values.
  std::vector<ParameterUse> parameters(const schema::Control& control) const;
};

// Asks the evaluation for every finding that the selected controls refer to.
void require_findings(Evaluation& evaluation, const Selection& selection);

// The outcome of one selected control, once the evaluation has run. `as_of` decides whether it applies yet.
ControlResult judge(const schema::Control& control, const Selection& selection, const Evaluation& evaluation,
                    Seconds as_of);

} // namespace assay::evaluation
