// SPDX-License-Identifier: Apache-2.0
#include "audit/evaluation/outcome.hpp"

#include "audit/base/time.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::evaluation {

using schema::Basis;
using schema::Control;
using schema::Node;

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

bool Selection::selects(const Control& control) const {
  return profile == nullptr ||
         std::find(profile->controls.begin(), profile->controls.end(), control.id) != profile->controls.end();
}

std::string Selection::why_set_aside(const Control& control) const {
  if (profile == nullptr)
    return {};
  const auto found = profile->set_aside.find(control.id);
  return found == profile->set_aside.end() ? std::string() : found->second;
}

std::vector<ParameterUse> Selection::parameters(const Control& control) const {
  std::vector<ParameterUse> uses;
  const auto* set = profile != nullptr && profile->set.count(control.id) != 0 ? &profile->set.at(control.id) : nullptr;
  for (const schema::Parameter& parameter : control.parameters) {
    ParameterUse use{parameter.name, *parameter.default_value, std::nullopt};
    if (set != nullptr && set->count(parameter.name) != 0) {
      use.default_value = use.value;
      use.value = set->at(parameter.name);
    }
    uses.push_back(std::move(use));
  }
  return uses;
}

namespace {

schema::ParameterValues bind(const Node& use, const std::vector<ParameterUse>& parameters) {
  schema::ParameterValues values;
  for (const schema::Parameter& parameter : use.rule->parameters) {
    const auto given = use.with.find(parameter.name);
    std::string text = given == use.with.end() ? *parameter.default_value : given->second;
    if (given != use.with.end() && text.substr(0, 1) == "$") {
      const auto own = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const ParameterUse& one) { return one.name == text.substr(1); });
      text = own->value;
    }
    values[parameter.name] = {parameter.type, std::move(text)};
  }
  return values;
}

class Judge {
public:
  // `about` is what was stated about the control.
  Judge(const Evaluation& evaluation, const std::vector<ParameterUse>& parameters, bool law,
        const std::vector<const Testimony*>& about)
      : evaluation_(evaluation), parameters_(parameters), law_(law), about_(about) {}

  Judged operator()(const Node& node) const {
    Judged judged{};
    judged.node = &node;
    std::vector<Truth> truths;
    for (const Node& child : node.children) {
      judged.children.push_back((*this)(child));
      if (judged.children.back().votes)
        truths.push_back(judged.children.back().truth);
    }
    judged.votes = node.children.empty() || !truths.empty();
    switch (node.kind) {
    case Node::Kind::rule: judge_rule(judged); break;
    case Node::Kind::attestation: judge_attestation(judged); break;
    case Node::Kind::all: judged.truth = at_least(truths.size(), truths); break;
    case Node::Kind::any:
      judged.truth = at_least(1, truths);
      if (judged.truth == Truth::no && truths.size() < judged.children.size())
        judged.truth = Truth::unknown; // what does not vote may be how it is met
      break;
    case Node::Kind::at_least:
      if (node.number <= truths.size()) // else those that do not vote leave it open
        judged.truth = at_least(node.number, truths);
      break;
    case Node::Kind::negation:
      if (!truths.empty())
        judged.truth = negation(truths.front());
      break;
    }
    return judged;
  }

private:
  void judge_rule(Judged& judged) const {
    judged.finding = evaluation_.findings().at(finding_id(*judged.node->rule, bind(*judged.node, parameters_))).get();
    // A sign of a duty is not the duty: in law an indicator is printed and decides nothing.
    judged.votes = !law_ || judged.node->basis == Basis::text;
    if (judged.votes)
      judged.truth = judged.finding->result == Result::supported      ? Truth::yes
                     : judged.finding->result == Result::contradicted ? Truth::no
                                                                      : Truth::unknown;
  }

  void judge_attestation(Judged& judged) const {
    judged.note = "none was read";
    for (const Testimony* one : about_) {
      if (one->kind != Testimony::Kind::attestation || one->role != judged.node->role)
        continue;
      if (!one->counts()) {
        judged.note = fmt::format("{} does not count: {}", one->document, one->refused);
      } else if (one->statement == judged.node->statement) {
        judged.attestation = one;
        judged.truth = Truth::yes;
        judged.note.clear();
        return;
      }
    }
  }

  const Evaluation& evaluation_;
  const std::vector<ParameterUse>& parameters_;
  bool law_;
  const std::vector<const Testimony*>& about_;
};

std::string describe(const Finding& finding) {
  std::string line = finding.rule->title;
  if (const std::string values = values_of(finding); !values.empty())
    line += fmt::format(" [{}]", values);
  line += ": " + finding.sentence;
  if (!finding.reason.empty())
    line += " (" + finding.reason + ")";
  return line;
}

// What testimony holds for, in words.
std::string held_for(const Testimony& one) {
  std::vector<std::string> what;
  for (const std::string& commit : one.commits)
    what.push_back("commit " + commit.substr(0, 12));
  for (const auto& [path, digest] : one.files)
    what.push_back(path);
  return fmt::format("{}", fmt::join(what, ", "));
}

std::string describe(const Judged& leaf) {
  if (leaf.finding != nullptr)
    return describe(*leaf.finding);
  if (leaf.attestation != nullptr)
    return fmt::format("{}, {}, attested on {} until {}, for {}: {}", leaf.attestation->person, leaf.node->role,
                       leaf.attestation->given, leaf.attestation->expires, held_for(*leaf.attestation),
                       leaf.node->statement);
  return fmt::format("an attestation by the {} is needed and {}: {}", leaf.node->role, leaf.note, leaf.node->statement);
}

// The leaves that a node's truth rests on: a child counts if it has the truth that its parent has from it. Those that do
// not vote count only where none does.
void collect(const Judged& judged, std::vector<std::string>& lines) {
  if (judged.node->children.empty())
    lines.push_back(describe(judged));
  for (const Judged& child : judged.children)
    if (child.votes == judged.votes && (child.truth == judged.truth || judged.node->kind == Node::Kind::negation))
      collect(child, lines);
}

// What the outcome rests on, in words.
std::string explain(const Judged& decision) {
  std::vector<std::string> lines;
  collect(decision, lines);
  return fmt::format("{}", fmt::join(lines, "; "));
}

// Of a control that applies by the date of placing on the market (Regulation (EU) 2024/2847 Article 69(2) is the model):
// whether it does, and why not or why that is not known.
Truth applies_by_market(const Control& control, const Circumstances& circumstances, std::string& reason) {
  const Seconds from = *parse_rfc3339(control.applies_from);
  if (!circumstances.placed_on_market) {
    reason = fmt::format("applies to products placed on the market from {}, and no date of placing on the market was "
                         "declared", control.applies_from);
    return Truth::unknown;
  }
  if (*circumstances.placed_on_market >= from ||
      (circumstances.substantially_modified && *circumstances.substantially_modified >= from))
    return Truth::yes;
  reason = fmt::format("applies to products placed on the market, or substantially modified, from {}; this one was "
                       "placed on the market on {}, as declared", control.applies_from,
                       format_rfc3339(*circumstances.placed_on_market).substr(0, 10));
  return Truth::no;
}

struct Answer {
  Outcome outcome = Outcome::undetermined;
  std::string reason;
};

// What a decision that counts comes to.
Answer settle(const ControlResult& result, const Selection& selection, const Evaluation& evaluation) {
  Answer answer{Outcome::undetermined, explain(result.decision)};
  if (result.decision.truth == Truth::yes) {
    // It is satisfied only if it would be without anybody's word.
    const std::vector<const Testimony*> nobody;
    const bool alone = Judge(evaluation, result.parameters, selection.schema.law, nobody)(result.control->decision).truth
                       == Truth::yes;
    answer.outcome = alone ? Outcome::satisfied : Outcome::attested;
  } else if (result.decision.truth == Truth::no && selection.schema.inventory) {
    answer.reason = "not found in the inputs: " + answer.reason;
  } else if (result.decision.truth == Truth::no) {
    answer.outcome = Outcome::not_satisfied;
    for (const Testimony* one : result.testimony)
      if (one->kind == Testimony::Kind::waiver && one->counts())
        return {Outcome::waived, fmt::format("{} accepted until {} that it is not met, because: {} What contradicts it: {}",
                                             one->person, one->expires, one->statement, answer.reason)};
  }
  return answer;
}

// The outcome where the control's time has come.
Answer judge_in_force(const ControlResult& result, const Selection& selection, const Evaluation& evaluation) {
  const Control& control = *result.control;
  const Truth set_aside = result.not_applicable_when ? result.not_applicable_when->truth : Truth::no;
  if (set_aside == Truth::yes)
    return {Outcome::not_applicable, control.not_applicable_reason + ": " + explain(*result.not_applicable_when)};
  if (!control.decides)
    return {Outcome::undetermined, "what was found is a sign at most and decides nothing: " + explain(result.decision)};
  if (result.decision.truth == Truth::no && set_aside == Truth::unknown)
    return {Outcome::undetermined, "whether it applies is not known: " + control.not_applicable_reason};
  return settle(result, selection, evaluation);
}

} // namespace

std::string_view to_string(Testimony::Kind kind) {
  switch (kind) {
  case Testimony::Kind::attestation: return "attestation";
  case Testimony::Kind::waiver: return "waiver";
  case Testimony::Kind::plan: return "plan";
  }
  return {};
}

std::vector<const Finding*> findings_of(const std::string& control_id, const Selection& selection,
                                        const Evaluation& evaluation) {
  std::vector<const Finding*> findings;
  const Control* const control = selection.schema.find_control(control_id);
  if (control == nullptr || !selection.selects(*control))
    return findings;
  const auto parameters = selection.parameters(*control);
  for (const Node* use : leaves(control->decision, Node::Kind::rule))
    findings.push_back(evaluation.findings().at(finding_id(*use->rule, bind(*use, parameters))).get());
  return findings;
}

void require_findings(Evaluation& evaluation, const Selection& selection) {
  for (const schema::Group& group : selection.schema.groups)
    for (const Control& control : group.controls) {
      if (!selection.selects(control))
        continue;
      const auto parameters = selection.parameters(control);
      for (const Node* use : control.leaves(Node::Kind::rule))
        evaluation.require(use->rule, bind(*use, parameters));
    }
}

ControlResult judge(const Control& control, const Selection& selection, const Evaluation& evaluation,
                    const Circumstances& circumstances) {
  ControlResult result{};
  result.control = &control;
  result.parameters = selection.parameters(control);
  for (const Testimony& one : circumstances.testimony)
    if (one.schema == selection.schema.id && one.control == control.id)
      result.testimony.push_back(&one);
  const Judge judge_node(evaluation, result.parameters, selection.schema.law, result.testimony);
  result.decision = judge_node(control.decision);
  if (control.not_applicable_when)
    result.not_applicable_when = judge_node(*control.not_applicable_when);
  Truth applies = Truth::yes;
  if (control.applies_by == "placed-on-market") {
    applies = applies_by_market(control, circumstances, result.reason);
  } else if (control.applies_by == "as-of" && circumstances.as_of < *parse_rfc3339(control.applies_from)) {
    applies = Truth::no;
    result.reason = fmt::format("applies from {}, which is after the time of this audit", control.applies_from);
  }
  Answer answer = judge_in_force(result, selection, evaluation);
  if (applies == Truth::yes || (applies == Truth::unknown && answer.outcome == Outcome::not_applicable)) {
    result.outcome = answer.outcome;
    result.reason = std::move(answer.reason);
  } else {
    result.outcome = applies == Truth::no ? Outcome::not_applicable : Outcome::undetermined;
    result.then = answer.outcome;
  }
  return result;
}

} // namespace assay::evaluation
