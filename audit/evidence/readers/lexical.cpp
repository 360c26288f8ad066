// SPDX-License-Identifier: Apache-2.0
//
// Lexical forms that grammars of documents name: what a text must look like.
#include "audit/base/text.hpp"
#include "audit/base/time.hpp"
#include "audit/evidence/readers/grammar.hpp"
#include "audit/evidence/readers/lexical_advisories.hpp"
#include "audit/evidence/readers/spdx_licences.hpp"

#include <algorithm>
#include <array>

namespace assay::evidence {

namespace {

constexpr std::string_view digits = "0123456789", upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                           lower = "abcdefghijklmnopqrstuvwxyz", lower_hex = "0123456789abcdef";

bool consists_of(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

// Every letter of the form stands for one character: x a lower-case hexadecimal digit, d a digit, others themselves.
bool has_form(std::string_view text, std::string_view form) {
  return text.size() == form.size() && std::equal(text.begin(), text.end(), form.begin(), [](char c, char meant) {
           return meant == 'x' ? lower_hex.find(c) != std::string_view::npos : meant == 'd' ? is_digit(c) : c == meant;
         });
}

bool is_uuid(std::string_view text) {
  return has_form(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
}

// RFC 9562 in a URN, or in braces.
bool is_uuid_urn(std::string_view text) {
  constexpr std::string_view prefix = "urn:uuid:";
  return text.starts_with(prefix) && is_uuid(text.substr(prefix.size()));
}

bool is_uuid_urn_or_braced(std::string_view text) {
  return is_uuid_urn(text) ||
         (text.size() > 2 && text.front() == '{' && text.back() == '}' && is_uuid(text.substr(1, text.size() - 2)));
}

bool is_date_time(std::string_view text) {
  const std::size_t fraction = text.find('.');
  return text.size() > 10 && ascii_lower(text[10]) == 't' && text.find(',') == std::string_view::npos &&
         (fraction == std::string_view::npos || is_digit(text[fraction + 1])) && parse_timestamp(text);
}

bool is_date(std::string_view text) {
  return text.size() == 10 && parse_rfc3339(text);
}

// XML Schema part 2, 3.2.7 and 3.2.9: as RFC 3339, but the offset may be missing.
bool is_xml_time(std::string_view text, bool with_time) {
  text = trimmed(text);
  const std::size_t offset = with_time ? 19 : 10;
  const std::size_t zone = text.find_first_of("Z+-", offset);
  const std::string_view local = text.substr(0, zone);
  const std::string_view zone_text = zone == std::string_view::npos ? "Z" : text.substr(zone);
  return with_time ? is_date_time(std::string(local) + std::string(zone_text))
                   : is_date(local) && parse_timestamp(std::string(local) + "T00:00:00" + std::string(zone_text));
}

// RFC 3986 and 3987, in what distinguishes a reference from any text.
bool is_iri(std::string_view text) {
  text = trimmed(text);
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '%' && (i + 2 >= text.size() || !is_hex_digit(text[i + 1]) || !is_hex_digit(text[i + 2])))
      return false;
  const std::string_view before_fragment = text.substr(0, text.find('#'));
  if (before_fragment.size() + 1 < text.size() &&
      text.find('#', before_fragment.size() + 1) != std::string_view::npos)
    return false;
  const std::size_t colon = before_fragment.find_first_of(":/?");
  if (colon == std::string_view::npos || before_fragment[colon] != ':')
    return before_fragment.find_first_of("[]") == std::string_view::npos;
  const std::string_view scheme = before_fragment.substr(0, colon);
  const std::string letters = std::string(upper) + std::string(lower);
  return !scheme.empty() && letters.find(scheme.front()) != std::string::npos &&
         consists_of(scheme, letters + std::string(digits) + "+-.");
}

// A URI, not a relative reference.
bool is_uri(std::string_view text) {
  return is_iri(text) && text.find(':') < text.find_first_of("/?#") && text.find(' ') == std::string_view::npos;
}

bool is_email(std::string_view text) {
  return text.find('@') != std::string_view::npos;
}

bool is_digest(std::string_view text) {
  text = trimmed(text);
  constexpr std::array<std::size_t, 5> sizes = {32, 40, 64, 96, 128};
  return std::find(sizes.begin(), sizes.end(), text.size()) != sizes.end() && is_hexadecimal(text);
}

bool is_mime(std::string_view text) {
  text = trimmed(text);
  const std::string letters = std::string(lower) + std::string(digits) + "-+.";
  const std::size_t slash = text.find('/');
  return slash != std::string_view::npos && slash > 0 && slash + 1 < text.size() &&
         consists_of(text.substr(0, slash), letters) && consists_of(text.substr(slash + 1), letters);
}

// One line: JSON schemas of CycloneDX 1.2 ask for it nearly everywhere.
bool is_line(std::string_view text) {
  return text.find('\n') >= text.size() - (text.empty() ? 0 : 1);
}

bool is_locale(std::string_view text) {
  return text.size() >= 2 && consists_of(text.substr(0, 2), lower) && (text.size() == 2 || (text.size() == 5 && text[2] == '-' &&
                                                                        consists_of(text.substr(3), upper)));
}

bool is_country(std::string_view text) {
  return text.size() == 2 && consists_of(text, upper);
}

// An identifier of the Open Common Requirement Enumeration.
bool is_cre(std::string_view text) {
  constexpr std::string_view prefix = "CRE:";
  const std::size_t dash = text.find('-');
  return text.starts_with(prefix) && dash != std::string_view::npos && dash > prefix.size() && dash + 1 < text.size() &&
         consists_of(text.substr(prefix.size(), dash - prefix.size()), digits) &&
         consists_of(text.substr(dash + 1), digits);
}

bool is_patent_number(std::string_view text) {
  const std::string letters = std::string(upper) + std::string(lower) + std::string(digits);
  return text.size() >= 2 && text.size() <= 30 && consists_of(text, letters + "-/.() \t\n\r\f\v") &&
         letters.find(text.front()) != std::string::npos && letters.find(text.back()) != std::string::npos;
}

// A CPE name as a URI (2.2) or a formatted string (2.3), by its parts.
bool is_cpe(std::string_view text) {
  if (ascii_lower(text.substr(0, 5)) == "cpe:/")
    return std::count(text.begin(), text.end(), ':') <= 7 && text.find(' ') == std::string_view::npos;
  if (!text.starts_with("cpe:2.3:") || text.size() < 9 || std::string_view("aho*-").find(text[8]) == std::string_view::npos)
    return false;
  std::size_t parts = 1, length = 0;
  bool escaped = false, empty = false;
  for (const char c : text.substr(9)) {
    if (c == ':' && !escaped) {
      empty |= parts > 1 && length == 0;
      ++parts;
      length = 0;
    } else {
      ++length;
    }
    escaped = c == '\\' && !escaped;
    if (c == ' ')
      return false;
  }
  return parts == 11 && !empty && length > 0;
}

struct Form {
  std::string_view name;
  bool (*fits)(std::string_view);
};

constexpr std::array<Form, 19> forms = {{
    {"country", is_country},
    {"cpe", is_cpe},
    {"cre", is_cre},
    {"date", is_date},
    {"date-time", is_date_time},
    {"digest", is_digest},
    {"email", is_email},
    {"hash", [](std::string_view text) { return text.size() >= 32 && is_hexadecimal(text); }},
    {"iri", is_iri},
    {"licence-id", is_spdx_licence},
    {"line", is_line},
    {"locale", is_locale},
    {"mime", is_mime},
    {"patent-number", is_patent_number},
    {"uri", is_uri},
    {"uuid-urn", is_uuid_urn},
    {"uuid-urn-or-braced", is_uuid_urn_or_braced},
    {"xml-date", [](std::string_view text) { return is_xml_time(text, false); }},
    {"xml-date-time", [](std::string_view text) { return is_xml_time(text, true); }},
}};

} // namespace

bool (*find_lexical(std::string_view name))(std::string_view) {
  const auto found = std::find_if(forms.begin(), forms.end(), [&](const Form& one) { return one.name == name; });
  return found == forms.end() ? find_advisory_lexical(name) : found->fits;
}

} // namespace assay::evidence
