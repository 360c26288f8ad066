// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/changelog_heading.hpp"

#include "audit/base/text.hpp"
#include "audit/evidence/readers/dates.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace assay::evidence {

namespace {

constexpr std::size_t most_words_before = 5, most_words_after = 14, longest_heading = 300;

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!(text = trimmed(text)).empty()) {
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}

template <std::size_t size>
bool is_one_of(std::string_view word, const std::array<std::string_view, size>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Words that lead to a version and say nothing else.
bool leads(std::string_view word) {
  static constexpr std::array<std::string_view, 11> words = {"version", "release", "released", "changes", "in", "changelog",
                                                             "for", "new", "noteworthy", "what's", "ver"};
  return is_one_of(word, words);
}

// Headings with these before a version are about something else than that version.
bool speaks_of_change(std::string_view word) {
  static constexpr std::array<std::string_view, 18> words = {
      "from", "to", "since", "before", "until", "upgrade", "upgrading", "migrate", "migrating", "migration", "requires",
      "support", "supports", "drop", "fixed", "add", "deprecated", "after"};
  return is_one_of(word, words);
}

bool is_version_sign(char c) {
  return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '+' || c == '~' || c == '_';
}

// "1.2.3-rc1" of "v1.2.3-rc1:"; nothing for what is no version. One number is enough with `alone`, or behind "v".
std::string version_of(std::string_view word, bool alone) {
  while (!word.empty() && (word.front() == '(' || word.front() == '"'))
    word.remove_prefix(1);
  while (!word.empty() && !is_letter(word.back()) && !is_digit(word.back()))
    word.remove_suffix(1);
  // "name-1.2.3", "name@1.2.3"
  const std::size_t digit = word.find_first_of("0123456789");
  if (digit == std::string_view::npos)
    return {};
  std::string_view name = word.substr(0, digit);
  if (name == "v" || name == "V") {
    alone = true;
  } else if (!name.empty()) {
    if (name.size() > 2 && (name.ends_with("v") && !is_letter(name[name.size() - 2])))
      name.remove_suffix(1);
    if (name.size() < 2 || (name.back() != '-' && name.back() != '@' && name.back() != '/') ||
        !std::all_of(name.begin(), name.end() - 1, [](char c) { return is_letter(c) || c == '-' || c == '_' || c == '/' || c == '@'; }))
      return {};
    alone = false;
  }
  word.remove_prefix(digit);
  if (!std::all_of(word.begin(), word.end(), is_version_sign))
    return {};
  std::size_t numbers = 0, at = 0;
  while (at < word.size() && is_digit(word[at])) {
    ++numbers;
    at = std::min(word.find_first_not_of("0123456789", at), word.size());
    if (at + 1 < word.size() && word[at] == '.' && is_digit(word[at + 1]))
      ++at;
    else
      break;
  }
  // "2026-01-02" and "1-2" are no versions, and "3d" is none.
  if (numbers < 2 && (!alone || at < word.size()))
    return {};
  return std::string(word);
}

bool is_unreleased(const std::string& low) {
  static constexpr std::array<std::string_view, 7> texts = {"next", "next release", "next version", "upcoming",
                                                            "upcoming release", "upcoming version", "head"};
  const std::string_view text = trimmed(low);
  return text.starts_with("unreleased") || is_one_of(text, texts);
}

// Whether nothing but a date and words about a release stand in what follows a version on a plain line.
bool is_about_release(const std::vector<std::string>& words, std::size_t from) {
  static constexpr std::array<std::string_view, 10> known = {"released", "on", "stable", "unreleased", "beta", "alpha", "xx",
                                                            "final", "release", "date"};
  static constexpr std::array<std::string_view, 7> days = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  std::string rest;
  for (std::size_t i = from; i < words.size(); ++i)
    rest += (rest.empty() ? "" : " ") + words[i];
  for (const StatedDate& date : dates_in(rest, 2))
    if (const std::size_t at = rest.find(date.text); at != std::string::npos)
      rest.erase(at, date.text.size());
  std::string word;
  for (const char c : rest + ' ') {
    if (is_letter(c) || is_digit(c)) {
      word += ascii_lower(c);
      continue;
    }
    if (!word.empty() && !is_one_of(word, known) && !is_one_of(std::string_view(word).substr(0, 3), days))
      return false;
    word.clear();
  }
  return true;
}

void set_date(EntryHeading& heading, std::string_view text) {
  for (const StatedDate& date : dates_in(text, 4))
    if (!date.month_only || heading.date_stated.empty()) {
      heading.date = date.time;
      heading.date_stated = date.text;
      if (!date.month_only)
        return;
    }
}

std::optional<EntryHeading> debian_heading(std::string_view text) {
  const std::size_t open = text.find(" ("), close = text.find(") ", open == std::string_view::npos ? 0 : open);
  if (open == std::string_view::npos || open == 0 || close == std::string_view::npos ||
      text.find("; urgency=", close) == std::string_view::npos || text.substr(0, open).find(' ') != std::string_view::npos)
    return std::nullopt;
  EntryHeading heading;
  heading.version = text.substr(open + 2, close - open - 2);
  heading.unreleased = text.substr(close + 2).starts_with("UNRELEASED");
  return heading;
}

} // namespace

std::string without_markup(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == ']' && at + 1 < text.size() && text[at + 1] == '(') {
      const std::size_t end = text.find(')', at);
      if (end != std::string_view::npos)
        at = end;
    } else if (c != '[' && c != ']' && c != '*' && c != '`') {
      plain += c;
    }
  }
  return std::string(trimmed(plain));
}

std::optional<EntryHeading> entry_heading(std::string_view written, HeadingForm form) {
  if (written.size() > longest_heading)
    return std::nullopt;
  if (form == HeadingForm::debian)
    return debian_heading(written);
  const std::string text = without_markup(written), low = ascii_lower(text);
  EntryHeading heading;
  // GNU's own sign for the release to come is "?.?".
  if ((form == HeadingForm::heading && is_unreleased(low)) ||
      (form == HeadingForm::gnu && low.find("changes in release ?.?") != std::string::npos)) {
    heading.unreleased = true;
    return heading;
  }
  const std::vector<std::string> words = words_of(text);
  bool named = false, introduced = false, behind_word = false;
  for (std::size_t i = 0; i < words.size() && i <= most_words_before; ++i) {
    const std::string word = ascii_lower(words[i]);
    heading.version = version_of(words[i], behind_word);
    if (heading.version.empty()) {
      if (speaks_of_change(word))
        return std::nullopt;
      named |= !leads(word);
      introduced |= word == "in" && i > 0 && ascii_lower(words[i - 1]) == "changes";
      behind_word = word == "version" || word == "release";
      continue;
    }
    std::string after;
    for (std::size_t j = i + 1; j < words.size(); ++j)
      after += words[j] + " ";
    set_date(heading, after);
    const bool release_only = is_about_release(words, i + 1);
    const std::string next = i + 1 < words.size() ? ascii_lower(words[i + 1]) : std::string();
    if (words.size() - i - 1 > most_words_after || next == "to" || next == "->" || next == "and" || next == "or")
      return std::nullopt;
    if (form == HeadingForm::gnu && !introduced && (heading.date_stated.empty() || !release_only || named))
      return std::nullopt;
    // "Changes in 1.1.2 (19 March 98)": what is in brackets may be a date of another form.
    const bool bracketed = introduced && !named && next.starts_with('(') && trimmed(after).find_last_of("):") == trimmed(after).size() - 1;
    if (form == HeadingForm::plain && !bracketed && (!release_only || (named && (heading.date_stated.empty() || i > 2))))
      return std::nullopt;
    if (form == HeadingForm::first_line && !release_only)
      return std::nullopt;
    heading.unreleased = ascii_lower(after).find("unreleased") != std::string::npos;
    return heading;
  }
  return std::nullopt;
}

bool is_about_security(std::string_view heading) {
  const std::vector<std::string> words = words_of(without_markup(heading));
  return words.size() <= 5 && std::any_of(words.begin(), words.end(), [](const std::string& word) {
           std::string plain;
           for (const char c : word)
             if (is_letter(c))
               plain += ascii_lower(c);
           return plain == "security" || plain == "vulnerabilities";
         });
}

} // namespace assay::evidence
