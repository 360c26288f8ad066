// SPDX-License-Identifier: Apache-2.0
//
// Population `security-insights`: what security-insights.yml states.
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/security_insights.hpp"

#include <algorithm>

namespace assay::evidence {

namespace {

enum : std::size_t {
  place = document_field::count,
  valid,
  flaws,
  first_flaw,
  schema_version,
  expiration,
  last_updated,
  last_reviewed,
  project,
  url,
  shared_source,
  status,
  status_stated,
  reports_accepted,
  bug_bounty,
  self_assessment,
  third_party_assessment,
  threat_model,
  tools,
  contact,
  contact_role,
  contact_name,
  contact_value,
  link,
  link_name,
  link_value,
};

std::vector<Field> declare() {
  return declare_document_fields("origin and path", {
      {"@place", FieldType::string, "line 1: the document as a whole"},
      {"@valid", FieldType::yes_no, "whether it is made as the schema of its version demands"},
      {"@flaws", FieldType::integer, "how many places are made otherwise"},
      {"@first-flaw", FieldType::string, "the first of them, with its line; absent when there is none"},
      {"@schema-version", FieldType::string, "the version of the schema, as stated"},
      {"@expiration", FieldType::time, "until when it holds; only version 1 has it"},
      {"@last-updated", FieldType::time, "midnight of the day on which it was changed last, as it says"},
      {"@last-reviewed", FieldType::time, "midnight of the day on which it was reviewed last, as it says"},
      {"@project", FieldType::string, "name of the project; only version 2 has it"},
      {"@url", FieldType::string, "the project's address (version 1) or the document's own (version 2)"},
      {"@shared-source", FieldType::string, "address of the document that has the part about the project"},
      {"@status", FieldType::enumeration, "state of the project",
       {"active", "abandoned", "concept", "inactive", "moved", "suspended", "unsupported", "wip", "other"}},
      {"@status-as-stated", FieldType::string, "the same in the document's word"},
      {"@reports-accepted", FieldType::yes_no, "whether reports of vulnerabilities are accepted; absent when not stated"},
      {"@bug-bounty", FieldType::yes_no, "whether there is a bounty; absent when not stated"},
      {"@self-assessment", FieldType::yes_no, "whether it states that there is one (version 1) or where (version 2)"},
      {"@third-party-assessment", FieldType::yes_no, "whether it lists one"},
      {"@threat-model", FieldType::yes_no, "whether it states that there is one; only version 1 can"},
      {"@tools", FieldType::integer, "how many tools of security testing it lists"},
      {"contact", FieldType::element, "a person or address it names"},
      {"contact/@role", FieldType::enumeration, "what for",
       {"administrator", "champion", "core-team", "security", "vulnerability-reporting"}},
      {"contact/@name", FieldType::string, "the name", {}, true},
      {"contact/@value", FieldType::string, "the address", {}, true},
      {"link", FieldType::element, "an address of a policy, a guide or a place of distribution"},
      {"link/@name", FieldType::string, "what it leads to, as the document calls it, or distribution-point"},
      {"link/@value", FieldType::string, "the address"},
  });
}

void set_status(Item& item, const std::string& stated) {
  if (stated.empty())
    return;
  const std::string low = stated == "WIP" ? "wip" : stated;
  const auto& known = item.fields()[status].values;
  item.set_name(status, std::find(known.begin(), known.end(), low) != known.end() ? low : "other");
  item.set_text(status_stated, stated);
}

void emit(Item& item, const ReadDocument& read, const SecurityInsights& insights, const ItemSink& sink) {
  begin_document_item(item, read);
  item.set_name(place, "line 1");
  item.set_flag(valid, insights.flaws.count == 0);
  set_flaws(item, flaws, first_flaw, insights.flaws);
  set_stated(item, schema_version, insights.schema_version);
  set_stated(item, expiration, insights.expiration);
  set_stated(item, last_updated, insights.last_updated);
  set_stated(item, last_reviewed, insights.last_reviewed);
  set_stated(item, project, insights.project_name);
  set_stated(item, url, insights.url);
  set_stated(item, shared_source, insights.shared_source);
  set_status(item, insights.status);
  set_stated(item, reports_accepted, insights.reports_accepted);
  set_stated(item, bug_bounty, insights.bug_bounty);
  item.set_flag(self_assessment, insights.self_assessment);
  item.set_flag(third_party_assessment, insights.third_party_assessment);
  if (insights.schema_version.starts_with("1."))
    item.set_flag(threat_model, insights.threat_model);
  item.set_number(tools, static_cast<std::int64_t>(insights.tools));
  for (const InsightsContact& one : insights.contacts) {
    item.begin_child(contact);
    item.set_name(contact_role, one.role);
    set_stated(item, contact_name, one.name);
    set_stated(item, contact_value, one.value);
  }
  for (const InsightsLink& one : insights.links) {
    item.begin_child(link);
    item.set_text(link_name, one.name);
    item.set_text(link_value, one.value);
  }
  sink(item);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("security-insights", self.fields, wanted);
  const Drawn drawn = evidence.documents->each<SecurityInsights>(
      [&](const ReadDocument& read, const SecurityInsights& insights) { emit(item, read, insights, sink); });
  return examined(drawn);
}

} // namespace

const Population& security_insights() {
  static const Population population = {
      "security-insights",
      "what security-insights.yml states of a project",
      Completeness::as_found,
      false,
      "documents",
      "",
      declare(),
      {{"all", "", "all of them"}, {"revision", "@origin = 'revision'", "those of the audited tree"}},
      examine};
  return population;
}

} // namespace assay::evidence
