// SPDX-License-Identifier: Apache-2.0
//
// The members that the two schemas of security-insights.yml know.
#include "audit/evidence/readers/security_insights.hpp"

#include <deque>

namespace assay::evidence {

namespace {

using enum InsightsMember::Type;

const std::vector<std::string_view> weaknesses = {
    "broken access control", "cryptographic failures", "injection", "insecure design", "security misconfiguration",
    "vulnerable and outdated components", "identification and authentication failures",
    "software and data integrity failures", "security logging and monitoring failures", "ssrf", "other"};

constexpr bool needed = true;

} // namespace

const std::vector<InsightsMember>& insights_members_1() {
  static const std::vector<InsightsMember> members = {
      {"header", mapping, needed},
      {"header/schema-version", text, needed, {"1.0.0"}},
      {"header/expiration-date", date_time, needed},
      {"header/last-updated", date},
      {"header/last-reviewed", date},
      {"header/commit-hash", text},
      {"header/project-url", web_address, needed},
      {"header/project-release", text},
      {"header/changelog", web_address},
      {"header/license", web_address},
      {"project-lifecycle", mapping, needed},
      {"project-lifecycle/bug-fixes-only", boolean, needed},
      {"project-lifecycle/core-maintainers", list},
      {"project-lifecycle/core-maintainers[]", text},
      {"project-lifecycle/roadmap", web_address},
      {"project-lifecycle/release-cycle", web_address},
      {"project-lifecycle/release-process", short_text},
      {"project-lifecycle/status", text, needed,
       {"active", "inactive", "concept", "wip", "suspended", "abandoned", "unsupported", "moved"}},
      {"contribution-policy", mapping, needed},
      {"contribution-policy/accepts-pull-requests", boolean, needed},
      {"contribution-policy/accepts-automated-pull-requests", boolean, needed},
      {"contribution-policy/automated-tools-list", list},
      {"contribution-policy/automated-tools-list[]", mapping},
      {"contribution-policy/automated-tools-list[]/automated-tool", text, needed},
      {"contribution-policy/automated-tools-list[]/action", text, needed, {"allowed", "denied"}},
      {"contribution-policy/automated-tools-list[]/path", list},
      {"contribution-policy/automated-tools-list[]/path[]", text},
      {"contribution-policy/automated-tools-list[]/comment", short_text},
      {"contribution-policy/contributing-policy", web_address},
      {"contribution-policy/code-of-conduct", web_address},
      {"documentation", list},
      {"documentation[]", web_address},
      {"distribution-points", list, needed},
      {"distribution-points[]", text},
      {"security-artifacts", mapping},
      {"security-artifacts/threat-model", mapping},
      {"security-artifacts/threat-model/threat-model-created", boolean, needed},
      {"security-artifacts/threat-model/evidence-url", list},
      {"security-artifacts/threat-model/evidence-url[]", web_address},
      {"security-artifacts/threat-model/comment", short_text},
      {"security-artifacts/self-assessment", mapping},
      {"security-artifacts/self-assessment/self-assessment-created", boolean, needed},
      {"security-artifacts/self-assessment/evidence-url", list},
      {"security-artifacts/self-assessment/evidence-url[]", web_address},
      {"security-artifacts/self-assessment/comment", short_text},
      {"security-artifacts/other-artifacts", list},
      {"security-artifacts/other-artifacts[]", mapping},
      {"security-artifacts/other-artifacts[]/artifact-name", text},
      {"security-artifacts/other-artifacts[]/artifact-created", boolean},
      {"security-artifacts/other-artifacts[]/evidence-url", list},
      {"security-artifacts/other-artifacts[]/evidence-url[]", web_address},
      {"security-artifacts/other-artifacts[]/comment", short_text},
      {"security-testing", list},
      {"security-testing[]", mapping},
      {"security-testing[]/integration", mapping, needed},
      {"security-testing[]/integration/ad-hoc", boolean, needed},
      {"security-testing[]/integration/before-release", boolean, needed},
      {"security-testing[]/integration/ci", boolean, needed},
      {"security-testing[]/tool-name", text, needed},
      {"security-testing[]/tool-rulesets", list},
      {"security-testing[]/tool-rulesets[]", text},
      {"security-testing[]/tool-type", text, needed, {"sast", "dast", "iast", "fuzzer", "sca"}},
      {"security-testing[]/tool-url", web_address},
      {"security-testing[]/tool-version", text, needed},
      {"security-testing[]/comment", short_text},
      {"security-assessments", list},
      {"security-assessments[]", mapping},
      {"security-assessments[]/auditor-name", text, needed},
      {"security-assessments[]/auditor-report", web_address},
      {"security-assessments[]/auditor-url", web_address, needed},
      {"security-assessments[]/report-year", integer, needed},
      {"security-assessments[]/comment", short_text},
      {"security-contacts", list, needed},
      {"security-contacts[]", mapping},
      {"security-contacts[]/primary", boolean},
      {"security-contacts[]/type", text, needed, {"email", "phone", "url"}},
      {"security-contacts[]/value", text, needed},
      {"vulnerability-reporting", mapping, needed},
      {"vulnerability-reporting/accepts-vulnerability-reports", boolean, needed},
      {"vulnerability-reporting/bug-bounty-available", boolean},
      {"vulnerability-reporting/bug-bounty-url", web_address},
      {"vulnerability-reporting/email-contact", email},
      {"vulnerability-reporting/security-policy", web_address},
      {"vulnerability-reporting/pgp-key", text},
      {"vulnerability-reporting/in-scope", list},
      {"vulnerability-reporting/in-scope[]", text, false, weaknesses},
      {"vulnerability-reporting/out-scope", list},
      {"vulnerability-reporting/out-scope[]", text, false, weaknesses},
      {"vulnerability-reporting/comment", short_text},
      {"dependencies", mapping},
      {"dependencies/third-party-packages", boolean},
      {"dependencies/dependencies-lists", list},
      {"dependencies/dependencies-lists[]", web_address},
      {"dependencies/sbom", list},
      {"dependencies/sbom[]", mapping},
      {"dependencies/sbom[]/sbom-file", web_address},
      {"dependencies/sbom[]/sbom-format", text},
      {"dependencies/sbom[]/sbom-url", web_address},
      {"dependencies/sbom[]/sbom-creation", short_text},
      {"dependencies/dependencies-lifecycle", mapping},
      {"dependencies/dependencies-lifecycle/policy-url", web_address},
      {"dependencies/dependencies-lifecycle/comment", short_text},
      {"dependencies/env-dependencies-policy", mapping},
      {"dependencies/env-dependencies-policy/policy-url", web_address},
      {"dependencies/env-dependencies-policy/comment", short_text},
  };
  return members;
}

namespace {

// Members that stand in several places, below a path each.
std::vector<InsightsMember> below(const std::vector<std::string_view>& paths, const std::vector<InsightsMember>& members) {
  static std::deque<std::string> kept; // paths are views
  std::vector<InsightsMember> all;
  for (const std::string_view path : paths) {
    all.push_back({path, mapping});
    for (InsightsMember one : members) {
      one.path = kept.emplace_back(std::string(path) + "/" + std::string(one.path));
      all.push_back(one);
    }
  }
  return all;
}

} // namespace

const std::vector<InsightsMember>& insights_members_2() {
  static const std::vector<InsightsMember> members = [] {
    std::vector<InsightsMember> all = {
        {"header", mapping, needed},
        {"header/last-reviewed", date, needed},
        {"header/last-updated", date, needed},
        {"header/schema-version", version, needed},
        {"header/url", web_address, needed},
        {"header/comment", text},
        {"header/project-si-source", web_address},
        {"project", mapping},
        {"project/name", text, needed},
        {"project/homepage", web_address},
        {"project/roadmap", web_address},
        {"project/funding", web_address},
        {"project/steward", mapping},
        {"project/steward/uri", text, needed},
        {"project/steward/comment", text, needed},
        {"project/administrators", list, needed},
        {"project/repositories", list, needed},
        {"project/repositories[]", mapping},
        {"project/repositories[]/name", text, needed},
        {"project/repositories[]/comment", text, needed},
        {"project/repositories[]/url", web_address, needed},
        {"project/vulnerability-reporting", mapping, needed},
        {"project/vulnerability-reporting/reports-accepted", boolean, needed},
        {"project/vulnerability-reporting/bug-bounty-available", boolean, needed},
        {"project/vulnerability-reporting/bug-bounty-program", web_address},
        {"project/vulnerability-reporting/comment", text},
        {"project/vulnerability-reporting/policy", web_address},
        {"project/vulnerability-reporting/pgp-key", text},
        {"project/vulnerability-reporting/in-scope", list},
        {"project/vulnerability-reporting/in-scope[]", text},
        {"project/vulnerability-reporting/out-of-scope", list},
        {"project/vulnerability-reporting/out-of-scope[]", text},
        {"project/documentation", mapping},
        {"project/documentation/design", web_address},
        {"project/documentation/detailed-guide", web_address},
        {"project/documentation/code-of-conduct", web_address},
        {"project/documentation/quickstart-guide", web_address},
        {"project/documentation/release-process", web_address},
        {"project/documentation/support-policy", web_address},
        {"project/documentation/signature-verification", web_address},
        {"repository", mapping},
        {"repository/status", text, needed,
         {"active", "abandoned", "concept", "inactive", "moved", "suspended", "unsupported", "WIP"}},
        {"repository/url", web_address, needed},
        {"repository/accepts-change-request", boolean, needed},
        {"repository/accepts-automated-change-request", boolean, needed},
        {"repository/bug-fixes-only", boolean},
        {"repository/no-third-party-packages", boolean},
        {"repository/core-team", list, needed},
        {"repository/license", mapping, needed},
        {"repository/license/url", web_address, needed},
        {"repository/license/expression", text, needed},
        {"repository/security", mapping, needed},
        {"repository/security/assessments", mapping, needed},
        {"repository/security/assessments/self", mapping, needed},
        {"repository/security/assessments/self/comment", text, needed},
        {"repository/security/assessments/self/name", text},
        {"repository/security/assessments/self/evidence", web_address},
        {"repository/security/assessments/self/date", date},
        {"repository/security/assessments/third-party", list},
        {"repository/security/champions", list},
        {"repository/security/tools", list},
        {"repository/security/tools[]", mapping},
        {"repository/security/tools[]/name", text, needed},
        {"repository/security/tools[]/type", text, needed, {"fuzzing", "container", "secret", "SCA", "SAST", "other"}},
        {"repository/security/tools[]/version", text},
        {"repository/security/tools[]/comment", text},
        {"repository/security/tools[]/rulesets", list, needed},
        {"repository/security/tools[]/rulesets[]", text},
        {"repository/security/tools[]/integration", mapping, needed},
        {"repository/security/tools[]/integration/adhoc", boolean, needed},
        {"repository/security/tools[]/integration/ci", boolean, needed},
        {"repository/security/tools[]/integration/release", boolean, needed},
        {"repository/security/tools[]/results", mapping, needed},
        {"repository/documentation", mapping},
        {"repository/documentation/contributing-guide", web_address},
        {"repository/documentation/dependency-management-policy", web_address},
        {"repository/documentation/governance", web_address},
        {"repository/documentation/review-policy", web_address},
        {"repository/documentation/security-policy", web_address},
        {"repository/release", mapping},
        {"repository/release/automated-pipeline", boolean, needed},
        {"repository/release/distribution-points", list, needed},
        {"repository/release/distribution-points[]", mapping},
        {"repository/release/distribution-points[]/uri", text, needed},
        {"repository/release/distribution-points[]/comment", text, needed},
        {"repository/release/changelog", web_address},
        {"repository/release/license", mapping},
        {"repository/release/license/url", web_address, needed},
        {"repository/release/license/expression", text, needed},
        {"repository/release/attestations", list},
    };
    const std::vector<InsightsMember>
        contact = {{"name", text, needed}, {"primary", boolean, needed}, {"affiliation", text}, {"email", email}, {"social", text}},
        attestation = {{"name", text, needed}, {"location", web_address, needed}, {"predicate-uri", text, needed},
                       {"comment", text}},
        assessment = {{"comment", text, needed}, {"name", text}, {"evidence", web_address}, {"date", date}};
    for (const auto& part :
         {below({"project/administrators[]", "project/vulnerability-reporting/contact", "repository/core-team[]",
                 "repository/security/champions[]"}, contact),
          below({"repository/security/tools[]/results/adhoc", "repository/security/tools[]/results/ci",
                 "repository/security/tools[]/results/release", "repository/release/attestations[]"}, attestation),
          below({"repository/security/assessments/third-party[]"}, assessment)})
      all.insert(all.end(), part.begin(), part.end());
    return all;
  }();
  return members;
}

} // namespace assay::evidence
