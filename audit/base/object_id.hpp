// SPDX-License-Identifier: Apache-2.0
//
// The name of a git object: twenty SHA-1 bytes. SHA-256 repositories are refused when they are opened, so no
// second width exists here.
#pragma once

#include "audit/base/digest.hpp"

#include <array>
#include <compare>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace assay {

struct ObjectId {
  std::array<std::uint8_t, 20> bytes{};

  auto operator<=>(const ObjectId&) const = default;
  std::string hex() const { return to_hex(bytes.data(), bytes.size()); }

  // Forty hexadecimal digits; anything else is no object id. git writes them in lower case and reads either.
  static std::optional<ObjectId> parse(std::string_view hex) {
    if (hex.size() != 40)
      return std::nullopt;
    ObjectId id;
    for (std::size_t i = 0; i < 40; ++i) {
      const char c = hex[i];
      int value;
      if (c >= '0' && c <= '9')
        value = c - '0';
      else if (c >= 'a' && c <= 'f')
        value = c - 'a' + 10;
      else if (c >= 'A' && c <= 'F')
        value = c - 'A' + 10;
      else
        return std::nullopt;
      id.bytes[i / 2] = static_cast<std::uint8_t>(id.bytes[i / 2] << 4 | value);
    }
    return id;
  }
};

// Object ids are uniformly distributed already: their first bytes are the hash.
struct ObjectIdHash {
  std::size_t operator()(const ObjectId& id) const noexcept {
    std::size_t hash;
    std::memcpy(&hash, id.bytes.data(), sizeof hash);
    return hash;
  }
};

} // namespace assay
