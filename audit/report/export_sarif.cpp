// SPDX-License-Identifier: Apache-2.0
//
// SARIF 2.1.0 (OASIS). Two forms, because the standard and its best-known reader part ways: GitHub code
// scanning shows a result of any kind as an alert, and refuses a file in which one result has no physical
// location. `sarif` states the outcome of every control; `code-scanning` holds what is not met alone, each at
// a place. The address of the repository is not known, and versionControlProvenance needs it: the commit is a
// property of the run.
#include "audit/base/uri.hpp"
#include "audit/report/export_reading.hpp"
#include "audit/report/exports.hpp"

#include <nlohmann/json.hpp>

namespace assay::report {

namespace {

using Json = nlohmann::ordered_json;

enum class Form { all_outcomes, problems_at_places };

// Where code scanning files what is no file's: a path that leads to nothing, and so shows without a preview.
constexpr const char* no_file = "whole-repository";

// Plain text as a message string: braces would be placeholders (section 3.11.5) and "[text](address)" a link
// (section 3.11.6), which nobody who names a file gets to place here.
std::string message_text(std::string_view text) {
  std::string out;
  std::size_t backslashes = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{' || text[i] == '}')
      out += text[i];
    if (text[i] == ']' && text.substr(i + 1, 1) == "(" && backslashes % 2 == 0)
      out += '\\';
    backslashes = text[i] == '\\' ? backslashes + 1 : 0;
    out += text[i];
  }
  return out;
}

Json message(std::string_view text) {
  return {{"text", message_text(text)}};
}

Json rule(const ControlPlace& place) {
  const std::string statement = place.control.child_value("statement");
  const std::string remedy = place.control.child_value("remedy");
  Json out = {{"id", place.full_id()},
              {"shortDescription", message(place.id() + ": " + place.title())},
              {"fullDescription", message(statement)},
              {"help", message(remedy.empty() ? statement : remedy)}};
  if (const std::string href = place.control.child("citation").attribute("href").value();
      is_web_address(href))
    out["helpUri"] = href;
  out["defaultConfiguration"] = {{"level", "error"}};
  out["properties"] = {{"tags", {place.schema.attribute("id").value()}}};
  return out;
}

// What the outcome is called in section 3.27.9. An attested control was not tested, so nothing passed.
std::string_view kind_of(std::string_view outcome) {
  if (outcome == "satisfied")
    return "pass";
  if (outcome == "undetermined")
    return "open";
  if (outcome == "not-applicable")
    return "notApplicable";
  if (outcome == "attested")
    return "informational";
  return "fail";
}

Json locations(const Problem& problem, Form form) {
  const bool for_code_scanning = form == Form::problems_at_places;
  if (problem.path || for_code_scanning) {
    Json place = {{"artifactLocation", {{"uri", problem.path ? percent_encoded(*problem.path) : no_file}}}};
    if (problem.path)
      place["artifactLocation"]["uriBaseId"] = "%SRCROOT%";
    if (for_code_scanning) // it asks for a line also where the whole file is meant
      place["region"] = {{"startLine", 1}};
    return Json::array({{{"physicalLocation", place}}});
  }
  Json out = Json::array();
  for (const pugi::xml_node exception : problem.elsewhere)
    out.push_back({{"logicalLocations",
                    Json::array({{{"fullyQualifiedName", exception.attribute("item").value()},
                                  {"kind", exception.parent().attribute("population").value()}}})}});
  return out;
}

Json result(const ControlPlace& place, std::size_t rule_index) {
  const std::string_view kind = kind_of(place.outcome());
  return {{"ruleId", place.full_id()},
          {"ruleIndex", rule_index},
          {"kind", kind},
          {"level", kind != "fail"                ? "none"
                    : place.outcome() == "waived" ? "note"
                                                  : "error"}};
}

void add_problems(Json& results, const ControlPlace& place, std::size_t rule_index, const Findings& findings,
                  Form form) {
  for (const Problem& problem : findings.problems(place)) {
    Json out = result(place, rule_index);
    out["message"] = message(problem.message);
    if (Json where = locations(problem, form); !where.empty())
      out["locations"] = std::move(where);
    // The second is what code scanning reads; where it is missing, a line of the file decides.
    out["partialFingerprints"] = {{"assay/v1", problem.fingerprint},
                                  {"primaryLocationLineHash", problem.fingerprint}};
    if (place.outcome() == "waived")
      out["suppressions"] =
          Json::array({{{"kind", "external"}, {"status", "accepted"}, {"justification", place.reason()}}});
    out["properties"] = {{"outcome", place.outcome()}};
    results.push_back(std::move(out));
  }
}

Json run_properties(pugi::xml_node report) {
  Json out = {{"title", report.attribute("title").value()},
              {"asOf", report.attribute("as-of").value()},
              {"summary", report.child("summary").attribute("sentence").value()}};
  for (const pugi::xml_node subject : report.children("subject"))
    out["subjects"].push_back({{"id", subject.attribute("id").value()},
                               {"revision", subject.attribute("revision").value()},
                               {"revisionId", subject.attribute("commit").value()}});
  for (const pugi::xml_node notice : report.children("notice"))
    out["notices"].push_back(notice.text().get());
  for (const pugi::xml_node limit : report.children("limit"))
    out["limits"].push_back(limit.text().get());
  return out;
}

std::string write(pugi::xml_node report, Form form) {
  const Findings findings(report);
  Json rules = Json::array(), results = Json::array();
  for (const ControlPlace& place : control_places(report)) {
    const std::size_t index = rules.size();
    rules.push_back(rule(place));
    if (kind_of(place.outcome()) == "fail") {
      add_problems(results, place, index, findings, form);
    } else if (form == Form::all_outcomes) {
      Json out = result(place, index);
      out["message"] = message(std::string(place.outcome()) + ": " + place.reason());
      out["properties"] = {{"outcome", place.outcome()}};
      results.push_back(std::move(out));
    }
  }
  // By assignment: an initializer list would copy what may be hundreds of megabytes.
  Json run = {
      {"tool",
       {{"driver",
         {{"name", report.attribute("tool").value()},
          {"version", report.attribute("tool-version").value()}}}}},
      {"originalUriBaseIds", {{"%SRCROOT%", {{"description", message("the root of the audited tree")}}}}}};
  run["tool"]["driver"]["rules"] = std::move(rules);
  run["results"] = std::move(results);
  run["properties"] = run_properties(report);
  Json log = {{"$schema",
               "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"},
              {"version", "2.1.0"}};
  log["runs"].push_back(std::move(run));
  return log.dump(2) + "\n";
}

} // namespace

std::string export_sarif(pugi::xml_node report) {
  return write(report, Form::all_outcomes);
}

std::string export_code_scanning(pugi::xml_node report) {
  return write(report, Form::problems_at_places);
}

} // namespace assay::report
