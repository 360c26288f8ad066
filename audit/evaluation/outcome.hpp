// SPDX-License-Identifier: Apache-2.0
//
// From decisions to the outcome of a control, in one subject and over all of a product.
#pragma once

#include "audit/base/time.hpp"
#include "audit/evaluation/decision.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay::evaluation {

enum class Outcome { satisfied, not_satisfied, undetermined, not_applicable, attested, waived };

std::string_view to_string(Outcome outcome);
constexpr Outcome all_outcomes[] = {Outcome::satisfied,      Outcome::not_satisfied, Outcome::undetermined,
                                    Outcome::not_applicable, Outcome::attested,      Outcome::waived};

// What outcomes in the subjects of one product come to: a control asks of each what it asks.
Outcome conjunction(const std::vector<Outcome>& outcomes);

// What the evidence of one subject comes to.
struct SubjectResult {
  Outcome outcome = Outcome::undetermined;
  std::string reason;
  std::optional<Outcome> then; // of a control that does not apply yet, or may not: what the same evidence would give
  std::optional<Judged> not_applicable_when;
  Judged decision;
  std::vector<const Testimony*> testimony; // all that is about this control, whether it counts or not
};

struct ControlResult {
  const schema::Control* control;
  // Of all subjects together.
  Outcome outcome = Outcome::undetermined;
  std::string reason;
  std::optional<Outcome> then;
  std::vector<ParameterUse> parameters;
  std::vector<SubjectResult> subjects; // in the order of the audit's subjects
};

// One subject's evidence, once its evaluation has run.
struct ExaminedSubject {
  std::string id;
  const Evaluation& evaluation;
  const std::vector<Testimony>& testimony;
};

// What outcomes depend on besides evidence.
struct Circumstances {
  Seconds as_of = 0;
  std::optional<Seconds> placed_on_market;       // declared for the product
  std::optional<Seconds> substantially_modified; // the last time, likewise
};

// The outcome of one selected control over at least one subject.
ControlResult judge(const schema::Control& control, const Selection& selection,
                    const std::vector<ExaminedSubject>& subjects, const Circumstances& circumstances);

} // namespace assay::evaluation
