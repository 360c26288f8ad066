// SPDX-License-Identifier: Apache-2.0
//
// Population `sboms`: every software bill of materials, what it says of itself, and what binds it to the audited
// release. Elements of NTIA 2021, CISA 2026 and BSI TR-03183-2 v2.1.0 that are one for a whole SBOM are fields here;
// those of components are with `components`.
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/sbom_binding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_set>

namespace assay::evidence {

namespace {

enum : std::size_t {
  specification = document_field::count, version, valid, flaws, flaw, serial, document_version, time, author,
  supplier, tool, tool_version, generation_context, primary_name, primary_version, primary_purl, bound_by, is_signed,
  vulnerabilities, completeness, components, dependencies, dangling_references, duplicate_references, depth, unreached,
  ntia_author, ntia_timestamp,
  cisa_author, cisa_signature, cisa_format_name, cisa_format_version, cisa_generation_context, cisa_timestamp,
  cisa_tool_name, cisa_tool_version, cisa_sbom_version,
  bsi_format, bsi_creator, bsi_timestamp, bsi_sbom_uri, bsi_no_vulnerabilities
};

std::vector<Field> declare() {
  return declare_document_fields("origin and path", {
      {"@specification", FieldType::enumeration, "the format it is in", {"CycloneDX", "SPDX"}},
      {"@version", FieldType::string, "the format's version, as stated: 1.6, 2.3"},
      {"@valid", FieldType::yes_no,
       "whether it is made as the format's schema asks (SPDX tag-value and SPDX 3: as far as assay checks); unknown for "
       "other versions"},
      {"@flaws", FieldType::integer, "places where it is not"},
      {"@flaw", FieldType::string, "the first of them"},
      {"@serial", FieldType::string, "its serial number, namespace or id; absent when it states none"},
      {"@document-version", FieldType::string, "its version among those with this serial number (CycloneDX)"},
      {"@time", FieldType::time, "when it was made, a claim; absent when it states no timestamp"},
      {"@author", FieldType::string, "persons and organisations it names as its authors", {}, true},
      {"@supplier", FieldType::string, "suppliers it names for the whole (CycloneDX)", {}, true},
      {"@tool", FieldType::string, "names of the tools that made it"},
      {"@tool-version", FieldType::string, "their versions"},
      {"@generation-context", FieldType::string, "the stage at which it was made: build, source …"},
      {"@primary-name", FieldType::string, "name of the component it is about; absent when it names none"},
      {"@primary-version", FieldType::string, "its version"},
      {"@primary-purl", FieldType::string, "its package URL"},
      {"@bound-by", FieldType::enumeration,
       "what binds it to the audited release: commit (the primary component names the audited commit), version (its "
       "version is that of a tag on the commit), digest (its SHA-256 is that of a supplied file), or none",
       SbomBinding::kinds()},
      {"@signed", FieldType::yes_no, "whether it carries a signature within itself, which is not verified"},
      {"@vulnerabilities", FieldType::integer, "vulnerabilities it carries within itself"},
      {"@completeness", FieldType::string, "whether it says that the primary component's parts are all there"},
      {"@components", FieldType::integer, "components, packages and files, the primary one included"},
      {"@dependencies", FieldType::integer, "edges between components"},
      {"@dangling-references", FieldType::integer, "references to what it does not define"},
      {"@duplicate-references", FieldType::integer, "ids it defines again"},
      {"@depth", FieldType::integer, "steps to the component farthest from the primary one; absent without one"},
      {"@unreached", FieldType::integer, "components to which no step leads from the primary one; absent without one"},
      {"@ntia-author", FieldType::yes_no, "NTIA 2021, author of SBOM data: an author or a tool is named"},
      {"@ntia-timestamp", FieldType::yes_no, "NTIA 2021, timestamp"},
      {"@cisa-author", FieldType::yes_no, "CISA 2026, SBOM author: a person or organisation is named"},
      {"@cisa-signature", FieldType::yes_no, "CISA 2026, SBOM author signature: within the SBOM"},
      {"@cisa-format-name", FieldType::yes_no, "CISA 2026, data format name"},
      {"@cisa-format-version", FieldType::yes_no, "CISA 2026, data format version"},
      {"@cisa-generation-context", FieldType::yes_no, "CISA 2026, generation context"},
      {"@cisa-timestamp", FieldType::yes_no, "CISA 2026, timestamp"},
      {"@cisa-tool-name", FieldType::yes_no, "CISA 2026, tool name"},
      {"@cisa-tool-version", FieldType::yes_no, "CISA 2026, tool version: of every tool named"},
      {"@cisa-sbom-version", FieldType::yes_no, "CISA 2026, SBOM version: a serial number, with a version in CycloneDX"},
      {"@bsi-format", FieldType::yes_no, "BSI TR-03183-2, section 4: CycloneDX 1.6 or SPDX 3.0.1, or later"},
      {"@bsi-creator", FieldType::yes_no, "BSI TR-03183-2, 5.2.1: e-mail address or URL of the SBOM's creator"},
      {"@bsi-timestamp", FieldType::yes_no, "BSI TR-03183-2, 5.2.1: timestamp"},
      {"@bsi-sbom-uri", FieldType::yes_no, "BSI TR-03183-2, 5.2.3: URI of the SBOM"},
      {"@bsi-no-vulnerabilities", FieldType::yes_no, "BSI TR-03183-2, 3.1: carries no information on vulnerabilities"},
  });
}

std::string joined(const std::vector<std::string>& texts) {
  return fmt::format("{}", fmt::join(texts, "; "));
}

void fill_about_itself(Item& item, const Sbom& sbom) {
  item.set_name(specification, sbom.specification);
  set_stated(item, version, sbom.version);
  if (sbom.flaws.count == 0 && !sbom.unchecked.empty())
    item.set_unknown(valid, sbom.unchecked);
  else
    item.set_flag(valid, sbom.flaws.count == 0);
  set_flaws(item, flaws, flaw, sbom.flaws);
  set_stated(item, serial, sbom.serial);
  set_stated(item, document_version, sbom.document_version);
  set_stated(item, time, sbom.time);
  set_stated(item, author, joined(sbom.authors));
  set_stated(item, supplier, joined(sbom.suppliers));
  std::vector<std::string> names, versions;
  for (const SbomTool& one : sbom.tools) {
    names.push_back(one.name);
    versions.push_back(one.version);
  }
  set_stated(item, tool, joined(names));
  set_stated(item, tool_version, joined(versions));
  set_stated(item, generation_context, sbom.generation_context);
  set_stated(item, completeness, sbom.completeness);
  item.set_flag(is_signed, sbom.is_signed);
}

void fill_about_content(Item& item, const Sbom& sbom) {
  std::int64_t edges = 0, farthest = 0, not_reached = 0;
  for (const SbomComponent& one : sbom.components) {
    edges += static_cast<std::int64_t>(one.depends_on.size());
    farthest = std::max(farthest, one.depth.value_or(0));
    not_reached += !one.depth;
  }
  item.set_number(components, static_cast<std::int64_t>(sbom.components.size()));
  item.set_number(dependencies, edges);
  item.set_number(vulnerabilities, static_cast<std::int64_t>(sbom.vulnerabilities.size()));
  item.set_number(dangling_references, static_cast<std::int64_t>(sbom.dangling_references));
  item.set_number(duplicate_references, static_cast<std::int64_t>(sbom.duplicate_references));
  if (const SbomComponent* const primary = sbom.primary()) {
    set_stated(item, primary_name, primary->name);
    set_stated(item, primary_version, primary->version);
    set_stated(item, primary_purl, primary->purl);
    item.set_number(depth, farthest);
    item.set_number(unreached, not_reached);
  }
}

// CycloneDX 1.10 would come after 1.9: versions are compared as numbers.
bool is_format_of_bsi(const Sbom& sbom) {
  const std::size_t dot = sbom.version.find('.');
  if (dot == std::string::npos)
    return false;
  if (sbom.specification == "CycloneDX")
    return sbom.version.compare(0, dot, "1") == 0 && (sbom.version.size() > dot + 2 || sbom.version[dot + 1] >= '6');
  return sbom.version.compare(0, dot, "3") == 0 && sbom.version != "3.0" && sbom.version != "3.0.0";
}

void fill_frameworks(Item& item, const Sbom& sbom) {
  const bool versioned = !sbom.tools.empty() && std::all_of(sbom.tools.begin(), sbom.tools.end(),
                                                            [](const SbomTool& one) { return !one.version.empty(); });
  const bool is_cyclonedx = sbom.specification == "CycloneDX";
  item.set_flag(ntia_author, !sbom.authors.empty() || !sbom.tools.empty());
  item.set_flag(ntia_timestamp, sbom.time.has_value());
  item.set_flag(cisa_author, !sbom.authors.empty());
  item.set_flag(cisa_signature, sbom.is_signed);
  item.set_flag(cisa_format_name, true);
  item.set_flag(cisa_format_version, !sbom.version.empty());
  item.set_flag(cisa_generation_context, !sbom.generation_context.empty());
  item.set_flag(cisa_timestamp, sbom.time.has_value());
  item.set_flag(cisa_tool_name, !sbom.tools.empty());
  item.set_flag(cisa_tool_version, versioned);
  item.set_flag(cisa_sbom_version, !sbom.serial.empty() && (!is_cyclonedx || !sbom.document_version.empty()));
  item.set_flag(bsi_format, is_format_of_bsi(sbom));
  item.set_flag(bsi_creator, !sbom.author_contact.empty());
  item.set_flag(bsi_timestamp, sbom.time.has_value());
  item.set_flag(bsi_sbom_uri, sbom.serial.find(':') != std::string::npos);
  item.set_flag(bsi_no_vulnerabilities, sbom.vulnerabilities.empty());
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("sbom", self.fields, wanted);
  const SbomBinding binding = wanted[bound_by] ? SbomBinding(self, evidence) : SbomBinding();
  const Drawn drawn = evidence.documents->each<Sbom>([&](const ReadDocument& read, const Sbom& sbom) {
    begin_document_item(item, read);
    fill_about_itself(item, sbom);
    fill_about_content(item, sbom);
    if (wanted[bound_by])
      item.set_name(bound_by, binding.of(sbom));
    fill_frameworks(item, sbom);
    sink(item);
  });
  Examination examination = examined(drawn);
  if (evidence.unreadable_refs > 0 && wanted[bound_by] && examination.reason.empty())
    examination.reason = fmt::format(refs_unreadable, evidence.unreadable_refs);
  return examination;
}

} // namespace

const Population& sboms() {
  static const Population population = {
      "sboms",
      "software bills of materials: CycloneDX 1.2 to 1.7, SPDX 2.2, 2.3 and 3.0",
      Completeness::as_found,
      false,
      "documents",
      "refs/tags/",
      declare(),
      {{"all", "", "all of them"},
       {"revision", "@origin = 'revision'", "those of the audited tree"},
       {"supplied", "@origin = 'supplied'", "those that were supplied"},
       {"release", "@bound-by != 'none'", "those that are bound to the audited release"}},
      examine};
  return population;
}

} // namespace assay::evidence
