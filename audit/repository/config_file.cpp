// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/config_file.hpp"

#include "audit/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::repository {

namespace {

constexpr int end_of_text = -1;

bool is_blank(int c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_letter(int c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_of_key(int c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
}

// Every function that answers false stands behind what it could not read.
class Reader {
public:
  explicit Reader(std::string_view text) : text_(text) {
    if (text_.starts_with("\xef\xbb\xbf"))
      text_.remove_prefix(3);
  }

  bool read(std::vector<ConfigEntry>& entries) {
    std::optional<ConfigEntry> section;
    for (int c = next(); c != end_of_text; c = next()) {
      if (c == '#' || c == ';') {
        while (c != '\n' && c != end_of_text)
          c = next();
      } else if (c == '[') {
        section.emplace();
        if (!read_section(*section))
          return false;
      } else if (is_letter(c) && section) {
        ConfigEntry entry = *section;
        if (!read_entry(c, entry))
          return false;
        entries.push_back(std::move(entry));
      } else if (!is_blank(c)) {
        return false;
      }
    }
    return true;
  }

  std::size_t line() const {
    return 1 + static_cast<std::size_t>(
                   std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(last_), '\n'));
  }

private:
  // The next character; a carriage return before a line feed is none.
  int next() {
    last_ = std::min(at_, text_.size());
    if (text_.substr(last_, 2) == "\r\n")
      ++at_;
    return at_ < text_.size() ? static_cast<unsigned char>(text_[at_++]) : end_of_text;
  }

  // Behind the '['.
  bool read_section(ConfigEntry& section) {
    std::string name;
    int c = next();
    for (; is_of_key(c) || c == '.'; c = next())
      name += ascii_lower(static_cast<char>(c));
    const std::size_t dot = name.find('.');
    section.section = name.substr(0, dot);
    if (dot != name.npos)
      section.subsection = name.substr(dot + 1);
    if (c == ']')
      return !name.empty();
    while (is_blank(c) && c != '\n')
      c = next();
    if (c != '"')
      return false;
    // [a.b "c"] is to git the subsection "b.c" of a.
    std::string quoted;
    for (c = next(); c != '"'; c = next()) {
      if (c == '\\')
        c = next();
      if (c == '\n' || c == end_of_text || c == '\0')
        return false;
      quoted += static_cast<char>(c);
    }
    section.subsection = section.subsection ? *section.subsection + "." + quoted : quoted;
    return next() == ']';
  }

  bool read_entry(int first, ConfigEntry& entry) {
    int c = first;
    for (; is_of_key(c); c = next())
      entry.key += ascii_lower(static_cast<char>(c));
    while (c == ' ' || c == '\t')
      c = next();
    if (c == '\n' || c == end_of_text)
      return true;
    return c == '=' && read_value(entry.value.emplace());
  }

  bool read_value(std::string& value) {
    bool quoted = false;
    std::size_t spaces = 0; // white space within, which git reads as spaces
    for (int c = next(); c != end_of_text && (c != '\n' || quoted); c = next()) {
      if (c == '\0' || c == '\n')
        return false;
      if (!quoted && is_blank(c)) {
        spaces += value.empty() ? 0 : 1;
        continue;
      }
      if (!quoted && (c == '#' || c == ';')) {
        while (c != '\n' && c != end_of_text)
          c = next();
        return true;
      }
      value.append(spaces, ' ');
      spaces = 0;
      if (c == '"') {
        quoted = !quoted;
      } else if (c != '\\') {
        value += static_cast<char>(c);
      } else if (!read_escape(value)) {
        return false;
      }
    }
    return !quoted;
  }

  // Behind the backslash.
  bool read_escape(std::string& value) {
    switch (const int c = next()) {
    case end_of_text:
    case '\n':
      break; // the value goes on in the next line, if there is one
    case 't':
      value += '\t';
      break;
    case 'b':
      value += '\b';
      break;
    case 'n':
      value += '\n';
      break;
    case '\\':
    case '"':
      value += static_cast<char>(c);
      break;
    default:
      return false;
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0, last_ = 0; // of the next character, and of the one taken last
};

} // namespace

std::vector<ConfigEntry> read_config(std::string_view text, std::string& problem) {
  std::vector<ConfigEntry> entries;
  Reader reader(text);
  problem = reader.read(entries) ? std::string()
                                 : fmt::format("line {} is no configuration git can read", reader.line());
  return entries;
}

} // namespace assay::repository
