// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/ssh_wire.hpp"

namespace assay::trust {

namespace {

constexpr std::size_t max_mpint_bytes = 16384 / 8;

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

} // namespace

std::string_view SshReader::take(std::size_t size) {
  if (!ok_ || rest_.size() < size) {
    ok_ = false;
    rest_ = {};
    return {};
  }
  const std::string_view taken = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return taken;
}

std::uint64_t SshReader::number(std::size_t size) {
  std::uint64_t value = 0;
  for (const char c : take(size))
    value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

std::uint8_t SshReader::byte() {
  return static_cast<std::uint8_t>(number(1));
}

std::uint32_t SshReader::uint32() {
  return static_cast<std::uint32_t>(number(4));
}

std::uint64_t SshReader::uint64() {
  return number(8);
}

std::string_view SshReader::string() {
  return take(uint32());
}

std::string_view SshReader::text() {
  const std::string_view text = string();
  if (text.find('\0') == text.npos)
    return text;
  ok_ = false;
  rest_ = {};
  return {};
}

std::string_view SshReader::mpint() {
  std::string_view number = string();
  const bool negative = !number.empty() && (number.front() & 0x80) != 0;
  while (!number.empty() && number.front() == '\0')
    number.remove_prefix(1);
  if (!negative && number.size() <= max_mpint_bytes)
    return number;
  ok_ = false;
  rest_ = {};
  return {};
}

void append_uint32(std::string& out, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out += static_cast<char>(number >> shift & 0xFF);
}

void append_string(std::string& out, std::string_view bytes) {
  append_uint32(out, static_cast<std::uint32_t>(bytes.size()));
  out += bytes;
}

void append_mpint(std::string& out, std::string_view number) {
  const bool sign_byte = !number.empty() && (number.front() & 0x80) != 0;
  append_uint32(out, static_cast<std::uint32_t>(number.size() + (sign_byte ? 1 : 0)));
  if (sign_byte)
    out += '\0';
  out += number;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  int digits = 0, padding = 0; // of the group of four being read
  for (const char c : text) {
    if (is_space(c))
      continue;
    if (padding != 0 && digits == 0)
      return std::nullopt; // padding ends the text
    const int value = base64_value(c);
    if (c == '=' && digits >= 2)
      ++padding;
    else if (value < 0 || padding != 0)
      return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(c == '=' ? 0 : value);
    if (++digits < 4)
      continue;
    const int size = 3 - padding;
    if ((padding == 1 && (bits & 0xFF) != 0) || (padding == 2 && (bits & 0xFFFF) != 0))
      return std::nullopt;
    for (int i = 0; i < size; ++i)
      out += static_cast<char>(bits >> (16 - 8 * i) & 0xFF);
    bits = 0;
    digits = 0;
  }
  return digits == 0 ? std::optional(std::move(out)) : std::nullopt;
}

} // namespace assay::trust
