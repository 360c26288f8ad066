// SPDX-License-Identifier: Apache-2.0
//
// Tokens of code hosting, package registries, build and deployment services, and what watches over them.
#include "audit/evidence/scan/formats.hpp"

#include <fmt/format.h>

namespace assay::evidence::scan {

namespace {

// GitLab's prefixes stand before 20 characters or, since tokens name the cell they belong to, before a
// payload with its version, length and checksum behind a dot.
Format gitlab(std::string id, std::string title, std::string_view prefix) {
  return exactly(
      std::move(id), std::move(title), {fmt::format("{}[0-9A-Za-z_-]{{8}}", prefix)},
      fmt::format(R"(({}(?:t[0-9]_)?(?:[\w-]{{27,300}}\.[0-9a-z]{{2}}\.?[0-9a-z]{{7}}|[\w-]{{20}})))",
                  prefix));
}

} // namespace

std::vector<Format> code_formats() {
  return {
      // Code hosting
      token("github-pat", "GitHub personal access token", "ghp_", alphanumeric, 36, 36, check_crc32_base62),
      token("github-oauth", "GitHub OAuth access token", "gho_", alphanumeric, 36, 36, check_crc32_base62),
      token("github-user-to-server", "GitHub App token of a user", "ghu_", alphanumeric, 36, 36,
            check_crc32_base62),
      token("github-server-to-server", "GitHub App installation token", "ghs_", alphanumeric, 36, 36,
            check_crc32_base62),
      token("github-refresh", "GitHub App refresh token", "ghr_", alphanumeric, 36, 76, check_crc32_base62),
      token("github-fine-grained-pat", "GitHub fine-grained personal access token", "github_pat_",
            "0-9A-Za-z_", 82, 82),
      gitlab("gitlab-pat", "GitLab personal, project or group access token", "glpat-"),
      gitlab("gitlab-deploy-token", "GitLab deploy token", "gldt-"),
      gitlab("gitlab-runner", "GitLab runner authentication token", "glrt-"),
      gitlab("gitlab-scim", "GitLab SCIM token", "glsoat-"),
      gitlab("gitlab-feed", "GitLab feed token", "glft-"),
      gitlab("gitlab-feature-flags", "GitLab feature flags client token", "glffct-"),
      exactly("gitlab-job", "GitLab CI/CD job token", {"glcbt-[0-9A-Za-z_-]{8}"},
              R"((glcbt-(?:[0-9A-Za-z]{1,5}_)?[\w-]{20}))"),
      token("gitlab-incoming-mail", "GitLab incoming mail token", "glimt-", base64url, 25, 25),
      token("gitlab-agent", "GitLab agent for Kubernetes token", "glagent-", base64url, 50, 64),
      token("gitlab-oauth-secret", "GitLab OAuth application secret", "gloas-", base64url, 64, 64),
      token("gitlab-trigger", "GitLab pipeline trigger token", "glptt-", hexadecimal, 40, 40),
      token("gitlab-runner-registration", "GitLab runner registration token", "GR1348941", base64url, 20, 20),
      token("bitbucket-app-password", "Bitbucket app password", "ATBB", alphanumeric, 24, 36,
            check_digit_and_letter),
      exactly("atlassian-token", "Atlassian API or access token", {"AT[AC]TT3xFfG[0-9A-Za-z_-]{8}"},
              R"((AT[AC]TT3xFfG[\w-]{100,250}=[0-9A-F]{8}))"),
      exactly("sourcegraph-token", "Sourcegraph access token", {"sgp_[0-9A-Za-z]{5}"},
              "(sgp_(?:[0-9a-fA-F]{16}|local)_[0-9a-fA-F]{40}|sgp_[0-9a-fA-F]{40})"),

      // Package registries
      token("npm-token", "npm access token", "npm_", alphanumeric, 36, 36, check_crc32_base62),
      exactly("npm-legacy-token", "npm access token in an .npmrc", {"/:_authToken"},
              fmt::format(R"(/:_authToken[ \t]*=[ \t]*["']?({}))", uuid)),
      token("pypi-token", "PyPI API token", "pypi-AgEIcHlwaS5vcmc", base64url, 50, 1000),
      token("testpypi-token", "TestPyPI API token", "pypi-AgENdGVzdC5weXBpLm9yZw", base64url, 50, 1000),
      token("rubygems-token", "RubyGems API key", "rubygems_", hexadecimal, 48, 48),
      token("crates-io-token", "crates.io API token", "cio", alphanumeric, 32, 32, check_mixed),
      token("nuget-key", "NuGet API key", "oy2", lower_alphanumeric, 43, 43, check_digit_and_letter),
      token("clojars-token", "Clojars deploy token", "CLOJARS_", lower_alphanumeric, 60, 60),
      exactly("packagist-token", "Private Packagist token", {"packagist_[a-z]{3}_[0-9a-f]{8}"},
              "(packagist_[a-z]{3}_[0-9a-f]{68})"),
      token("docker-pat", "Docker Hub personal access token", "dckr_pat_", base64url, 27, 27),
      token("docker-org-token", "Docker organisation access token", "dckr_oat_", base64url, 27, 32),
      token("artifactory-key", "Artifactory API key", "AKCp", alphanumeric, 69, 69),
      token("artifactory-reference-token", "Artifactory reference token", "cmVmdGtuO", alphanumeric, 55, 55),

      // Build and deployment
      token("buildkite-token", "Buildkite API access token", "bkua_", hexadecimal, 40, 40),
      exactly("circleci-token", "CircleCI token", {"CCI(?:PAT|PRJ)_[0-9A-Za-z]{8}"},
              "(CCI(?:PAT|PRJ)_[0-9A-Za-z]{22}_[0-9a-f]{40})"),
      exactly("terraform-cloud-token", "HCP Terraform API token", {R"([0-9A-Za-z]{14}\.atlasv1\.[\w=-]{8})"},
              R"(([0-9A-Za-z]{14}\.atlasv1\.[\w=-]{60,70}))"),
      token("vault-service-token", "Vault service token", "hvs.", base64url, 24, 300),
      token("vault-batch-token", "Vault batch token", "hvb.", base64url, 100, 900),
      token("pulumi-token", "Pulumi access token", "pul-", hexadecimal, 40, 40),
      exactly("doppler-token", "Doppler token", {R"(dp\.(?:pt|st|ct|sa)\.)"},
              R"((dp\.(?:pt|ct|sa|st(?:\.[0-9a-z_-]{2,35})?)\.[0-9A-Za-z]{40,44}))"),
      token("prefect-token", "Prefect API key", "pnu_", lower_alphanumeric, 36, 36),
      exactly("octopus-key", "Octopus Deploy API key", {"API-[0-9A-Z]{20}"}, "(API-[0-9A-Z]{25,40})",
              check_digit_and_letter),
      exactly("harness-token", "Harness personal access token", {R"(pat\.[0-9A-Za-z_-]{22}\.[0-9a-z])"},
              R"((pat\.[0-9A-Za-z_-]{22}\.[0-9a-z]{24}\.[0-9A-Za-z]{20}))"),
      token("netlify-token", "Netlify personal access token", "nfp_", alphanumeric, 36, 36),
      token("flyio-token", "Fly.io access token", "fo1_", base64url, 43, 43),
      exactly("flyio-macaroon", "Fly.io macaroon", {"fm[12]_[0-9A-Za-z+/]{8}", "fm[12][ar]_[0-9A-Za-z+/]{8}"},
              "(fm[12][ar]?_[0-9A-Za-z+/]{100,1000}={0,3})"),
      token("infracost-key", "Infracost API key", "ico-", alphanumeric, 32, 32),
      token("scalingo-token", "Scalingo API token", "tk-us-", base64url, 48, 48),
      exactly("sonarqube-token", "SonarQube token", {"sq[pua]_[0-9a-f]{8}"}, "(sq[pua]_[0-9a-f]{40})"),
      exactly("langsmith-key", "LangSmith API key", {"lsv2_(?:pt|sk)_[0-9a-f]{8}"},
              "(lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10})"),
      exactly("launchdarkly-key", "LaunchDarkly SDK or API key", {"(?:sdk|api)-[0-9a-z]{8}-"},
              fmt::format("((?:sdk|api)-{})", uuid)),
      exactly("postman-key", "Postman API key", {"PMAK-[0-9a-f]{24}-"}, "(PMAK-[0-9a-f]{24}-[0-9a-f]{34})"),
      token("readme-key", "ReadMe API key", "rdme_", lower_alphanumeric, 70, 72),
      assigned("heroku-legacy-key", "Heroku API key", {"heroku"}, uuid),
      assigned("snyk-token", "Snyk API token", {"snyk"}, uuid),
      assigned("vault-legacy-token", "Vault service token of old", {"vault"}, R"(s\.[0-9A-Za-z]{24})",
               check_mixed),

      // Monitoring
      exactly("sentry-org-token", "Sentry organisation token", {"sntrys_eyJ[0-9A-Za-z]{8}"},
              R"((sntrys_eyJ[0-9A-Za-z+/]{40,400}={0,2}_[0-9A-Za-z+/]{43}))", check_json_payload),
      token("sentry-user-token", "Sentry user token", "sntryu_", hexadecimal, 64, 64),
      exactly("grafana-service-account", "Grafana service account token", {"glsa_[0-9A-Za-z]{8}"},
              "(glsa_[0-9A-Za-z]{32}_[0-9a-f]{8})", check_grafana),
      exactly("grafana-cloud-token", "Grafana Cloud API token", {"glc_[0-9A-Za-z+/]{8}"},
              "(glc_[0-9A-Za-z+/]{32,400}={0,3})", check_json_payload),
      exactly("grafana-api-key", "Grafana API key of old", {"eyJrIjoi[0-9A-Za-z]{8}"},
              "(eyJrIjoi[0-9A-Za-z+/]{60,400}={0,3})", check_json_payload),
      token("new-relic-user-key", "New Relic user API key", "NRAK-", alphanumeric, 27, 27,
            check_digit_and_letter),
      token("new-relic-insert-key", "New Relic insights insert key", "NRII-", base64url, 32, 32),
      exactly("new-relic-licence-key", "New Relic licence key", {"[0-9a-fA-FXx]{36}NRAL"},
              "([0-9a-f]{32}FFFFNRAL|eu01xx[0-9a-f]{30}NRAL|[0-9a-f]{36}NRAL)"),
      exactly("dynatrace-token", "Dynatrace API token", {R"(dt0[a-z][0-9]{2}\.[0-9A-Za-z]{24}\.)"},
              R"((dt0[a-z][0-9]{2}\.[0-9A-Za-z]{24}\.[0-9A-Za-z]{64}))"),
      token("posthog-key", "PostHog personal API key", "phx_", base64url, 43, 48),
      exactly("honeycomb-key", "Honeycomb ingest key", {"hcaik_[0-9a-z]{8}"}, "(hc[abc]ik_[0-9a-z]{58})"),
      assigned("datadog-key", "Datadog API or application key", {"datadog", "dd_api_key", "dd_app_key"},
               "[0-9a-f]{40}|[0-9a-f]{32}"),
  };
}

} // namespace assay::evidence::scan
