// SPDX-License-Identifier: Apache-2.0
//
// Small pieces of text work that do not depend on any locale.
#pragma once

#include <string>
#include <string_view>

namespace assay {

// A to Z become a to z; every other byte stays, whatever the locale thinks of it.
constexpr char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
std::string ascii_lower(std::string_view text);

// Space, tab, carriage return, line feed: what XML, and git too, take for white space.
constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_hex_digit(char c) {
  return is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
}
constexpr bool is_letter(char c) {
  return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}
bool is_hexadecimal(std::string_view text); // also of no digits

// Without white space at both ends.
std::string_view trimmed(std::string_view text);

// The same, and every run of white space within as one space.
std::string folded(std::string_view text);

// Takes the first line off `text`, and its line feed; the line is without.
std::string_view take_line(std::string_view& text);

// "a/b/" of "a/b/c", and empty of "c"; what is behind it is the file's name.
std::string_view folder_of(std::string_view path);

// "39490" as "39,490": decimal digits in groups of three.
std::string grouped(std::string digits);

} // namespace assay
