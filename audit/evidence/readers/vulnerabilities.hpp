// SPDX-License-Identifier: Apache-2.0
//
// What a document states about vulnerabilities, whichever format it came in: advisories and exploitability statements
// (CSAF, OpenVEX, CycloneDX), records of a database (OSV), findings of a scanner, and lists of what is exploited.
#pragma once

#include "audit/base/json.hpp"
#include "audit/evidence/document.hpp"
#include "audit/evidence/readers/sbom.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::evidence {

// A time as the document has it; no seconds when that is no time.
struct StatedTime {
  std::string text;
  std::optional<std::int64_t> seconds;
};

StatedTime stated_time(std::string_view text);

// One product, once for all statements that name it. Strings are empty when the document does not state the thing.
struct AffectedProduct {
  std::string name, version, purl, cpe;
  std::vector<std::string> versions; // an explicit list, beside or instead of `version`
  std::string range;                 // versions as a range, in the document's own notation
  bool part = false;                 // of a product, and named as such
};

// What several statements about one vulnerability share.
struct Vulnerability {
  std::string id;
  std::vector<std::string> aliases;
  std::size_t aliases_in_all = 0; // some of which may be left out of `aliases`
  StatedTime published, updated, withdrawn;

  // The first `alias_limit` that are not the id are kept.
  void add_alias(std::string_view alias);
};

constexpr std::size_t alias_limit = 64;

// One statement: a status of products, a scanner's finding, or what a database holds.
struct VulnerabilityStatement {
  std::shared_ptr<const Vulnerability> about;
  std::string place;              // JSON pointer or XPath
  std::string_view status;        // affected, not-affected …, or "other"; empty when none is stated
  std::string status_as_stated;
  std::string justification;      // why not affected, as the format calls it
  std::optional<bool> impact;     // says what the vulnerability does, or does not do, to the products
  std::optional<bool> action;     // says what to do about it
  std::string severity;           // as stated
  std::optional<std::int64_t> score; // CVSS, in tenths
  StatedTime time;
  std::optional<bool> fix;        // a fix is there
  std::string fixed_in;           // the first version that has it
  bool suppressed = false;        // a finding that the scanner was told to leave out, and lists nevertheless
  std::vector<std::uint32_t> products; // indices
};

// What kind of claim a document makes about vulnerabilities.
enum class VulnerabilityClaim { statement, finding, record };

struct VulnerabilityDocument : Content {
  std::string specification;  // "CSAF", "OpenVEX", "OSV", "Grype" …
  std::string format_version; // as stated
  VulnerabilityClaim claim = VulnerabilityClaim::statement;
  Flaws flaws;
  std::string unchecked; // why flaws were not looked for; empty when they were
  std::string id, title, version, language;
  std::string publisher, publisher_category;
  StatedTime first_release, current_release;
  std::vector<AffectedProduct> products;
  std::vector<VulnerabilityStatement> statements;
  std::int64_t vulnerabilities = 0;
};

// A test of the standard that a document fails: its number, and where it first does.
struct FailedTest {
  std::string number, place;
};

struct Advisory : VulnerabilityDocument {
  static constexpr DocumentKind kind = DocumentKind::advisories;

  std::string category, status, distribution;
  bool tested = false; // against the tests that the standard demands beside its schema
  std::vector<FailedTest> failed_tests;
};

// One run of a scanner.
struct Scan : VulnerabilityDocument {
  static constexpr DocumentKind kind = DocumentKind::scan;

  std::string tool, tool_version, target;
  StatedTime time, database_time;
  std::string database_version;
  std::optional<std::int64_t> targets; // files and packages databases that it names as looked at
  std::int64_t findings = 0, suppressed = 0;
  bool has_findings = false; // the member that holds them is there, be it empty
};

// Vulnerabilities known to be exploited: by id, since when.
struct KnownExploited : Content {
  static constexpr DocumentKind kind = DocumentKind::exploited;

  std::string version;
  StatedTime released;
  std::map<std::string, StatedTime, std::less<>> since;
};

// Adds a product; throws Error::input when there are too many.
std::uint32_t add_product(VulnerabilityDocument& to, AffectedProduct product, const std::string& document);
// Adds a statement that is filled in; throws Error::input when there are too many.
void add_statement(VulnerabilityDocument& to, VulnerabilityStatement statement, const std::string& document);

// "not-affected" of "not_affected" and "known_not_affected", and so on, of every format's words; "other" of what is
// none, and empty of nothing.
std::string_view common_status(std::string_view as_stated);

// A package URL without its version, and without what comes behind that.
std::string unversioned_purl(std::string_view purl);

// 7.5 is 75; nothing for what is no number from 0 to 10.
std::optional<std::int64_t> score_in_tenths(std::optional<double> score);

// An SBOM's own vulnerabilities as a document of them.
Advisory advisory_of(const Sbom& sbom, const std::string& document);

// Adds "lacks X" for each member that is not there or of another type; types: s string, a array, o object, n number.
struct RequiredMember {
  std::string_view name;
  char type;
};
void check_members(JsonValue object, std::string_view place, std::initializer_list<RequiredMember> members,
                   Flaws& flaws);

// The readers, and for each whether a document is one.
bool names_vex(const Appearance& path_only);
bool is_openvex(const Appearance& appearance);
std::unique_ptr<Content> read_openvex(const Document& document);
bool names_csaf(const Appearance& path_only);
bool is_csaf(const Appearance& appearance);
std::unique_ptr<Content> read_csaf(const Document& document);
bool names_osv(const Appearance& path_only);
bool is_osv(const Appearance& appearance);
std::unique_ptr<Content> read_osv(const Document& document);
bool names_scan(const Appearance& path_only);
bool is_grype(const Appearance& appearance);
std::unique_ptr<Content> read_grype(const Document& document);
bool is_trivy(const Appearance& appearance);
std::unique_ptr<Content> read_trivy(const Document& document);
bool is_osv_scanner(const Appearance& appearance);
std::unique_ptr<Content> read_osv_scanner(const Document& document);
bool names_known_exploited(const Appearance& path_only);
bool is_known_exploited(const Appearance& appearance);
std::unique_ptr<Content> read_known_exploited(const Document& document);

} // namespace assay::evidence
