// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 (FIPS 180-4) over OpenSSL, incremental, its keyed form, and the hexadecimal and base64 texts of byte strings.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace assay {

using Digest = std::array<std::uint8_t, 32>;

class Sha256 {
public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(std::string_view bytes);
  // The length as eight big-endian bytes, then the bytes: two different lists of strings never hash alike.
  void update_with_length(std::string_view bytes);
  // Ends the computation; the object may not be used afterwards.
  Digest finish();

private:
  struct Context;
  std::unique_ptr<Context> context_;
};

Digest sha256(std::string_view bytes);

// RFC 2104 with SHA-256.
Digest hmac_sha256(std::string_view key, std::string_view bytes);

std::string to_hex(const std::uint8_t* bytes, std::size_t size);
std::string to_hex(std::string_view bytes);
inline std::string to_hex(const Digest& digest) { return to_hex(digest.data(), digest.size()); }
std::string sha256_hex(std::string_view bytes);

// SHA-1 over two texts, one behind the other, for what is named by it already: it resists no made collisions.
std::array<std::uint8_t, 20> sha1(std::string_view first, std::string_view second);

} // namespace assay
