// SPDX-License-Identifier: Apache-2.0
#include "audit/base/escape.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {

std::size_t utf8_sequence(std::string_view bytes, char32_t& code_point) {
  if (bytes.empty())
    return 0;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) {
    code_point = lead;
    return 1;
  }
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || bytes.size() < length)
    return 0;
  code_point = lead & (0x7F >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80)
      return 0;
    code_point = code_point << 6 | (byte(i) & 0x3F);
  }
  const bool overlong = (length == 3 && code_point < 0x800) || (length == 4 && code_point < 0x10000);
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  return overlong || surrogate || code_point > 0x10FFFF ? 0 : length;
}

namespace {

void append_byte_escape(std::string& out, char byte) {
  fmt::format_to(std::back_inserter(out), "\\x{:02X}", static_cast<unsigned char>(byte));
}

bool is_plain(char c) {
  return c >= 0x20 && c < 0x7F && c != '\\';
}

bool is_xml_character(char32_t c) {
  return c == 0x9 || c == 0xA || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
}

bool misleads_on_terminal(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x00AD || c == 0x061C || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
         (c >= 0xE0000 && c <= 0xE007F);
}

} // namespace

std::string escape_text(std::string_view bytes) {
  if (std::all_of(bytes.begin(), bytes.end(), is_plain))
    return std::string(bytes);
  std::string out;
  out.reserve(bytes.size() + 16);
  while (!bytes.empty()) {
    char32_t code_point = 0;
    const std::size_t length = utf8_sequence(bytes, code_point);
    if (length == 0 || !is_xml_character(code_point)) {
      const std::size_t broken = std::max<std::size_t>(length, 1);
      for (std::size_t i = 0; i < broken; ++i)
        append_byte_escape(out, bytes[i]);
      bytes.remove_prefix(broken);
    } else {
      out.append(bytes.substr(0, length));
      if (code_point == '\\')
        out += '\\';
      bytes.remove_prefix(length);
    }
  }
  return out;
}

std::string unescape_text(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
    } else if (text[i + 1] == '\\') {
      out += text[++i];
    } else if (text[i + 1] == 'x' && i + 3 < text.size() && digit(text[i + 2]) >= 0 && digit(text[i + 3]) >= 0) {
      out += static_cast<char>(digit(text[i + 2]) << 4 | digit(text[i + 3]));
      i += 3;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string escape_terminal(std::string_view text, bool keep_lines) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    char32_t code_point = 0;
    const std::size_t length = utf8_sequence(text, code_point);
    if (length == 0)
      append_byte_escape(out, text[0]);
    else if (code_point == '\n' && keep_lines)
      out += '\n';
    else if (misleads_on_terminal(code_point))
      fmt::format_to(std::back_inserter(out), "\\u{{{:X}}}", static_cast<std::uint32_t>(code_point));
    else
      out.append(text.substr(0, length));
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (char32_t code_point = 0; !text.empty(); ++count)
    text.remove_prefix(std::max<std::size_t>(utf8_sequence(text, code_point), 1));
  return count;
}

std::string escape_terminal_xml(std::string_view xml) {
  std::string out;
  out.reserve(xml.size());
  while (!xml.empty()) {
    char32_t code_point = 0;
    const std::size_t length = std::max<std::size_t>(utf8_sequence(xml, code_point), 1);
    if (code_point >= 0x7F && misleads_on_terminal(code_point))
      fmt::format_to(std::back_inserter(out), "&#x{:X};", static_cast<std::uint32_t>(code_point));
    else
      out.append(xml.substr(0, length));
    xml.remove_prefix(length);
  }
  return out;
}

} // namespace assay
