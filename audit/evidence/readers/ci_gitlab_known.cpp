// SPDX-License-Identifier: Apache-2.0
//
// What GitLab's own templates and components do, and what the reports of a job are about.
#include "audit/evidence/readers/ci_activity_tables.hpp"

namespace assay::evidence {

const std::vector<CiNamedRow>& ci_gitlab_template_rows() {
  static const std::vector<CiNamedRow> rows = {
      {"build", "gitlab-auto-devops", "auto-devops.gitlab-ci.yml"},
      {"container-scan", "gitlab-auto-devops", "auto-devops.gitlab-ci.yml"},
      {"container-scan", "gitlab-container-scanning", "*container-scanning*"},
      {"fuzzing", "gitlab-api-fuzzing", "*api-fuzzing*"},
      {"fuzzing", "gitlab-coverage-fuzzing", "*coverage-fuzzing*"},
      {"lint", "gitlab-code-quality", "*code-quality*"},
      {"sast", "gitlab-auto-devops", "auto-devops.gitlab-ci.yml"},
      {"sast", "gitlab-sast", "*/components/sast/*"},
      {"sast", "gitlab-sast", "*sast-iac*"},
      {"sast", "gitlab-sast", "*sast.gitlab-ci.yml"},
      {"sast", "gitlab-sast", "*sast.latest.gitlab-ci.yml"},
      {"sca", "gitlab-auto-devops", "auto-devops.gitlab-ci.yml"},
      {"sca", "gitlab-dependency-scanning", "*dependency-scanning*"},
      {"secret-scan", "gitlab-auto-devops", "auto-devops.gitlab-ci.yml"},
      {"secret-scan", "gitlab-secret-detection", "*secret-detection*"},
      {"tests", "gitlab-auto-devops", "auto-devops.gitlab-ci.yml"},
  };
  return rows;
}

const std::vector<CiNamedRow>& ci_gitlab_report_rows() {
  static const std::vector<CiNamedRow> rows = {
      {"container-scan", "report", "container_scanning"},
      {"coverage", "report", "coverage_report"},
      {"fuzzing", "report", "api_fuzzing"},
      {"fuzzing", "report", "coverage_fuzzing"},
      {"lint", "report", "codequality"},
      {"sast", "report", "sast"},
      {"sbom", "report", "cyclonedx"},
      {"sca", "report", "dependency_scanning"},
      {"secret-scan", "report", "secret_detection"},
      {"tests", "report", "junit"},
  };
  return rows;
}

} // namespace assay::evidence
