// SPDX-License-Identifier: Apache-2.0
//
// What a signature is over: bytes, or a digest where the bytes are elsewhere. Digests are computed once, however many keys
// are tried.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace assay::trust {

enum class Sha2 : std::size_t { sha256, sha384, sha512 };
inline constexpr std::array all_sha2 = {Sha2::sha256, Sha2::sha384, Sha2::sha512};

std::string_view to_string(Sha2 algorithm); // "sha256"
std::string digest_of(Sha2 algorithm, std::string_view bytes);

class SignedBytes {
public:
  explicit SignedBytes(std::string bytes) : bytes_(std::move(bytes)) {}
  // Of what is known by a digest alone.
  static SignedBytes of_digest(Sha2 algorithm, std::string digest);

  // Null when only the digest is known.
  const std::string* bytes() const { return bytes_ ? &*bytes_ : nullptr; }
  // Null when that digest is not known.
  const std::string* digest(Sha2 algorithm) const;

private:
  SignedBytes() = default;
  std::optional<std::string> bytes_;
  mutable std::array<std::string, all_sha2.size()> digests_;
};

} // namespace assay::trust
