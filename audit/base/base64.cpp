// SPDX-License-Identifier: Apache-2.0
#include "audit/base/base64.hpp"

#include "audit/base/text.hpp"

#include <openssl/evp.h>

namespace assay {

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (is_digit(c))
    return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

std::string to_base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                  reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  return text;
}

bool Base64Reader::add(std::string_view piece) {
  for (const char c : piece) {
    const int value = base64_value(c);
    if (c == '=')
      ++padding_;
    else if (value < 0 || padding_ != 0)
      return false;
    bits_ = bits_ << 6 | static_cast<std::uint32_t>(c == '=' ? 0 : value);
    if (++filled_ != 4)
      continue;
    if (padding_ > 2 || (bits_ & ((1u << 8 * padding_) - 1)) != 0)
      return false;
    for (int i = 0; i < 3 - padding_; ++i)
      bytes_ += static_cast<char>(bits_ >> (16 - 8 * i) & 0xff);
    bits_ = 0;
    filled_ = 0;
  }
  return true;
}

std::optional<std::string> from_base64(std::string_view text) {
  Base64Reader reader;
  reader.bytes().reserve(text.size() / 4 * 3);
  for (const char& c : text)
    if (!is_space(c) && !reader.add({&c, 1}))
      return std::nullopt;
  return reader.whole() ? std::optional(std::move(reader.bytes())) : std::nullopt;
}

} // namespace assay
