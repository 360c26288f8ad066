// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/project_policy.hpp"

#include "audit/base/text.hpp"
#include "audit/evidence/document_names.hpp"
#include "audit/evidence/readers/prose.hpp"
#include "audit/evidence/readers/tables.hpp"
#include "audit/evidence/readers/words.hpp"

#include <algorithm>
#include <initializer_list>
#include <set>

namespace assay::evidence {

namespace {

using Phrases = std::initializer_list<std::string_view>;

constexpr std::size_t end_limit = 10'000, title_limit = 300, sentence_limit = 64u << 10, people_limit = 100'000;

bool says(const WordText& words, Phrases phrases) {
  return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view one) { return words.has(one); });
}

// "We do not use Signed-off-by" and "no CLA is needed" ask for neither.
bool declines(const WordText& words) {
  return says(words, {"do not use", "do not require", "do not need", "don t use", "don t require", "don t need", "not required",
                      "not needed", "not necessary", "no need", "no cla", "no dco"});
}

// Also as the beginning of a word.
bool mentions(const WordText& words, Phrases beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(), [&](std::string_view one) {
    return words.words().find(" " + std::string(one)) != std::string_view::npos;
  });
}

bool is_account_sign(char c) {
  return is_letter(c) || is_digit(c) || c == '-' || c == '_';
}

// "@name", but neither an address's '@' nor "@organisation/team".
void take_accounts(std::string_view line, std::set<std::string>& accounts) {
  for (std::size_t at = line.find('@'); at != std::string_view::npos; at = line.find('@', at + 1)) {
    std::size_t end = at + 1;
    while (end < line.size() && is_account_sign(line[end]))
      ++end;
    const bool begins = at == 0 || (!is_account_sign(line[at - 1]) && line[at - 1] != '.' && line[at - 1] != '/');
    const bool whole = end == line.size() || (line[end] != '/' && (line[end] != '.' || end + 1 == line.size()));
    if (begins && whole && end > at + 1)
      accounts.insert(ascii_lower(line.substr(at + 1, end - at - 1)));
  }
}

// The name in "https://github.com/name", with nothing behind it; empty for other addresses.
std::string account_in(std::string_view address) {
  for (const std::string_view forge : {"https://github.com/", "https://gitlab.com/", "https://codeberg.org/"})
    if (address.starts_with(forge)) {
      std::string_view name = address.substr(forge.size());
      if (name.ends_with('/'))
        name.remove_suffix(1);
      if (std::all_of(name.begin(), name.end(), is_account_sign))
        return ascii_lower(name);
    }
  return {};
}

class Reader {
public:
  explicit Reader(ProjectPolicy& policy) : policy_(policy) {}

  void read(std::string_view text) {
    for (const Sentence& sentence : sentences_of(text))
      read_sentence(sentence);
    for (const Table& table : tables_in(text))
      read_table(table);
    policy_.people = std::max(accounts_.size(), addresses_.size());
    policy_.letters = letters_.size();
  }

private:
  void read_sentence(const Sentence& sentence) {
    const WordText words(sentence.text);
    policy_.words += words.count();
    if (sentence.heading) {
      ++policy_.headings;
      if (policy_.title.empty())
        policy_.title = trimmed(std::string_view(sentence.text).substr(
            std::min(sentence.text.find_first_not_of("#= "), sentence.text.size()), title_limit));
    }
    policy_.tests |= says(words, {"tests", "testing", "tested", "test suite", "unit test", "test case", "test cases"});
    policy_.review |= says(words, {"review", "reviews", "reviewed", "reviewer", "reviewers", "code review"});
    policy_.sign_off |= !declines(words) && says(words, {"signed off", "signed off by", "sign off", "signoff", "dco",
                                                         "developer certificate of origin", "git commit s"});
    policy_.coding_standard |=
        says(words, {"coding style", "code style", "coding standard", "coding standards", "coding conventions",
                     "coding guidelines", "style guide", "style guidelines", "gofmt", "gofumpt", "rustfmt", "clang format",
                     "linter", "linters", "golangci lint", "checkstyle", "code formatting"});
    policy_.contribution_licence |=
        (!declines(words) && says(words, {"contributor license agreement", "contributor licence agreement", "cla",
                                          "license your contribution"})) ||
        (mentions(words, {"licens", "licenc"}) && mentions(words, {"contribut", "submit", "your code", "your patch"}));
    policy_.roles |= says(words, {"roles", "responsibilities", "steering committee", "technical committee", "committers",
                                  "approvers", "project lead", "lead maintainer", "lead developer", "core team", "bdfl"});
    policy_.decisions |= says(words, {"vote", "votes", "voting", "consensus", "majority", "decision making", "decisions"});
    policy_.versions |= (sentence.heading || sentence.text.starts_with('|')) && mentions(words, {"version", "release"});
    read_dates(sentence, words);
    read_people(std::string_view(sentence.text).substr(0, sentence_limit));
  }

  void read_people(std::string_view text) {
    if (accounts_.size() + addresses_.size() > people_limit)
      throw Error::input(fmt::format("it names more than {} people", people_limit));
    take_accounts(text, accounts_);
    for (const std::string& one : web_addresses(text))
      if (std::string account = account_in(one); !account.empty())
        accounts_.insert(std::move(account));
    for (const std::string& one : email_addresses(text))
      addresses_.insert(ascii_lower(one));
  }

  void read_dates(const Sentence& sentence, const WordText& words) {
    const bool row = sentence.text.starts_with('|');
    const bool about_end = says(words, {"until", "through", "end of life", "eol", "end of support", "ends", "ended", "expires"}) &&
                           mentions(words, {"support", "maint", "security", "update", "fix", "end of life", "eol"});
    for (StatedDate& date : dates_in(sentence.text)) {
      if (!row && about_end)
        add_end({date, sentence.line, {}});
      if (!policy_.latest || policy_.latest->time < date.time)
        policy_.latest = std::move(date);
    }
  }

  void read_table(const Table& table) {
    const auto column = [&](Phrases beginnings) {
      for (std::size_t i = 0; i < table.titles.size(); ++i)
        if (mentions(WordText(table.titles[i]), beginnings))
          return i;
      return std::string::npos;
    };
    if (column({"support", "end of", "eol", "life", "until", "maintenance"}) != std::string::npos)
      read_ends(table);
    if (column({"risk", "threat", "likelihood", "probability", "impact", "severity"}) != std::string::npos)
      policy_.risk_rows += table.rows.size();
    const std::size_t applicability = column({"applic"});
    if (applicability == std::string::npos)
      return;
    const std::size_t reason = column({"reason", "justif", "rationale", "comment"});
    for (const TableRow& row : table.rows) {
      ++policy_.applicability_rows;
      const WordText answer(applicability < row.cells.size() ? row.cells[applicability] : std::string());
      const bool excluded = says(answer, {"no", "not applicable", "n a", "not"});
      policy_.unreasoned_rows += excluded && (reason >= row.cells.size() || row.cells[reason].empty());
      if (!row.cells.empty())
        take_letter(row.cells[0]);
    }
  }

  void read_ends(const Table& table) {
    for (const TableRow& row : table.rows)
      for (std::size_t i = row.cells.size(); i-- > 0;)
        if (const auto dates = dates_in(row.cells[i], 1); !dates.empty()) {
          add_end({dates[0], row.line, row.cells[0]});
          break;
        }
  }

  void take_letter(std::string_view cell) {
    for (std::size_t at = cell.find('('); at != std::string_view::npos; at = cell.find('(', at + 1))
      if (at + 2 < cell.size() && cell[at + 2] == ')')
        if (const char letter = ascii_lower(cell[at + 1]); letter >= 'a' && letter <= 'm')
          letters_.insert(letter);
  }

  void add_end(SupportEnd end) {
    if (policy_.ends.size() == end_limit)
      throw Error::input(fmt::format("it states more than {} ends of support", end_limit));
    policy_.ends.push_back(std::move(end));
  }

  ProjectPolicy& policy_;
  std::set<char> letters_;
  std::set<std::string> accounts_, addresses_;
};

std::string topic_of(const std::string& path) {
  for (const std::string& one : policy_topics())
    if (has_well_known_name(one, path))
      return one;
  return {};
}

} // namespace

const std::vector<std::string>& policy_topics() {
  static const std::vector<std::string> topics = {"code-of-conduct", "contributing", "end-of-life", "governance", "maintainers",
                                                  "risk-assessment", "roadmap",      "support",     "threat-model"};
  return topics;
}

bool names_project_policy(const Appearance& path_only) {
  return !topic_of(path_only.path).empty();
}

std::unique_ptr<Content> read_project_policy(const Document& document) {
  require_policy_text(document);
  auto policy = std::make_unique<ProjectPolicy>();
  policy->topic = topic_of(ascii_lower(document.name));
  policy->bytes = document.bytes.size();
  Reader(*policy).read(document.text);
  if (policy->topic == "contributing" || policy->topic == "support")
    policy->report_addresses = report_addresses(sentences_of(document.text), About::anything);
  return policy;
}

} // namespace assay::evidence
