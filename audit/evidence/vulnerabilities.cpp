// SPDX-License-Identifier: Apache-2.0
//
// Population `vulnerabilities`: what advisories, exploitability statements, vulnerability databases and scanners state,
// one item for each statement of a document about one vulnerability. That no document states any says nothing: whether
// somebody looked, the population `scans` shows.
#include "audit/base/text.hpp"
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/population.hpp"
#include "audit/evidence/vulnerability_match.hpp"

#include <algorithm>
#include <array>

namespace assay::evidence {

namespace {

constexpr std::size_t product_shown_limit = 256; // children of one item

enum : std::size_t {
  place = document_field::count,
  source_format,
  claim,
  vulnerability,
  cve,
  status,
  status_as_stated,
  justification,
  impact,
  action,
  severity,
  severity_as_stated,
  score,
  published,
  updated,
  withdrawn,
  stated_at,
  database_time,
  fix,
  fixed_in,
  suppressed,
  known_exploited,
  exploited_since,
  in_sbom,
  aliases,
  products,
  alias,
  alias_id,
  product,
  product_purl,
  product_name,
  product_version,
  product_range,
  product_cpe,
  product_part
};

std::vector<Field> declare() {
  return declare_document_fields("origin, document and place", {
      {"@place", FieldType::string,
       "the statement within its document, as a JSON pointer or XPath: in CSAF the first product that it is about; empty "
       "for a document that is one record"},
      {"@source-format", FieldType::enumeration, "what the document is",
       {"CSAF", "CycloneDX", "Grype", "OSV", "OpenVEX", "Trivy", "osv-scanner"}},
      {"@claim", FieldType::enumeration,
       "what kind of claim it is: a statement (of a vendor or whoever else wrote the document), the finding of a scanner, "
       "or the record of a database",
       {"finding", "record", "statement"}},
      {"@vulnerability", FieldType::string, "its identifier as stated; absent when it has none"},
      {"@cve", FieldType::string, "the CVE identifier among it and its aliases; absent when none is"},
      {"@status", FieldType::enumeration,
       "what is said of the products: affected (OpenVEX affected; CSAF known_, first_ and last_affected; CycloneDX "
       "exploitable), not-affected (not_affected, known_not_affected, false_positive, unaffected), fixed (fixed, "
       "first_fixed, resolved and resolved_with_pedigree), under-investigation (also in_triage), recommended, unknown; "
       "absent when none is stated, as in findings",
       {"affected", "fixed", "not-affected", "other", "recommended", "under-investigation", "unknown"}},
      {"@status-as-stated", FieldType::string, "the document's own word for it"},
      {"@justification", FieldType::string, "why not affected, in the format's own word; absent when none is stated"},
      {"@impact", FieldType::yes_no, "whether it describes the impact, or why there is none; absent in findings and records"},
      {"@action", FieldType::yes_no, "whether it says what to do; absent in findings and records"},
      {"@severity", FieldType::enumeration,
       "as stated (moderate is medium, important is high); absent when none is",
       {"critical", "high", "info", "low", "medium", "negligible", "none", "other", "unknown"}},
      {"@severity-as-stated", FieldType::string, "the severity, where it is none of those"},
      {"@score", FieldType::integer,
       "CVSS base score in tenths, 0 to 100, the highest of several: as stated, in OSV computed from vectors of version 2 "
       "and 3; absent when there is none"},
      {"@published", FieldType::time, "when the vulnerability was published, a claim; absent when it is not stated"},
      {"@updated", FieldType::time, "when what is known of it was last changed, a claim; absent when it is not stated"},
      {"@withdrawn", FieldType::time, "when it was withdrawn or rejected; absent when that is not stated"},
      {"@stated", FieldType::time, "when the statement was made or last changed, a claim; of a scan, when it ran"},
      {"@database-time", FieldType::time, "of a finding: when the scanner's database was made; absent when it is not stated"},
      {"@fix", FieldType::yes_no, "whether there is a fix, it says; absent when it does not say"},
      {"@fixed-in", FieldType::string, "the first version that it names as fixed"},
      {"@suppressed", FieldType::yes_no, "whether the scanner was told to leave it out, and lists it nevertheless"},
      {"@known-exploited", FieldType::yes_no,
       "whether it is in a list of known exploited vulnerabilities, by identifier; absent when no list is among the "
       "evidence"},
      {"@exploited-since", FieldType::time, "when it was put on that list; absent when it is on none"},
      {"@in-sbom", FieldType::yes_no,
       "whether a bill of materials that was read has one of its products, by package URL and, where the product states "
       "versions, by version; unknown when no bill was read"},
      {"@aliases", FieldType::integer, "other identifiers that it has"},
      {"@products", FieldType::integer, "products that the statement is about, parts of products included"},
      {"alias", FieldType::element, "another identifier, of the first 64"},
      {"alias/@id", FieldType::string, "that identifier"},
      {"product", FieldType::element, "a product, of the first 256"},
      {"product/@purl", FieldType::string, "its package URL; absent when it has none"},
      {"product/@name", FieldType::string, "its name or id; absent when only a package URL is stated"},
      {"product/@version", FieldType::string, "its version"},
      {"product/@range", FieldType::string, "its versions as a range, in the document's own notation"},
      {"product/@cpe", FieldType::string, "its CPE name"},
      {"product/@part", FieldType::yes_no, "whether it is named as a part of another"},
  });
}

std::string_view to_string(VulnerabilityClaim claim) {
  return claim == VulnerabilityClaim::statement ? "statement" : claim == VulnerabilityClaim::finding ? "finding" : "record";
}

// In lower case, and words of different databases for one thing as one.
std::string common_severity(std::string_view as_stated) {
  std::string lower = ascii_lower(as_stated);
  return lower == "moderate" ? "medium" : lower == "important" ? "high" : lower == "informational" ? "info" : lower;
}

void set_time(Item& item, std::size_t field, const StatedTime& time) {
  set_stated_time(item, field, time.text, time.seconds);
}

void set_match(Item& item, std::size_t field, const Match& match) {
  item.set_flag(field, match.answer, match.reason.c_str());
}

void set_vulnerability(Item& item, const Vulnerability& about) {
  set_stated(item, vulnerability, about.id);
  set_stated(item, cve, cve_of(about));
  set_time(item, published, about.published);
  set_time(item, updated, about.updated);
  set_time(item, withdrawn, about.withdrawn);
  item.set_number(aliases, static_cast<std::int64_t>(about.aliases_in_all));
}

void set_statement(Item& item, const VulnerabilityStatement& statement) {
  if (!statement.status.empty())
    item.set_name(status, statement.status);
  set_stated(item, status_as_stated, statement.status_as_stated);
  set_stated(item, justification, statement.justification);
  set_stated(item, impact, statement.impact);
  set_stated(item, action, statement.action);
  if (!statement.severity.empty())
    set_listed(item, severity, severity_as_stated, common_severity(statement.severity));
  set_stated(item, score, statement.score);
  set_stated(item, fix, statement.fix);
  set_stated(item, fixed_in, statement.fixed_in);
  item.set_flag(suppressed, statement.suppressed);
  item.set_number(products, static_cast<std::int64_t>(statement.products.size()));
}

void set_children(Item& item, const VulnerabilityDocument& document, const VulnerabilityStatement& statement) {
  if (item.wants(alias))
    for (const std::string& id : statement.about->aliases) {
      item.begin_child(alias);
      item.set_text(alias_id, id);
    }
  if (!item.wants(product))
    return;
  const std::size_t shown = std::min(statement.products.size(), product_shown_limit);
  for (std::size_t i = 0; i < shown; ++i) {
    const AffectedProduct& one = document.products[statement.products[i]];
    item.begin_child(product);
    set_stated(item, product_purl, one.purl);
    set_stated(item, product_name, one.name);
    set_stated(item, product_version, one.version);
    set_stated(item, product_range, one.range);
    set_stated(item, product_cpe, one.cpe);
    item.set_flag(product_part, one.part);
  }
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("vulnerability", self.fields, wanted);
  const ComponentMatch components(*evidence.documents);
  const ExploitedMatch exploited(*evidence.documents);
  const auto fill = [&](const ReadDocument& read, const VulnerabilityDocument& document, const Scan* scan) {
    for (const VulnerabilityStatement& one : document.statements) {
      begin_document_item(item, read, one.place);
      item.set_text(place, one.place);
      item.set_name(source_format, document.specification);
      item.set_name(claim, to_string(document.claim));
      set_vulnerability(item, *one.about);
      set_statement(item, one);
      set_time(item, stated_at, scan == nullptr ? one.time : scan->time);
      if (scan != nullptr)
        set_time(item, database_time, scan->database_time);
      if (item.wants(in_sbom))
        set_match(item, in_sbom, components.of(document, one));
      if (exploited.has_list()) {
        set_match(item, known_exploited, exploited.of(*one.about));
        if (const StatedTime* since = exploited.since(*one.about))
          set_time(item, exploited_since, *since);
      }
      set_children(item, document, one);
      sink(item);
    }
  };
  return examined(each_vulnerability_document(*evidence.documents, [&](const ReadDocument& read, const auto& document) {
    if constexpr (std::is_same_v<std::decay_t<decltype(document)>, Scan>)
      fill(read, document, &document);
    else
      fill(read, document, nullptr);
  }));
}

} // namespace

const Population& vulnerabilities() {
  static const Population population = {
      "vulnerabilities",
      "statements about vulnerabilities in advisories, VEX documents, SBOMs, vulnerability records and scanner output",
      Completeness::as_found,
      false,
      "documents",
      "",
      declare(),
      {{"all", "", "all of them"},
       {"statements", "@claim = 'statement'", "what vendors and others state"},
       {"findings", "@claim = 'finding' and @suppressed = 'no'", "what scanners found and were not told to leave out"},
       {"in-sbom", "@in-sbom = 'yes'", "those about a component of a bill of materials"},
       {"supplied", "@origin = 'supplied'", "those in supplied documents"}},
      examine};
  return population;
}

} // namespace assay::evidence
