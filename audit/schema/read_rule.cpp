// SPDX-License-Identifier: Apache-2.0
//
// Reading a rule: its population, parameters and expressions.
#include "audit/schema/reader.hpp"

#include <fmt/format.h>


namespace assay::schema {

void Reader::complain(pugi::xml_node node, std::string message, std::string hint) const {
  diagnostics.add(document.location(node), std::move(message), std::move(hint));
}

void Reader::complain_about(pugi::xml_node node, const char* attribute, std::string message, std::string hint) const {
  diagnostics.add(document.location(node, node.attribute(attribute)), std::move(message), std::move(hint));
}

std::string Reader::text(pugi::xml_node node, const char* child) const {
  return folded(text_of(node.child(child)));
}

std::vector<Parameter> Reader::parameters(pugi::xml_node node) const {
  std::vector<Parameter> out;
  for (const pugi::xml_node child : node.children("parameter")) {
    Parameter parameter{attribute(child, "name"), ParameterType::string, std::nullopt, folded(text_of(child))};
    const std::string type = attribute(child, "type");
    for (const ParameterType known : {ParameterType::string, ParameterType::integer, ParameterType::time,
                                      ParameterType::yes_no, ParameterType::rate})
      if (to_string(known) == type)
        parameter.type = known;
    if (child.attribute("default")) {
      parameter.default_value = attribute(child, "default");
      if (std::string problem = check_parameter(parameter.type, *parameter.default_value); !problem.empty())
        complain_about(child, "default", std::move(problem));
    }
    for (const Parameter& before : out)
      if (before.name == parameter.name)
        complain_about(child, "name", fmt::format("parameter {} is declared twice", parameter.name));
    if (standard_parameters().count(parameter.name) != 0)
      complain_about(child, "name", fmt::format("${} is always there and cannot be declared", parameter.name));
    out.push_back(std::move(parameter));
  }
  return out;
}

std::optional<Expression> Reader::expression(pugi::xml_node rule, const char* child,
                                             const evidence::Population& population,
                                             const ParameterTypes& parameters) const {
  const pugi::xml_node node = rule.child(child);
  if (!node)
    return std::nullopt;
  if (node.first_child() != node.last_child()) {
    complain(node, "an expression may not be interrupted by a comment or a CDATA section",
             "put the comment before the rule");
    return std::nullopt;
  }
  std::vector<ExpressionProblem> problems;
  Expression expression(node.text().get(), population, parameters, ExpressionUse::condition, problems);
  for (ExpressionProblem& problem : problems)
    diagnostics.add(document.location_in_text(node, problem.offset), std::move(problem.message),
                    std::move(problem.hint));
  return expression;
}

std::string Reader::literal_or_parameter(pugi::xml_node rule, const char* child, ParameterType type,
                                         const ParameterTypes& parameters, std::string otherwise) const {
  const pugi::xml_node node = rule.child(child);
  if (!node)
    return otherwise;
  std::string value = folded(text_of(node));
  if (value.substr(0, 1) == "$") {
    const auto declared = parameters.find(value.substr(1));
    if (declared == parameters.end() || standard_parameters().count(value.substr(1)) != 0)
      complain(node, fmt::format("parameter {} is not declared by this rule", value));
    else if (declared->second != type)
      complain(node, fmt::format("parameter {} is of type {}; {} takes {}", value, to_string(declared->second), child,
                                 to_string(type)));
    return value;
  }
  std::string problem = check_parameter(type, value);
  if (problem.empty() && type == ParameterType::integer && value[0] == '-')
    problem = fmt::format("{} cannot be negative", child);
  if (!problem.empty())
    complain(node, std::move(problem));
  return value;
}

void Reader::exception_sentence(pugi::xml_node node, Rule& rule, const ParameterTypes& parameters) const {
  for (const pugi::xml_node part : node.children()) {
    if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata) {
      rule.exception.emplace_back(std::string(part.value()));
    } else if (part.type() == pugi::node_element) {
      std::vector<ExpressionProblem> problems;
      Expression value(part.attribute("select").value(), *rule.population, parameters, ExpressionUse::sentence,
                       problems);
      for (ExpressionProblem& problem : problems)
        diagnostics.add(document.location_in_value(part, part.attribute("select"), problem.offset),
                        std::move(problem.message), std::move(problem.hint));
      rule.exception.emplace_back(std::move(value));
    }
  }
}

std::shared_ptr<const Rule> Reader::rule(pugi::xml_node node) const {
  auto rule = std::make_shared<Rule>();
  rule->id = attribute(node, "id");
  rule->full_id = owner.empty() ? rule->id : owner + "." + rule->id;
  rule->title = attribute(node, "title");
  const std::string population = attribute(node, "population");
  rule->population = evidence::find_population(population);
  if (rule->population == nullptr) {
    std::vector<std::string> names;
    for (const evidence::Population* known : evidence::populations())
      names.push_back(known->name);
    const std::string near = nearest_name(population, names);
    complain_about(node, "population", fmt::format("there is no population {}", population),
             near.empty() ? fmt::format("there are: {}", fmt::join(names, ", ")) : fmt::format("did you mean {}?", near));
    return nullptr;
  }
  rule->scope = &rule->population->scopes.front();
  if (const std::string scope = attribute(node, "scope"); !scope.empty()) {
    rule->scope = rule->population->find_scope(scope);
    if (rule->scope == nullptr) {
      std::vector<std::string> names;
      for (const evidence::Scope& known : rule->population->scopes)
        names.push_back(known.name);
      complain_about(node, "scope", fmt::format("population {} has no scope {}", population, scope),
               fmt::format("there are: {}", fmt::join(names, ", ")));
      return nullptr;
    }
  }
  rule->parameters = parameters(node);
  ParameterTypes types = standard_parameters();
  for (const Parameter& parameter : rule->parameters)
    types[parameter.name] = parameter.type;
  if (!rule->scope->where.empty()) {
    std::vector<ExpressionProblem> none;
    rule->scope_where.emplace(rule->scope->where, *rule->population, types, ExpressionUse::condition, none);
  }
  rule->where = expression(node, "where", *rule->population, types);
  rule->assertion = expression(node, "assert", *rule->population, types);
  rule->tolerable_deviation = literal_or_parameter(node, "tolerable-deviation", ParameterType::rate, types, "0");
  rule->minimum = literal_or_parameter(node, "minimum", ParameterType::integer, types, "1");
  const std::string if_fewer = text(node, "if-fewer");
  rule->if_fewer = if_fewer == "contradicted" ? IfFewer::contradicted
                   : if_fewer == "supported"  ? IfFewer::supported
                                              : IfFewer::silent;
  if (rule->if_fewer == IfFewer::supported && !rule->population->exception_only)
    complain(node.child("if-fewer"),
             fmt::format("population {} may be empty for want of evidence, so emptiness supports nothing", population),
             "use silent, or contradicted where absence itself decides");
  const Parameter* minimum = rule->minimum[0] == '$' ? rule->find_parameter(rule->minimum.substr(1)) : nullptr;
  const std::string least = minimum == nullptr ? rule->minimum : minimum->default_value.value_or("1");
  if (least.find_first_not_of("0") == least.npos && !rule->population->exception_only)
    complain(node.child("minimum"), "a minimum of 0 would let an empty population support the rule",
             "use at least 1");
  exception_sentence(node.child("exception"), *rule, types);
  if (!rule->assertion)
    return nullptr; // its problem was told
  std::set<std::string> used = rule->assertion->parameters();
  const auto add = [&used](const std::set<std::string>& more) { used.insert(more.begin(), more.end()); };
  if (rule->where)
    add(rule->where->parameters());
  for (const auto& part : rule->exception)
    if (const auto* value = std::get_if<Expression>(&part))
      add(value->parameters());
  for (const pugi::xml_node child : node.children("parameter")) {
    const std::string name = attribute(child, "name");
    if (used.count(name) == 0 && rule->tolerable_deviation != "$" + name && rule->minimum != "$" + name)
      complain_about(child, "name", fmt::format("parameter {} is never used", name));
  }
  return rule;
}

} // namespace assay::schema
