// SPDX-License-Identifier: Apache-2.0
//
// The table of document formats: one row for each that some reader reads.
#include "audit/evidence/document.hpp"
#include "audit/evidence/readers/analysis.hpp"
#include "audit/evidence/readers/attestation.hpp"
#include "audit/evidence/readers/changelog.hpp"
#include "audit/evidence/readers/code_owners.hpp"
#include "audit/evidence/readers/coverage.hpp"
#include "audit/evidence/readers/declaration.hpp"
#include "audit/evidence/readers/dependencies.hpp"
#include "audit/evidence/readers/forge.hpp"
#include "audit/evidence/readers/licence.hpp"
#include "audit/evidence/readers/project_policy.hpp"
#include "audit/evidence/readers/report_addresses.hpp"
#include "audit/evidence/readers/sbom.hpp"
#include "audit/evidence/readers/security_insights.hpp"
#include "audit/evidence/readers/security_policy.hpp"
#include "audit/evidence/readers/security_txt.hpp"
#include "audit/evidence/readers/tests.hpp"
#include "audit/evidence/readers/updates.hpp"
#include "audit/evidence/readers/vulnerabilities.hpp"
#include "audit/evidence/readers/workflow.hpp"

#include <algorithm>

namespace assay::evidence {

namespace {

// A text as an argument of a template.
template <std::size_t size>
struct Literal {
  char text[size];
  consteval Literal(const char (&from)[size]) { std::copy_n(from, size, text); }
};

// By the file's name, in lower case.
template <Literal... names>
bool called(const Appearance& file) {
  return ((file.file_name == names.text) || ...);
}

template <Literal... endings>
bool ending_with(const Appearance& file) {
  return (file.ends_with(endings.text) || ...);
}

} // namespace

const std::vector<DocumentFormat>& document_formats() {
  static const std::vector<DocumentFormat> table = {
      {"attestation-lines", DocumentKind::attestation, names_attestation, is_attestation_lines, read_attestation_lines},
      {"attestation-list", DocumentKind::attestation, names_attestation, is_attestation_list, read_attestations},
      {"cargo-lock", DocumentKind::dependencies, called<"cargo.lock">, nullptr, read_cargo_lock},
      {"cargo-manifest", DocumentKind::dependencies, called<"cargo.toml">, nullptr, read_cargo_manifest},
      {"changelog", DocumentKind::policy, names_changelog, nullptr, read_changelog},
      {"cmake", DocumentKind::dependencies, is_cmake_name, is_fetching_cmake, read_cmake},
      {"cobertura", DocumentKind::coverage, names_cobertura, is_cobertura, read_cobertura},
      {"code-owners", DocumentKind::policy, names_code_owners, nullptr, read_code_owners},
      {"composer-lock", DocumentKind::dependencies, called<"composer.lock">, nullptr, read_composer_lock},
      {"composer-manifest", DocumentKind::dependencies, called<"composer.json">, nullptr, read_composer_manifest},
      {"conan-lock", DocumentKind::dependencies, called<"conan.lock">, nullptr, read_conan_lock},
      {"conanfile", DocumentKind::dependencies, called<"conanfile.txt">, nullptr, read_conanfile},
      {"csaf", DocumentKind::advisories, names_csaf, is_csaf, read_csaf},
      {"cyclonedx-json", DocumentKind::sbom, names_sbom_json, is_cyclonedx_json, read_cyclonedx_json},
      {"cyclonedx-xml", DocumentKind::sbom, names_sbom_xml, is_cyclonedx_xml, read_cyclonedx_xml},
      {"declaration", DocumentKind::policy, names_declaration, nullptr, read_declaration},
      {"dependabot", DocumentKind::updates, is_dependabot_name, is_dependabot, read_dependabot},
      {"dsse", DocumentKind::attestation, names_attestation, is_dsse, read_attestations},
      {"forge-snapshot", DocumentKind::forge, names_forge_snapshot, is_forge_snapshot, read_forge_snapshot},
      {"gemfile", DocumentKind::dependencies, called<"gemfile", "gems.rb">, nullptr, read_gemfile},
      {"gemfile-lock", DocumentKind::dependencies, called<"gemfile.lock", "gems.locked">, nullptr, read_gemfile_lock},
      {"github-action", DocumentKind::workflow, is_github_action_named, is_github_action, read_github_action},
      {"github-workflow", DocumentKind::workflow, is_github_workflow_named, nullptr, read_github_workflow},
      {"gitlab-ci", DocumentKind::workflow, is_gitlab_ci_named, nullptr, read_gitlab_ci},
      {"go-mod", DocumentKind::dependencies, called<"go.mod">, nullptr, read_go_mod},
      {"go-sum", DocumentKind::dependencies, called<"go.sum">, nullptr, read_go_sum},
      {"gradle-catalog", DocumentKind::dependencies, ending_with<".versions.toml">, nullptr, read_gradle_catalog},
      {"gradle-lock", DocumentKind::dependencies, ending_with<"gradle.lockfile">, nullptr, read_gradle_lock},
      {"gradle-verification", DocumentKind::dependencies, called<"verification-metadata.xml">, nullptr,
       read_gradle_verification},
      {"grype", DocumentKind::scan, names_scan, is_grype, read_grype},
      {"in-toto-metablock", DocumentKind::attestation, names_attestation, is_metablock, read_attestations},
      {"in-toto-statement", DocumentKind::attestation, names_attestation, is_statement, read_attestations},
      {"junit", DocumentKind::tests, names_junit, is_junit, read_junit},
      {"known-exploited", DocumentKind::exploited, names_known_exploited, is_known_exploited, read_known_exploited},
      {"lcov", DocumentKind::coverage, names_lcov, is_lcov, read_lcov},
      {"licence", DocumentKind::policy, names_licence, nullptr, read_licence},
      {"maven-pom", DocumentKind::dependencies, called<"pom.xml">, nullptr, read_pom},
      {"msbuild", DocumentKind::dependencies, ending_with<".csproj", ".fsproj", ".vbproj", "directory.packages.props">,
       nullptr, read_msbuild},
      {"npm-lock", DocumentKind::dependencies, called<"package-lock.json", "npm-shrinkwrap.json">, nullptr,
       read_npm_lock},
      {"npm-manifest", DocumentKind::dependencies, is_npm_manifest, nullptr, read_npm_manifest},
      {"nuget-lock", DocumentKind::dependencies, called<"packages.lock.json">, nullptr, read_nuget_lock},
      {"nunit", DocumentKind::tests, names_nunit, is_nunit, read_nunit},
      {"openvex", DocumentKind::advisories, names_vex, is_openvex, read_openvex},
      {"osv", DocumentKind::advisories, names_osv, is_osv, read_osv},
      {"osv-scanner", DocumentKind::scan, names_scan, is_osv_scanner, read_osv_scanner},
      {"other-tests", DocumentKind::tests, names_other_tests, is_other_tests, refuse_other_tests},
      {"pipfile", DocumentKind::dependencies, called<"pipfile">, nullptr, read_pipfile},
      {"pipfile-lock", DocumentKind::dependencies, called<"pipfile.lock">, nullptr, read_pipfile_lock},
      {"pnpm-lock", DocumentKind::dependencies, called<"pnpm-lock.yaml">, nullptr, read_pnpm_lock},
      {"poetry-lock", DocumentKind::dependencies, called<"poetry.lock">, nullptr, read_poetry_lock},
      {"project-policy", DocumentKind::policy, names_project_policy, nullptr, read_project_policy},
      {"pyproject", DocumentKind::dependencies, called<"pyproject.toml">, nullptr, read_pyproject},
      {"readme", DocumentKind::policy, names_readme, nullptr, read_readme},
      {"renovate", DocumentKind::updates, is_renovate_name, nullptr, read_renovate},
      {"requirements", DocumentKind::dependencies, is_requirements, nullptr, read_requirements},
      {"sarif", DocumentKind::analysis, names_sarif, is_sarif, read_sarif},
      {"security-insights", DocumentKind::policy, names_security_insights, nullptr, read_security_insights},
      // Before the policy in prose: security.txt may be either.
      {"security-txt", DocumentKind::policy, names_security_txt, is_security_txt, read_security_txt},
      {"security-policy", DocumentKind::policy, names_security_policy, nullptr, read_security_policy},
      {"sigstore-bundle", DocumentKind::attestation, names_attestation, is_sigstore_bundle, read_attestations},
      {"spdx-json", DocumentKind::sbom, names_sbom_json, is_spdx_json, read_spdx_json},
      {"spdx-other-encoding", DocumentKind::sbom, names_spdx_elsewise, is_spdx_elsewise, refuse_spdx_elsewise},
      {"spdx-tag-value", DocumentKind::sbom, names_sbom_text, is_spdx_tag_value, read_spdx_tag_value},
      {"spdx3-json", DocumentKind::sbom, names_sbom_json, is_spdx3_json, read_spdx3_json},
      {"trivy", DocumentKind::scan, names_scan, is_trivy, read_trivy},
      {"uv-lock", DocumentKind::dependencies, called<"uv.lock">, nullptr, read_uv_lock},
      {"vcpkg-configuration", DocumentKind::dependencies, called<"vcpkg-configuration.json">, nullptr,
       read_vcpkg_configuration},
      {"vcpkg-manifest", DocumentKind::dependencies, called<"vcpkg.json">, nullptr, read_vcpkg_manifest},
      {"yarn-lock", DocumentKind::dependencies, called<"yarn.lock">, nullptr, read_yarn_lock},
  };
  return table;
}

} // namespace assay::evidence
