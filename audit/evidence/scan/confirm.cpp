// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/scan/confirm.hpp"

#include "audit/base/checksum.hpp"
#include "audit/base/digest.hpp"
#include "audit/base/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace assay::evidence::scan {

namespace {

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_small(char c) {
  return c >= 'a' && c <= 'z';
}

std::optional<Certainty> holds(bool whether) {
  return whether ? Certainty::checksum : Certainty::wrong_checksum;
}

// Values of vendors' documentation by their SHA-256, so that no scanner trips over this file.
constexpr std::array<std::string_view, 11> documented = {
    "6f3791a57f1d6dd805f185c6c500c6b4db61f5d2f2f5a86018877b67ef9c55cd", // Telegram
    "2cafc0970149a84f3b9e62eaf169f36f59907a3b3e31f7b82e68c69cd27f7326", // Stripe
    "f2d6ca16515033e5dce14eba840b979d27b5cbae24bb3e5bf484339667f86397", // Stripe
    "0011cc25eb4320717494d2703e8cba85743e71b500283c21c8b88147992f9059", // Azure storage emulator
    "aa6547439583c3a275d4542a0df6c1ad6a863971be9f2a2220f027cc02aef615", // Azure Cosmos emulator
    "7f75367e7881255134e1375e723d1dea8ad5f6a4fdb79d938df1f1754a830606", // JWT debugger
    "da816f9f2c16e6c5390e7636cadc40c43551bf0bbcf8f36c65539e6633a9c5e8", // JWT debugger before
    "8d4ef6536dc8895f256c1e0d95dcd19763036732d64a095e44a90ed444267ad3", // RFC 7519
    "c794fa6d20c64efb9adf980ae93af472a1679775862d421ffe55d4a57fad5b3e", // JWT debugger since
    "ac9265e56c79b234607ec72c53753cfea9f88c99eb713790ddf9be5593bb4465", // Google
    "789eb04ae4c00984483bc16c3fd1249161cc2935ef6b399b596c0defc2a08f1d", // age specification
};

} // namespace

std::string_view to_string(Certainty certainty) {
  switch (certainty) {
  case Certainty::checksum:
    return "checksum";
  case Certainty::structure:
    return "structure";
  case Certainty::entropy:
    return "entropy";
  case Certainty::form:
    return "form";
  case Certainty::wrong_checksum:
    return "wrong-checksum";
  }
  return {};
}

double shannon_entropy(std::string_view bytes) {
  std::array<std::size_t, 256> counts{};
  for (const char byte : bytes)
    ++counts[static_cast<unsigned char>(byte)];
  double entropy = 0;
  for (const std::size_t count : counts)
    if (count > 0) {
      const double share = static_cast<double>(count) / static_cast<double>(bytes.size());
      entropy -= share * std::log2(share);
    }
  return entropy;
}

bool is_placeholder(std::string_view secret) {
  // Words of four letters turn up by chance in one of 25,000 random tokens, longer ones practically never.
  static constexpr std::array<std::string_view, 13> words = {
      "example", "sample",  "placeholder", "dummy", "redact",    "changeme", "your",
      "insert",  "replace", "xxxx",        "fake",  "tokenhere", "notreal"};
  const std::string lower = ascii_lower(secret);
  for (const std::string_view word : words)
    if (lower.find(word) != std::string::npos)
      return true;
  std::size_t same = 1, rising = 1, in_order = 0, letters = 0;
  char before = '\0';
  for (const char c : secret) {
    if (c == '-' || c == '_')
      continue;
    ++letters;
    same = c == before ? same + 1 : 1;
    if (same >= 7)
      return true;
    // "9" is followed by "0" on every keyboard.
    rising = c == before + 1 || (c == '0' && before == '9') ? rising + 1 : 1;
    in_order += rising == 4 ? 4 : rising > 4 ? 1 : 0;
    before = c;
  }
  return in_order * 2 >= letters;
}

bool is_documented_example(std::string_view secret) {
  return std::find(documented.begin(), documented.end(), sha256_hex(secret)) != documented.end();
}

std::optional<Certainty> check_crc32_base62(std::string_view token) {
  static constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const std::size_t start = token.find('_') + 1;
  if (token.size() < start + 7)
    return std::nullopt;
  std::uint32_t crc = crc32(token.substr(start, token.size() - 6 - start));
  std::array<char, 6> expected{};
  for (std::size_t i = 6; i-- > 0; crc /= 62)
    expected[i] = digits[crc % 62];
  return holds(token.substr(token.size() - 6) == std::string_view(expected.data(), expected.size()));
}

std::optional<Certainty> check_grafana(std::string_view token) {
  const std::size_t end = token.rfind('_');
  if (end == std::string_view::npos)
    return std::nullopt;
  const std::uint32_t crc = crc32(token.substr(0, end));
  std::array<std::uint8_t, 4> bytes{};
  for (std::size_t i = 0; i < 4; ++i)
    bytes[i] = static_cast<std::uint8_t>(crc >> (8 * i));
  return holds(token.substr(end + 1) == to_hex(bytes.data(), bytes.size()));
}

std::optional<Certainty> check_bech32(std::string_view key) {
  static constexpr std::string_view characters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  static constexpr std::array<std::uint32_t, 5> generator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                                             0x2a1462b3};
  std::uint32_t sum = 1;
  const auto take = [&](std::uint32_t value) {
    const std::uint32_t top = sum >> 25;
    sum = (sum & 0x1ffffff) << 5 ^ value;
    for (std::size_t i = 0; i < generator.size(); ++i)
      if ((top >> i & 1) != 0)
        sum ^= generator[i];
  };
  const std::string lower = ascii_lower(key);
  const std::size_t separator = lower.rfind('1');
  if (separator == std::string::npos)
    return std::nullopt;
  for (std::size_t i = 0; i < separator; ++i)
    take(static_cast<unsigned char>(lower[i]) >> 5);
  take(0);
  for (std::size_t i = 0; i < separator; ++i)
    take(static_cast<unsigned char>(lower[i]) & 31);
  for (std::size_t i = separator + 1; i < lower.size(); ++i) {
    const std::size_t value = characters.find(lower[i]);
    if (value == std::string_view::npos)
      return std::nullopt;
    take(static_cast<std::uint32_t>(value));
  }
  return holds(sum == 1);
}

std::optional<Certainty> check_aws_key_id(std::string_view id) {
  return id.find_first_of("0189") == std::string_view::npos ? Certainty::structure : Certainty::form;
}

std::optional<Certainty> check_mixed(std::string_view secret) {
  if (std::any_of(secret.begin(), secret.end(), is_digit) &&
      std::any_of(secret.begin(), secret.end(), is_capital) &&
      std::any_of(secret.begin(), secret.end(), is_small))
    return Certainty::entropy;
  return std::nullopt;
}

std::optional<Certainty> check_digit_and_letter(std::string_view secret) {
  const auto is_letter = [](char c) { return is_capital(c) || is_small(c); };
  if (std::any_of(secret.begin(), secret.end(), is_digit) &&
      std::any_of(secret.begin(), secret.end(), is_letter))
    return Certainty::entropy;
  return std::nullopt;
}

} // namespace assay::evidence::scan
