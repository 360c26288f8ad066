// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/dates.hpp"

#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace assay::evidence {

namespace {

struct Token {
  std::string_view text;
  std::size_t at;
  bool number;
};

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    const bool number = is_digit(text[at]);
    while (end < text.size() && (number ? is_digit(text[end]) : is_letter(text[end])))
      ++end;
    if (end > at)
      tokens.push_back({text.substr(at, end - at), at, number});
    at = end > at ? end : at + 1;
  }
  return tokens;
}

int month_of(std::string_view word) {
  static constexpr std::array<std::string_view, 12> names = {"january", "february", "march",     "april",   "may",      "june",
                                                             "july",    "august",   "september", "october", "november", "december"};
  const std::string low = ascii_lower(word);
  for (std::size_t i = 0; i < names.size(); ++i)
    if (low == names[i] || low == names[i].substr(0, 3) || (i == 8 && low == "sept"))
      return static_cast<int>(i) + 1;
  return 0;
}

class Finder {
public:
  Finder(std::string_view text, std::size_t limit) : text_(text), limit_(limit), tokens_(tokens_of(text)) {}

  std::vector<StatedDate> find() {
    for (std::size_t i = 0; i < tokens_.size() && found_.size() < limit_;) {
      const std::size_t used = tokens_[i].number ? from_number(i) : from_month(i);
      i += used > 0 ? used : 1;
    }
    return std::move(found_);
  }

private:
  int number(std::size_t i, std::size_t most_digits) const {
    if (i >= tokens_.size() || !tokens_[i].number || tokens_[i].text.size() > most_digits)
      return -1;
    int value = 0;
    for (const char digit : tokens_[i].text)
      value = value * 10 + (digit - '0');
    return value;
  }

  int year(std::size_t i) const {
    const int value = number(i, 4);
    return value >= 1970 && value < 2200 ? value : -1;
  }

  // The one sign between a token and the next; 0 when there is another distance.
  char sign_after(std::size_t i) const {
    const std::size_t end = tokens_[i].at + tokens_[i].text.size();
    return i + 1 < tokens_.size() && tokens_[i + 1].at == end + 1 ? text_[end] : '\0';
  }

  bool near(std::size_t i) const { // to the next
    return i + 1 < tokens_.size() && tokens_[i + 1].at - (tokens_[i].at + tokens_[i].text.size()) <= 2;
  }

  bool is_ordinal_end(std::size_t i) const {
    if (i >= tokens_.size())
      return false;
    const std::string low = ascii_lower(tokens_[i].text);
    return low == "st" || low == "nd" || low == "rd" || low == "th";
  }

  // How many tokens were used; 0 for no date.
  std::size_t from_number(std::size_t i) {
    const char sign = sign_after(i);
    const bool after_sign = i > 0 && sign_after(i - 1) == '-' && tokens_[i - 1].number;
    if (year(i) > 0 && (sign == '-' || sign == '/') && number(i + 1, 2) > 0 && !after_sign) {
      if (sign_after(i + 1) == sign && number(i + 2, 2) > 0)
        return add(year(i), number(i + 1, 2), number(i + 2, 2), i, i + 2);
      return sign == '-' && tokens_[i + 1].text.size() == 2 && sign_after(i + 1) != '-'
                 ? add(year(i), number(i + 1, 2), 0, i, i + 1)
                 : 0;
    }
    const int day = number(i, 2);
    std::size_t next = i + 1;
    if (day < 1 || !near(i))
      return 0;
    if (is_ordinal_end(next))
      ++next;
    if (next >= tokens_.size() || tokens_[next].number || month_of(tokens_[next].text) == 0 || !near(next) || year(next + 1) < 0)
      return 0;
    return add(year(next + 1), month_of(tokens_[next].text), day, i, next + 1);
  }

  std::size_t from_month(std::size_t i) {
    const int month = month_of(tokens_[i].text);
    if (month == 0 || !near(i))
      return 0;
    if (year(i + 1) > 0)
      return add(year(i + 1), month, 0, i, i + 1);
    const int day = number(i + 1, 2);
    std::size_t next = i + 2;
    if (day < 1)
      return 0;
    if (is_ordinal_end(next))
      ++next;
    return near(next - 1) && year(next) > 0 ? add(year(next), month, day, i, next) : 0;
  }

  std::size_t add(int year_number, int month, int day, std::size_t first, std::size_t last) {
    const auto time = parse_rfc3339(fmt::format("{:04}-{:02}-{:02}", year_number, month, day == 0 ? 1 : day));
    if (!time)
      return 0;
    const std::size_t start = tokens_[first].at, end = tokens_[last].at + tokens_[last].text.size();
    found_.push_back({*time, std::string(text_.substr(start, end - start)), day == 0});
    return last - first + 1;
  }

  std::string_view text_;
  std::size_t limit_;
  std::vector<Token> tokens_;
  std::vector<StatedDate> found_;
};

} // namespace

std::vector<StatedDate> dates_in(std::string_view text, std::size_t limit) {
  return Finder(text, limit).find();
}

} // namespace assay::evidence
