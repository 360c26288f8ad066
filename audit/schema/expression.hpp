// SPDX-License-Identifier: Apache-2.0
//
// The expressions of rules: a documented subset of XPath 1.0 (W3C Recommendation of 16 November 1999), parsed
// and type-checked here against a population's declared fields, evaluated by pugixml. What is refused is refused
// because it would silently match nothing, match everything, or look beyond the item.
#pragma once

#include "audit/evidence/population.hpp"
#include "audit/schema/condition.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace assay::schema {

// Types of parameters. A rate is a share such as "5%" and serves as tolerable deviation only.
enum class ParameterType { string, integer, time, yes_no, rate };

std::string_view to_string(ParameterType type);

// The value of a parameter in the text a schema or profile writes it in, already checked against the type. A
// parameter without a value (no previous release was named) makes what reads it silent.
struct ParameterValue {
  ParameterType type = ParameterType::string;
  std::string text;
  bool operator==(const ParameterValue&) const = default;
};

using ParameterTypes = std::map<std::string, ParameterType>;
using ParameterValues = std::map<std::string, ParameterValue>;

// What is wrong with `text` as a value of `type`, or empty.
std::string check_parameter(ParameterType type, std::string_view text);

// A time as an expression sees it: RFC 3339 text becomes seconds.
double number_of(const ParameterValue& value);

struct ExpressionProblem {
  std::size_t offset; // bytes into the expression
  std::string message;
  std::string hint;
};

enum class ExpressionUse {
  condition, // must be a truth value: where, assert
  sentence,  // must be text or a number, and no personal field: value-of in an exception's sentence
};

constexpr std::size_t expression_length_limit = 4096;
constexpr std::size_t expression_depth_limit = 32;

class Expression {
public:
  // Parses and checks; if problems were found, the expression must not be evaluated.
  Expression(std::string text, const evidence::Population& population, const ParameterTypes& parameters,
             ExpressionUse use, std::vector<ExpressionProblem>& problems);

  const std::string& text() const { return text_; }
  // The fields it reads, with the elements that hold them.
  const evidence::FieldSet& fields() const { return fields_; }
  const std::set<std::string>& parameters() const { return parameters_; }
  // What it says, if it is a condition.
  const Condition& condition() const { return condition_; }

private:
  friend class ExpressionParser;
  std::string text_;
  evidence::FieldSet fields_;
  std::set<std::string> parameters_;
  Condition condition_;
};

// Whether pugixml, which has limits of its own, can evaluate it.
bool compiles(const Expression& expression, const ParameterTypes& parameters);

// An expression with its parameters bound, compiled once and run on every item.
class Query {
public:
  Query(const Expression& expression, const ParameterValues& values);
  ~Query();
  Query(Query&&) noexcept;

  bool test(const evidence::Item& item) const;
  std::string text(const evidence::Item& item) const;

private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

} // namespace assay::schema
