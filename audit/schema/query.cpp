// SPDX-License-Identifier: Apache-2.0
//
// Parameters as values, and the evaluation of checked expressions by pugixml.
#include "audit/schema/expression.hpp"

#include "audit/base/error.hpp"
#include "audit/base/time.hpp"
#include "audit/schema/rate.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <charconv>

namespace assay::schema {

std::string_view to_string(ParameterType type) {
  switch (type) {
  case ParameterType::string: return "string";
  case ParameterType::integer: return "integer";
  case ParameterType::time: return "time";
  case ParameterType::yes_no: return "yes-no";
  case ParameterType::rate: return "rate";
  }
  return {};
}

namespace {

std::optional<std::int64_t> integer_of(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  constexpr std::int64_t limit = std::int64_t{1} << 53;
  if (error != std::errc() || end != text.data() + text.size() || value > limit || value < -limit)
    return std::nullopt;
  return value;
}

pugi::xpath_value_type xpath_type(ParameterType type) {
  return type == ParameterType::integer || type == ParameterType::time ? pugi::xpath_type_number
                                                                       : pugi::xpath_type_string;
}

} // namespace

std::string check_parameter(ParameterType type, std::string_view text) {
  const auto complain = [&](bool valid, std::string_view wanted) {
    return valid ? std::string() : fmt::format("'{}' is no {}", text, wanted);
  };
  switch (type) {
  case ParameterType::string: return {};
  case ParameterType::integer: return complain(integer_of(text).has_value(), "integer of at most 2^53");
  case ParameterType::time: return complain(parse_rfc3339(text).has_value(), "RFC 3339 time");
  case ParameterType::yes_no: return complain(text == "yes" || text == "no", "yes or no");
  case ParameterType::rate: return complain(parse_rate(text).has_value(), "rate such as 0, 5% or 1/200");
  }
  return {};
}

double number_of(const ParameterValue& value) {
  return static_cast<double>(value.type == ParameterType::time ? *parse_rfc3339(value.text)
                                                               : *integer_of(value.text));
}

bool compiles(const Expression& expression, const ParameterTypes& parameters) {
  pugi::xpath_variable_set variables;
  for (const std::string& name : expression.parameters())
    variables.add(name.c_str(), xpath_type(parameters.at(name)));
  try {
    return static_cast<bool>(pugi::xpath_query(expression.text().c_str(), &variables));
  } catch (const pugi::xpath_exception&) {
    return false;
  }
}

struct Query::Compiled {
  pugi::xpath_variable_set variables;
  std::unique_ptr<pugi::xpath_query> query;
};

Query::Query(const Expression& expression, const ParameterValues& values) : compiled_(std::make_unique<Compiled>()) {
  for (const std::string& name : expression.parameters()) {
    const ParameterValue& value = values.at(name);
    pugi::xpath_variable* variable = compiled_->variables.add(name.c_str(), xpath_type(value.type));
    if (variable->type() == pugi::xpath_type_number)
      variable->set(number_of(value));
    else
      variable->set(value.text.c_str());
  }
  try {
    compiled_->query = std::make_unique<pugi::xpath_query>(expression.text().c_str(), &compiled_->variables);
  } catch (const pugi::xpath_exception& error) {
    throw Error::internal(fmt::format("expression '{}' passed its checks but was not compiled: {}",
                                      expression.text(), error.what()));
  }
}

Query::~Query() = default;
Query::Query(Query&&) noexcept = default;

bool Query::test(const evidence::Item& item) const {
  return compiled_->query->evaluate_boolean(item.node());
}

std::string Query::text(const evidence::Item& item) const {
  return compiled_->query->evaluate_string(item.node());
}

} // namespace assay::schema
