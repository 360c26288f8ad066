// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/security_policy.hpp"

#include "audit/base/text.hpp"
#include "audit/evidence/document_names.hpp"
#include "audit/evidence/readers/prose.hpp"
#include "audit/evidence/readers/words.hpp"

#include <algorithm>
#include <initializer_list>
#include <set>

namespace assay::evidence {

namespace {

using Phrases = std::initializer_list<std::string_view>;

constexpr std::size_t contact_limit = 10'000;

bool says(const WordText& words, Phrases phrases) {
  return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view one) { return words.has(one); });
}

// Also as the beginning of a word: "disclos" for disclose and disclosure.
bool mentions(const WordText& words, Phrases beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(), [&](std::string_view one) {
    return words.words().find(" " + std::string(one)) != std::string_view::npos;
  });
}

bool holds_any(std::string_view text, Phrases parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view one) { return text.find(one) != std::string_view::npos; });
}

class Reader {
public:
  explicit Reader(SecurityPolicy& policy) : policy_(policy) {}

  void read(const Sentence& sentence) {
    const WordText words(sentence.text);
    policy_.words += words.count();
    read_addresses(sentence.text, words);
    read_signs(sentence, words);
    if (!sentence.heading)
      read_durations(words);
  }

private:
  void read_addresses(const std::string& text, const WordText& words) {
    for (const std::string& address : email_addresses(text))
      add(ContactKind::email, address);
    const bool reporting = mentions(words, {"report", "submit", "contact", "disclose"});
    const bool referring = mentions(words, {"see ", "refer", "read ", "described", "policy", "visit", "instructions"});
    for (const std::string& address : web_addresses(text)) {
      const std::string low = ascii_lower(address);
      if (is_report_form(low))
        add(ContactKind::form, address);
      else if (!is_forge_manual(low) && (reporting || holds_any(low, {"report", "contact", "vuln"})))
        add(ContactKind::url, address);
      if (!is_report_form(low) && !is_forge_manual(low) && (reporting || referring) &&
          holds_any(low, {"security", "vuln", "disclos", "policy", "report", "msrc"}))
        refer(address);
    }
    if (reporting || referring)
      for (const std::string& link : relative_links(text))
        refer(link);
  }

  void read_signs(const Sentence& sentence, const WordText& words) {
    policy_.private_channel |= says(words, {"privately", "private vulnerability reporting", "private vulnerability report",
                                            "private reporting", "private report", "confidentially", "private channel",
                                            "private security advisory"});
    policy_.key |= says(words, {"pgp", "gpg", "openpgp", "begin pgp public key block", "fingerprint", "gnupg"});
    policy_.bounty |= says(words, {"bounty", "bounties"});
    policy_.scope |= says(words, {"in scope", "out of scope"}) || (sentence.heading && says(words, {"scope"}));
    policy_.supported_versions |= speaks_of_versions(sentence, words);
  }

  static bool speaks_of_versions(const Sentence& sentence, const WordText& words) {
    const bool in_heading = sentence.heading || sentence.text.starts_with('|');
    if (in_heading && mentions(words, {"support"}) && mentions(words, {"version", "release"}))
      return true;
    return mentions(words, {"version", "release"}) && mentions(words, {"security", "fix", "patch"}) &&
           says(words, {"supported", "we support", "only the latest", "latest release", "latest version", "end of life",
                        "receive security updates", "receive security fixes", "backport", "backported"}) &&
           mentions(words, {"support", "receive", "appl", "backport", "updat", "provid"});
  }

  void read_durations(const WordText& words) {
    const auto days = days_in(words.words());
    if (!days)
      return;
    if (mentions(words, {"disclos", "embargo", "publicly", "public ", "publish"})) {
      if (!policy_.disclosure_days)
        policy_.disclosure_days = days;
    } else if (!policy_.response_days &&
               mentions(words, {"respon", "reply", "replies", "acknowledg", "hear back", "hear from", "get back",
                                "contacted", "confirm", "triage", "initial"})) {
      policy_.response_days = days;
    }
  }

  void add(ContactKind kind, const std::string& value) {
    if (!seen_.insert(value).second)
      return;
    if (policy_.contacts.size() == contact_limit)
      throw Error::input(fmt::format("it names more than {} contacts", contact_limit));
    policy_.contacts.push_back({kind, value});
    policy_.private_channel |= kind != ContactKind::url;
  }

  void refer(const std::string& target) {
    if (policy_.elsewhere.empty())
      policy_.elsewhere = target;
  }

  SecurityPolicy& policy_;
  std::set<std::string> seen_;
};

} // namespace

bool names_security_policy(const Appearance& path_only) {
  return has_well_known_name("security-policy", path_only.path);
}

std::unique_ptr<Content> read_security_policy(const Document& document) {
  require_policy_text(document);
  auto policy = std::make_unique<SecurityPolicy>();
  Reader reader(*policy);
  const std::vector<Sentence> sentences = sentences_of(document.text);
  for (const Sentence& sentence : sentences)
    reader.read(sentence);
  policy->report_addresses = report_addresses(sentences, About::security);
  return policy;
}

} // namespace assay::evidence
