// SPDX-License-Identifier: Apache-2.0
//
// From findings to the outcome of a control.
#pragma once

#include "audit/base/time.hpp"
#include "audit/evaluation/evaluate.hpp"
#include "audit/evaluation/kleene.hpp"
#include "audit/evaluation/testimony.hpp"

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
  bool votes = true; // an indicator in a schema of law does not, nor does what consists of such
  const Finding* finding = nullptr;       // of a rule
  const Testimony* attestation = nullptr; // of an attestation: the one that counts
  std::string note;                       // of an attestation: why none counts
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
  std::optional<Outcome> then; // of a control that does not apply yet, or may not: what the same evidence would give
  std::vector<ParameterUse> parameters;
  std::optional<Judged> not_applicable_when;
  Judged decision;
  std::vector<const Testimony*> testimony; // all that is about this control, whether it counts or not
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

// Asks the evaluation for every finding that the selected controls refer to.
void require_findings(Evaluation& evaluation, const Selection& selection);

// The findings that a selected control's decision refers to; none when it is not selected.
std::vector<const Finding*> findings_of(const std::string& control, const Selection& selection,
                                        const Evaluation& evaluation);

// What outcomes depend on besides findings.
struct Circumstances {
  Seconds as_of = 0;
  std::optional<Seconds> placed_on_market;       // declared for the product
  std::optional<Seconds> substantially_modified; // the last time, likewise
  const std::vector<Testimony>& testimony;
};

// The outcome of one selected control, once the evaluation has run.
ControlResult judge(const schema::Control& control, const Selection& selection, const Evaluation& evaluation,
                    const Circumstances& circumstances);

} // namespace assay::evaluation
