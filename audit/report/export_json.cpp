// SPDX-License-Identifier: Apache-2.0
//
// The whole report as JSON, for scripts: format 1, additive within. Keys are the names of report.xml in camel
// case and come in its order; what is absent there is absent here; lists have the plural. Text is as the
// report has it, so bytes that are no text stand as \xHH, with backslashes doubled. A finding's `exceptions`
// and `unknowns` are counts, and the items shown are in `shownExceptions` and `shownUnknowns`.
#include "audit/report/exports.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace assay::report {

namespace {

using Json = nlohmann::ordered_json;
using Names = std::initializer_list<const char*>;

constexpr std::array<std::string_view, 9> numbers = {
    "number",  "population-size", "exceptions", "exceptions-shown", "unknowns",
    "minimum", "examined",        "size",       "controls"};
constexpr std::array<std::string_view, 12> flags = {"self-made", "law",       "inventory", "shallow",
                                                    "partial",   "grafted",   "replaced",  "available",
                                                    "complete",  "built-in",  "supplied",  "counts"};

std::string camel_case(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i)
    out += name[i] == '-' ? static_cast<char>(name[++i] - 'a' + 'A') : name[i];
  return out;
}

template <std::size_t N> bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Json value_of(pugi::xml_attribute attribute) {
  if (is_one_of(numbers, attribute.name()))
    return attribute.as_ullong();
  if (is_one_of(flags, attribute.name()))
    return std::string_view(attribute.value()) == "yes";
  return attribute.value();
}

// The attributes of that name which are there, in this order.
void add_attributes(Json& out, pugi::xml_node node, Names names) {
  for (const char* name : names)
    if (const pugi::xml_attribute attribute = node.attribute(name))
      out[camel_case(name)] = value_of(attribute);
}

Json object(pugi::xml_node node, Names attributes) {
  Json out = Json::object();
  add_attributes(out, node, attributes);
  return out;
}

Json object_with_text(pugi::xml_node node, const char* key, Names attributes) {
  Json out = {{key, node.text().get()}};
  add_attributes(out, node, attributes);
  return out;
}

void add_text(Json& out, pugi::xml_node parent, const char* name) {
  if (const pugi::xml_node child = parent.child(name))
    out[name] = child.text().get();
}

Json texts(pugi::xml_node parent, const char* name) {
  Json out = Json::array();
  for (const pugi::xml_node child : parent.children(name))
    out.push_back(child.text().get());
  return out;
}

Json objects(pugi::xml_node parent, const char* name, Names attributes) {
  Json out = Json::array();
  for (const pugi::xml_node child : parent.children(name))
    out.push_back(object(child, attributes));
  return out;
}

template <class Convert> Json each(pugi::xml_node parent, const char* name, Convert convert) {
  Json out = Json::array();
  for (const pugi::xml_node child : parent.children(name))
    out.push_back(convert(child));
  return out;
}

Json summary(pugi::xml_node node) {
  Json out = object(node, {"controls", "sentence"});
  out["outcomes"] = Json::object();
  for (const pugi::xml_node count : node.children("count"))
    out["outcomes"][count.attribute("outcome").value()] = count.attribute("number").as_ullong();
  return out;
}

Json product(pugi::xml_node node) {
  Json out = object(node, {"name", "version", "manufacturer", "address", "contact", "authorised-representative",
                           "support-from", "support-until", "placed-on-market"});
  add_text(out, node, "description");
  out["substantialModifications"] = Json::array();
  for (const pugi::xml_node one : node.children("substantial-modification"))
    out["substantialModifications"].push_back(object_with_text(one, "text", {"on"}));
  out["repositories"] = objects(node, "repository", {"id", "revision", "tags", "path", "url"});
  out["releaseFiles"] = objects(node, "release-file", {"name", "sha256", "supplied"});
  return out;
}

Json subject(pugi::xml_node node) {
  Json out = object(node, {"id", "commit", "tree", "revision", "path", "release-time", "since", "since-found", "since-commit",
                           "previous-release-time"});
  const pugi::xml_node clone = node.child("clone");
  out["clone"] = object(clone, {"shallow", "partial", "grafted", "replaced"});
  out["clone"]["boundary"] = Json::array();
  for (const pugi::xml_node boundary : clone.children("boundary"))
    out["clone"]["boundary"].push_back(boundary.attribute("id").value());
  out["refs"] = objects(node, "ref", {"name", "id", "peeled"});
  return out;
}

// A node of a decision: what it is, its truth, and what it is made of.
Json tree(pugi::xml_node node) {
  Json out = {{"kind", node.name()}};
  add_attributes(out, node, {"truth", "number", "finding", "basis", "role", "reason"});
  const std::string_view kind = node.name();
  if (kind == "attestation")
    out["statement"] = node.text().get();
  else if (kind != "rule")
    for (const pugi::xml_node child : node.children())
      if (child.type() == pugi::node_element)
        out["nodes"].push_back(tree(child));
  return out;
}

Json tree_within(pugi::xml_node parent) {
  return tree(parent.find_child([](pugi::xml_node child) { return child.type() == pugi::node_element; }));
}

// What decides one subject; `subject` is empty where there is one alone.
void add_decision(Json& out, pugi::xml_node control, std::string_view subject) {
  for (const char* name : {"not-applicable-when", "decision"})
    for (const pugi::xml_node node : control.children(name))
      if (node.attribute("subject").value() == subject)
        out[camel_case(name)] = tree_within(node);
}

Json testimony(pugi::xml_node node) {
  Json out = object(node, {"subject", "kind", "document", "origin", "sha256", "person", "role", "requested-by", "given",
                           "expires", "signature", "counts", "refused"});
  for (const char* text : {"statement", "remark"})
    add_text(out, node, text);
  out["items"] = objects(node, "item", {"id"});
  out["covers"] = objects(node, "covers", {"commit", "path", "sha256"});
  out["milestones"] = Json::array();
  for (const pugi::xml_node milestone : node.children("milestone"))
    out["milestones"].push_back(object_with_text(milestone, "text", {"due", "done"}));
  return out;
}

Json control(pugi::xml_node node) {
  Json out = object(node, {"id", "title", "outcome", "then", "applies-from", "applies-by"});
  add_text(out, node, "statement");
  if (const pugi::xml_node citation = node.child("citation"))
    out["citation"] = object_with_text(citation, "text", {"href", "confidence"});
  add_text(out, node, "reason");
  out["parameters"] = objects(node, "parameter", {"name", "value", "default"});
  out["relations"] = objects(node, "relation", {"type", "schema", "control"});
  if (!node.child("subject-outcome"))
    add_decision(out, node, "");
  for (const pugi::xml_node one : node.children("subject-outcome")) {
    Json subject = object_with_text(one, "reason", {"subject", "outcome"});
    add_decision(subject, node, one.attribute("subject").value());
    out["subjectOutcomes"].push_back(std::move(subject));
  }
  out["findings"] = Json::array();
  for (const pugi::xml_node use : node.children("uses"))
    out["findings"].push_back(use.attribute("finding").value());
  out["testimony"] = each(node, "testimony", testimony);
  add_text(out, node, "remedy");
  return out;
}

Json group(pugi::xml_node node) {
  Json out = object(node, {"id", "title"});
  for (const pugi::xml_node child : node.children("control"))
    out["controls"].push_back(control(child));
  return out;
}

Json schema(pugi::xml_node node) {
  Json out = object(node, {"id", "title", "version", "publisher", "jurisdiction", "law", "inventory", "status",
                           "profile", "profile-title"});
  if (const pugi::xml_node source = node.child("source"))
    out["source"] = object_with_text(source, "text", {"href"});
  out["leftOut"] = objects(node, "left-out", {"control", "title", "reason"});
  for (const pugi::xml_node child : node.children("group"))
    out["groups"].push_back(group(child));
  return out;
}

Json finding(pugi::xml_node node) {
  Json out = object(node, {"id", "rule", "title", "subject", "population", "result", "sentence",
                           "population-size", "exceptions", "exceptions-shown", "exceptions-file", "unknowns",
                           "tolerable-deviation", "minimum", "if-fewer", "fingerprint"});
  add_text(out, node, "reason");
  out["parameters"] = objects(node, "parameter", {"name", "value"});
  for (const char* text : {"scope", "where", "assert"})
    add_text(out, node, text);
  out["serves"] = objects(node, "serves", {"schema", "control"});
  out["tested"] = objects(node, "tested", {"item", "digest"});
  out["shownExceptions"] = Json::array();
  for (const pugi::xml_node exception : node.children("exception"))
    out["shownExceptions"].push_back(
        {{"item", exception.attribute("item").value()}, {"sentence", exception.text().get()}});
  out["shownUnknowns"] = objects(node, "unknown", {"item", "reason"});
  return out;
}

} // namespace

std::string export_json(pugi::xml_node report) {
  Json out = {{"format", 1}};
  add_attributes(out, report, {"title"});
  out["tool"] = {{"name", report.attribute("tool").value()},
                 {"version", report.attribute("tool-version").value()}};
  add_attributes(out, report, {"as-of", "party"});
  out["notices"] = texts(report, "notice");
  out["sealer"] =
      object_with_text(report.child("sealer"), "note", {"subject", "certificate-sha256", "self-made"});
  if (const pugi::xml_node declared = report.child("product"))
    out["product"] = product(declared);
  out["summary"] = summary(report.child("summary"));
  out["subjects"] = each(report, "subject", subject);
  out["limits"] = texts(report, "limit");
  out["schemas"] = each(report, "schema", schema);
  out["findings"] = each(report, "finding", finding);
  out["populations"] = objects(
      report, "population",
      {"name", "subject", "completeness", "available", "complete", "examined", "examined-what", "reason"});
  out["inputs"] = objects(report, "input", {"kind", "name", "sha256", "size", "built-in"});
  out["verification"] = texts(report, "verification");
  return out.dump(2) + "\n";
}

} // namespace assay::report
