// SPDX-License-Identifier: Apache-2.0
//
// What the parts of an expression yield, and whether that can be used where they stand.
#pragma once

#include "audit/schema/expression.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::schema {

// What a part of an expression yields. Fields keep their declaration, for the checks of comparisons.
struct Typed {
  enum Kind { invalid, truth, number, text, attribute, element } kind = invalid;
  std::size_t offset = 0;
  const evidence::Field* field = nullptr;
  std::optional<std::string> literal = std::nullopt;
  bool filtered = false; // an element with a predicate
  Operand operand = {};     // of what can be compared
  Condition condition = {}; // of what can be a condition
};

struct ExpressionFunction {
  std::string_view name;
  std::string_view arguments; // a letter each: b condition, e element or attribute, t text, n number, a text or number
  Typed::Kind result;
};

inline constexpr std::array<ExpressionFunction, 9> expression_functions = {{
    {"not", "b", Typed::truth},
    {"count", "e", Typed::number},
    {"contains", "tt", Typed::truth},
    {"starts-with", "tt", Typed::truth},
    {"string-length", "t", Typed::number},
    {"normalize-space", "t", Typed::text},
    {"translate", "ttt", Typed::text},
    {"number", "a", Typed::number},
    {"sum", "e", Typed::number},
}};

// Each adds what is wrong to the problems, and says nothing of a part that was wrong already.
class ExpressionTypes {
public:
  ExpressionTypes(const evidence::Population& population, std::vector<ExpressionProblem>& problems)
      : population_(population), problems_(problems) {}

  void require_condition(const Typed& part);
  void require_number(const Typed& part);
  // `fields` are those that the whole expression reads.
  void require_printable(const Typed& part, const evidence::FieldSet& fields);
  // `at` is the place of the operator; other ones than equality ask for an order.
  void check_comparison(const Typed& left, const Typed& right, std::size_t at, bool equality);
  // `wanted` is the letter of the argument.
  void check_argument(const ExpressionFunction& function, char wanted, const Typed& part);

private:
  void check_literal(const Typed& field, const Typed& literal);
  void note(std::size_t offset, std::string message, std::string hint = {}) {
    problems_.push_back({offset, std::move(message), std::move(hint)});
  }

  const evidence::Population& population_;
  std::vector<ExpressionProblem>& problems_;
};

} // namespace assay::schema
