// SPDX-License-Identifier: Apache-2.0
//
// Keys and tokens of those who rent out computers, storage and databases.
#include "audit/evidence/scan/formats.hpp"

#include <fmt/format.h>

namespace assay::evidence::scan {

std::vector<Format> cloud_formats() {
  return {
      exactly("aws-access-key-id", "AWS access key id", {"A(?:KIA|BIA|CCA)[0-9A-Z]{8}"},
              "(A(?:KIA|BIA|CCA)[0-9A-Z]{16})", check_aws_key_id),
      exactly("aws-temporary-key-id", "AWS temporary access key id", {"ASIA[0-9A-Z]{8}"},
              "(ASIA[0-9A-Z]{16})", check_aws_key_id),
      assigned("aws-secret-access-key", "AWS secret access key",
               {"secret_access_key", "secretaccesskey", "secret-access-key", "aws_secret_key", "awssecretkey",
                "aws_secret"},
               "[0-9A-Za-z/+]{40}", check_mixed),
      exactly("aws-bedrock-key", "Amazon Bedrock API key", {"ABSKQmVkcm9ja0FQSUtleS"},
              "(ABSKQmVkcm9ja0FQSUtleS[0-9A-Za-z+/]{80,260}={0,2})"),
      exactly("aws-mws-token", "Amazon MWS auth token", {R"(amzn\.mws\.[0-9a-f]{8}-)"},
              fmt::format(R"((amzn\.mws\.{}))", uuid)),
      token("aws-appsync-key", "AWS AppSync API key", "da2-", lower_alphanumeric, 26, 26),

      token("gcp-api-key", "Google API key", "AIza", base64url, 35, 35),
      token("google-oauth-secret", "Google OAuth client secret", "GOCSPX-", base64url, 28, 28),
      token("google-oauth-token", "Google OAuth access token", "ya29.", base64url, 60, 400),
      token("google-refresh-token", "Google OAuth refresh token", "1//0", base64url, 60, 150, check_mixed),
      exactly("firebase-server-key", "Firebase Cloud Messaging server key", {"AAAA[0-9A-Za-z_-]{7}:APA91b"},
              "(AAAA[0-9A-Za-z_-]{7}:APA91b[0-9A-Za-z_-]{134})"),

      exactly("azure-ad-client-secret", "Microsoft Entra client secret", {R"([\w.~-]{3}[0-9]Q~[\w.~-]{31})"},
              R"(([\w.~-]{3}[0-9]Q~[\w.~-]{31,34}))", check_mixed),
      exactly("azure-account-key", "Azure storage or Cosmos account key", {"AccountKey=[0-9A-Za-z+/]{8}"},
              "AccountKey=([0-9A-Za-z+/]{86}==)", check_mixed),
      exactly("azure-shared-access-key", "Azure Service Bus or Event Hubs key",
              {"SharedAccessKey=[0-9A-Za-z+/]{8}"}, "SharedAccessKey=([0-9A-Za-z+/]{43}=)", check_mixed),
      exactly("azure-service-key", "Azure service key or DevOps token", {"[0-9A-Za-z]{52}JQQJ99"},
              "([0-9A-Za-z]{52}JQQJ99[0-9A-Za-z]{26})", check_mixed),
      exactly("azure-storage-key", "Azure key with its service's mark",
              {R"([0-9A-Za-z+/]{76}(?:APIM|ACDb|\+(?:ABa|AMC|ASt)))"},
              R"(([0-9A-Za-z+/]{76}(?:APIM|ACDb|\+(?:ABa|AMC|ASt))[0-9A-Za-z+/]{5}[AQgw]==))", check_mixed),
      exactly("azure-function-key", "Azure Functions key", {"[0-9A-Za-z_-]{44}AzFu"},
              "([0-9A-Za-z_-]{44}AzFu[0-9A-Za-z_-]{5}[AQgw]==)", check_mixed),
      exactly("azure-search-key", "Azure AI Search key", {"[0-9A-Za-z]{42}AzSe[A-D]"},
              "([0-9A-Za-z]{42}AzSe[A-D][0-9A-Za-z]{5})", check_mixed),
      exactly("azure-registry-password", "Azure Container Registry password",
              {R"([0-9A-Za-z+/]{42}\+ACR[A-D])"}, R"(([0-9A-Za-z+/]{42}\+ACR[A-D][0-9A-Za-z+/]{5}))",
              check_mixed),
      exactly("azure-sas-token", "Azure shared access signature", {"sv=20[0-9]{2}-[0-9]{2}-[0-9]{2}&"},
              R"(sv=20\d\d-\d\d-\d\d&[^\s"'<>]{0,300}?sig=([0-9A-Za-z%+/]{43,90}(?:%3[Dd]|=)))"),

      exactly("digitalocean-token", "DigitalOcean token", {"do[opr]_v1_[0-9a-f]{8}"},
              "(do[opr]_v1_[0-9a-f]{64})"),
      token("alibaba-key-id", "Alibaba Cloud access key id", "LTAI", alphanumeric, 12, 20, check_mixed),
      token("tencent-key-id", "Tencent Cloud secret id", "AKID", alphanumeric, 32, 32, check_mixed),
      token("yandex-api-key", "Yandex Cloud API key", "AQVN", base64url, 35, 38, check_mixed),
      token("yandex-static-key", "Yandex Cloud static access key", "YC", base64url, 38, 38, check_mixed),
      exactly("cloudflare-origin-ca", "Cloudflare origin CA key", {R"(v1\.0-[0-9a-f]{24}-)"},
              R"((v1\.0-[0-9a-f]{24}-[0-9a-f]{146}))"),
      exactly("cloudflare-token", "Cloudflare API token or key",
              {"cf[ua]t_[0-9A-Za-z]{8}", "cfk_[0-9A-Za-z]{8}"}, "(cf(?:ut|at|k)_[0-9A-Za-z]{40}[0-9a-f]{8})"),
      assigned("cloudflare-legacy-token", "Cloudflare API token of old", {"cloudflare"}, "[0-9A-Za-z_-]{40}",
               check_digit_and_letter),
      token("heroku-key", "Heroku API key", "HRKU-AA", base64url, 58, 58),
      token("openshift-token", "OpenShift user token", "sha256~", base64url, 43, 43),
      token("databricks-token", "Databricks access token", "dapi", hexadecimal, 32, 34),
      exactly("planetscale-token", "PlanetScale password or token", {"pscale_(?:tkn|pw_|oau)"},
              R"((pscale_(?:tkn|pw|oauth)_[\w=.-]{32,64}))"),
      token("supabase-token", "Supabase personal access token", "sbp_", hexadecimal, 40, 40),
      exactly("supabase-secret-key", "Supabase secret key", {"sb_secret_[0-9A-Za-z_-]{8}"},
              "(sb_secret_[0-9A-Za-z_-]{22}_[0-9A-Za-z_-]{8})"),
      token("mongodb-atlas-secret", "MongoDB Atlas service account secret", "mdb_sa_sk_", base64url, 40, 40),
      token("cockroachdb-key", "CockroachDB Cloud API key", "CCDB1_", "0-9A-Za-z_", 60, 66),
      token("tailscale-key", "Tailscale key", "tskey-", base64url, 40, 70),
      token("clickhouse-secret", "ClickHouse Cloud API secret", "4b1d", alphanumeric, 38, 38, check_mixed),
      assigned("fastly-token", "Fastly API token", {"fastly"}, "[0-9A-Za-z_-]{32}", check_digit_and_letter),
      assigned("okta-token", "Okta API token", {"okta", "ssws"}, "00[0-9A-Za-z_-]{40}", check_mixed),
  };
}

} // namespace assay::evidence::scan
