// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/remarks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace assay::schema {

namespace {

bool is_constant(const std::optional<Expression>& expression) {
  return expression && expression->fields().none();
}

void about_rule(const Rule& rule, bool used, std::vector<std::string>& out) {
  if (!used)
    out.push_back(fmt::format("rule {}: no control uses it", rule.id));
  if (is_constant(rule.where))
    out.push_back(fmt::format("rule {}: its <where> reads no field, so it keeps every item or none", rule.id));
  if (is_constant(rule.assertion))
    out.push_back(fmt::format("rule {}: its <assert> reads no field, so it is the same for every item", rule.id));
}

void about_control(const Control& control, const ComplianceSchema& schema, std::vector<std::string>& out) {
  if (!control.citation)
    out.push_back(fmt::format("control {}: no citation says where it stands", control.id));
  if (control.remedy.empty())
    out.push_back(fmt::format("control {}: no remedy says what to do", control.id));
  const auto selects = [&](const Profile& profile) {
    return std::find(profile.controls.begin(), profile.controls.end(), control.id) != profile.controls.end();
  };
  if (!schema.profiles.empty() && std::none_of(schema.profiles.begin(), schema.profiles.end(), selects))
    out.push_back(fmt::format("control {}: no profile selects it", control.id));
}

} // namespace

std::vector<std::string> remarks(const ComplianceSchema& schema) {
  std::set<const Rule*> used;
  for (const Group& group : schema.groups)
    for (const Control& control : group.controls)
      for (const Node* use : control.leaves(Node::Kind::rule))
        used.insert(use->rule.get());
  std::vector<std::string> out;
  for (const auto& rule : schema.own_rules)
    about_rule(*rule, used.count(rule.get()) != 0, out);
  for (const Group& group : schema.groups)
    for (const Control& control : group.controls)
      about_control(control, schema, out);
  return out;
}

} // namespace assay::schema
