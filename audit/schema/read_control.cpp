// SPDX-License-Identifier: Apache-2.0
//
// Reading a control and its outcome tree.
#include "audit/schema/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace assay::schema {

namespace {

const Parameter* find(const std::vector<Parameter>& parameters, const std::string& name) {
  for (const Parameter& parameter : parameters)
    if (parameter.name == name)
      return &parameter;
  return nullptr;
}

bool any_leaf(const Node& node, bool (*accept)(const Node&)) {
  if (node.children.empty())
    return accept(node);
  return std::any_of(node.children.begin(), node.children.end(),
                     [&](const Node& child) { return any_leaf(child, accept); });
}

bool can_decide_law(const Node& leaf) {
  return leaf.kind == Node::Kind::attestation || leaf.basis == Basis::text;
}

std::optional<Link> link(pugi::xml_node node) {
  if (!node)
    return std::nullopt;
  return Link{folded(text_of(node)), node.attribute("href").value()};
}

} // namespace

void Reader::rule_use(pugi::xml_node node, Node& out, const RuleTable& rules,
                      const std::vector<Parameter>& parameters) const {
  const std::string ref = attribute(node, "ref");
  out.basis = attribute(node, "basis") == "text" ? Basis::text : Basis::indicator;
  const auto found = rules.find(ref);
  if (found == rules.end()) {
    std::vector<std::string> names;
    for (const auto& [name, rule] : rules)
      names.push_back(name);
    const std::string near = diagnostics.full() ? std::string() : nearest_name(ref, names); // it takes time
    complain_about(node, "ref", fmt::format("there is no rule {}", ref),
             near.empty() ? "define it in this file or name one of the rule library" : fmt::format("did you mean {}?", near));
    return;
  }
  out.rule = found->second;
  if (out.rule == nullptr)
    return; // the rule itself has a problem, which was told
  for (const pugi::xml_node with : node.children("with")) {
    const std::string name = attribute(with, "parameter"), value = attribute(with, "value");
    const Parameter* parameter = out.rule->find_parameter(name);
    if (parameter == nullptr) {
      complain_about(with, "parameter", fmt::format("rule {} has no parameter {}", ref, name));
      continue;
    }
    if (!out.with.emplace(name, value).second)
      complain_about(with, "parameter", fmt::format("parameter {} is given twice", name));
    if (value.substr(0, 1) != "$") {
      if (std::string problem = check_parameter(parameter->type, value); !problem.empty())
        complain_about(with, "value", std::move(problem));
      continue;
    }
    const Parameter* own = find(parameters, value.substr(1));
    if (own == nullptr)
      complain_about(with, "value", fmt::format("the control declares no parameter {}", value));
    else if (own->type != parameter->type)
      complain_about(with, "value", fmt::format("parameter {} is of type {}; {} of rule {} takes {}", value,
                                          to_string(own->type), name, ref, to_string(parameter->type)));
  }
  for (const Parameter& parameter : out.rule->parameters)
    if (!parameter.default_value && out.with.count(parameter.name) == 0)
      complain(node, fmt::format("rule {} needs a value for its parameter {}", ref, parameter.name),
               fmt::format("add <with parameter=\"{}\" value=\"…\"/>", parameter.name));
}

Node Reader::outcome_node(pugi::xml_node node, const RuleTable& rules,
                          const std::vector<Parameter>& parameters) const {
  const std::string name = node.name();
  Node out{};
  if (name == "rule") {
    out.kind = Node::Kind::rule;
    rule_use(node, out, rules, parameters);
    return out;
  }
  if (name == "attestation") {
    out.kind = Node::Kind::attestation;
    out.role = attribute(node, "role");
    out.statement = folded(text_of(node));
    return out;
  }
  out.kind = name == "all"        ? Node::Kind::all
             : name == "any"      ? Node::Kind::any
             : name == "at-least" ? Node::Kind::at_least
                                  : Node::Kind::negation;
  for (const pugi::xml_node child : node.children())
    if (child.type() == pugi::node_element)
      out.children.push_back(outcome_node(child, rules, parameters));
  if (out.kind == Node::Kind::at_least) {
    out.number = node.attribute("number").as_ullong();
    if (out.number > out.children.size())
      complain_about(node, "number", fmt::format("at least {} of {} can never hold", out.number, out.children.size()));
  }
  return out;
}

Control Reader::control(pugi::xml_node node, const RuleTable& rules, bool law) const {
  Control control;
  control.id = attribute(node, "id");
  control.title = attribute(node, "title");
  control.statement = text(node, "statement");
  control.remedy = text(node, "remedy");
  control.citation = link(node.child("citation"));
  control.confidence = attribute(node.child("citation"), "confidence");
  control.applies_from = attribute(node.child("application"), "applies-from");
  control.applies_by = attribute(node.child("application"), "applies-by");
  for (const pugi::xml_node child : node.children("relation"))
    control.relations.push_back({attribute(child, "type"), attribute(child, "schema"), attribute(child, "control"),
                                 document.location(child)});
  control.parameters = parameters(node);
  for (const pugi::xml_node child : node.children("parameter"))
    if (!child.attribute("default"))
      complain(child, fmt::format("parameter {} of a control needs a default", attribute(child, "name")),
               "profiles may set another value");
  if (const pugi::xml_node when = node.child("not-applicable-when")) {
    control.not_applicable_when = outcome_node(when.find_child([](pugi::xml_node c) {
      return c.type() == pugi::node_element;
    }), rules, control.parameters);
    control.not_applicable_reason = attribute(when, "reason");
  }
  const pugi::xml_node decision = node.child("decision");
  control.decision = outcome_node(decision.find_child([](pugi::xml_node c) {
    return c.type() == pugi::node_element;
  }), rules, control.parameters);
  control.decides = attribute(decision, "decides") != "no";
  if (law && control.decides && !any_leaf(control.decision, can_decide_law))
    complain(decision, fmt::format("control {} of a law claims to decide by indicators alone", control.id),
             "write decides=\"no\", or give a rule that the provision itself demands");
  return control;
}

Profile Reader::profile(pugi::xml_node node, const ComplianceSchema& schema) const {
  Profile profile;
  profile.id = attribute(node, "id");
  profile.title = attribute(node, "title");
  profile.schema = attribute(node, "schema");
  profile.base = attribute(node, "base");
  if (!profile.schema.empty() && profile.schema != schema.id)
    complain_about(node, "schema", fmt::format("this profile is for schema {}, not for {}", profile.schema, schema.id));
  for (const pugi::xml_node select : node.children("select")) {
    const std::string control = attribute(select, "control"), group = attribute(select, "group");
    if (control.empty() == group.empty())
      complain(select, "select names either a control or a group");
    if (!control.empty() && schema.find_control(control) == nullptr)
      complain_about(select, "control", fmt::format("schema {} has no control {}", schema.id, control));
    else if (!control.empty())
      profile.controls.push_back(control);
    if (group.empty())
      continue;
    const auto found = std::find_if(schema.groups.begin(), schema.groups.end(),
                                    [&](const Group& one) { return one.id == group; });
    if (found == schema.groups.end()) {
      complain_about(select, "group", fmt::format("schema {} has no group {}", schema.id, group));
      continue;
    }
    for (const Control& one : found->controls)
      profile.controls.push_back(one.id);
  }
  profile.selects = !node.child("select").empty();
  std::set<std::string> set_aside;
  for (const pugi::xml_node aside : node.children("set-aside")) {
    const std::string control = attribute(aside, "control");
    if (schema.find_control(control) == nullptr)
      complain_about(aside, "control", fmt::format("schema {} has no control {}", schema.id, control));
    profile.set_aside[control] = folded(attribute(aside, "reason"));
    set_aside.insert(control);
  }
  // Each once, and none that is set aside.
  std::erase_if(profile.controls, [&](const std::string& control) { return !set_aside.insert(control).second; });
  if (profile.controls.empty() && (profile.selects || profile.base.empty()))
    complain(node, "the profile selects nothing", "add <select control=\"…\"/>, or name a base whose selection holds");
  for (const pugi::xml_node set : node.children("set")) {
    const std::string id = attribute(set, "control"), name = attribute(set, "parameter"),
                      value = attribute(set, "value");
    const Control* control = schema.find_control(id);
    const Parameter* parameter = control == nullptr ? nullptr : find(control->parameters, name);
    if (control == nullptr)
      complain_about(set, "control", fmt::format("schema {} has no control {}", schema.id, id));
    else if (parameter == nullptr)
      complain_about(set, "parameter", fmt::format("control {} has no parameter {}", id, name));
    else if (std::string problem = check_parameter(parameter->type, value); !problem.empty())
      complain_about(set, "value", std::move(problem));
    else if (!profile.set[id].emplace(name, value).second)
      complain_about(set, "parameter", fmt::format("parameter {} of {} is set twice", name, id));
  }
  return profile;
}

} // namespace assay::schema
