// SPDX-License-Identifier: Apache-2.0
#include "audit/render/markup.hpp"

#include "audit/base/escape.hpp"
#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace assay::render {

namespace {

bool is_word(char c) {
  return is_letter(c) || is_digit(c);
}

bool is_one_of(char c, std::string_view set) {
  return set.find(c) != set.npos;
}

bool starts_with_word(std::string_view text, std::string_view lower_case) {
  return text.size() >= lower_case.size() &&
         std::equal(lower_case.begin(), lower_case.end(), text.begin(), [](char a, char b) { return a == ascii_lower(b); });
}

// Runs of white space as one space, none at the ends; what would mislead spelled out.
std::string one_line(std::string_view text) {
  return escape_terminal(folded(text));
}

std::string escape_html(std::string_view text) {
  std::string spaces(text);
  std::replace(spaces.begin(), spaces.end(), '\t', ' ');
  std::replace(spaces.begin(), spaces.end(), '\r', ' ');
  std::string out;
  for (const char c : escape_terminal(spaces, true)) {
    switch (c) {
    case '&': out += "&amp;"; break;
    case '<': out += "&lt;"; break;
    case '>': out += "&gt;"; break;
    case '"': out += "&quot;"; break;
    case '\'': out += "&#39;"; break;
    case '`': out += "&#96;"; break;
    default: out += c;
    }
  }
  return out;
}

// An emoji's shortcode, ":name:". No name has two digits, so "11:06:25" is none.
bool holds_shortcode(std::string_view word) {
  for (std::size_t open = word.find(':'); open != word.npos; open = word.find(':', open + 1)) {
    const std::size_t close = word.find(':', open + 1);
    if (close == word.npos)
      return false;
    const std::string_view name = word.substr(open + 1, close - open - 1);
    if (name.size() != 2 || !is_digit(name[0]) || !is_digit(name[1]))
      return true;
  }
  return false;
}

// Whether a forge would make something of this word after Markdown is done with it, where no backslash helps: a
// mention, a reference to an issue, commit, label or milestone, an address, an emoji, a formula.
bool attracts_forges(std::string_view word) {
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char next = i + 1 < word.size() ? word[i + 1] : '\0';
    if (is_one_of(word[i], "@[{$") || (is_one_of(word[i], "#!~%&^") && (is_word(next) || is_one_of(next, "\"_"))))
      return true;
    const bool starts = i == 0 || !is_word(word[i - 1]);
    if (starts && (starts_with_word(word.substr(i), "www.") || starts_with_word(word.substr(i), "gh-")))
      return true;
  }
  return word.find("://") != word.npos || holds_shortcode(word);
}

// A code span: its fence is a run of backticks that does not occur in the text. GitHub splits table rows before it
// looks for code, so a bar ends the span and stands outside of it, escaped.
std::string markdown_code(std::string_view line) {
  std::string out;
  while (!line.empty()) {
    const std::string_view piece = line.substr(0, line.find('|'));
    line.remove_prefix(piece.size());
    if (!piece.empty()) {
      std::size_t longest = 0, run = 0;
      for (const char c : piece) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
      }
      const std::string fence(longest + 1, '`');
      const bool pad = is_one_of(piece.front(), "` ") || is_one_of(piece.back(), "` ");
      out += fmt::format("{0}{2}{1}{2}{0}", fence, piece, pad ? " " : "");
    }
    for (; !line.empty() && line.front() == '|'; line.remove_prefix(1))
      out += "\\|";
  }
  return out;
}

std::string markdown_word(std::string_view word) {
  std::string out;
  for (const char c : word) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else {
      if (is_one_of(c, "\\`*_[]|~"))
        out += '\\';
      out += c;
    }
  }
  return out;
}

// What at the start of a line is a heading, a list, a rule, a definition or a command of a forge.
std::string markdown_start(std::string_view word) {
  std::size_t digits = 0;
  while (digits < word.size() && is_digit(word[digits]))
    ++digits;
  if (digits > 0 && digits < word.size() && is_one_of(word[digits], ".)"))
    return fmt::format("{}\\{}", word.substr(0, digits), markdown_word(word.substr(digits)));
  return (is_one_of(word.front(), "#+-=:/") ? "\\" : "") + markdown_word(word);
}

std::string escape_markdown(std::string_view text) {
  std::string out;
  const std::string folded = one_line(text);
  for (std::string_view rest = folded; !rest.empty();) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    out += attracts_forges(word) ? markdown_code(word) : out.empty() ? markdown_start(word) : markdown_word(word);
    if (!rest.empty())
      out += ' ';
  }
  return out;
}

} // namespace

std::optional<Markup> markup_of(std::string_view template_name) {
  constexpr std::array<std::pair<std::string_view, Markup>, 3> endings = {
      {{".html.mustache", Markup::html}, {".md.mustache", Markup::markdown}, {".txt.mustache", Markup::text}}};
  for (const auto& [ending, markup] : endings)
    if (template_name.size() > ending.size() &&
        template_name.substr(template_name.size() - ending.size()) == ending)
      return markup;
  return std::nullopt;
}

std::string escape(Markup markup, std::string_view text) {
  switch (markup) {
  case Markup::html: return escape_html(text);
  case Markup::markdown: return escape_markdown(text);
  case Markup::text: break;
  }
  return one_line(text);
}

std::string escape_code(Markup markup, std::string_view text) {
  return markup == Markup::markdown ? markdown_code(one_line(text)) : escape(markup, text);
}

std::string escape_link(Markup markup, std::string_view address) {
  if (markup != Markup::markdown)
    return escape(markup, address);
  std::string out;
  for (const char c : address) {
    if (is_one_of(c, "()*_[]~|&"))
      fmt::format_to(std::back_inserter(out), "{}{:02X}", c == '&' ? "&#x" : "%", static_cast<unsigned char>(c));
    else
      out += c;
    if (c == '&')
      out += ';';
  }
  return out;
}

bool is_allowed_link(std::string_view address) {
  const bool plain = std::all_of(address.begin(), address.end(), [](char c) {
    return c > 0x20 && c < 0x7F && std::strchr("\"'<>\\^`{|}", c) == nullptr;
  });
  if (!plain || address.size() > 2048)
    return false;
  if (!address.empty() && address.front() == '#')
    return address.size() > 1;
  if (starts_with_word(address, "mailto:"))
    return address.size() > 7;
  for (const std::string_view scheme : {"https://", "http://"})
    if (starts_with_word(address, scheme)) {
      const std::string_view host = address.substr(scheme.size(), address.find_first_of("/?#", scheme.size()) -
                                                                      scheme.size());
      return !host.empty() && is_word(host.front()) && host.find('@') == host.npos;
    }
  return false;
}

std::string anchor_part(std::string_view id) {
  std::string part;
  for (const char c : id) {
    if (is_word(c) || c == '-' || c == '.')
      part += c;
    else
      fmt::format_to(std::back_inserter(part), "_{:02x}", static_cast<unsigned char>(c));
  }
  return part;
}

} // namespace assay::render
