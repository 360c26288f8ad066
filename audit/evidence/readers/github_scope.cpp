// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/github_scope.hpp"

#include "audit/base/text.hpp"

#include <algorithm>

namespace assay::evidence {

namespace {

constexpr std::size_t value_limit = 256;
constexpr int nesting_limit = 3; // of an expression within a value of the matrix, and of values within values

// "env.title.x" as "env.title".
std::string_view first_two(std::string_view path) {
  const std::size_t dot = path.find('.');
  return dot == std::string_view::npos ? path : path.substr(0, path.find('.', dot + 1));
}

bool is_variable(std::string_view path) {
  return path.starts_with("env.") || path.starts_with("matrix.");
}

} // namespace

GithubScope::Variable GithubScope::judge(std::string_view value) const {
  Variable variable;
  for (const std::string_view expression : expressions_in(value))
    for (const ContextFlow& flow : flow_of_expression(expression).contexts) {
      variable.source = std::max(variable.source, source(flow));
      variable.head = variable.head || names_head(flow);
      variable.own = variable.own && names_own(flow);
    }
  return variable;
}

void GithubScope::add_env(const YamlNode& env) {
  for (const auto& [key, value] : env.members)
    variables_["env." + ascii_lower(text_.name(*key))] = judge(text_.read(*value));
}

void GithubScope::add_matrix(const YamlNode& matrix) {
  has_matrix_ = static_cast<bool>(matrix);
  if (!matrix.text().empty())
    add_value("*", matrix, 0);
  for (const auto& [key, value] : matrix.members) {
    const std::string name = ascii_lower(text_.name(*key));
    if (name == "include")
      add_included(*value);
    else if (name != "exclude") // which takes combinations away, and so is seldom the end of a value
      add_value(name, *value, 0);
  }
}

void GithubScope::add_included(const YamlNode& include) {
  if (!include.text().empty())
    add_value("*", include, 0);
  for (const YamlNode* combination : include.elements)
    for (const auto& [key, value] : combination->members)
      add_value(ascii_lower(text_.name(*key)), *value, 0);
}

void GithubScope::add_value(const std::string& key, const YamlNode& value, int depth) {
  text_.count(value, key.size() + 1);
  if (depth > nesting_limit)
    return void(open_keys_.insert(key));
  if (value.is_scalar()) {
    const std::string_view stated = text_.read(value);
    const Variable judged = judge(stated);
    Variable& known = variables_["matrix." + key.substr(0, key.find('.'))];
    known.source = std::max(known.source, judged.source);
    known.head = known.head || judged.head;
    known.own = known.own && judged.own;
    std::vector<std::string>& list = matrix_[key];
    if (key == "*" || list.size() >= value_limit)
      open_keys_.insert(key);
    else
      list.emplace_back(stated);
  }
  for (const YamlNode* element : value.elements)
    add_value(key, *element, depth + 1);
  for (const auto& [name, inner] : value.members)
    add_value(key + "." + ascii_lower(text_.name(*name)), *inner, depth + 1);
}

const GithubScope::Variable* GithubScope::find(std::string_view path) const {
  const std::string_view key = first_two(path);
  for (const GithubScope* scope = this; scope != nullptr; scope = scope->outer_) {
    if (const auto known = scope->variables_.find(key); known != scope->variables_.end())
      return &known->second;
    const auto any = scope->variables_.find("matrix.*");
    if (path.starts_with("matrix.") && any != scope->variables_.end())
      return &any->second;
  }
  return nullptr;
}

TextSource GithubScope::source(const ContextFlow& flow) const {
  if (!is_variable(flow.path))
    return source_of(flow);
  const Variable* variable = find(flow.path);
  return variable == nullptr ? TextSource::none : variable->source;
}

bool GithubScope::names_head(const ContextFlow& flow) const {
  if (!is_variable(flow.path))
    return names_pull_request_head(flow);
  const Variable* variable = find(flow.path);
  return variable != nullptr && variable->head;
}

bool GithubScope::names_own(const ContextFlow& flow) const {
  if (!is_variable(flow.path))
    return names_own_revision(flow);
  const Variable* variable = find(flow.path);
  return variable != nullptr && variable->own;
}

bool GithubScope::variable_names_head(std::string_view name) const {
  const Variable* variable = find("env." + ascii_lower(name));
  return variable != nullptr && variable->head;
}

GithubScope::Values GithubScope::matrix_values(std::string_view key, int depth) const {
  const GithubScope* scope = this;
  while (scope != nullptr && !scope->has_matrix_)
    scope = scope->outer_;
  if (scope == nullptr || scope->open_keys_.contains("*") || scope->open_keys_.contains(key))
    return std::nullopt;
  const auto known = scope->matrix_.find(key);
  if (known == scope->matrix_.end())
    return std::vector<std::string>{""};
  std::vector<std::string> all;
  for (const std::string& one : known->second) {
    const Values inner = values(one, depth + 1);
    if (!inner || all.size() + inner->size() > value_limit)
      return std::nullopt;
    all.insert(all.end(), inner->begin(), inner->end());
  }
  return all;
}

GithubScope::Values GithubScope::values(std::string_view text, int depth) const {
  const std::size_t start = text.find("${{");
  if (start == std::string_view::npos)
    return std::vector<std::string>{std::string(text)};
  const std::size_t end = expression_end(text, start);
  if (depth > nesting_limit || text.find("${{", end) != std::string_view::npos)
    return std::nullopt;
  const ExpressionFlow flow = flow_of_expression(expressions_in(text.substr(start, end - start)).front());
  if (flow.computed)
    return std::nullopt;
  std::vector<std::string> all = flow.literals;
  for (const ContextFlow& one : flow.contexts) {
    const Values inner =
        one.path.starts_with("matrix.") ? matrix_values(std::string_view(one.path).substr(7), depth) : std::nullopt;
    if (!inner || all.size() + inner->size() > value_limit)
      return std::nullopt;
    all.insert(all.end(), inner->begin(), inner->end());
  }
  for (std::string& one : all)
    one = std::string(text.substr(0, start)) + one + std::string(text.substr(end));
  return all;
}

} // namespace assay::evidence
