// SPDX-License-Identifier: Apache-2.0
#include "audit/evaluation/selection.hpp"

#include "audit/schema/binding.hpp"

#include <algorithm>

namespace assay::evaluation {

using schema::Control;
using schema::Node;

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

schema::ParameterValues bind(const Node& use, const std::vector<ParameterUse>& parameters) {
  return schema::bind(use, [&](const std::string& name) {
    return std::optional(std::find_if(parameters.begin(), parameters.end(),
                                      [&](const ParameterUse& one) { return one.name == name; })
                             ->value);
  });
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

} // namespace assay::evaluation
