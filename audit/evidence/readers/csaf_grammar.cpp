// SPDX-License-Identifier: Apache-2.0
//
// What a CSAF document may hold, versions 2.0 (minor 0) and 2.1 (minor 1), in the notation of grammar.hpp. CVSS objects
// are here too, but for version 4, of which only the vector, the score and the severity are looked at.
#include "audit/evidence/readers/csaf_grammar.hpp"

#include "audit/evidence/readers/grammar.hpp"

namespace assay::evidence {

namespace {

std::string_view table() {
  return R"(
csaf = {$schema!@1:(https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json) document!:document
  product_tree:productTree vulnerabilities:[vulnerability]1 x_extensions@1:extensions ...@-0}
word = text1-
extensions = [object]1
acknowledgments = [{names:[word]1 organization:word summary:word urls:[uri]1 some(names,organization,summary,urls) ...@-0}]1
branch = {category!:(architecture host_name language legacy@-0 patch_level platform@1 product_family product_name
  product_version product_version_range service_pack specification vendor) name!:word branches:[branch]1
  product:fullProductName ...@-0}
fullProductName = {name!:word product_id!:word product_identification_helper:helper x_extensions@1:extensions ...@-0}
helper = {cpe:cpe hashes@-0:[fileHashes]1 hashes@1:[fileHashes]u1 model_numbers:words purl@-0:purl purls@1:[purl]u1
  sbom_urls@-0:[uri]1 sbom_urls@1:[uri]u1 serial_numbers:words skus@-0:[word]1 skus@1:words
  x_generic_uris@-0:[genericUri]1 x_generic_uris@1:[genericUri]u1
  some(cpe,hashes,model_numbers,purl,purls,sbom_urls,serial_numbers,skus,x_generic_uris) ...@-0}
fileHashes = {file_hashes!@-0:[{algorithm!:word value!:hash ...}]1
  file_hashes!@1:[{algorithm!:hash-algorithm value!:hash-lower}]u1 filename!:word ...@-0}
genericUri = {namespace!:uri uri!:uri ...@-0}
words = [word]u1
note = {audience:word category!:(description details faq general legal_disclaimer other summary) group_ids@1:words
  product_ids@1:words text!:word title:word ...@-0}
notes = [note]1
references = [{category:(external self) summary!:word url!:uri ...@-0}]1
document = {acknowledgments:acknowledgments aggregate_severity:{namespace:uri text!:word ...@-0} category!:csaf-category
  csaf_version!:(2.0@-0 2.1@1) distribution@-0:distribution distribution!@1:distribution lang:language-tag
  license_expression@1:word notes:notes publisher!:{category!:(coordinator discoverer multiplier@1 other translator user
  vendor) contact_details:word issuing_authority:word name!:word namespace!:uri ...@-0} references:references
  source_lang:language-tag title!:word tracking!:tracking x_extensions@1:extensions ...@-0}
distribution = {sharing_group@1:{id!:sharing-group-id name:word} text:word tlp@-0:{label!:(AMBER GREEN RED WHITE) url:uri
  ...} tlp!@1:{label!:(AMBER AMBER+STRICT CLEAR GREEN RED) url:uri} some(text,tlp) ...@-0}
tracking = {aliases:words current_release_date!:date-time generator:{date:date-time engine!:{name!:word version:word
  ...@-0} ...@-0} id!:csaf-id initial_release_date!:date-time revision_history!:[{date!:date-time legacy_version:word
  number!:csaf-version summary!:word ...@-0}]1 status!:(draft final interim) version!:csaf-version ...@-0}
productTree = {branches:[branch]1 full_product_names:[fullProductName]1 product_groups:[{group_id!:word
  product_ids!:words summary:word ...@-0}]1 relationships@-0:[{category!:relation full_product_name!:fullProductName
  product_reference!:word relates_to_product_reference!:word ...}]1 product_paths@1:[{beginning_product_reference!:word
  full_product_name!:fullProductName subpaths!:[{category!:relation next_product_reference!:word}]1}]1
  some(branches,full_product_names,product_groups,relationships,product_paths) ...@-0}
relation = (default_component_of external_component_of installed_on installed_with optional_component_of)
vulnerability = {acknowledgments:acknowledgments cve:cve cwe@-0:{id!:cwe name!:word ...}
  cwes@1:[{id!:cwe name!:csaf-category version!:cwe-version}]u1 disclosure_date@1:date-time discovery_date:date-time
  first_known_exploitation_dates@1:[{date!:date-time exploitation_date!:date-time group_ids:words product_ids:words
  some(group_ids,product_ids)}]u1 flags:[{date:date-time group_ids:words label!:(component_not_present
  inline_mitigations_already_exist vulnerable_code_cannot_be_controlled_by_adversary
  vulnerable_code_not_in_execute_path vulnerable_code_not_present) product_ids:words ...@-0}]u1
  ids:[{group_ids@1:words product_ids@1:words system_name!:word text!:word ...@-0}]u1
  involvements:[{contact@1:word date:date-time group_ids@1:words party!:(coordinator discoverer other user vendor)
  product_ids@1:words status!:(completed contact_attempted disputed in_progress not_contacted open) summary:word
  ...@-0}]u1 metrics@1:[{content!:metrics products!:words source:uri}]u1 notes:notes product_status:{
  first_affected:words first_fixed:words fixed:words known_affected:words known_not_affected:words last_affected:words
  recommended:words under_investigation:words unknown@1:words some(first_affected,first_fixed,fixed,known_affected,known_not_affected,last_affected,recommended,under_investigation,unknown)
  ...@-0} references:references release_date@-0:date-time remediations:[{category!:(fix_planned@1 mitigation
  no_fix_planned none_available optional_patch@1 vendor_fix workaround) date:date-time details!:word
  entitlements:[word]1 group_ids:words product_ids:words restart_required:{category!:(connected dependencies machine none
  parent service system vulnerable_component zone) details:word ...@-0} url:uri ...@-0}]1
  scores@-0:[{cvss_v2:cvss2 cvss_v3:cvss30^cvss31 products!:words some(cvss_v2,cvss_v3) ...}]1
  threats:[{category!:(exploit_status impact target_set) date:date-time details!:word group_ids:words product_ids:words
  ...@-0}]1 title:word x_extensions@1:extensions
  some(acknowledgments,cve,cwe,cwes,disclosure_date,discovery_date,first_known_exploitation_dates,flags,ids,involvements,metrics,notes,product_status,references,release_date,remediations,scores,threats,title,x_extensions)
  ...@-0}
metrics = {cvss_v2:cvss2 cvss_v3:cvss30^cvss31 cvss_v4:cvss4 epss:{percentile!:epss probability!:epss
  timestamp!:date-time} qualitative_severity_rating:(critical high low medium none) ssvc_v2:object
  x_extensions:extensions some(cvss_v2,cvss_v3,cvss_v4,epss,qualitative_severity_rating,ssvc_v2,x_extensions)}
score = number0-10
cvss2 = {version!:(2.0) vectorString!:cvss2-vector accessVector:(NETWORK ADJACENT_NETWORK LOCAL) accessComplexity:(HIGH MEDIUM
  LOW) authentication:(MULTIPLE SINGLE NONE) confidentialityImpact:cia2 integrityImpact:cia2 availabilityImpact:cia2
  baseScore!:score exploitability:maturity remediationLevel:remedy reportConfidence:(UNCONFIRMED UNCORROBORATED CONFIRMED
  NOT_DEFINED) temporalScore:score collateralDamagePotential:(NONE LOW LOW_MEDIUM MEDIUM_HIGH HIGH NOT_DEFINED)
  targetDistribution:(NONE LOW MEDIUM HIGH NOT_DEFINED) confidentialityRequirement:need integrityRequirement:need
  availabilityRequirement:need environmentalScore:score ...}
cia2 = (NONE PARTIAL COMPLETE)
maturity = (UNPROVEN PROOF_OF_CONCEPT FUNCTIONAL HIGH NOT_DEFINED)
remedy = (OFFICIAL_FIX TEMPORARY_FIX WORKAROUND UNAVAILABLE NOT_DEFINED)
need = (LOW MEDIUM HIGH NOT_DEFINED)
cvss30 = {version!:(3.0) vectorString!:cvss30-vector MEMBERS}
cvss31 = {version!:(3.1) vectorString!:cvss31-vector MEMBERS}
cvss4 = {version!:(4.0) vectorString! baseScore!:score baseSeverity!:severity ...}
rating = (HIGH LOW NONE)
modifiedRating = (HIGH LOW NONE NOT_DEFINED)
severity = (NONE LOW MEDIUM HIGH CRITICAL)
)";
}

// Alike in both minor versions of CVSS 3.
constexpr std::string_view cvss3_members = R"(attackVector:(NETWORK ADJACENT_NETWORK LOCAL PHYSICAL)
  attackComplexity:(HIGH LOW) privilegesRequired:rating userInteraction:(NONE REQUIRED) scope:(UNCHANGED CHANGED)
  confidentialityImpact:rating integrityImpact:rating availabilityImpact:rating baseScore!:score baseSeverity!:severity
  exploitCodeMaturity:maturity remediationLevel:remedy reportConfidence:(UNKNOWN REASONABLE CONFIRMED NOT_DEFINED)
  temporalScore:score temporalSeverity:severity confidentialityRequirement:need integrityRequirement:need
  availabilityRequirement:need modifiedAttackVector:(NETWORK ADJACENT_NETWORK LOCAL PHYSICAL NOT_DEFINED)
  modifiedAttackComplexity:(HIGH LOW NOT_DEFINED) modifiedPrivilegesRequired:modifiedRating
  modifiedUserInteraction:(NONE REQUIRED NOT_DEFINED) modifiedScope:(UNCHANGED CHANGED NOT_DEFINED)
  modifiedConfidentialityImpact:modifiedRating modifiedIntegrityImpact:modifiedRating
  modifiedAvailabilityImpact:modifiedRating environmentalScore:score environmentalSeverity:severity ...)";

// A branch has a category, a name, and one member more. How deep they are, who reads the products has looked at.
void check_branches(JsonValue branches, const std::string& place, Flaws& flaws) {
  branches.each([&](JsonValue one, std::size_t index) {
    if (one.is_object() && one.size() != 3)
      flaws.add(json_pointer(place, index), "it has not exactly three members");
    if (const JsonValue more = one["branches"])
      check_branches(more, json_pointer(json_pointer(place, index), "branches"), flaws);
  });
}

std::string whole_table() {
  constexpr std::string_view mark = "MEMBERS";
  std::string text(table());
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at))
    text.replace(at, mark.size(), cvss3_members);
  return text;
}

} // namespace

void check_csaf_schema(JsonValue root, int minor, Flaws& flaws) {
  static const std::string text = whole_table();
  static GrammarVersions grammars(Grammar::Notation::json, text);
  check_json(grammars.of(minor), root, {}, flaws);
  check_branches(root["product_tree"]["branches"], "/product_tree/branches", flaws);
  // A group of one is none; the notation has no number for that.
  root["product_tree"]["product_groups"].each([&](JsonValue one, std::size_t index) {
    if (one["product_ids"].size() == 1)
      flaws.add(json_pointer(json_pointer("/product_tree/product_groups", index), "product_ids"), "it has one item only");
  });
}

bool fits_cvss_schema(JsonValue cvss, std::string_view member) {
  static const std::string text_2 = "cvss = cvss2\n" + whole_table(), text_3 = "cvss = cvss30^cvss31\n" + whole_table();
  static const Grammar version_2(Grammar::Notation::json, text_2, 1), version_3(Grammar::Notation::json, text_3, 1);
  Flaws flaws;
  check_json(member == "cvss_v2" ? version_2 : version_3, cvss, {}, flaws);
  return flaws.count == 0;
}

} // namespace assay::evidence
