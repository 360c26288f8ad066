// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/report_addresses.hpp"

#include "audit/base/text.hpp"
#include "audit/evidence/document_names.hpp"
#include "audit/evidence/readers/words.hpp"

#include <algorithm>
#include <initializer_list>
#include <set>

namespace assay::evidence {

namespace {

using Phrases = std::initializer_list<std::string_view>;

constexpr std::size_t address_limit = 10'000;

bool holds_any(std::string_view text, Phrases parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view one) { return text.find(one) != std::string_view::npos; });
}

// Each phrase begins a word; those that end with a space are whole ones.
bool says(const WordText& words, Phrases phrases) {
  return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view one) {
    return words.words().find(" " + std::string(one)) != std::string_view::npos;
  });
}

bool speaks_of_security(const WordText& words) {
  return says(words, {"security", "vulnerab"});
}

// "Reporting a vulnerability", "Security issues", "Security"; not "Security features".
bool heads_reports(const WordText& words) {
  return words.words() == " security " ||
         (speaks_of_security(words) && says(words, {"report", "disclos", "contact", "security issue", "security problem",
                                                    "security bug", "security polic"}));
}

bool asks_to_report(const WordText& words) {
  return says(words, {"report", "contact ", "disclos", "submit", "send ", "sent ", "e mail", "email", "mail ", "write to",
                      "notify"}) &&
         says(words, {"please ", "if you ", "to report ", "for reporting ", "be reported ", "be sent ", "be disclosed ",
                      "be emailed ", "be submitted "});
}

// "Report suspected problems to …".
bool begins_as_request(const WordText& words) {
  static constexpr std::string_view requests[] = {" report ", " contact ", " send ", " email ", " e mail ", " disclose "};
  return std::any_of(std::begin(requests), std::end(requests),
                     [&](std::string_view one) { return words.words().starts_with(one); });
}

bool is_about_other_things(const WordText& words) {
  return says(words, {"non security ", "not security ", "no security ", "unrelated ", "not related ", "other than ", "except "});
}

bool forbids(const WordText& words) {
  return says(words, {"do not ", "don t ", "never ", "must not ", "should not "}) && !says(words, {"instead ", "but "});
}

// What to read rather than where to write; and trackers, which the public reads.
bool refers_to_reading(const WordText& words) {
  return says(words, {"before ", "learn ", "how we ", "guideline", "read "});
}

bool is_public(std::string_view address) {
  return is_forge_manual(address) ||
         holds_any(address, {"/issues", "/discussions", "/pull", "bugzilla", "stackoverflow.com", "badge", "shields.io",
                             "bestpractices", "wikipedia.org", "nvd.nist.gov", "cve."});
}

class Reader {
public:
  explicit Reader(About whole) : whole_(whole) {}

  void read(const Sentence& sentence) {
    const WordText words(sentence.text);
    if (sentence.heading)
      headed_ = heads_reports(words);
    else if ((asks_to_report(words) || begins_as_request(words)) && !is_about_other_things(words) && !forbids(words))
      read_addresses(sentence, words);
  }

  std::vector<ReportAddress> take() { return std::move(found_); }

private:
  void read_addresses(const Sentence& sentence, const WordText& words) {
    const bool topical = speaks_of_security(words), expected = headed_ || whole_ == About::security;
    if (!topical && !expected)
      return;
    for (const std::string& address : email_addresses(sentence.text))
      add(ContactKind::email, address, sentence.line);
    for (const std::string& address : web_addresses(sentence.text)) {
      const std::string low = ascii_lower(address);
      if (is_report_form(low))
        add(ContactKind::form, address, sentence.line);
      else if (topical && expected && !is_public(low) && !refers_to_reading(words))
        add(ContactKind::url, address, sentence.line);
    }
  }

  void add(ContactKind kind, const std::string& value, std::size_t line) {
    if (!seen_.insert(value).second)
      return;
    if (found_.size() == address_limit)
      throw Error::input(fmt::format("it names more than {} addresses for reports", address_limit));
    found_.push_back({kind, value, line});
  }

  const About whole_;
  bool headed_ = false;
  std::set<std::string> seen_;
  std::vector<ReportAddress> found_;
};

} // namespace

std::string_view to_string(ContactKind kind) {
  switch (kind) {
  case ContactKind::email: return "email";
  case ContactKind::url: return "url";
  case ContactKind::form: return "form";
  }
  return {};
}

bool is_report_form(std::string_view lower_case_address) {
  return holds_any(lower_case_address,
                   {"/security/advisories/new", "hackerone.com/", "bugcrowd.com/", "intigriti.com/", "yeswehack.com/",
                    "://huntr.", "g.co/vulnz", "bughunters.google.com", "/create-report"});
}

bool is_forge_manual(std::string_view lower_case_address) {
  return lower_case_address.starts_with("https://docs.github.com/") || lower_case_address.starts_with("https://docs.gitlab.com/");
}

std::vector<ReportAddress> report_addresses(const std::vector<Sentence>& sentences, About whole) {
  Reader reader(whole);
  for (const Sentence& sentence : sentences)
    reader.read(sentence);
  return reader.take();
}

bool names_readme(const Appearance& path_only) {
  return has_well_known_name("readme", path_only.path);
}

std::unique_ptr<Content> read_readme(const Document& document) {
  require_policy_text(document);
  auto readme = std::make_unique<Readme>();
  readme->report_addresses = report_addresses(sentences_of(document.text), About::anything);
  return readme;
}

} // namespace assay::evidence
