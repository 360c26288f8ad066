// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/prose.hpp"

#include "audit/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace assay::evidence {

namespace {

constexpr std::size_t address_limit = 2048; // bytes of an address of the web that are looked at

bool is_domain_sign(char c) {
  return is_letter(c) || is_digit(c) || c == '-' || c == '.';
}

bool is_local_sign(char c) {
  return is_domain_sign(c) || c == '_' || c == '+' || c == '%';
}

// Line breaks stay, so that lines can still be counted.
std::string without_comments(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  while (!text.empty()) {
    const std::size_t start = text.find("<!--");
    kept += text.substr(0, start);
    if (start == std::string_view::npos)
      break;
    const std::size_t end = text.find("-->", start);
    const std::string_view comment = text.substr(start, end == std::string_view::npos ? end : end + 3 - start);
    kept.append(static_cast<std::size_t>(std::count(comment.begin(), comment.end(), '\n')), '\n');
    text.remove_prefix(start + comment.size());
  }
  return kept;
}

// "=====" or "-----" below a title.
bool is_underline(std::string_view line) {
  return line.size() >= 3 && (line[0] == '=' || line[0] == '-' || line[0] == '~') &&
         line.find_first_not_of(line[0]) == std::string_view::npos;
}

bool starts_item(std::string_view line) {
  if (line.starts_with("* ") || line.starts_with("- ") || line.starts_with("+ ") || line.starts_with('|'))
    return true;
  const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  return digits > 0 && digits < 4 && digits + 1 < line.size() && (line[digits] == '.' || line[digits] == ')');
}

class Cutter {
public:
  void add(std::string_view line, std::size_t number) {
    if (open_.text.empty())
      open_.line = number;
    else
      open_.text += ' ';
    open_.text += line;
  }

  // Ends what was added so far, as sentences or as one heading.
  void end(bool heading) {
    std::string_view rest = open_.text;
    while (!heading && !rest.empty()) {
      std::size_t stop = rest.find_first_of(".!?");
      while (stop != std::string_view::npos && stop + 1 < rest.size() && rest[stop + 1] != ' ')
        stop = rest.find_first_of(".!?", stop + 1);
      keep(rest.substr(0, stop == std::string_view::npos ? stop : stop + 1), false);
      rest.remove_prefix(stop == std::string_view::npos ? rest.size() : stop + 1);
    }
    if (heading)
      keep(rest, true);
    open_ = {};
  }

  bool is_open() const { return !open_.text.empty(); }
  std::vector<Sentence> take() { return std::move(sentences_); }

private:
  void keep(std::string_view text, bool heading) {
    if (const std::string_view content = trimmed(text); !content.empty())
      sentences_.push_back({std::string(content), heading, open_.line});
  }

  Sentence open_;
  std::vector<Sentence> sentences_;
};

std::optional<std::int64_t> number_in(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, int>, 16> names = {{
      {"a", 1}, {"an", 1}, {"one", 1}, {"two", 2}, {"three", 3}, {"four", 4}, {"five", 5}, {"six", 6}, {"seven", 7},
      {"eight", 8}, {"ten", 10}, {"fourteen", 14}, {"thirty", 30}, {"sixty", 60}, {"ninety", 90}, {"couple", 2}}};
  for (const auto& [name, value] : names)
    if (name == word)
      return value;
  if (word.empty() || word.size() > 4 || word.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  std::int64_t value = 0;
  for (const char digit : word)
    value = value * 10 + (digit - '0');
  return value;
}

std::optional<std::int64_t> in_days(std::int64_t count, std::string_view unit) {
  if (unit == "hour" || unit == "hours")
    return (count + 23) / 24;
  if (unit == "day" || unit == "days")
    return count;
  if (unit == "week" || unit == "weeks")
    return count * 7;
  if (unit == "month" || unit == "months")
    return count * 30;
  return std::nullopt;
}

bool qualifies_day(std::string_view word) {
  return word == "business" || word == "working" || word == "calendar" || word == "full" || word == "of";
}

std::string domain_from(std::string_view text) {
  std::string_view domain = text.substr(0, static_cast<std::size_t>(
                                               std::find_if_not(text.begin(), text.end(), is_domain_sign) - text.begin()));
  while (!domain.empty() && !is_letter(domain.back()))
    domain.remove_suffix(1);
  const std::size_t dot = domain.rfind('.');
  return dot == std::string_view::npos || dot == 0 || domain.size() - dot < 3 ? std::string() : std::string(domain);
}

std::string_view local_before(std::string_view text) {
  std::size_t start = text.size();
  while (start > 0 && text.size() - start < 64 && is_local_sign(text[start - 1]))
    --start;
  return text.substr(start);
}

// "name [at] example [dot] org" with its signs put back.
std::string with_signs(std::string_view sentence) {
  std::string text(sentence);
  for (const auto& [written, sign] : {std::pair{" at ", '@'}, std::pair{"at", '@'}, std::pair{"dot", '.'}})
    for (const auto& [open, close] : {std::pair{'[', ']'}, std::pair{'(', ')'}, std::pair{'{', '}'}}) {
      const std::string whole = open + std::string(written) + close;
      std::string replaced;
      const std::string low = ascii_lower(text);
      std::size_t from = 0;
      for (std::size_t at = low.find(whole); at != std::string::npos; at = low.find(whole, from)) {
        replaced.append(text, from, at - from);
        while (!replaced.empty() && replaced.back() == ' ')
          replaced.pop_back();
        replaced += sign;
        from = std::min(low.find_first_not_of(' ', at + whole.size()), low.size());
      }
      text = replaced.append(text, from);
    }
  return text;
}

} // namespace

std::vector<Sentence> sentences_of(std::string_view text) {
  const std::string kept = without_comments(text);
  std::string_view rest = kept;
  Cutter cutter;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::string_view line = trimmed(take_line(rest));
    const bool heading = line.starts_with('#') || line.starts_with("= ") || line.starts_with("== ");
    if (is_underline(line) && cutter.is_open()) {
      cutter.end(true);
      continue;
    }
    if (line.empty() || heading || starts_item(line))
      cutter.end(false);
    if (line.empty())
      continue;
    cutter.add(line, number);
    if (heading)
      cutter.end(true);
  }
  cutter.end(false);
  return cutter.take();
}

std::vector<std::string> email_addresses(std::string_view sentence) {
  const std::string text = with_signs(sentence);
  std::vector<std::string> addresses;
  for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1)) {
    const std::string_view local = local_before(std::string_view(text).substr(0, at));
    const std::string domain = domain_from(std::string_view(text).substr(at + 1, 256));
    // "git@host" is how a repository is reached, and "//user@host" a part of an address of the web.
    const std::size_t start = at - local.size();
    if (!local.empty() && !domain.empty() && local != "git" && (start == 0 || text[start - 1] != '/'))
      addresses.push_back(std::string(local) + "@" + domain);
  }
  return addresses;
}

std::vector<std::string> web_addresses(std::string_view sentence) {
  std::vector<std::string> addresses;
  for (std::size_t at = sentence.find("http"); at != std::string_view::npos; at = sentence.find("http", at + 1)) {
    std::string_view address = sentence.substr(at, address_limit);
    if (!address.starts_with("https://") && !address.starts_with("http://"))
      continue;
    address = address.substr(0, address.find_first_of(" \t)>\"'<]`|"));
    while (!address.empty() && std::string_view(".,;:!?*").find(address.back()) != std::string_view::npos)
      address.remove_suffix(1);
    addresses.emplace_back(address);
  }
  return addresses;
}

std::vector<std::string> relative_links(std::string_view sentence) {
  std::vector<std::string> links;
  for (std::size_t at = sentence.find("]("); at != std::string_view::npos; at = sentence.find("](", at + 1)) {
    const std::string_view rest = sentence.substr(at + 2, address_limit);
    const std::string_view target = rest.substr(0, rest.find_first_of(") "));
    if (!target.empty() && target.find(':') == std::string_view::npos && target.front() != '#')
      links.emplace_back(target);
  }
  return links;
}

std::optional<std::int64_t> days_in(std::string_view words) {
  std::optional<std::int64_t> number;
  while (!words.empty()) {
    const std::size_t space = std::min(words.find(' '), words.size());
    const std::string_view word = words.substr(0, space);
    words.remove_prefix(std::min(space + 1, words.size()));
    if (word.empty() || (number && qualifies_day(word)))
      continue;
    if (number)
      if (const auto days = in_days(*number, word))
        return days;
    number = number_in(word);
  }
  return std::nullopt;
}

} // namespace assay::evidence
