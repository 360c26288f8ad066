// SPDX-License-Identifier: Apache-2.0
//
// Tokens of services for messages, payments, language models and work of every kind.
#include "audit/evidence/scan/formats.hpp"

#include <fmt/format.h>

namespace assay::evidence::scan {

namespace {

// Tokens that carry JSON: long, and with runs that random text has not.
Format carrying(Format format, std::uint32_t reach) {
  format.reach = reach;
  format.random = false;
  return format;
}

std::vector<Format> messaging() {
  // A Discord token starts with its bot's number, of 17 to 20 decimal digits, in base64.
  std::vector<std::string> discord;
  for (const int length : {23, 24, 25, 26, 27})
    discord.push_back(fmt::format(R"([MNO][\w-]{{{}}}\.[\w-]{{6}}\.[\w-]{{27}})", length - 1));
  std::vector<std::string> telegram;
  for (const int length : {8, 9, 10})
    telegram.push_back(fmt::format(R"([0-9]{{{}}}:A[\w-]{{34}})", length));
  return {
      exactly("slack-bot-token", "Slack bot token", {"xoxb-[0-9]{8}"},
              "(xoxb-[0-9]{8,14}-(?:[0-9]{8,14}-)?[0-9A-Za-z]{18,34})"),
      exactly("slack-user-token", "Slack user token", {"xox[pos]-[0-9]{6}"},
              "(xox[pos]-[0-9]{6,14}(?:-[0-9]{6,14}){1,2}-[0-9A-Za-z]{10,64})"),
      exactly("slack-workspace-token", "Slack workspace or refresh token", {"xox[ar]-[0-9]"},
              "(xox[ar]-(?:[0-9]-)?[0-9]{6,14}(?:-[0-9A-Za-z]{6,40}){1,3})"),
      exactly("slack-app-token", "Slack app-level token", {"xapp-[0-9]-[0-9A-Z]"},
              "(xapp-[0-9]-[0-9A-Z]{8,14}-[0-9]{8,16}-[0-9a-f]{60,70})"),
      exactly("slack-config-token", "Slack app configuration token", {"xoxe-[0-9]-", R"(xoxe\.xox[bp]-)"},
              R"((xoxe(?:\.xox[bp])?-[0-9]-[0-9A-Za-z]{100,250}))"),
      exactly(
          "slack-webhook", "Slack incoming webhook", {R"(hooks\.slack\.com/)"},
          R"((hooks\.slack\.com/(?:services|workflows|triggers)/T[0-9A-Z]{7,12}/(?:B[0-9A-Z]{7,12}|A[0-9A-Z]{7,12}/[0-9]{10,20})/[0-9A-Za-z]{18,32}))"),
      exactly("discord-webhook", "Discord webhook", {"/api/webhooks/[0-9]{8}"},
              R"((/api/webhooks/[0-9]{17,20}/[0-9A-Za-z_-]{60,72}))"),
      exactly("discord-bot-token", "Discord bot token", discord,
              R"(([MNO][\w-]{22,27}\.[\w-]{6}\.[\w-]{27,40}))", check_discord),
      exactly("telegram-bot-token", "Telegram bot token", telegram, R"(([0-9]{8,10}:A[\w-]{34}))",
              check_mixed),
      exactly("teams-webhook", "Microsoft Teams incoming webhook", {R"(\.webhook\.office\.com/webhookb2/)"},
              fmt::format(R"((\.webhook\.office\.com/webhookb2/{0}@{0}/IncomingWebhook/[0-9a-f]{{32}}/{0}))",
                          uuid)),
      exactly("sendgrid-key", "SendGrid API key", {R"(SG\.[\w-]{20})"},
              R"((SG\.[\w-]{20,24}\.[\w-]{39,50}))"),
      token("mailgun-key", "Mailgun API key", "key-", hexadecimal, 32, 32),
      exactly("mailchimp-key", "Mailchimp API key", {"[0-9a-f]{32}-us[0-9]"}, "([0-9a-f]{32}-us[0-9]{1,2})"),
      token("mandrill-key", "Mandrill API key", "md-", base64url, 22, 22, check_mixed),
      exactly("brevo-key", "Brevo API or SMTP key", {"xkeysib-[0-9a-f]{8}", "xsmtpsib-[0-9a-f]{8}"},
              "(x(?:key|smtp)sib-[0-9a-f]{64}-[0-9A-Za-z]{16})"),
      exactly("resend-key", "Resend API key", {"re_[0-9A-Za-z]{8}_[0-9A-Za-z]{8}"},
              "(re_[0-9A-Za-z]{8}_[0-9A-Za-z]{24})", check_mixed),
      token("twilio-api-key", "Twilio API key id", "SK", hexadecimal, 32, 32),
      assigned("twilio-auth-token", "Twilio auth token", {"twilio"}, "[0-9a-f]{32}"),
  };
}

std::vector<Format> payments() {
  return {
      exactly("stripe-live-key", "Stripe live secret or restricted key", {"[sr]k_live_[0-9A-Za-z]{8}"},
              "([sr]k_live_[0-9A-Za-z]{24,107})"),
      exactly("stripe-test-key", "Stripe test secret or restricted key", {"[sr]k_test_[0-9A-Za-z]{8}"},
              "([sr]k_test_[0-9A-Za-z]{24,107})"),
      exactly("webhook-signing-secret", "signing secret of Stripe's or Standard Webhooks",
              {"whsec_[0-9A-Za-z+/]{8}"}, "(whsec_[0-9A-Za-z+/]{32,64}={0,2})"),
      exactly("square-token", "Square access token or secret", {R"(sq0atp-[\w-]{8})", R"(sq0csp-[\w-]{8})"},
              R"((sq0(?:atp-[\w-]{22}|csp-[\w-]{43})))"),
      exactly("square-bearer-token", "Square bearer token", {R"(EAAA[\w-]{12})"}, R"((EAAA[\w-]{60}))",
              check_mixed),
      exactly("braintree-token", "PayPal Braintree access token", {R"(access_token\$production\$)"},
              R"((access_token\$production\$[0-9a-z]{16}\$[0-9a-f]{32}))"),
      exactly("shopify-token", "Shopify access token or shared secret", {"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{8}"},
              "(shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32})"),
      exactly("flutterwave-secret", "Flutterwave secret key", {"FLWSECK(?:-[0-9a-f]{8}|_TEST-[0-9a-f]{3})"},
              "(FLWSECK(?:_TEST)?-[0-9a-f]{12,32}-?X?)"),
      exactly("paddle-key", "Paddle API key", {"pdl_(?:live|sdbx)_apikey_"},
              "(pdl_(?:live|sdbx)_apikey_[0-9a-z]{26}_[0-9A-Za-z]{22}_[0-9A-Za-z]{3})"),
      exactly("plaid-token", "Plaid access token", {"access-(?:sandbox|develop|product)"},
              fmt::format("(access-(?:sandbox|development|production)-{})", uuid)),
      exactly("duffel-token", "Duffel API token", {R"(duffel_(?:test|live)_[\w=-]{8})"},
              R"((duffel_(?:test|live)_[\w=-]{43}))"),
      exactly("easypost-key", "EasyPost API key", {"EZ[AT]K[0-9A-Za-z]{8}"}, "(EZ[AT]K[0-9A-Za-z]{54})"),
      exactly("shippo-token", "Shippo API token", {"shippo_(?:live|test)_[0-9a-f]{8}"},
              "(shippo_(?:live|test)_[0-9a-f]{40})"),
  };
}

std::vector<Format> models() {
  return {
      exactly("openai-key", "OpenAI API key", {"sk-[0-9A-Za-z]{20}T3BlbkFJ", "sk-(?:proj|svca)"},
              R"((sk-(?:(?:proj|svcacct)-[\w-]{20,74}|[0-9A-Za-z]{20})T3BlbkFJ[\w-]{20,74}))"),
      exactly("openai-admin-key", "OpenAI admin key", {"sk-admin-"},
              R"((sk-admin-[\w-]{20,74}T3BlbkFJ[\w-]{20,74}))"),
      exactly("anthropic-key", "Anthropic API or admin key", {"sk-ant-"},
              R"((sk-ant-(?:api|admin|oat|sid)[0-9]{2}-[\w-]{80,110}AA))"),
      token("huggingface-token", "Hugging Face access token", "hf_", "A-Za-z", 34, 34),
      token("huggingface-org-token", "Hugging Face organisation token", "api_org_", "A-Za-z", 34, 34),
      token("groq-key", "Groq API key", "gsk_", alphanumeric, 52, 52),
      token("perplexity-key", "Perplexity API key", "pplx-", alphanumeric, 48, 48),
      token("replicate-token", "Replicate API token", "r8_", alphanumeric, 37, 37),
      token("xai-key", "xAI API key", "xai-", alphanumeric, 80, 84),
      exactly("pinecone-key", "Pinecone API key", {"pcsk_[0-9A-Za-z]{5}"},
              "(pcsk_[0-9A-Za-z]{5,6}_[0-9A-Za-z]{62,64})"),
      token("nvidia-key", "NVIDIA API key", "nvapi-", base64url, 60, 70),
      token("openrouter-key", "OpenRouter API key", "sk-or-v1-", hexadecimal, 64, 64),
      token("elevenlabs-key", "ElevenLabs API key", "sk_", hexadecimal, 48, 48),
      token("cerebras-key", "Cerebras API key", "csk-", lower_alphanumeric, 48, 48),
      exactly("langfuse-key", "Langfuse secret key", {"sk-lf-[0-9a-f]{8}-"}, fmt::format("(sk-lf-{})", uuid)),
      exactly("tavily-key", "Tavily API key", {"tvly-"}, "(tvly-(?:dev-)?[0-9A-Za-z]{32})"),
  };
}

std::vector<Format> work() {
  std::vector<Format> rows = {
      exactly("airtable-token", "Airtable personal access token", {R"(pat[0-9A-Za-z]{14}\.[0-9a-f]{8})"},
              R"((pat[0-9A-Za-z]{14}\.[0-9a-f]{64}))"),
      exactly("notion-token", "Notion integration token", {"ntn_[0-9]{11}", "secret_[0-9A-Za-z]{43}"},
              "(ntn_[0-9]{11}[0-9A-Za-z]{35}|secret_[0-9A-Za-z]{43})", check_mixed),
      token("linear-key", "Linear API key", "lin_api_", alphanumeric, 40, 40),
      token("linear-oauth-token", "Linear OAuth token", "lin_oauth_", hexadecimal, 64, 64),
      exactly("figma-token", "Figma personal access token", {R"(fig[a-z]_[\w-]{8})"},
              R"((fig[duorp]h?_[\w-]{40,52}))"),
      exactly("hubspot-token", "HubSpot private app token", {"pat-(?:na|eu)[0-9]-"},
              fmt::format("(pat-(?:na|eu|ap)[0-9]-{})", uuid)),
      exactly("contentful-token", "Contentful management token", {R"(CFPAT-[\w-]{8})"},
              R"((CFPAT-[\w-]{43}))"),
      exactly("dropbox-token", "Dropbox access token", {R"(sl\.[\w-]{8})", R"(sl\.u\.[\w-]{8})"},
              R"((sl\.(?:u\.)?[\w=-]{130,1000}))", check_mixed),
      exactly("zoho-token", "Zoho OAuth token", {R"(1000\.[0-9a-f]{32}\.)"},
              R"((1000\.[0-9a-f]{32}\.[0-9a-f]{32}))"),
      exactly("salesforce-token", "Salesforce access token", {"00D[0-9A-Za-z]{12}!", "00D[0-9A-Za-z]{15}!"},
              R"((00D[0-9A-Za-z]{12,15}![0-9A-Za-z._]{80,260}))"),
      exactly("salesforce-refresh-token", "Salesforce refresh token", {"5Aep861[0-9A-Za-z._]{8}"},
              R"((5Aep861[0-9A-Za-z._]{76,90}))"),
      exactly("onepassword-service-account", "1Password service account token", {"ops_eyJ[0-9A-Za-z+/]{8}"},
              "(ops_eyJ[0-9A-Za-z+/]{250,1000}[0-9A-Za-z+/]*={0,3})", check_json_payload),
      exactly("onepassword-secret-key", "1Password secret key", {"A3-[0-9A-Z]{6}-[0-9A-Z]{6}"},
              "(A3-[0-9A-Z]{6}-(?:[0-9A-Z]{11}|[0-9A-Z]{6}-[0-9A-Z]{5})(?:-[0-9A-Z]{5}){3})",
              check_digit_and_letter),
      token("adafruit-key", "Adafruit IO key", "aio_", alphanumeric, 28, 28),
      token("apify-token", "Apify API token", "apify_api_", alphanumeric, 36, 40),
      exactly("typeform-token", "Typeform personal access token", {R"(tfp_[\w-]{8})"},
              R"((tfp_[\w=.-]{59}))"),
      exactly("mapbox-secret-token", "Mapbox secret token", {R"(sk\.eyJ[\w-]{8})"},
              R"((sk\.eyJ[\w-]{40,300}\.[\w-]{22}))"),
      token("facebook-token", "Meta access token", "EAA", alphanumeric, 100, 400, check_mixed),
      exactly("frameio-token", "Frame.io developer token", {R"(fio-u-[\w=-]{8})"}, R"((fio-u-[\w=-]{64}))"),
      exactly("defined-networking-token", "Defined Networking API token", {R"(dnkey-[\w=-]{8})"},
              R"((dnkey-[\w=-]{26}-[\w=-]{52}))"),
      exactly("intra42-secret", "42 intra client secret", {"s-s4t2(?:ud|af)-[0-9a-f]{8}"},
              "(s-s4t2(?:ud|af)-[0-9a-f]{64})"),
      exactly("settlemint-token", "SettleMint access token", {"sm_(?:aat|pat|sat)_[0-9A-Za-z]{8}"},
              "(sm_(?:aat|pat|sat)_[0-9A-Za-z]{16})"),
      token("rootly-token", "Rootly API token", "rootly_", hexadecimal, 64, 64),
      carrying(exactly("jwt", "signed JSON Web Token", {"eyJ[0-9A-Za-z_-]{12}"},
                       R"((eyJ[\w-]{12,}\.eyJ[\w-]{12,}\.[\w-]{20,}))", check_jwt),
               4096),
      assigned("facebook-secret", "Meta app secret", {"facebook", "fb_app"}, "[0-9a-f]{32}"),
      assigned("discord-client-secret", "Discord client secret", {"discord"}, "[0-9A-Za-z_-]{32}",
               check_mixed),
      assigned("mailgun-private-key", "Mailgun private key", {"mailgun"},
               "[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}"),
      assigned("x-secret", "X (Twitter) API secret", {"twitter"}, "[0-9A-Za-z]{50}|[0-9A-Za-z]{45}",
               check_digit_and_letter),
  };
  for (Format& row : rows)
    if (row.id == "onepassword-service-account" || row.id == "dropbox-token")
      row = carrying(std::move(row), 4096);
  return rows;
}

} // namespace

std::vector<Format> service_formats() {
  std::vector<Format> all;
  for (const std::vector<Format>& rows : {messaging(), payments(), models(), work()})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

} // namespace assay::evidence::scan
