// SPDX-License-Identifier: Apache-2.0
#include "audit/base/uri.hpp"

#include "audit/base/text.hpp"

#include <algorithm>

namespace assay {

namespace {

// RFC 3986, section 2.2 and 2.3: unreserved characters and sub-delimiters.
constexpr bool is_plain(char c) {
  return is_letter(c) || is_digit(c) || (c != '\0' && std::string_view("-._~!$&'()*+,;=").find(c) != std::string_view::npos);
}

bool is_escape(std::string_view text) {
  return text.size() >= 3 && text[0] == '%' && is_hex_digit(text[1]) && is_hex_digit(text[2]);
}

// Whether it consists of plain characters, escapes and those of `more`.
bool consists_of(std::string_view text, std::string_view more) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_escape(text.substr(at)))
      at += 2;
    else if (!is_plain(text[at]) && more.find(text[at]) == std::string_view::npos)
      return false;
  }
  return true;
}

// The part of `text` before the first of `ends`, which is taken off.
std::string_view take_until(std::string_view& text, std::string_view ends) {
  const std::string_view part = text.substr(0, text.find_first_of(ends));
  text.remove_prefix(part.size());
  return part;
}

// What stands in brackets as a host: digits and colons of IPv6, or "v1." and a form of the future.
bool is_address(std::string_view text) {
  if (!text.empty() && ascii_lower(text[0]) == 'v') {
    const std::size_t dot = text.find('.');
    return dot != std::string_view::npos && dot > 1 && is_hexadecimal(text.substr(1, dot - 1)) &&
           dot + 1 < text.size() && text.find('%') == std::string_view::npos && consists_of(text.substr(dot + 1), ":");
  }
  return std::count(text.begin(), text.end(), ':') >= 2 &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_hex_digit(c) || c == ':' || c == '.'; });
}

bool is_authority(std::string_view text) {
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    if (!consists_of(text.substr(0, at), ":"))
      return false;
    text.remove_prefix(at + 1);
  }
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos || !is_address(text.substr(1, end - 1)))
      return false;
    text.remove_prefix(end + 1);
  } else if (!consists_of(take_until(text, ":"), "")) {
    return false;
  }
  return text.empty() || (text[0] == ':' && std::all_of(text.begin() + 1, text.end(), is_digit));
}

// Everything behind the scheme.
bool is_rest(std::string_view text) {
  if (text.starts_with("//")) {
    text.remove_prefix(2);
    if (!is_authority(take_until(text, "/?#")))
      return false;
  }
  if (!consists_of(take_until(text, "?#"), ":@/"))
    return false;
  if (text.starts_with('?') && !consists_of(take_until(text, "#").substr(1), ":@/?"))
    return false;
  return text.empty() || consists_of(text.substr(1), ":@/?");
}

} // namespace

bool has_scheme(std::string_view text) {
  const std::size_t colon = text.find(':');
  return colon != std::string_view::npos && colon > 0 && is_letter(text[0]) &&
         std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
           return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
         });
}

bool is_uri(std::string_view text) {
  return has_scheme(text) && is_rest(text.substr(text.find(':') + 1));
}

bool is_uri_reference(std::string_view text) {
  if (is_uri(text))
    return true;
  // A colon in the first segment would make a scheme of it (section 4.2).
  return text.substr(0, text.find_first_of("/?#")).find(':') == std::string_view::npos && is_rest(text);
}

std::string percent_decoded(std::string_view text) {
  const auto digit = [](char c) { return is_digit(c) ? c - '0' : ascii_lower(c) - 'a' + 10; };
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at)
    if (is_escape(text.substr(at))) {
      out += static_cast<char>(digit(text[at + 1]) * 16 + digit(text[at + 2]));
      at += 2;
    } else {
      out += text[at];
    }
  return out;
}

std::string percent_encoded(std::string_view path) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~' || c == '/')
      encoded += c;
    else
      encoded += {'%', digits[byte >> 4], digits[byte & 15]};
  }
  return encoded;
}

} // namespace assay
