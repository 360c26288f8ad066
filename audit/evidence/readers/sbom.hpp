// SPDX-License-Identifier: Apache-2.0
//
// What a software bill of materials states, whichever format it came in: CycloneDX or SPDX.
#pragma once

#include "audit/evidence/document.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::evidence {

using SbomHashes = std::vector<std::pair<std::string, std::string>>; // algorithm ("sha-256") and value, in lower case

// One component, package or file of an SBOM. Strings are empty when the document does not state the thing, NOASSERTION
// and NONE included.
struct SbomComponent {
  std::string place;     // JSON pointer, XPath or "line 7"
  std::string reference; // bom-ref, SPDXID or IRI: unique within its document if it is well made
  std::string type;      // as the format calls it, in lower case: "library", "application", "file" …
  std::string name, version, supplier, creator, purl, cpe, file_name, copyright;
  std::string creator_contact;            // an e-mail address or URL of the creator
  std::string other_identifier;           // SWID tag, SWHID, OmniBOR id
  SbomHashes hashes;                      // of the component itself
  SbomHashes deployable_hashes, source_hashes; // of its distribution, of its source
  std::vector<std::string> licences;           // declared or original: SPDX ids, expressions or names
  std::vector<std::string> concluded_licences; // concluded or distribution licences
  std::string effective_licence;
  std::vector<std::string> depends_on; // references of what it depends on or contains, each once
  bool states_dependencies = false;    // also that there are none
  std::string completeness;            // of that statement: "complete", "incomplete" … or empty
  std::optional<std::int64_t> depth;   // steps from the primary component; absent when it is not reached
  bool primary = false;
  // Of BSI TR-03183-2, where a format has a place for them: what the file is.
  std::optional<bool> executable, archive, structured;
  std::string source_uri, deployable_uri, security_txt;
  std::vector<std::string> revisions; // texts that may name the commit it was built from
  std::size_t parent = no_parent;     // index of the component it is nested in

  static constexpr std::size_t no_parent = static_cast<std::size_t>(-1);
};

// Versions of something that a vulnerability is about: one, or a range; and their status, "affected" where none is stated.
struct SbomAffectedVersion {
  std::string version, range, status;
};
struct SbomAffected {
  std::string reference; // of a component, here or by a BOM-Link elsewhere
  std::vector<SbomAffectedVersion> versions;
};

// A vulnerability that an SBOM carries within itself (CycloneDX); readers/vulnerabilities.hpp has the others, and makes
// these like them. Times are as stated.
struct SbomVulnerability {
  std::string place, id, source, state, justification, detail, severity;
  std::vector<std::string> aliases;
  std::size_t aliases_in_all = 0;
  std::optional<double> score; // the highest by CVSS
  bool states_impact = false, states_action = false;
  std::vector<SbomAffected> affects;
  std::string published, updated, rejected, analysed;
};

struct SbomTool {
  std::string name, version;
};

struct Sbom : Content {
  static constexpr DocumentKind kind = DocumentKind::sbom;

  std::string specification; // "CycloneDX" or "SPDX"
  std::string version;       // "1.6", "2.3"
  Flaws flaws;               // against the format's own schema, as far as the reader knows it
  std::string unchecked;     // why flaws were not looked for; empty when they were
  std::string serial;        // serialNumber or documentNamespace
  std::string document_version; // of this SBOM among those of its serial number
  std::optional<std::int64_t> time; // when it was made; absent too when it is no timestamp
  std::string time_as_stated;
  std::vector<std::string> authors, suppliers; // persons and organisations
  std::string author_contact;                  // an e-mail address or URL of an author or the manufacturer
  std::vector<SbomTool> tools;
  std::string generation_context; // lifecycle phase or SBOM type: "build", "source" …
  std::string completeness;       // of the primary component's composition: "complete", "incomplete" … or empty
  bool is_signed = false;         // carries a signature within itself, which is not verified
  std::vector<SbomComponent> components; // the primary one first, nested ones after their parents
  std::vector<SbomVulnerability> vulnerabilities;
  std::uint64_t dangling_references = 0, duplicate_references = 0;

  const SbomComponent* primary() const {
    return !components.empty() && components.front().primary ? &components.front() : nullptr;
  }
};

// No SBOM with more components or vulnerabilities, or with more references among them, is read: half a million
// components that state nothing take half a gigabyte.
constexpr std::size_t sbom_component_limit = 500'000;
constexpr std::size_t sbom_reference_limit = 2'000'000;
constexpr std::size_t sbom_alias_limit = 64; // of one vulnerability; further ones are counted

// Throws Error::input when `count` is beyond the limit.
void check_item_count(std::size_t count, std::size_t limit, std::string_view what, const std::string& document);

// Puts the component at this index first, as the primary one, and fills in depths and the completeness of the whole.
// No index: there is no primary component.
void finish_sbom(Sbom& sbom, std::optional<std::size_t> primary);

// What SPDX and others write where they state nothing becomes empty.
std::string_view stated(std::string_view text);

// The text if it is an e-mail address or a URL, else nothing. Of "name (a@b.c)" the part in brackets.
std::string_view contact_of(std::string_view text);

// "SHA256", "sha_256" and "SHA-256" are "sha-256".
std::string hash_name(std::string_view algorithm);

// Names that SBOMs have by habit, in each syntax.
bool names_sbom_json(const Appearance& appearance);
bool names_sbom_xml(const Appearance& appearance);
bool names_sbom_text(const Appearance& appearance);
bool names_spdx_elsewise(const Appearance& appearance);

// Readers and, for each, whether a document is one: CycloneDX 1.2 to 1.7 (others are read as far as they are alike,
// without judging whether they are valid), SPDX 2.2 and 2.3, SPDX 3.0. SPDX in XML, YAML and RDF is recognised, and
// refused.
std::unique_ptr<Content> read_cyclonedx_json(const Document& document);
std::unique_ptr<Content> read_cyclonedx_xml(const Document& document);
std::unique_ptr<Content> read_spdx_json(const Document& document);
std::unique_ptr<Content> read_spdx_tag_value(const Document& document);
std::unique_ptr<Content> read_spdx3_json(const Document& document);
std::unique_ptr<Content> refuse_spdx_elsewise(const Document& document);
bool is_cyclonedx_json(const Appearance& appearance);
bool is_cyclonedx_xml(const Appearance& appearance);
bool is_spdx_json(const Appearance& appearance);
bool is_spdx_tag_value(const Appearance& appearance);
bool is_spdx3_json(const Appearance& appearance);
bool is_spdx_elsewise(const Appearance& appearance);

} // namespace assay::evidence
