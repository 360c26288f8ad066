// SPDX-License-Identifier: Apache-2.0
//
// Items of a test's own making, run through the real evaluation without a repository, and the rules that are shipped.
#pragma once

#include "audit/audit.hpp"
#include "audit/builtin.hpp"
#include "audit/evaluation/outcome.hpp"
#include "audit/schema/load.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace evaluation_tests {

using namespace assay;
using evaluation::Evaluation;
using evaluation::Finding;
using evidence::Examination;
using evidence::FieldSet;
using evidence::FieldType;

using Value = std::variant<std::string, std::int64_t>; // text is raw bytes
using Values = std::map<std::size_t, Value>;           // by field

struct Child {
  std::size_t element;
  Values values;
  bool operator==(const Child&) const = default;
};

struct Made {
  std::string id = "1";
  Values values = {};
  std::vector<Child> children = {};
  std::set<std::size_t> unknown = {};
  bool operator==(const Made&) const = default;
};

constexpr const char* reason_given = "nobody knows";

inline void set(evidence::Item& item, const Values& values) {
  for (const auto& [field, value] : values) {
    if (const auto* number = std::get_if<std::int64_t>(&value))
      item.set_number(field, *number);
    else
      item.set_text(field, std::get<std::string>(value));
  }
}

inline void fill(evidence::Item& item, const Made& made) {
  item.begin(made.id);
  set(item, made.values);
  for (const Child& child : made.children) {
    item.begin_child(child.element);
    set(item, child.values);
  }
  for (const std::size_t field : made.unknown)
    item.set_unknown(field, reason_given);
}

constexpr const char* as_of = "2026-11-27T12:00:00Z";

inline const schema::ParameterValues& standard() {
  static const schema::ParameterValues values = {
      {"as-of", {schema::ParameterType::time, as_of}},
      {"release-time", {schema::ParameterType::time, "2026-11-20T12:00:00Z"}},
      {"previous-release-time", {schema::ParameterType::time, "2026-08-20T12:00:00Z"}}};
  return values;
}

inline const Examination whole = {true, 7, ""};

// Passes the items to all findings of the population that were asked for.
inline void run(Evaluation& evaluation, const evidence::Population& population, const std::vector<Made>& items,
                const Examination& examination = whole) {
  evaluation.run(population, [&](FieldSet wanted, const evidence::ItemSink& sink) {
    evidence::Item item("item", population.fields, wanted);
    for (const Made& made : items) {
      fill(item, made);
      sink(item);
    }
    return examination;
  });
}

// One finding alone.
struct Alone {
  Alone(const std::shared_ptr<const schema::Rule>& rule, const schema::ParameterValues& values,
        const std::vector<Made>& items, const Examination& examination = whole)
      : evaluation(standard()), finding(evaluation.require(rule, values)) {
    run(evaluation, *rule->population, items, examination);
  }
  Evaluation evaluation;
  const Finding& finding;
};

inline schema::Loader loader_with_library(const SourceFile& xsd) {
  schema::Loader loader(xsd.bytes);
  Diagnostics diagnostics;
  for (const SourceFile& file : builtin_rules())
    loader.add_rules(file, diagnostics);
  REQUIRE(diagnostics.empty());
  return loader;
}

// Every rule of the library and of the built-in schemas, with its own defaults where it has all of them, and with the
// values that controls and profiles give it. Not run.
inline const Evaluation& shipped() {
  static const SourceFile xsd = builtin("schemas/compliance-schema.xsd");
  static const schema::Loader loader = loader_with_library(xsd);
  static std::vector<schema::ComplianceSchema> schemas;
  static Evaluation evaluation(standard());
  if (!evaluation.findings().empty())
    return evaluation;
  Diagnostics diagnostics;
  for (const SourceFile& file : builtin_schemas())
    schemas.push_back(loader.load_schema(file, diagnostics));
  REQUIRE(diagnostics.empty());
  std::vector<std::shared_ptr<const schema::Rule>> rules;
  for (const auto& [id, rule] : loader.rules())
    rules.push_back(rule);
  for (const schema::ComplianceSchema& schema : schemas) {
    rules.insert(rules.end(), schema.own_rules.begin(), schema.own_rules.end());
    require_findings(evaluation, {schema, nullptr});
    for (const schema::Profile& profile : schema.profiles)
      require_findings(evaluation, {schema, &profile});
  }
  for (const auto& rule : rules) {
    schema::ParameterValues values;
    for (const schema::Parameter& parameter : rule->parameters)
      if (parameter.default_value)
        values[parameter.name] = {parameter.type, *parameter.default_value};
    if (values.size() == rule->parameters.size())
      evaluation.require(rule, values);
  }
  return evaluation;
}

} // namespace evaluation_tests
