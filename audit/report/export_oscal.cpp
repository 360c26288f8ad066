// SPDX-License-Identifier: Apache-2.0
//
// OSCAL assessment results (NIST, model version 1.1.2, which readers of 1.2 take too): a result for each schema, an
// observation for each control, and a finding where the control was decided. Undetermined is an observation without
// a finding. OSCAL's findings know "satisfied" and "not-satisfied" alone: attested is satisfied for another reason
// than a passed test; not applicable is the status that claims nothing, with the implementation status
// "not-applicable"; waived is not satisfied, with a risk whose deviation was approved. Identifiers are made from
// the report's digest, so that one report always gives the same document.
#include "audit/base/digest.hpp"
#include "audit/base/error.hpp"
#include "audit/base/time.hpp"
#include "audit/base/uri.hpp"
#include "audit/base/uuid.hpp"
#include "audit/base/xml.hpp"
#include "audit/report/export_oscal_parts.hpp"
#include "audit/report/export_reading.hpp"
#include "audit/report/exports.hpp"

#include <fmt/format.h>

#include <map>
#include <sstream>

namespace assay::report {

using namespace oscal;

namespace {

// What the target of a finding says: OSCAL's state, the reason for it, and how far it was implemented.
struct Status {
  std::string_view outcome;
  const char* state;
  const char* reason;
  const char* implementation;
};
constexpr Status statuses[] = {{"satisfied", "satisfied", "pass", nullptr},
                               {"attested", "satisfied", "other", nullptr},
                               {"not-satisfied", "not-satisfied", "fail", nullptr},
                               {"waived", "not-satisfied", "fail", nullptr},
                               {"not-applicable", "not-satisfied", "other", "not-applicable"}};

const Status* status_of(std::string_view outcome) {
  for (const Status& one : statuses)
    if (one.outcome == outcome)
      return &one;
  return nullptr;
}

std::string digest_of(pugi::xml_node report) {
  std::ostringstream bytes;
  report.print(bytes, "", pugi::format_raw, pugi::encoding_utf8);
  return sha256_hex(bytes.str());
}

// The time of the audit, as OSCAL can say it.
std::string time_of(pugi::xml_node report) {
  const std::string time = report.attribute("as-of").value();
  if (!parse_rfc3339(time) || time < "1900" || time >= "3000")
    throw Error::input(fmt::format("OSCAL cannot say that an audit is as of {}", time))
        .hint("its times are of the years 1900 to 2999");
  return time;
}

class Writer {
public:
  explicit Writer(pugi::xml_node report)
      : report_(report), time_(time_of(report)),
        root_uuid_(uuid_v5(uuid_namespace_url, fmt::format("{}:{}", oscal_property_namespace, digest_of(report)))) {
    for (const pugi::xml_node finding : report.children("finding"))
      findings_.emplace(finding.attribute("id").value(), finding);
  }

  std::string write() {
    pugi::xml_document document;
    pugi::xml_node declaration = document.append_child(pugi::node_declaration);
    set(declaration, "version", "1.0");
    set(declaration, "encoding", "UTF-8");
    pugi::xml_node root = document.append_child("assessment-results");
    set(root, "xmlns", "http://csrc.nist.gov/ns/oscal/1.0");
    set(root, "uuid", root_uuid_);
    write_metadata(root);
    set(root.append_child("import-ap"), "href", "#" + uuid("plan"));
    for (const pugi::xml_node schema : report_.children("schema"))
      write_result(root, schema);
    write_back_matter(root);
    return xml_to_string(document);
  }

private:
  // Of what `name` names in this report. No two things share a name: schema and control ids hold no space.
  std::string uuid(const std::string& name) const { return uuid_v5(root_uuid_, name); }
  std::string uuid(const char* what, const ControlPlace& place) const {
    return uuid(fmt::format("{} {} {}", what, place.schema.attribute("id").value(), place.id()));
  }

  void write_metadata(pugi::xml_node root) const {
    pugi::xml_node metadata = root.append_child("metadata");
    add_text(metadata, "title", report_.attribute("title").value());
    add_text(metadata, "last-modified", time_);
    add_text(metadata, "version", "as of " + time_);
    add_text(metadata, "oscal-version", "1.1.2");
    add_paragraphs(metadata, "remarks", texts_of(report_, "notice"));
  }

  // There is no assessment plan: the schemas say what is tested, and how.
  void write_back_matter(pugi::xml_node root) const {
    pugi::xml_node resource = root.append_child("back-matter").append_child("resource");
    set(resource, "uuid", uuid("plan"));
    add_text(resource, "title", "The compliance schemas, rules and profiles that were tested");
    add_paragraphs(resource, "description",
                   {"They stand in the place of an assessment plan, under these names within the dossier."});
    for (const pugi::xml_node input : report_.children("input")) {
      const std::string_view kind = input.attribute("kind").value();
      if (kind != "schema" && kind != "rules" && kind != "profile")
        continue;
      pugi::xml_node link = resource.append_child("rlink");
      set(link, "href", percent_encoded(input.attribute("name").value()));
      set(link, "media-type", "application/xml");
      set(add_text(link, "hash", input.attribute("sha256").value()), "algorithm", "SHA-256");
    }
  }

  void write_result(pugi::xml_node root, pugi::xml_node schema) {
    std::vector<ControlPlace> places;
    for (const ControlPlace& place : control_places(report_))
      if (place.schema == schema)
        places.push_back(place);
    const OscalTokens tokens(schema);
    const std::string id = schema.attribute("id").value();
    pugi::xml_node result = root.append_child("result");
    set(result, "uuid", uuid("result " + id));
    add_text(result, "title",
             fmt::format("{} {}", schema.attribute("title").value(), schema.attribute("version").value()));
    add_paragraphs(result, "description",
                   {fmt::format("Automated tests against {} {}, published by {}. All schemas of this report: {}", id,
                                schema.attribute("version").value(), schema.attribute("publisher").value(),
                                report_.child("summary").attribute("sentence").value())});
    add_text(result, "start", time_);
    add_property(result, "schema", id);
    add_property(result, "schema-version", schema.attribute("version").value());
    add_property(result, "profile", schema.attribute("profile").value());
    write_components(result, id);
    write_reviewed(result, schema, places, tokens);
    for (const ControlPlace& place : places)
      write_observation(result, place);
    for (const ControlPlace& place : places)
      if (place.outcome() == "waived")
        write_risk(result, place);
    for (const ControlPlace& place : places)
      if (const Status* status = status_of(place.outcome()))
        write_finding(result, place, *status, tokens);
    add_paragraphs(result, "remarks", texts_of(report_, "limit"));
  }

  // The tool, and every commit that was audited.
  void write_components(pugi::xml_node result, const std::string& schema) const {
    pugi::xml_node definitions = result.append_child("local-definitions");
    write_component(definitions, uuid("tool " + schema), report_.attribute("tool").value(),
                    "The program that ran the tests.", report_.attribute("tool-version").value(), "operational");
    for (const pugi::xml_node subject : report_.children("subject"))
      write_component(definitions, uuid(fmt::format("subject {} {}", subject.attribute("id").value(), schema)),
                      fmt::format("Git repository {}, revision {}", subject.attribute("id").value(),
                                  subject.attribute("revision").value()),
                      "What was audited: one commit, its history and what the clone holds beside it.",
                      subject.attribute("commit").value(), "other");
  }

  static void write_component(pugi::xml_node definitions, const std::string& uuid, const std::string& title,
                              const std::string& description, const std::string& version, const char* state) {
    pugi::xml_node component = definitions.append_child("component");
    set(component, "uuid", uuid);
    set(component, "type", "software");
    add_text(component, "title", title);
    add_paragraphs(component, "description", {description});
    add_property(component, "version", version, false);
    pugi::xml_node status = component.append_child("status");
    set(status, "state", state);
    if (std::string_view(state) == "other")
      add_paragraphs(status, "remarks", {"A clone does not show whether and where it runs."});
  }

  static void write_reviewed(pugi::xml_node result, pugi::xml_node schema, const std::vector<ControlPlace>& places,
                             const OscalTokens& tokens) {
    pugi::xml_node selection = result.append_child("reviewed-controls").append_child("control-selection");
    for (const ControlPlace& place : places)
      set(selection.append_child("include-control"), "control-id", tokens.of(place.id()));
    if (places.empty()) // a baseline left all of them out
      selection.append_child("include-all");
    for (const pugi::xml_node left_out : schema.children("left-out"))
      set(selection.append_child("exclude-control"), "control-id", tokens.of(left_out.attribute("control").value()));
  }

  void write_origin(pugi::xml_node parent, const ControlPlace& place) const {
    pugi::xml_node actor = parent.append_child("origin").append_child("actor");
    set(actor, "type", "tool");
    set(actor, "actor-uuid", uuid(fmt::format("tool {}", place.schema.attribute("id").value())));
  }

  void write_observation(pugi::xml_node result, const ControlPlace& place) const {
    pugi::xml_node observation = result.append_child("observation");
    set(observation, "uuid", uuid("observation", place));
    add_text(observation, "title", fmt::format("{} {}: {}", place.id(), place.title(), place.outcome()));
    add_paragraphs(observation, "description", {std::string(place.outcome()) + ": " + place.reason()});
    add_property(observation, "control-id", place.id());
    add_property(observation, "outcome", std::string(place.outcome()));
    // What no rule looks at rests on somebody's statement, or on a date.
    add_text(observation, "method", place.control.child("uses") ? "TEST" : "EXAMINE");
    add_text(observation, "type", "control-objective");
    write_origin(observation, place);
    for (const pugi::xml_node subject : report_.children("subject")) {
      pugi::xml_node reference = observation.append_child("subject");
      set(reference, "subject-uuid", uuid(fmt::format("subject {} {}", subject.attribute("id").value(),
                                                      place.schema.attribute("id").value())));
      set(reference, "type", "component");
    }
    for (const pugi::xml_node use : place.control.children("uses"))
      write_evidence(observation, use);
    add_text(observation, "collected", time_);
  }

  void write_evidence(pugi::xml_node observation, pugi::xml_node use) const {
    pugi::xml_node evidence = observation.append_child("relevant-evidence");
    const auto found = findings_.find(use.attribute("finding").value());
    const pugi::xml_node finding = found == findings_.end() ? pugi::xml_node() : found->second;
    if (const pugi::xml_attribute list = finding.attribute("exceptions-file"))
      set(evidence, "href", percent_encoded(list.value()));
    const std::string title = finding ? finding_title(finding) : use.attribute("title").value();
    std::string sentence = fmt::format("{}: {}", title, use.attribute("sentence").value());
    if (const pugi::xml_node reason = finding.child("reason"))
      sentence += fmt::format(" ({})", reason.text().get());
    add_paragraphs(evidence, "description", {sentence});
    add_property(evidence, "finding", use.attribute("finding").value());
    add_property(evidence, "result", use.attribute("result").value());
    add_property(evidence, "basis", use.attribute("basis").value());
    add_property(evidence, "fingerprint", finding.attribute("fingerprint").value());
  }

  void write_risk(pugi::xml_node result, const ControlPlace& place) const {
    pugi::xml_node risk = result.append_child("risk");
    set(risk, "uuid", uuid("risk", place));
    add_text(risk, "title", fmt::format("{} {} is waived", place.id(), place.title()));
    add_paragraphs(risk, "description", {place.reason()});
    add_paragraphs(risk, "statement", {fmt::format("Not satisfied: {}", place.control.child_value("statement"))});
    add_text(risk, "status", "deviation-approved");
    write_origin(risk, place);
  }

  void write_finding(pugi::xml_node result, const ControlPlace& place, const Status& status,
                     const OscalTokens& tokens) const {
    pugi::xml_node finding = result.append_child("finding");
    set(finding, "uuid", uuid("finding", place));
    add_text(finding, "title", fmt::format("{} {}: {}", place.id(), place.title(), place.outcome()));
    add_paragraphs(finding, "description", {place.reason()});
    add_property(finding, "control-id", place.id());
    add_property(finding, "outcome", std::string(place.outcome()));
    write_origin(finding, place);
    pugi::xml_node target = finding.append_child("target");
    set(target, "type", "statement-id");
    set(target, "target-id", tokens.of(place.id()) + "_smt");
    add_text(target, "title", fmt::format("{} {}", place.id(), place.title()));
    add_paragraphs(target, "description", {place.control.child_value("statement")});
    pugi::xml_node state = target.append_child("status");
    set(state, "state", status.state);
    set(state, "reason", status.reason);
    add_paragraphs(state, "remarks", {fmt::format("The outcome is {}.", place.outcome())});
    if (status.implementation != nullptr)
      set(target.append_child("implementation-status"), "state", status.implementation);
    set(finding.append_child("related-observation"), "observation-uuid", uuid("observation", place));
    if (place.outcome() == "waived")
      set(finding.append_child("associated-risk"), "risk-uuid", uuid("risk", place));
    if (const pugi::xml_node remedy = place.control.child("remedy"))
      add_paragraphs(finding, "remarks", {fmt::format("Remedy: {}", remedy.text().get())});
  }

  pugi::xml_node report_;
  std::string time_;
  std::string root_uuid_;
  std::map<std::string_view, pugi::xml_node> findings_;
};

} // namespace

std::string export_oscal(pugi::xml_node report) {
  return Writer(report).write();
}

} // namespace assay::report
