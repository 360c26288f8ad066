// SPDX-License-Identifier: Apache-2.0
//
// Compliance schemas, rules and profiles as values, after they were loaded and checked.
#pragma once

#include "audit/base/error.hpp"
#include "audit/schema/expression.hpp"
#include "audit/schema/rate.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace assay::schema {

struct Parameter {
  std::string name;
  ParameterType type;
  std::optional<std::string> default_value;
  std::string meaning;
};

enum class IfFewer { silent, contradicted, supported };

// Tests one population. `tolerable_deviation` and `minimum` are literals or "$parameter".
struct Rule {
  std::string id;
  std::string full_id; // with the schema it belongs to before it, unless it is of the library
  std::string title;
  const evidence::Population* population;
  const evidence::Scope* scope;
  std::vector<Parameter> parameters;
  std::optional<Expression> scope_where;
  std::optional<Expression> where;
  std::optional<Expression> assertion;
  std::string tolerable_deviation = "0";
  std::string minimum = "1";
  IfFewer if_fewer = IfFewer::silent;
  std::vector<std::variant<std::string, Expression>> exception; // the sentence: text and values in turn

  const Parameter* find_parameter(const std::string& name) const;
  // Fields that decide about an item: scope, where and assert.
  evidence::FieldSet deciding_fields() const;
  // The same and those printed in exceptions.
  evidence::FieldSet all_fields() const;
};

using RuleTable = std::map<std::string, std::shared_ptr<const Rule>>;

enum class Basis { text, indicator };

// A node of an outcome tree.
struct Node {
  enum class Kind { all, any, at_least, negation, rule, attestation };
  Kind kind;
  std::size_t number = 0;     // of at_least
  std::vector<Node> children; // of all, any, at_least, negation
  std::shared_ptr<const Rule> rule;
  std::map<std::string, std::string> with; // rule's parameter to a literal or "$parameter" of the control
  Basis basis = Basis::text;
  std::string role;      // of attestation
  std::string statement; // of attestation
};

// The leaves of one kind below a node, itself included, in their order.
std::vector<const Node*> leaves(const Node& node, Node::Kind kind);

struct Link {
  std::string text;
  std::string href;
};

// Another framework's control, and what it is of the control that declares this: "equal" to it, a "subset" or a
// "superset" of it, or it "intersects" with it.
struct Relation {
  std::string type, schema, control;
  Location place;
};

struct Control {
  std::string id, title, statement, remedy;
  std::optional<Link> citation;
  std::string confidence; // of the citation
  std::string applies_from, applies_by;
  std::vector<Relation> relations;
  std::vector<Parameter> parameters;
  std::optional<Node> not_applicable_when;
  std::string not_applicable_reason;
  Node decision;
  bool decides = true;

  // The leaves of one kind, of the decision and then of what sets the control aside.
  std::vector<const Node*> leaves(Node::Kind kind) const;
};

struct Group {
  std::string id, title;
  std::vector<Control> controls;
};

// A named selection of a schema's controls, with other values for some of their parameters.
struct Profile {
  std::string id, title;
  std::string schema; // of a profile in a file of its own; empty for a schema's own
  std::vector<std::string> controls;                                       // selected ones
  std::map<std::string, std::map<std::string, std::string>> set;           // control, parameter, value
  std::map<std::string, std::string> set_aside; // control, reason
  std::string base; // id of the profile that this one changes; may be empty
  bool selects = true; // whether it names controls itself, and so not those of its base

  // The same over the profile it changes.
  Profile over(const Profile& base_profile) const;
};

struct ComplianceSchema {
  std::string id, title, version, publisher, jurisdiction, status;
  bool law = false;
  bool inventory = false; // of evidence: what is not found contradicts nothing
  std::optional<Link> source;
  std::vector<Profile> profiles;
  std::vector<std::shared_ptr<const Rule>> own_rules; // those of its file; the others are of the rule library
  std::vector<Group> groups;

  std::size_t control_count() const;
  const Profile* find_profile(const std::string& profile_id) const;
  const Control* find_control(const std::string& control_id) const;
};

// Parameters every expression may use besides those its rule declares.
const ParameterTypes& standard_parameters();

} // namespace assay::schema
