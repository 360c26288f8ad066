// SPDX-License-Identifier: Apache-2.0
//
// Base64 as RFC 4648 section 4 has it: the bytes, and the digits they travel in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay {

// The value of a digit, or -1.
int base64_value(char c);

// With padding and without line breaks.
std::string to_base64(std::string_view bytes);

// Reads text that may come in any number of pieces.
class Base64Reader {
public:
  // False for anything that no writer of base64 would have written: other characters, padding that is not at the end,
  // bits beyond the last byte that are not zero.
  bool add(std::string_view piece);
  // Whether the last group of four is complete.
  bool whole() const { return filled_ == 0; }
  std::string& bytes() { return bytes_; }

private:
  std::string bytes_;
  std::uint32_t bits_ = 0;
  int filled_ = 0;
  int padding_ = 0;
};

// A whole text with padding; white space may stand anywhere. Nothing for what Base64Reader refuses, and for a missing
// padding.
std::optional<std::string> from_base64(std::string_view text);

} // namespace assay
