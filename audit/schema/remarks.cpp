// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/remarks.hpp"

#include "audit/schema/binding.hpp"
#include "audit/schema/contradiction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace assay::schema {

namespace {

bool is_constant(const std::optional<Expression>& expression) {
  return expression && expression->fields().none();
}

// What is so of every item there could be, by what the rule compares with what.
void about_sense(const Rule& rule, const ParameterValues& values, const std::string& start,
                 std::vector<std::string>& out) {
  if (is_constant(rule.where) || is_constant(rule.assertion))
    return; // that was told
  std::vector<const Expression*> kept;
  for (const auto* expression : {&rule.scope_where, &rule.where})
    if (*expression)
      kept.push_back(&**expression);
  if (const auto why = why_never(kept, values))
    out.push_back(fmt::format("{} matches no item: {}", start, *why));
  else if (const auto never = why_never({&*rule.assertion}, values))
    out.push_back(fmt::format("{} holds for no item: {}", start, *never));
  else if (holds_always(*rule.assertion, values))
    out.push_back(fmt::format("{} holds for every item that is known", start));
}

void about_rule(const Rule& rule, std::vector<std::string>& out) {
  if (is_constant(rule.where))
    out.push_back(fmt::format("rule {}: its <where> reads no field, so it keeps every item or none", rule.id));
  if (is_constant(rule.assertion))
    out.push_back(fmt::format("rule {}: its <assert> reads no field, so it is the same for every item", rule.id));
  about_sense(rule, {}, fmt::format("rule {}:", rule.id), out);
}

// The values a control gives the parameters of a rule, with those that a profile gives the control's own. One of its own
// whose default is empty waits for a profile to give it a value, and has none until then.
ParameterValues bound(const Node& use, const Control& control, const Profile* profile) {
  return bind(use, [&](const std::string& name) -> std::optional<std::string> {
    if (profile != nullptr && profile->set.count(control.id) != 0 && profile->set.at(control.id).count(name) != 0)
      return profile->set.at(control.id).at(name);
    const auto own = std::find_if(control.parameters.begin(), control.parameters.end(),
                                  [&](const Parameter& one) { return one.name == name; });
    return own->default_value->empty() ? std::nullopt : own->default_value;
  });
}

// What is so only with the values that the control gives.
void about_uses(const Control& control, const Profile* profile, std::vector<std::string>& out) {
  for (const Node* use : control.leaves(Node::Kind::rule)) {
    std::vector<std::string> anyway;
    about_sense(*use->rule, {}, "", anyway);
    if (!anyway.empty())
      continue;
    const ParameterValues values = bound(*use, control, profile);
    std::vector<std::string> with;
    for (const auto& [name, value] : values)
      with.push_back(fmt::format("{} '{}'", name, value.text));
    const std::string by = profile == nullptr ? std::string() : fmt::format(" by profile {}", profile->id);
    std::vector<std::string> told;
    about_sense(*use->rule, values,
                fmt::format("control {}{}: rule {} with {}", control.id, by, use->rule->id, fmt::join(with, ", ")), told);
    for (std::string& one : told)
      if (std::find(out.begin(), out.end(), one) == out.end())
        out.push_back(std::move(one));
  }
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

void collect_used(const ComplianceSchema& schema, std::set<std::string>& used) {
  for (const Group& group : schema.groups)
    for (const Control& control : group.controls)
      for (const Node* use : control.leaves(Node::Kind::rule))
        used.insert(use->rule->full_id);
}

} // namespace

std::vector<std::string> remarks(const ComplianceSchema& schema) {
  std::set<std::string> used;
  collect_used(schema, used);
  std::vector<std::string> out;
  for (const auto& rule : schema.own_rules) {
    if (used.count(rule->full_id) == 0)
      out.push_back(fmt::format("rule {}: no control uses it", rule->id));
    about_rule(*rule, out);
  }
  for (const Group& group : schema.groups)
    for (const Control& control : group.controls) {
      about_control(control, schema, out);
      about_uses(control, nullptr, out);
      for (const Profile& profile : schema.profiles)
        if (profile.set.count(control.id) != 0)
          about_uses(control, &profile, out);
    }
  return out;
}

std::vector<std::string> remarks(const RuleTable& library, const std::vector<ComplianceSchema>& schemas) {
  std::set<std::string> used;
  for (const ComplianceSchema& schema : schemas)
    collect_used(schema, used);
  std::vector<std::string> out;
  for (const auto& [id, rule] : library) {
    if (used.count(id) == 0)
      out.push_back(fmt::format("rule {}: no built-in schema uses it", id));
    about_rule(*rule, out);
  }
  return out;
}

} // namespace assay::schema
