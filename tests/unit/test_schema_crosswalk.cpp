// SPDX-License-Identifier: Apache-2.0
#include "audit/schema/crosswalk.hpp"

#include <doctest/doctest.h>

using namespace assay;
using namespace assay::schema;

namespace {

ComplianceSchema schema_of(const std::string& id, std::vector<Control> controls) {
  ComplianceSchema schema;
  schema.id = id;
  schema.groups.push_back({"g", "G", std::move(controls)});
  return schema;
}

Control control(const std::string& id, std::vector<Relation> relations = {}) {
  Control control;
  control.id = control.title = id;
  control.relations = std::move(relations);
  return control;
}

Relation relation(const std::string& type, const std::string& schema, const std::string& to, std::size_t line = 7) {
  return {type, schema, to, {schema + ".xml", line, 1, {}, 0}};
}

// "a1 superset b1; …| only a | only b", with the problems behind it.
std::string told(const ComplianceSchema& a, const ComplianceSchema& b) {
  Diagnostics diagnostics;
  const Crosswalk found = crosswalk(a, b, diagnostics);
  std::string text;
  for (const Crosswalk::Pair& pair : found.pairs)
    text += pair.a->id + " " + std::string(to_string(pair.relation)) + " " + pair.b->id + ";";
  text += "|";
  for (const Control* one : found.only_a)
    text += one->id + ";";
  text += "|";
  for (const Control* one : found.only_b)
    text += one->id + ";";
  for (const Problem& problem : diagnostics.sorted())
    text += "\n" + problem.location.to_string() + " " + problem.message;
  return text;
}

} // namespace

TEST_CASE("a declaration says what the other control is, and the other direction follows") {
  const auto a = schema_of("a", {control("a1", {relation("subset", "b", "b1"), relation("equal", "c", "x")}),
                                 control("a2", {relation("intersects", "b", "b2")}), control("a3")});
  const auto b = schema_of("b", {control("b1"), control("b2"), control("b3", {relation("superset", "a", "a1")}),
                                 control("b4")});
  CHECK(told(a, b) == "a1 superset b1;a1 superset b3;a2 intersects b2;|a3;|b4;");
  CHECK(told(b, a) == "b1 subset a1;b2 intersects a2;b3 subset a1;|b4;|a3;");
}

TEST_CASE("an end that leads nowhere is told with its place") {
  const auto a = schema_of("a", {control("a1", {relation("equal", "b", "b9")})});
  const auto b = schema_of("b", {control("b1")});
  CHECK(told(a, b) == "|a1;|b1;\nb.xml:7:1 control a1 relates to b9 of b, which has no such control");
}

TEST_CASE("what both schemas declare must agree") {
  const auto a = schema_of("a", {control("a1", {relation("subset", "b", "b1")})});
  const auto agreeing = schema_of("b", {control("b1", {relation("superset", "a", "a1", 9)})});
  CHECK(told(a, agreeing) == "a1 superset b1;||");
  const auto other = schema_of("b", {control("b1", {relation("subset", "a", "a1", 9)})});
  CHECK(told(a, other) == "a1 superset b1;||\na.xml:9:1 this contradicts the relation declared at b.xml:7:1");
}
