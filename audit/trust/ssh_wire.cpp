// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/ssh_wire.hpp"

namespace assay::trust {

namespace {

constexpr std::size_t max_mpint_bytes = 16384 / 8;

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

} // namespace assay::trust
