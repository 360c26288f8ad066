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

template <class Visit> void each_rule(const Node& node, const Visit& visit) {
  if (node.kind == Node::Kind::rule)
    visit(node);
  for (const Node& child : node.children)
    each_rule(child, visit);
}

class Judge {
public:
  Judge(const Evaluation& evaluation, const std::vector<ParameterUse>& parameters, bool law)
      : evaluation_(evaluation), parameters_(parameters), law_(law) {}

  Judged operator()(const Node& node) const {
    Judged judged{&node, Truth::unknown, nullptr, {}};
    std::vector<Truth> truths;
    for (const Node& child : node.children) {
      judged.children.push_back((*this)(child));
      truths.push_back(judged.children.back().truth);
    }
    switch (node.kind) {
    case Node::Kind::all: judged.truth = at_least(truths.size(), truths); break;
    case Node::Kind::any: judged.truth = at_least(1, truths); break;
    case Node::Kind::at_least: judged.truth = at_least(node.number, truths); break;
    case Node::Kind::negation: judged.truth = negation(truths.front()); break;
    case Node::Kind::rule:
      judged.finding = evaluation_.findings().at(finding_id(*node.rule, bind(node, parameters_))).get();
      // A sign of a duty is not the duty: in law an indicator is printed and decides nothing.
      if (!law_ || node.basis == Basis::text)
        judged.truth = judged.finding->result == Result::supported      ? Truth::yes
                       : judged.finding->result == Result::contradicted ? Truth::no
                                                                        : Truth::unknown;
      break;
    case Node::Kind::attestation: break; // nobody's statement was read
    }
    return judged;
  }

private:
  const Evaluation& evaluation_;
  const std::vector<ParameterUse>& parameters_;
  bool law_;
};

std::string describe(const Finding& finding) {
  std::string line = finding.rule->title;
  std::vector<std::string> values;
  for (const auto& [name, value] : finding.values)
    values.push_back(fmt::format("{} {}", name, value.text));
  if (!values.empty())
    line += fmt::format(" [{}]", fmt::join(values, ", "));
  line += ": " + finding.sentence;
  if (!finding.reason.empty())
    line += " (" + finding.reason + ")";
  return line;
}

// The leaves that a node's truth rests on: a child counts if it has the truth that its parent has from it.
void collect(const Judged& judged, std::vector<std::string>& lines) {
  if (judged.finding != nullptr)
    lines.push_back(describe(*judged.finding));
  else if (judged.node->kind == Node::Kind::attestation)
    lines.push_back(fmt::format("an attestation by the {} is needed and none was read: {}", judged.node->role,
                                judged.node->statement));
  for (const Judged& child : judged.children)
    if (child.truth == judged.truth || judged.node->kind == Node::Kind::negation)
      collect(child, lines);
}

// What the outcome rests on, in words.
std::string explain(const Judged& decision) {
  std::vector<std::string> lines;
  collect(decision, lines);
  return fmt::format("{}", fmt::join(lines, "; "));
}

} // namespace

void require_findings(Evaluation& evaluation, const Selection& selection) {
  for (const schema::Group& group : selection.schema.groups)
    for (const Control& control : group.controls) {
      if (!selection.selects(control))
        continue;
      const auto parameters = selection.parameters(control);
      const auto require = [&](const Node& use) { evaluation.require(use.rule, bind(use, parameters)); };
      each_rule(control.decision, require);
      if (control.not_applicable_when)
        each_rule(*control.not_applicable_when, require);
    }
}

ControlResult judge(const Control& control, const Selection& selection, const Evaluation& evaluation,
                    Seconds as_of) {
  ControlResult result{&control, Outcome::undetermined, {}, selection.parameters(control), std::nullopt, {}};
  const Judge judge_node(evaluation, result.parameters, selection.schema.law);
  result.decision = judge_node(control.decision);
  Truth set_aside = Truth::no;
  if (control.not_applicable_when) {
    result.not_applicable_when = judge_node(*control.not_applicable_when);
    set_aside = result.not_applicable_when->truth;
  }
  const Truth truth = result.decision.truth;
  if (control.applies_by == "as-of" && as_of < *parse_rfc3339(control.applies_from)) {
    result.outcome = Outcome::not_applicable;
    result.reason = fmt::format("applies from {}, which is after the time of this audit", control.applies_from);
  } else if (control.applies_by == "placed-on-market") {
    result.reason = fmt::format("applies to products placed on the market from {}, and no date of placing on the "
                                "market was declared",
                                control.applies_from);
  } else if (set_aside == Truth::yes) {
    result.outcome = Outcome::not_applicable;
    result.reason = control.not_applicable_reason;
  } else if (!control.decides) {
    result.reason = "what was found is a sign at most and decides nothing: " + explain(result.decision);
  } else if (truth == Truth::no && set_aside == Truth::unknown) {
    result.reason = "whether it applies is not known: " + control.not_applicable_reason;
  } else {
    result.outcome = truth == Truth::yes  ? Outcome::satisfied
                     : truth == Truth::no ? Outcome::not_satisfied
                                          : Outcome::undetermined;
    result.reason = explain(result.decision);
  }
  return result;
}

} // namespace assay::evaluation
