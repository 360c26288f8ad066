// SPDX-License-Identifier: Apache-2.0
//
// What the tests of the secret scan share: for every format a made-up secret. They are put together at run
// time out of a prefix and random characters, so that no scanner finds one in this file.
#pragma once

#include "audit/base/base64.hpp"
#include "audit/base/digest.hpp"
#include "audit/evidence/scan/scanner.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace scan_tests {

using namespace assay::evidence::scan;

// The same numbers for the same seed on every machine.
class Random {
public:
  explicit Random(std::string_view seed) {
    for (const char c : seed)
      state_ = (state_ ^ static_cast<unsigned char>(c)) * 1099511628211u;
  }
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
  }
  std::size_t below(std::size_t bound) { return next() % bound; }
  char one_of(std::string_view characters) { return characters[below(characters.size())]; }

private:
  std::uint64_t state_ = 14695981039346656037u;
};

inline std::string_view characters_of(char kind) {
  switch (kind) {
  case 'A':
    return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  case 'L':
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  case 'a':
    return "0123456789abcdefghijklmnopqrstuvwxyz";
  case 'U':
    return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  case 'W':
    return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-";
  case 'B':
    return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/";
  case '2':
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  case 'X':
    return "0123456789ABCDEF";
  case 'x':
    return "0123456789abcdef";
  default:
    return "0123456789";
  }
}

// "gh{A36}" is "gh" and 36 characters of kind A; "{=ABC}" is the text ABC, which keeps a prefix apart in this
// file.
inline std::string grown(std::string_view form, Random& random) {
  std::string text;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] != '{') {
      text += form[i];
      continue;
    }
    const std::size_t end = form.find('}', i);
    const std::string_view part = form.substr(i + 1, end - i - 1);
    if (part.front() == '=')
      text += part.substr(1);
    else
      for (int left = std::stoi(std::string(part.substr(1))); left > 0; --left)
        text += random.one_of(characters_of(part.front()));
    i = end;
  }
  return text;
}

inline std::uint32_t slow_crc32(std::string_view bytes) {
  std::uint32_t crc = 0xffffffff;
  for (const char byte : bytes)
    for (int bit = 0; bit < 8; ++bit) {
      const bool one = ((crc ^ static_cast<std::uint32_t>(static_cast<unsigned char>(byte)) >> bit) & 1) != 0;
      crc = (crc >> 1) ^ (one ? 0xedb88320u : 0u);
    }
  return ~crc;
}

inline std::string base62(std::uint32_t number) {
  std::string digits;
  for (int i = 0; i < 6; ++i, number /= 62)
    digits.insert(digits.begin(), characters_of('A')[number % 62]);
  return digits;
}

inline std::string in_base64url(std::string_view bytes) {
  std::string text = assay::to_base64(bytes);
  for (char& c : text)
    c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text.substr(0, text.find('='));
}

// BIP 173, by its own words: the checksum is what makes the polynomial 1.
inline std::string bech32(std::string_view prefix, std::string_view five_bit_digits) {
  constexpr std::string_view alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  std::vector<unsigned> values;
  for (const char c : prefix)
    values.push_back(static_cast<unsigned>(c) >> 5);
  values.push_back(0);
  for (const char c : prefix)
    values.push_back(static_cast<unsigned>(c) & 31);
  for (const char c : five_bit_digits)
    values.push_back(static_cast<unsigned>(alphabet.find(c)));
  const auto polymod = [](const std::vector<unsigned>& all) {
    std::uint32_t sum = 1;
    for (const unsigned value : all) {
      const std::uint32_t top = sum >> 25;
      sum = (sum & 0x1ffffff) << 5 ^ value;
      sum ^= ((top & 1) != 0 ? 0x3b6a57b2u : 0) ^ ((top & 2) != 0 ? 0x26508e6du : 0) ^
             ((top & 4) != 0 ? 0x1ea119fau : 0) ^ ((top & 8) != 0 ? 0x3d4233ddu : 0) ^
             ((top & 16) != 0 ? 0x2a1462b3u : 0);
    }
    return sum;
  };
  values.insert(values.end(), 6, 0);
  const std::uint32_t sum = polymod(values) ^ 1;
  std::string text(five_bit_digits);
  for (int i = 0; i < 6; ++i)
    text += alphabet[sum >> (5 * (5 - i)) & 31];
  return fmt::format("{}1{}", prefix, text);
}

struct Sample {
  std::string id;                    // of the format
  std::string before, secret, after; // what has to stand around it, if anything
};

inline const std::vector<std::tuple<std::string, std::string>>& plain_forms() {
  static const std::string id = "{x8}-{x4}-{x4}-{x4}-{x12}";
  static const std::vector<std::tuple<std::string, std::string>> table = {
      {"github-fine-grained-pat", "github_pat_{A22}_{A59}"},
      {"gitlab-pat", "glpat-{W20}"},
      {"gitlab-pat", "glpat-{W27}.01.{a7}"},
      {"gitlab-deploy-token", "gldt-{W20}"},
      {"gitlab-runner", "glrt-t1_{W20}"},
      {"gitlab-scim", "glsoat-{W20}"},
      {"gitlab-feed", "glft-{W20}"},
      {"gitlab-feature-flags", "glffct-{W20}"},
      {"gitlab-job", "glcbt-64_{W20}"},
      {"gitlab-incoming-mail", "glimt-{W25}"},
      {"gitlab-agent", "glagent-{W50}"},
      {"gitlab-oauth-secret", "gloas-{x64}"},
      {"gitlab-trigger", "glptt-{x40}"},
      {"gitlab-runner-registration", "GR1348941{W20}"},
      {"bitbucket-app-password", "ATBB{A32}"},
      {"atlassian-token", "ATATT3xFfGF0{W170}={X8}"},
      {"sourcegraph-token", "sgp_{x16}_{x40}"},
      {"pypi-token", "pypi-AgEIcHlwaS5vcmc{W150}"},
      {"testpypi-token", "pypi-AgENdGVzdC5weXBpLm9yZw{W150}"},
      {"rubygems-token", "rubygems_{x48}"},
      {"crates-io-token", "cio{A32}"},
      {"nuget-key", "oy2{a43}"},
      {"clojars-token", "CLOJARS_{a60}"},
      {"packagist-token", "packagist_ort_{x68}"},
      {"docker-pat", "dckr_pat_{W27}"},
      {"docker-org-token", "dckr_oat_{W32}"},
      {"artifactory-key", "AKCp{A69}"},
      {"artifactory-reference-token", "cmVmdGtuO{A55}"},
      {"buildkite-token", "bkua_{x40}"},
      {"circleci-token", "CCIPAT_{A22}_{x40}"},
      {"terraform-cloud-token", "{A14}.atlasv1.{W64}"},
      {"vault-service-token", "hvs.{W90}"},
      {"vault-batch-token", "hvb.{W138}"},
      {"pulumi-token", "pul-{x40}"},
      {"doppler-token", "dp.st.dev_personal.{A43}"},
      {"prefect-token", "pnu_{a36}"},
      {"octopus-key", "API-{U30}"},
      {"harness-token", "pat.{W22}.{a24}.{A20}"},
      {"netlify-token", "nfp_{A36}"},
      {"flyio-token", "fo1_{W43}"},
      {"flyio-macaroon", "fm2_{B160}"},
      {"infracost-key", "ico-{A32}"},
      {"scalingo-token", "tk-us-{W48}"},
      {"sonarqube-token", "squ_{x40}"},
      {"langsmith-key", "lsv2_pt_{x32}_{x10}"},
      {"launchdarkly-key", "sdk-" + id},
      {"postman-key", "PMAK-{x24}-{x34}"},
      {"readme-key", "rdme_{a70}"},
      {"sentry-user-token", "sntryu_{x64}"},
      {"grafana-cloud-token", "glc_{B80}"},
      {"new-relic-user-key", "NRAK-{U27}"},
      {"new-relic-insert-key", "NRII-{W32}"},
      {"new-relic-licence-key", "{x32}{=FFFF}NRAL"},
      {"dynatrace-token", "dt0c01.{U24}.{U64}"},
      {"posthog-key", "phx_{A43}"},
      {"honeycomb-key", "hcaik_{a58}"},
      {"aws-access-key-id", "AK{=IA}{216}"},
      {"aws-temporary-key-id", "AS{=IA}{216}"},
      {"aws-bedrock-key", "ABSKQmVkcm9ja0FQSUtleS{B110}"},
      {"aws-mws-token", "amzn.mws." + id},
      {"aws-appsync-key", "da2-{a26}"},
      {"gcp-api-key", "AI{=za}{W35}"},
      {"google-oauth-secret", "GOCSPX-{W28}"},
      {"google-oauth-token", "ya29.{W150}"},
      {"google-refresh-token", "1//0{W99}"},
      {"firebase-server-key", "AAAA{W7}:APA91b{W134}"},
      {"azure-ad-client-secret", "{A3}8Q~{W33}"},
      {"azure-service-key", "{A52}JQQJ99{A26}"},
      {"azure-storage-key", "{B76}+ASt{B5}Q=="},
      {"azure-function-key", "{W44}AzFu{W5}Q=="},
      {"azure-search-key", "{A42}AzSeB{A5}"},
      {"azure-registry-password", "{B42}+ACRB{B5}"},
      {"digitalocean-token", "dop_v1_{x64}"},
      {"alibaba-key-id", "LTAI{A20}"},
      {"tencent-key-id", "AKID{A32}"},
      {"yandex-api-key", "AQVN{W36}"},
      {"yandex-static-key", "YC{W38}"},
      {"cloudflare-origin-ca", "v1.0-{x24}-{x146}"},
      {"cloudflare-token", "cfut_{A40}{x8}"},
      {"heroku-key", "HRKU-AA{W58}"},
      {"openshift-token", "sha256~{W43}"},
      {"databricks-token", "dapi{x32}"},
      {"planetscale-token", "pscale_tkn_{W43}"},
      {"supabase-token", "sbp_{x40}"},
      {"supabase-secret-key", "sb_secret_{W22}_{W8}"},
      {"mongodb-atlas-secret", "mdb_sa_sk_{W40}"},
      {"cockroachdb-key", "CCDB1_{A22}_{A40}"},
      {"tailscale-key", "tskey-auth-{A17}-{A32}"},
      {"clickhouse-secret", "4b1d{A38}"},
      {"slack-bot-token", "xoxb-{d12}-{d13}-{A24}"},
      {"slack-user-token", "xoxp-{d12}-{d12}-{d13}-{x32}"},
      {"slack-workspace-token", "xoxa-2-{d12}-{d12}-{x32}"},
      {"slack-app-token", "xapp-1-{U11}-{d13}-{x64}"},
      {"slack-config-token", "xoxe.xoxp-1-{A160}"},
      {"slack-webhook", "hooks.slack.com/services/T{U10}/B{U10}/{A24}"},
      {"discord-webhook", "/api/webhooks/{d18}/{W68}"},
      {"telegram-bot-token", "7{d9}:AA{A33}"},
      {"teams-webhook", ".webhook.office.com/webhookb2/" + id + "@" + id + "/IncomingWebhook/{x32}/" + id},
      {"sendgrid-key", "SG.{W22}.{W43}"},
      {"mailgun-key", "key-{x32}"},
      {"mailchimp-key", "{x32}-us14"},
      {"mandrill-key", "md-{W22}"},
      {"brevo-key", "xkeysib-{x64}-{A16}"},
      {"resend-key", "re_{A8}_{A24}"},
      {"twilio-api-key", "SK{x32}"},
      {"stripe-live-key", "sk_{=live}_{A24}"},
      {"stripe-test-key", "sk_{=test}_{A99}"},
      {"webhook-signing-secret", "whsec_{A32}"},
      {"square-token", "sq0atp-{W22}"},
      {"square-bearer-token", "EAAA{W60}"},
      {"braintree-token", "access_token$production${a16}${x32}"},
      {"shopify-token", "shpat_{x32}"},
      {"flutterwave-secret", "FLWSECK-{x32}-X"},
      {"paddle-key", "pdl_live_apikey_{a26}_{A22}_{A3}"},
      {"plaid-token", "access-production-" + id},
      {"duffel-token", "duffel_live_{W43}"},
      {"easypost-key", "EZAK{A54}"},
      {"shippo-token", "shippo_live_{x40}"},
      {"openai-key", "sk-{A20}T3BlbkFJ{A20}"},
      {"openai-key", "sk-proj-{W74}T3BlbkFJ{W74}"},
      {"openai-admin-key", "sk-admin-{W58}T3BlbkFJ{W58}"},
      {"anthropic-key", "sk-ant-api03-{W93}AA"},
      {"huggingface-token", "hf_{L34}"},
      {"huggingface-org-token", "api_org_{L34}"},
      {"groq-key", "gsk_{A52}"},
      {"perplexity-key", "pplx-{A48}"},
      {"replicate-token", "r8_{A37}"},
      {"xai-key", "xai-{A80}"},
      {"pinecone-key", "pcsk_{A6}_{A63}"},
      {"nvidia-key", "nvapi-{W64}"},
      {"openrouter-key", "sk-or-v1-{x64}"},
      {"elevenlabs-key", "sk_{x48}"},
      {"cerebras-key", "csk-{a48}"},
      {"langfuse-key", "sk-lf-" + id},
      {"tavily-key", "tvly-dev-{A32}"},
      {"airtable-token", "pat{A14}.{x64}"},
      {"notion-token", "ntn_{d11}{A35}"},
      {"linear-key", "lin_api_{A40}"},
      {"linear-oauth-token", "lin_oauth_{x64}"},
      {"figma-token", "figd_{W40}"},
      {"hubspot-token", "pat-na1-" + id},
      {"contentful-token", "CFPAT-{W43}"},
      {"dropbox-token", "sl.u.{W300}"},
      {"zoho-token", "1000.{x32}.{x32}"},
      {"salesforce-token", "00D{A15}!{A96}"},
      {"salesforce-refresh-token", "5Aep861{A80}"},
      {"onepassword-secret-key", "A3-{U6}-{U6}-{U5}-{U5}-{U5}-{U5}"},
      {"adafruit-key", "aio_{A28}"},
      {"apify-token", "apify_api_{A36}"},
      {"typeform-token", "tfp_{A44}_{A14}"},
      {"mapbox-secret-token", "sk.eyJ{W60}.{W22}"},
      {"facebook-token", "EAAG{A160}"},
      {"frameio-token", "fio-u-{W64}"},
      {"defined-networking-token", "dnkey-{W26}-{W52}"},
      {"intra42-secret", "s-s4t2ud-{x64}"},
      {"settlemint-token", "sm_pat_{A16}"},
      {"rootly-token", "rootly_{x64}"},
      {"minisign-secret-key", "RWRTY0Iy{B204}"},
  };
  return table;
}

// A secret of the format, with what has to stand before it; several for some. Keys in blocks, which tests
// make with real programs, are not among them.
inline std::vector<Sample> samples() {
  std::vector<Sample> all;
  int number = 0;
  const auto add = [&](const std::string& id, std::string_view before, const std::string& form,
                       std::string_view after = "") {
    Random random(fmt::format("{} {}", id, ++number));
    all.push_back({id, std::string(before), grown(form, random), std::string(after)});
  };
  for (const auto& [id, form] : plain_forms())
    add(id, "", form);
  const std::string uuid_form = "{x8}-{x4}-{x4}-{x4}-{x12}";
  add("npm-legacy-token", "//registry.npmjs.org/:_authToken=", uuid_form);
  add("heroku-legacy-key", "HEROKU_API_KEY=", uuid_form);
  add("snyk-token", "snyk_token: \"", uuid_form, "\"");
  add("vault-legacy-token", "VAULT_TOKEN=", "s.{A24}");
  add("datadog-key", "datadog_api_key = '", "{x32}", "'");
  add("aws-secret-access-key", "aws_secret_access_key = ", "{B40}");
  add("azure-account-key", "AccountName=a;AccountKey=", "{B86}==", ";EndpointSuffix=core.windows.net");
  add("azure-shared-access-key", "SharedAccessKeyName=a;SharedAccessKey=", "{B43}=", ";EntityPath=b");
  add("azure-sas-token", "?sv=2022-11-02&sr=c&sig=", "{A20}%2B{A20}%3D", "&se=1");
  add("cloudflare-legacy-token", "cloudflare_api_token = \"", "{W40}", "\"");
  add("fastly-token", "FASTLY_API_TOKEN=", "{W32}");
  add("okta-token", "okta_token: '", "00{W40}", "'");
  add("twilio-auth-token", "TWILIO_AUTH_TOKEN=\"", "{x32}", "\"");
  add("facebook-secret", "facebook_app_secret = \"", "{x32}", "\"");
  add("discord-client-secret", "DISCORD_CLIENT_SECRET=", "{W32}");
  add("mailgun-private-key", "mailgun_api_key = \"", "{x32}-{x8}-{x8}", "\"");
  add("x-secret", "twitter_api_secret = \"", "{A50}", "\"");
  add("wireguard-private-key", "PrivateKey = ", "{B42}A=");
  add("private-key-jwk", R"({"kty":"RSA","n":"AQAB","d":")", "{W342}", "\"}");
  add("private-key-putty", "",
      "PuTTY-User{=-Key-File-3: ssh-ed25519\nEncryption: none\nComment: a\nPublic-Lines: 1\n}{B64}\n"
      "{=Private-Lines: 1\n}{B48}\n",
      "Private-MAC: 0\n");
  for (const auto& [id, prefix, payload] : {std::tuple("github-pat", "ghp_", 30),
                                            {"github-oauth", "gho_", 30},
                                            {"github-user-to-server", "ghu_", 30},
                                            {"github-server-to-server", "ghs_", 30},
                                            {"github-refresh", "ghr_", 70},
                                            {"npm-token", "npm_", 30}}) {
    add(id, "", fmt::format("{{A{}}}", payload));
    std::string& secret = all.back().secret;
    secret = prefix + secret + base62(slow_crc32(secret));
  }
  add("grafana-service-account", "", "glsa_{A32}");
  const std::uint32_t crc = slow_crc32(all.back().secret);
  const std::uint32_t swapped = crc >> 24 | (crc >> 8 & 0xff00) | (crc << 8 & 0xff0000) | crc << 24;
  all.back().secret += fmt::format("_{:08x}", swapped);
  add("age-secret-key", "", "{d26}{d26}");
  std::string digits = all.back().secret;
  for (std::size_t i = 0; i < digits.size(); ++i)
    digits[i] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"[(static_cast<std::size_t>(digits[i]) * 7 + i * 5) % 32];
  all.back().secret = bech32("age-secret-key-", digits);
  for (char& c : all.back().secret)
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;

  const auto add_json = [&](const std::string& id, std::string_view form, std::string_view json,
                            std::string_view rest) {
    const bool url = id == "jwt";
    add(id, "", fmt::format("{}{}{}", form, url ? in_base64url(json) : assay::to_base64(json), rest));
  };
  add_json("jwt", in_base64url(R"({"alg":"HS256","typ":"JWT"})") + ".",
           R"({"sub":"4711","name":"Åse","admin":false})", ".{W43}");
  add_json("sentry-org-token", "sntrys_", R"({"iat":1700000000.5,"url":"https://sentry.io","org":"a"})",
           "_{B43}");
  add_json("grafana-api-key", "", R"({"k":"OmRTb0xvdGhyMTY4dGF4T2FzZjFqMmxk","n":"assay","id":1})", "");
  add_json("onepassword-service-account", "ops_",
           fmt::format(R"({{"signInAddress":"a.1password.com","deviceUuid":"{:0>200}"}})", 7), "");
  add("discord-bot-token", "", "{d8}");
  Random random("discord");
  all.back().secret = grown(in_base64url("498177264930187265") + ".{W6}.{W27}", random);
  return all;
}

inline const Format& format_of(const Sample& sample) {
  const auto format = std::find_if(formats().begin(), formats().end(),
                                   [&](const Format& one) { return one.id == sample.id; });
  REQUIRE(format != formats().end());
  return *format;
}

inline std::string in_place(const Sample& sample) {
  return sample.before + sample.secret + sample.after;
}

struct Finding {
  std::string format;
  std::size_t offset, line;
  std::string secret;
  Certainty certainty;
  bool operator==(const Finding& other) const {
    return format == other.format && offset == other.offset && line == other.line && secret == other.secret &&
           certainty == other.certainty;
  }
};

inline const SecretScanner& the_scanner() {
  static const SecretScanner scanner;
  return scanner;
}

inline std::vector<Finding> findings(std::string_view content, ScanSummary* summary = nullptr) {
  auto scratch = the_scanner().scratch();
  std::vector<Finding> found;
  const ScanSummary answer = the_scanner().scan(content, scratch, [&](const Match& match) {
    found.push_back({match.format->id, match.offset, match.line, std::string(match.secret), match.certainty});
  });
  if (summary != nullptr)
    *summary = answer;
  return found;
}

} // namespace scan_tests
