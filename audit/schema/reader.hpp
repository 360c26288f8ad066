// SPDX-License-Identifier: Apache-2.0
//
// What the loaders of rules, controls and profiles share: one file being read, its document and its problems.
#pragma once

#include "audit/base/text.hpp"
#include "audit/base/xml.hpp"
#include "audit/schema/model.hpp"

#include <string>
#include <vector>

namespace assay::schema {

struct Reader {
  const XmlDocument& document;
  Diagnostics& diagnostics;
  std::string owner = {}; // the schema whose own rules are read; empty for the library

  void complain(pugi::xml_node node, std::string message, std::string hint = {}) const;
  void complain_about(pugi::xml_node node, const char* attribute, std::string message, std::string hint = {}) const;

  std::string attribute(pugi::xml_node node, const char* name) const { return node.attribute(name).value(); }
  // The text of a child with runs of white space folded to one space; empty without the child.
  std::string text(pugi::xml_node node, const char* child) const;

  std::vector<Parameter> parameters(pugi::xml_node node) const;
  std::shared_ptr<const Rule> rule(pugi::xml_node node) const;
  // `law`: indicators alone may not decide.
  Control control(pugi::xml_node node, const RuleTable& rules, bool law) const;
  Profile profile(pugi::xml_node node, const ComplianceSchema& schema) const;

private:
  std::optional<Expression> expression(pugi::xml_node rule, const char* child, const evidence::Population& population,
                                       const ParameterTypes& parameters) const;
  std::string literal_or_parameter(pugi::xml_node rule, const char* child, ParameterType type,
                                   const ParameterTypes& parameters, std::string otherwise) const;
  void exception_sentence(pugi::xml_node node, Rule& rule, const ParameterTypes& parameters) const;
  Node outcome_node(pugi::xml_node node, const RuleTable& rules, const std::vector<Parameter>& parameters) const;
  void rule_use(pugi::xml_node node, Node& out, const RuleTable& rules,
                const std::vector<Parameter>& parameters) const;
};

} // namespace assay::schema
