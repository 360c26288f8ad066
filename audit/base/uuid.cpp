// SPDX-License-Identifier: Apache-2.0
#include "audit/base/uuid.hpp"

#include "audit/base/digest.hpp"
#include "audit/base/error.hpp"
#include "audit/base/text.hpp"

namespace assay {

namespace {

std::string bytes_of(std::string_view uuid) {
  std::string digits, bytes;
  for (const char c : uuid)
    if (c != '-')
      digits += ascii_lower(c);
  if (uuid.size() != 36 || digits.size() != 32 || !is_hexadecimal(digits))
    throw Error::internal("a namespace of UUIDs is no UUID");
  const auto value = [](char c) { return static_cast<unsigned>(is_digit(c) ? c - '0' : c - 'a' + 10); };
  for (std::size_t i = 0; i < digits.size(); i += 2)
    bytes += static_cast<char>(value(digits[i]) << 4 | value(digits[i + 1]));
  return bytes;
}

} // namespace

std::string uuid_v5(std::string_view name_space, std::string_view name) {
  auto hash = sha1(bytes_of(name_space), name);
  hash[6] = static_cast<std::uint8_t>((hash[6] & 0x0f) | 0x50); // the version
  hash[8] = static_cast<std::uint8_t>((hash[8] & 0x3f) | 0x80); // the variant
  std::string text = to_hex(hash.data(), 16);
  for (const std::size_t at : {20, 16, 12, 8})
    text.insert(at, 1, '-');
  return text;
}

} // namespace assay
