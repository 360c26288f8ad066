// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/model.hpp"

#include <algorithm>

namespace assay::schema {

const Parameter* Rule::find_parameter(const std::string& name) const {
  for (const Parameter& parameter : parameters)
    if (parameter.name == name)
      return &parameter;
  return nullptr;
}

evidence::FieldSet Rule::deciding_fields() const {
  evidence::FieldSet fields = assertion->fields();
  if (scope_where)
    fields |= scope_where->fields();
  if (where)
    fields |= where->fields();
  return fields;
}

evidence::FieldSet Rule::all_fields() const {
  evidence::FieldSet fields = deciding_fields();
  for (const auto& part : exception)
    if (const auto* value = std::get_if<Expression>(&part))
      fields |= value->fields();
  return fields;
}

namespace {

void collect(const Node& node, Node::Kind kind, std::vector<const Node*>& found) {
  if (node.kind == kind)
    found.push_back(&node);
  for (const Node& child : node.children)
    collect(child, kind, found);
}

} // namespace

std::vector<const Node*> leaves(const Node& node, Node::Kind kind) {
  std::vector<const Node*> found;
  collect(node, kind, found);
  return found;
}

std::vector<const Node*> Control::leaves(Node::Kind kind) const {
  std::vector<const Node*> found;
  collect(decision, kind, found);
  if (not_applicable_when)
    collect(*not_applicable_when, kind, found);
  return found;
}

Profile Profile::over(const Profile& base_profile) const {
  Profile merged = *this;
  merged.base = base_profile.base;
  if (!merged.selects)
    merged.controls = base_profile.controls;
  for (const auto& [control, reason] : base_profile.set_aside)
    if (!selects || std::find(controls.begin(), controls.end(), control) == controls.end()) // else it is taken in again
      merged.set_aside.emplace(control, reason);
  merged.selects = selects || base_profile.selects;
  for (const auto& [control, values] : base_profile.set)
    merged.set[control].insert(values.begin(), values.end()); // what is there already stays
  std::erase_if(merged.controls, [&](const std::string& control) { return merged.set_aside.count(control) != 0; });
  return merged;
}

std::size_t ComplianceSchema::control_count() const {
  std::size_t count = 0;
  for (const Group& group : groups)
    count += group.controls.size();
  return count;
}

const Profile* ComplianceSchema::find_profile(const std::string& profile_id) const {
  for (const Profile& profile : profiles)
    if (profile.id == profile_id)
      return &profile;
  return nullptr;
}

const Control* ComplianceSchema::find_control(const std::string& control_id) const {
  for (const Group& group : groups)
    for (const Control& control : group.controls)
      if (control.id == control_id)
        return &control;
  return nullptr;
}

const ParameterTypes& standard_parameters() {
  static const ParameterTypes types = {{"as-of", ParameterType::time},
                                       {"release-time", ParameterType::time},
                                       {"previous-release-time", ParameterType::time}};
  return types;
}

} // namespace assay::schema
