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

// One component, package or file of an SBOM. Strings are empty when the document does not state the thing, NOASSERTION
// and NONE included.
struct SbomComponent {
  std::string place;     // JSON pointer, XPath or "line 7"
  std::string reference; // bom-ref, SPDXID or IRI: unique within its document if it is well made
  std::string type;      // as the format calls it, in lower case: "library", "application", "file" …
  std::string name, version, supplier, creator, purl, cpe, file_name, copyright;
  std::vector<std::pair<std::string, std::string>> hashes; // algorithm ("sha-256") and value, both in lower case
  std::vector<std::string> licences;                       // declared or original: SPDX ids, expressions or names
  std::vector<std::string> concluded_licences;             // concluded or distribution licences
  std::vector<std::string> depends_on;                     // references
  std::optional<std::int64_t> depth; // steps from the primary component; absent when it is not reached
  bool primary = false;
  // Of BSI TR-03183-2, where a format has a place for them: what the file is.
  std::optional<bool> executable, archive, structured;
  std::string source_uri, deployable_uri;
};

// A vulnerability that an SBOM carries within itself (CycloneDX); readers/vulnerabilities.hpp has the others.
struct SbomVulnerability {
  std::string place, id, source, state, justification, detail, severity;
  std::vector<std::string> affects; // references of components
  std::optional<std::int64_t> published, updated; // seconds
};

struct Sbom : Content {
  static constexpr DocumentKind kind = DocumentKind::sbom;

  std::string specification; // "CycloneDX" or "SPDX"
  std::string version;       // "1.6", "2.3"
  Flaws flaws;               // against the format's own schema, as far as the reader knows it
  std::string serial;        // serialNumber or documentNamespace
  std::optional<std::int64_t> time; // when it was made; absent too when it is no timestamp
  std::string time_as_stated;
  std::vector<std::string> authors, tools, suppliers;
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

} // namespace assay::evidence
