// SPDX-License-Identifier: Apache-2.0
//
// Population `components`: every component, package and file of every SBOM, with the elements that NTIA 2021, CISA 2026
// and BSI TR-03183-2 v2.1.0 ask of a component. An element is there or not; whether it is true, no document shows.
#include "audit/evidence/document_fields.hpp"
#include "audit/evidence/readers/spdx_licences.hpp"
#include "audit/evidence/sbom_binding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_set>

namespace assay::evidence {

namespace {

enum : std::size_t {
  place = document_field::count, specification, bound_by, name, version, type, supplier, creator, purl, cpe, reference,
  file_name, depth, primary, hash_algorithms, licence, concluded_licence, effective_licence, dependencies, completeness,
  ntia_supplier, ntia_name, ntia_version, ntia_identifiers, ntia_dependencies,
  cisa_producer, cisa_name, cisa_version, cisa_identifiers, cisa_dependencies, cisa_hash, cisa_hash_algorithm,
  cisa_licence,
  bsi_creator, bsi_name, bsi_version, bsi_file_name, bsi_dependencies, bsi_distribution_licences, bsi_hash,
  bsi_executable, bsi_archive, bsi_structured, bsi_source_uri, bsi_deployable_uri, bsi_identifiers,
  bsi_original_licences, bsi_effective_licence, bsi_source_hash, bsi_security_txt,
  hash, hash_algorithm, hash_value, licence_child, licence_id, licence_role, depends_on, depends_on_reference
};

std::vector<Field> declare() {
  return declare_document_fields("origin, document and place", {
      {"@place", FieldType::string, "where in the SBOM: JSON pointer, XPath or line"},
      {"@specification", FieldType::enumeration, "the SBOM's format", {"CycloneDX", "SPDX"}},
      {"@bound-by", FieldType::enumeration, "what binds the SBOM to the audited release, as sboms has it",
       SbomBinding::kinds()},
      {"@name", FieldType::string, "its name"},
      {"@version", FieldType::string, "its version"},
      {"@type", FieldType::string, "what it is, in lower case: library, application, file …"},
      {"@supplier", FieldType::string, "who supplies it", {}, true},
      {"@creator", FieldType::string, "who created it", {}, true},
      {"@purl", FieldType::string, "its package URL"},
      {"@cpe", FieldType::string, "its CPE name"},
      {"@reference", FieldType::string, "its id within the SBOM"},
      {"@file-name", FieldType::string, "name of its file"},
      {"@depth", FieldType::integer, "steps from the primary component; absent when none lead there"},
      {"@primary", FieldType::yes_no, "whether the SBOM is about this one"},
      {"@hash-algorithms", FieldType::string, "algorithms of its hashes in lower case, in alphabetical order: sha-1 sha-256"},
      {"@declared-licence", FieldType::string, "declared licences"},
      {"@concluded-licence", FieldType::string, "concluded licences"},
      {"@effective-licence", FieldType::string, "the licence it is used under"},
      {"@dependencies", FieldType::integer, "components it says it depends on or contains"},
      {"@completeness", FieldType::string, "whether it says that those are all"},
      {"@ntia-supplier", FieldType::yes_no, "NTIA 2021, supplier name"},
      {"@ntia-name", FieldType::yes_no, "NTIA 2021, component name"},
      {"@ntia-version", FieldType::yes_no, "NTIA 2021, version of the component"},
      {"@ntia-identifiers", FieldType::yes_no, "NTIA 2021, other unique identifiers"},
      {"@ntia-dependencies", FieldType::yes_no, "NTIA 2021, dependency relationship: it is an end of one, or states that it has none"},
      {"@cisa-producer", FieldType::yes_no, "CISA 2026, component producer: a creator or supplier"},
      {"@cisa-name", FieldType::yes_no, "CISA 2026, name"},
      {"@cisa-version", FieldType::yes_no, "CISA 2026, version"},
      {"@cisa-identifiers", FieldType::yes_no, "CISA 2026, identifiers: one at least"},
      {"@cisa-dependencies", FieldType::yes_no, "CISA 2026, dependency relationship: it is an end of one, or states that it has none"},
      {"@cisa-hash", FieldType::yes_no, "CISA 2026, hash value"},
      {"@cisa-hash-algorithm", FieldType::yes_no, "CISA 2026, hash algorithm: of every hash"},
      {"@cisa-licence", FieldType::yes_no, "CISA 2026, licence"},
      {"@bsi-creator", FieldType::yes_no, "BSI TR-03183-2, 5.2.2: e-mail address or URL of the creator"},
      {"@bsi-name", FieldType::yes_no, "BSI TR-03183-2, 5.2.2: name"},
      {"@bsi-version", FieldType::yes_no, "BSI TR-03183-2, 5.2.2: version"},
      {"@bsi-file-name", FieldType::yes_no, "BSI TR-03183-2, 5.2.2: file name, without a path"},
      {"@bsi-dependencies", FieldType::yes_no, "BSI TR-03183-2, 5.2.2: dependencies, and whether they are complete"},
      {"@bsi-distribution-licences", FieldType::yes_no, "BSI TR-03183-2, 5.2.2: distribution licences as SPDX expressions"},
      {"@bsi-hash", FieldType::yes_no, "BSI TR-03183-2, 5.2.2: SHA-512 of the deployable component"},
      {"@bsi-executable", FieldType::yes_no, "BSI TR-03183-2, 5.2.2: says whether it is executable"},
      {"@bsi-archive", FieldType::yes_no, "BSI TR-03183-2, 5.2.2: says whether it is an archive"},
      {"@bsi-structured", FieldType::yes_no, "BSI TR-03183-2, 5.2.2: says whether it is structured"},
      {"@bsi-source-uri", FieldType::yes_no, "BSI TR-03183-2, 5.2.4: URI of the source code"},
      {"@bsi-deployable-uri", FieldType::yes_no, "BSI TR-03183-2, 5.2.4: URI of the deployable form"},
      {"@bsi-identifiers", FieldType::yes_no, "BSI TR-03183-2, 5.2.4: other unique identifiers"},
      {"@bsi-original-licences", FieldType::yes_no, "BSI TR-03183-2, 5.2.4: original licences as SPDX expressions"},
      {"@bsi-effective-licence", FieldType::yes_no, "BSI TR-03183-2, 5.2.5: effective licence"},
      {"@bsi-source-hash", FieldType::yes_no, "BSI TR-03183-2, 5.2.5: hash of the source code"},
      {"@bsi-security-txt", FieldType::yes_no, "BSI TR-03183-2, 5.2.5: URL of the security.txt"},
      {"hash", FieldType::element, "a hash of the component"},
      {"hash/@algorithm", FieldType::string, "its algorithm: sha-256", {}, false, false, true},
      {"hash/@value", FieldType::string, "its value, hexadecimal", {}, false, false, true},
      {"licence", FieldType::element, "a licence"},
      {"licence/@id", FieldType::string, "its identifier, expression or name"},
      {"licence/@role", FieldType::enumeration, "whose statement it is", {"concluded", "declared"}},
      {"depends-on", FieldType::element, "a component it depends on or contains"},
      {"depends-on/@reference", FieldType::string, "the id of that one"},
  });
}

std::string algorithms_of(const SbomComponent& one) {
  std::set<std::string_view> names;
  for (const auto& [algorithm, value] : one.hashes)
    names.insert(algorithm);
  return fmt::format("{}", fmt::join(names, " "));
}

void fill_statements(Item& item, const SbomComponent& one) {
  set_stated(item, name, one.name);
  set_stated(item, version, one.version);
  set_stated(item, type, one.type);
  set_stated(item, supplier, one.supplier);
  set_stated(item, creator, one.creator);
  set_stated(item, purl, one.purl);
  set_stated(item, cpe, one.cpe);
  set_stated(item, reference, one.reference);
  set_stated(item, file_name, one.file_name);
  set_stated(item, depth, one.depth);
  item.set_flag(primary, one.primary);
  if (item.wants(hash_algorithms))
    set_stated(item, hash_algorithms, algorithms_of(one));
  if (item.wants(licence))
    set_stated(item, licence, fmt::format("{}", fmt::join(one.licences, "; ")));
  if (item.wants(concluded_licence))
    set_stated(item, concluded_licence, fmt::format("{}", fmt::join(one.concluded_licences, "; ")));
  set_stated(item, effective_licence, one.effective_licence);
  item.set_number(dependencies, static_cast<std::int64_t>(one.depends_on.size()));
  set_stated(item, completeness, one.completeness);
}

bool has_identifier(const SbomComponent& one) {
  return !one.purl.empty() || !one.cpe.empty() || !one.other_identifier.empty();
}

void fill_common_frameworks(Item& item, const SbomComponent& one, bool related) {
  item.set_flag(ntia_supplier, !one.supplier.empty());
  item.set_flag(ntia_name, !one.name.empty());
  item.set_flag(ntia_version, !one.version.empty());
  item.set_flag(ntia_identifiers, has_identifier(one));
  item.set_flag(ntia_dependencies, related);
  const auto named = [](const auto& hash) { return !hash.first.empty(); };
  const bool hashed = !one.hashes.empty() || !one.deployable_hashes.empty();
  item.set_flag(cisa_producer, !one.creator.empty() || !one.supplier.empty());
  item.set_flag(cisa_name, !one.name.empty());
  item.set_flag(cisa_version, !one.version.empty());
  item.set_flag(cisa_identifiers, has_identifier(one));
  item.set_flag(cisa_dependencies, related);
  item.set_flag(cisa_hash, hashed);
  item.set_flag(cisa_hash_algorithm, hashed && std::all_of(one.hashes.begin(), one.hashes.end(), named) &&
                                         std::all_of(one.deployable_hashes.begin(), one.deployable_hashes.end(), named));
  item.set_flag(cisa_licence, !one.licences.empty() || !one.concluded_licences.empty());
}

bool all_expressions(const std::vector<std::string>& licences) {
  return !licences.empty() && std::all_of(licences.begin(), licences.end(), is_licence_expression);
}

constexpr std::size_t sha512_digits = 128;

void fill_bsi(Item& item, const SbomComponent& one) {
  item.set_flag(bsi_creator, !one.creator_contact.empty());
  item.set_flag(bsi_name, !one.name.empty());
  item.set_flag(bsi_version, !one.version.empty());
  item.set_flag(bsi_file_name, !one.file_name.empty() && one.file_name.find('/') == std::string::npos);
  item.set_flag(bsi_dependencies, one.states_dependencies && !one.completeness.empty());
  item.set_flag(bsi_distribution_licences, all_expressions(one.concluded_licences));
  item.set_flag(bsi_hash, std::any_of(one.deployable_hashes.begin(), one.deployable_hashes.end(), [](const auto& each) {
                  return each.first == "sha-512" && each.second.size() == sha512_digits;
                }));
  item.set_flag(bsi_executable, one.executable.has_value());
  item.set_flag(bsi_archive, one.archive.has_value());
  item.set_flag(bsi_structured, one.structured.has_value());
  item.set_flag(bsi_source_uri, !one.source_uri.empty());
  item.set_flag(bsi_deployable_uri, !one.deployable_uri.empty());
  item.set_flag(bsi_identifiers, has_identifier(one));
  item.set_flag(bsi_original_licences, all_expressions(one.licences));
  item.set_flag(bsi_effective_licence, is_licence_expression(one.effective_licence));
  item.set_flag(bsi_source_hash, !one.source_hashes.empty());
  item.set_flag(bsi_security_txt, !one.security_txt.empty());
}

void fill_children(Item& item, const SbomComponent& one) {
  if (item.wants(hash))
    for (const auto& [algorithm, value] : one.hashes) {
      item.begin_child(hash);
      item.set_text(hash_algorithm, algorithm);
      item.set_text(hash_value, value);
    }
  if (item.wants(licence_child))
    for (const auto& [list, role] : {std::pair(&one.licences, "declared"), std::pair(&one.concluded_licences, "concluded")})
      for (const std::string& text : *list) {
        item.begin_child(licence_child);
        item.set_text(licence_id, text);
        item.set_name(licence_role, role);
      }
  if (item.wants(depends_on))
    for (const std::string& text : one.depends_on) {
      item.begin_child(depends_on);
      item.set_text(depends_on_reference, text);
    }
}

// What something depends on or contains.
std::unordered_set<std::string_view> needed_ones(const Sbom& sbom) {
  std::unordered_set<std::string_view> needed;
  for (const SbomComponent& one : sbom.components)
    needed.insert(one.depends_on.begin(), one.depends_on.end());
  return needed;
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("component", self.fields, wanted);
  Examination examination;
  const SbomBinding binding = wanted[bound_by] ? SbomBinding(self, evidence) : SbomBinding();
  const Drawn drawn = evidence.documents->each<Sbom>([&](const ReadDocument& read, const Sbom& sbom) {
    const bool joins = wanted[ntia_dependencies] || wanted[cisa_dependencies];
    const auto needed = joins ? needed_ones(sbom) : std::unordered_set<std::string_view>();
    const std::string_view bound = wanted[bound_by] ? binding.of(sbom) : std::string_view("none");
    for (const SbomComponent& one : sbom.components) {
      begin_document_item(item, read, one.place);
      item.set_text(place, one.place);
      item.set_name(specification, sbom.specification);
      item.set_name(bound_by, bound);
      fill_statements(item, one);
      fill_common_frameworks(item, one, one.states_dependencies || needed.count(one.reference) > 0);
      fill_bsi(item, one);
      fill_children(item, one);
      sink(item);
      ++examination.examined;
    }
  });
  examination.reason = drawn.incomplete;
  if (evidence.unreadable_refs > 0 && wanted[bound_by] && examination.reason.empty())
    examination.reason = fmt::format(refs_unreadable, evidence.unreadable_refs);
  return examination;
}

} // namespace

const Population& components() {
  static const Population population = {
      "components",
      "components, packages and files that software bills of materials list",
      Completeness::as_found,
      false,
      "components",
      "refs/tags/",
      declare(),
      {{"all", "", "all of them"},
       {"primary", "@primary = 'yes'", "those that an SBOM is about"},
       {"parts", "@primary = 'no'", "all others"},
       {"direct", "@depth = 1", "those that a primary component itself depends on or contains"}},
      examine};
  return population;
}

} // namespace assay::evidence
