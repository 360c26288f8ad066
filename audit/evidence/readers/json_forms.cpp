// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/json_forms.hpp"

#include "audit/base/text.hpp"
#include "audit/base/time.hpp"
#include "audit/base/uri.hpp"

#include <algorithm>
#include <iterator>

namespace assay::evidence {

namespace {

// RFC 3339, a time of day included.
bool is_date_time(std::string_view text) {
  return text.size() > 10 && ascii_lower(text[10]) == 't' && text.find(',') == std::string_view::npos &&
         parse_timestamp(text).has_value();
}

// RFC 4122: version 1 to 5, and its variant.
bool is_guid(std::string_view text) {
  if (text.size() != 36)
    return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex_digit(text[i]))
      return false;
  }
  return text[14] >= '1' && text[14] <= '5' && std::string_view("89abAB").find(text[19]) != std::string_view::npos;
}

// "en" or "en-GB".
bool is_language(std::string_view text) {
  const auto letters = [](std::string_view two) {
    return std::all_of(two.begin(), two.end(), is_letter);
  };
  return (text.size() == 2 && letters(text)) ||
         (text.size() == 5 && letters(text.substr(0, 2)) && text[2] == '-' && letters(text.substr(3)));
}

bool is_media_type(std::string_view text) {
  for (std::size_t slash = text.find('/', 1); slash != std::string_view::npos; slash = text.find('/', slash + 1))
    if (text[slash - 1] != '/' && slash + 1 < text.size() && text[slash + 1] != '\n')
      return true;
  return false;
}

// Four numbers with dots between, anywhere in it.
bool has_four_numbers(std::string_view text) {
  int dots = 0;
  bool digit = false;
  for (const char c : text) {
    if (c == '.' && digit)
      ++dots;
    else if (!is_digit(c))
      dots = 0;
    digit = is_digit(c);
    if (digit && dots == 3)
      return true;
  }
  return false;
}

constexpr JsonForm forms[] = {
    {"uri", "URI", is_uri},
    {"uri-reference", "URI or relative reference", is_uri_reference},
    {"date-time", "time with date and zone", is_date_time},
    {"guid", "GUID", is_guid},
    {"language", "code of a language", is_language},
    {"media-type", "media type", is_media_type},
    {"four-numbers", "version of four numbers", has_four_numbers},
};

} // namespace

const JsonForm* find_json_form(std::string_view name) {
  const auto found =
      std::find_if(std::begin(forms), std::end(forms), [&](const JsonForm& form) { return form.name == name; });
  return found == std::end(forms) ? nullptr : found;
}

} // namespace assay::evidence
