// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/contradiction.hpp"

#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace assay::schema {

using evidence::FieldType;

namespace {

// A condition that is no combination of others, and whether it has to hold.
struct Fact {
  const Condition* condition;
  bool holds;
};
using Facts = std::vector<Fact>;

// A value that is known before any item is seen.
struct Constant {
  std::string text;
  std::optional<double> number;
};

// What one term is compared with, so that the comparison holds.
struct Bound {
  std::string operation;
  Constant constant;
  Fact fact;
};

// Beyond so many ways to meet a condition nothing is said.
constexpr std::size_t most_ways = 1000;

// The ways to meet both of a way of each.
std::vector<Facts> crossed(const std::vector<Facts>& left, const std::vector<Facts>& right) {
  std::vector<Facts> ways;
  for (const Facts& one : left)
    for (const Facts& other : right) {
      ways.push_back(one);
      ways.back().insert(ways.back().end(), other.begin(), other.end());
    }
  return ways;
}

// Every way in which the condition holds, or does not. Nothing when there are too many.
std::optional<std::vector<Facts>> ways_of(const Condition& condition, bool holds) {
  if (condition.kind == Condition::Kind::negation)
    return ways_of(condition.parts.front(), !holds);
  if (condition.kind != Condition::Kind::all && condition.kind != Condition::Kind::any)
    return std::vector<Facts>{{{&condition, holds}}};
  const bool together = (condition.kind == Condition::Kind::all) == holds;
  std::vector<Facts> ways(together ? 1 : 0);
  for (const Condition& part : condition.parts) {
    const auto more = ways_of(part, holds);
    if (!more || (together ? ways.size() * more->size() : ways.size() + more->size()) > most_ways)
      return std::nullopt;
    if (together)
      ways = crossed(ways, *more);
    else
      ways.insert(ways.end(), more->begin(), more->end());
  }
  return ways;
}

std::string written(const Fact& fact) {
  return fact.holds ? fact.condition->text : fmt::format("not({})", fact.condition->text);
}

std::string never_together(const Facts& facts) {
  std::vector<std::string> all;
  for (const Fact& fact : facts)
    if (const std::string one = written(fact); std::find(all.begin(), all.end(), one) == all.end())
      all.push_back(one);
  if (all.size() == 1)
    return fmt::format("{} never holds", all.front());
  return fmt::format("{} never holds together with {}", all.front(), fmt::join(all.begin() + 1, all.end(), " and "));
}

std::string never_together(const std::vector<Bound>& bounds) {
  Facts facts;
  for (const Bound& bound : bounds)
    facts.push_back(bound.fact);
  return never_together(facts);
}

std::string opposite(const std::string& operation) {
  return operation == "=" ? "!=" : operation == "!=" ? "=" : operation == "<" ? ">=" : operation == "<=" ? ">"
         : operation == ">" ? "<=" : "<";
}

// The same comparison with its sides changed.
std::string turned(const std::string& operation) {
  std::string other = operation;
  if (other.front() == '<' || other.front() == '>')
    other.front() = other.front() == '<' ? '>' : '<';
  return other;
}

template <class T> bool compared(const T& left, const std::string& operation, const T& right) {
  return operation == "="    ? left == right
         : operation == "!=" ? left != right
         : operation == "<"  ? left < right
         : operation == "<=" ? left <= right
         : operation == ">"  ? left > right
                             : left >= right;
}

std::vector<std::string> declared_values(const Operand& term) {
  if (term.field != nullptr && term.field->type == FieldType::yes_no)
    return {"yes", "no"};
  return term.field != nullptr ? term.field->values : std::vector<std::string>();
}

// What text the term would have to be.
std::optional<std::string> why_no_text(const Operand& term, const std::vector<Bound>& bounds) {
  const auto fits = [&](const std::string& value) {
    return std::all_of(bounds.begin(), bounds.end(),
                       [&](const Bound& bound) { return compared(value, bound.operation, bound.constant.text); });
  };
  const std::vector<std::string> values = declared_values(term);
  for (const Bound& bound : bounds) {
    const std::string& wanted = bound.constant.text;
    if (bound.operation != "=")
      continue;
    if (!values.empty() && std::find(values.begin(), values.end(), wanted) == values.end())
      return fmt::format("{} is never '{}'; its values are: {}", term.field->path, wanted, fmt::join(values, ", "));
    if (term.field->lower_case && ascii_lower(wanted) != wanted)
      return fmt::format("{} is in lower case and never '{}'", term.field->path, wanted);
    return fits(wanted) ? std::nullopt : std::optional(never_together(bounds));
  }
  return values.empty() || std::any_of(values.begin(), values.end(), fits) ? std::nullopt
                                                                           : std::optional(never_together(bounds));
}

// What whole number it would have to be.
std::optional<std::string> why_no_number(const Operand& term, const std::vector<Bound>& bounds) {
  double least = term.kind == Operand::Kind::measure ? 0 : -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
  for (const Bound& bound : bounds) {
    const double number = *bound.constant.number;
    if (bound.operation == "=" || bound.operation.front() == '>')
      least = std::max(least, bound.operation == ">" ? std::floor(number) + 1 : std::ceil(number));
    if (bound.operation == "=" || bound.operation.front() == '<')
      most = std::min(most, bound.operation == "<" ? std::ceil(number) - 1 : std::floor(number));
  }
  if (least < most)
    return std::nullopt;
  const bool only_one_is_excluded = least == most && std::any_of(bounds.begin(), bounds.end(), [&](const Bound& bound) {
    return bound.operation == "!=" && *bound.constant.number == least;
  });
  return least > most || only_one_is_excluded ? std::optional(never_together(bounds)) : std::nullopt;
}

class Way {
public:
  explicit Way(const ParameterValues& values) : values_(values) {}

  // Why the facts cannot be together.
  std::optional<std::string> why_not(const Facts& facts) {
    for (const Fact& fact : facts) {
      for (const Fact& other : facts)
        if (fact.holds && !other.holds && fact.condition->text == other.condition->text)
          return never_together(Facts{fact, other});
      if (fact.condition->kind == Condition::Kind::comparison)
        if (auto why = compare(fact))
          return why;
      if (fact.condition->kind == Condition::Kind::element && fact.holds)
        if (auto why = why_no_child(*fact.condition))
          return why;
    }
    for (const Term& term : terms_)
      if (auto why = why_no_value(term))
        return why;
    return std::nullopt;
  }

private:
  struct Term {
    const Operand* operand;
    std::vector<Bound> bounds;
  };

  std::optional<std::string> why_no_child(const Condition& element) const;

  std::optional<Constant> constant(const Operand& operand) const {
    if (operand.kind == Operand::Kind::literal)
      return Constant{operand.text, operand.number};
    if (operand.kind != Operand::Kind::parameter || values_.count(operand.text) == 0)
      return std::nullopt;
    const ParameterValue& value = values_.at(operand.text);
    if (value.type == ParameterType::integer || value.type == ParameterType::time)
      return Constant{value.text, number_of(value)};
    return Constant{value.text, std::nullopt};
  }

  std::optional<std::string> compare(const Fact& fact) {
    const Condition& said = *fact.condition;
    const auto left = constant(said.left), right = constant(said.right);
    if (left && right) {
      const bool holds = left->number && right->number ? compared(*left->number, said.operation, *right->number)
                                                       : compared(left->text, said.operation, right->text);
      return holds == fact.holds ? std::nullopt : std::optional(never_together(Facts{fact}));
    }
    if (!left && !right)
      return std::nullopt;
    const Operand& operand = left ? said.right : said.left;
    std::string operation = left ? turned(said.operation) : said.operation;
    if (operand.kind == Operand::Kind::fields) // each fact may be about another child
      return fact.holds ? why_no_value({&operand, {{operation, left ? *left : *right, fact}}}) : std::nullopt;
    if (operand.kind != Operand::Kind::field && operand.kind != Operand::Kind::measure)
      return std::nullopt;
    auto term = std::find_if(terms_.begin(), terms_.end(),
                             [&](const Term& one) { return one.operand->kind == operand.kind && one.operand->text == operand.text; });
    if (term == terms_.end())
      term = terms_.insert(terms_.end(), Term{&operand, {}});
    if (!fact.holds)
      operation = opposite(operation);
    term->bounds.push_back({std::move(operation), left ? *left : *right, fact});
    return std::nullopt;
  }

  // A field that is absent meets no comparison, and so whatever is denied of it.
  static std::optional<std::string> why_no_value(const Term& term) {
    const auto is_met = [](const Bound& bound) { return bound.fact.holds; };
    if (term.operand->kind != Operand::Kind::measure && std::none_of(term.bounds.begin(), term.bounds.end(), is_met))
      return std::nullopt;
    const auto is_number = [](const Bound& bound) { return bound.constant.number.has_value(); };
    return std::all_of(term.bounds.begin(), term.bounds.end(), is_number) ? why_no_number(*term.operand, term.bounds)
                                                                          : why_no_text(*term.operand, term.bounds);
  }

  const ParameterValues& values_;
  std::vector<Term> terms_;
};

// `holds`: whether all of them do, or one of them does not.
std::optional<std::string> why_never(const Condition& condition, bool holds, const ParameterValues& values) {
  const auto ways = ways_of(condition, holds);
  if (!ways)
    return std::nullopt;
  std::optional<std::string> first;
  for (const Facts& facts : *ways) {
    auto why = Way(values).why_not(facts);
    if (!why)
      return std::nullopt;
    if (!first)
      first = std::move(why);
  }
  return first;
}

std::optional<std::string> Way::why_no_child(const Condition& element) const {
  return why_never(Condition{Condition::Kind::all, element.text, element.parts}, true, values_);
}

} // namespace

std::optional<std::string> why_never(const std::vector<const Expression*>& conditions, const ParameterValues& values) {
  Condition all{Condition::Kind::all};
  for (const Expression* one : conditions)
    all.parts.push_back(one->condition());
  return why_never(all, true, values);
}

bool holds_always(const Expression& condition, const ParameterValues& values) {
  return why_never(condition.condition(), false, values).has_value();
}

} // namespace assay::schema
