// SPDX-License-Identifier: Apache-2.0
#include "audit/evaluation/outcome.hpp"

#include "audit/base/time.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::evaluation {

using schema::Control;

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
  case Outcome::satisfied: return "satisfied";
  case Outcome::not_satisfied: return "not-satisfied";
  case Outcome::undetermined: return "undetermined";
  case Outcome::not_applicable: return "not-applicable";
  case Outcome::attested: return "attested";
  case Outcome::waived: return "waived";
  }
  return {};
}

std::string_view to_string(Testimony::Kind kind) {
  switch (kind) {
  case Testimony::Kind::attestation: return "attestation";
  case Testimony::Kind::waiver: return "waiver";
  case Testimony::Kind::plan: return "plan";
  }
  return {};
}

Outcome conjunction(const std::vector<Outcome>& outcomes) {
  // What does not apply to one subject asks nothing of it.
  for (const Outcome decisive : {Outcome::not_satisfied, Outcome::undetermined, Outcome::waived, Outcome::attested,
                                 Outcome::satisfied})
    if (std::find(outcomes.begin(), outcomes.end(), decisive) != outcomes.end())
      return decisive;
  return Outcome::not_applicable;
}

namespace {

// Whether the time of a control has come, and why not or why that is not known.
struct Applicability {
  Truth applies = Truth::yes;
  std::string reason;
};

// Of one that applies by the date of placing on the market; Regulation (EU) 2024/2847 Article 69(2) is the model.
Applicability by_market(const Control& control, const Circumstances& circumstances) {
  const Seconds from = *parse_rfc3339(control.applies_from);
  if (!circumstances.placed_on_market)
    return {Truth::unknown, fmt::format("applies to products placed on the market from {}, and no date of placing on the "
                                        "market was declared", control.applies_from)};
  if (*circumstances.placed_on_market >= from ||
      (circumstances.substantially_modified && *circumstances.substantially_modified >= from))
    return {};
  return {Truth::no, fmt::format("applies to products placed on the market, or substantially modified, from {}; this one "
                                 "was placed on the market on {}, as declared", control.applies_from,
                                 format_rfc3339(*circumstances.placed_on_market).substr(0, 10))};
}

Applicability applicability(const Control& control, const Circumstances& circumstances) {
  if (control.applies_by == "placed-on-market")
    return by_market(control, circumstances);
  if (control.applies_by == "as-of" && circumstances.as_of < *parse_rfc3339(control.applies_from))
    return {Truth::no, fmt::format("applies from {}, which is after the time of this audit", control.applies_from)};
  return {};
}

struct Answer {
  Outcome outcome = Outcome::undetermined;
  std::string reason;
};

// Judges one control in one subject.
class SubjectJudge {
public:
  SubjectJudge(const Control& control, const Selection& selection, const std::vector<ParameterUse>& parameters,
               const ExaminedSubject& subject)
      : control_(control), schema_(selection.schema), parameters_(parameters), evaluation_(subject.evaluation) {
    for (const Testimony& one : subject.testimony)
      if (one.schema == schema_.id && one.control == control.id)
        result_.testimony.push_back(&one);
    result_.decision = decide(control.decision, result_.testimony);
    if (control.not_applicable_when)
      result_.not_applicable_when = decide(*control.not_applicable_when, result_.testimony);
  }

  SubjectResult result(const Applicability& applicability) && {
    Answer answer = in_force();
    const Truth applies = applicability.applies;
    if (applies == Truth::yes || (applies == Truth::unknown && answer.outcome == Outcome::not_applicable)) {
      result_.outcome = answer.outcome;
      result_.reason = std::move(answer.reason);
    } else {
      result_.outcome = applies == Truth::no ? Outcome::not_applicable : Outcome::undetermined;
      result_.reason = applicability.reason;
      result_.then = answer.outcome;
    }
    return std::move(result_);
  }

private:
  Judged decide(const schema::Node& tree, const std::vector<const Testimony*>& about) const {
    return evaluation::decide(tree, evaluation_, parameters_, schema_.law, about);
  }

  // The outcome where the control's time has come.
  Answer in_force() const {
    const Truth set_aside = result_.not_applicable_when ? result_.not_applicable_when->truth : Truth::no;
    if (set_aside == Truth::yes)
      return {Outcome::not_applicable, control_.not_applicable_reason + ": " + explain(*result_.not_applicable_when)};
    if (!control_.decides)
      return {Outcome::undetermined,
              "what was found is a sign at most and decides nothing: " + explain(result_.decision)};
    if (result_.decision.truth == Truth::no && set_aside == Truth::unknown)
      return {Outcome::undetermined, "whether it applies is not known: " + control_.not_applicable_reason};
    return settle();
  }

  // What a decision that counts comes to.
  Answer settle() const {
    std::string reason = explain(result_.decision);
    switch (result_.decision.truth) {
    case Truth::yes: // it is satisfied only if it would be without anybody's word
      return {decide(control_.decision, {}).truth == Truth::yes ? Outcome::satisfied : Outcome::attested,
              std::move(reason)};
    case Truth::unknown: return {Outcome::undetermined, std::move(reason)};
    case Truth::no: break;
    }
    if (schema_.inventory)
      return {Outcome::undetermined, "not found in the inputs: " + reason};
    for (const Testimony* one : result_.testimony)
      if (one->kind == Testimony::Kind::waiver && one->counts())
        return {Outcome::waived, fmt::format("{} accepted until {} that it is not met, because: {} What contradicts it: {}",
                                             one->person, one->expires, one->statement, reason)};
    return {Outcome::not_satisfied, std::move(reason)};
  }

  const Control& control_;
  const schema::ComplianceSchema& schema_;
  const std::vector<ParameterUse>& parameters_;
  const Evaluation& evaluation_;
  SubjectResult result_;
};

// The reason of what subjects come to together: that of those which made it so.
std::string reason_of(const ControlResult& result, const std::vector<ExaminedSubject>& subjects) {
  const std::string& first = result.subjects.front().reason;
  if (std::all_of(result.subjects.begin(), result.subjects.end(), [&](const auto& one) { return one.reason == first; }))
    return first;
  std::string text;
  for (std::size_t i = 0; i < subjects.size(); ++i)
    if (result.subjects[i].outcome == result.outcome)
      text += fmt::format("{}in {}: {}", text.empty() ? "" : "; ", subjects[i].id, result.subjects[i].reason);
  return text;
}

} // namespace

ControlResult judge(const Control& control, const Selection& selection, const std::vector<ExaminedSubject>& subjects,
                    const Circumstances& circumstances) {
  ControlResult result{&control, {}, {}, {}, selection.parameters(control), {}};
  const Applicability applies = applicability(control, circumstances);
  std::vector<Outcome> outcomes, then;
  bool later = false;
  for (const ExaminedSubject& subject : subjects) {
    result.subjects.push_back(SubjectJudge(control, selection, result.parameters, subject).result(applies));
    const SubjectResult& one = result.subjects.back();
    outcomes.push_back(one.outcome);
    then.push_back(one.then.value_or(one.outcome));
    later = later || one.then;
  }
  result.outcome = conjunction(outcomes);
  if (later)
    result.then = conjunction(then);
  result.reason = reason_of(result, subjects);
  return result;
}

} // namespace assay::evaluation
