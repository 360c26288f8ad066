// SPDX-License-Identifier: Apache-2.0
//
// The data types of RFC 4251 section 5, in which every SSH key, certificate, signature and revocation list is
// written, and the base64 they travel in. Knows nothing of what the fields mean.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay::trust {

// Reads fields from the front of a stranger's bytes, which must outlive it. The first field that does not fit
// makes this and every later answer empty and ok() false, so that only the end has to be checked.
class SshReader {
public:
  explicit SshReader(std::string_view bytes) : rest_(bytes) {}

  std::uint8_t byte();
  std::uint32_t uint32();
  std::uint64_t uint64();
  std::string_view string();
  // A string without NUL: C programs would see less of it than is there.
  std::string_view text();
  // A number that is not negative, in big-endian bytes without leading zeros; of at most 16,384 bits, as
  // OpenSSH takes them.
  std::string_view mpint();

  bool ok() const { return ok_; }
  bool empty() const { return rest_.empty(); }
  // Whether all was read, and nothing but that was there.
  bool finished() const { return ok_ && rest_.empty(); }
  std::string_view rest() const { return rest_; }

private:
  std::string_view take(std::size_t size);
  std::uint64_t number(std::size_t size);

  std::string_view rest_;
  bool ok_ = true;
};

void append_uint32(std::string& out, std::uint32_t number);
void append_string(std::string& out, std::string_view bytes);
// `number` in big-endian bytes without leading zeros.
void append_mpint(std::string& out, std::string_view number);

} // namespace assay::trust
