// SPDX-License-Identifier: Apache-2.0
//
// The checks that look at what a secret encodes.
#include "audit/evidence/scan/confirm.hpp"

#include "audit/base/base64.hpp"
#include "audit/base/checksum.hpp"
#include "audit/base/text.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace assay::evidence::scan {

namespace {

// The value of a base64 digit of either alphabet of RFC 4648, or -1.
int digit_value(char c) {
  return base64_value(c == '-' ? '+' : c == '_' ? '/' : c);
}

// What `text` encodes, up to its padding; nothing if there is anything but digits and padding in it.
std::optional<std::string> decode(std::string_view text) {
  while (!text.empty() && text.back() == '=')
    text.remove_suffix(1);
  if (text.size() % 4 == 1)
    return std::nullopt;
  std::string bytes;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const int value = digit_value(c);
    if (value < 0)
      return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    held += 6;
    if (held >= 8)
      bytes += static_cast<char>(bits >> (held -= 8));
  }
  return bytes;
}

bool is_object(std::string_view json) {
  return json.size() > 2 && json.front() == '{' && json.substr(0, 64).find('"') != std::string_view::npos &&
         trimmed(json).back() == '}'; // it is not empty: it begins with a brace
}

// A block's lines between its BEGIN and END lines, as the key's owner would write them.
std::vector<std::string_view> lines_of(std::string_view block) {
  std::vector<std::string_view> lines;
  while (!block.empty())
    if (const std::string_view line = take_line(block); !line.empty())
      lines.push_back(line);
  return lines;
}

// The base64 of a block without its headers, and whether a header says that it is encrypted.
struct Body {
  std::string base64;
  bool encrypted = false;
};

std::optional<Body> body_of(std::string_view block) {
  const std::string text = canonical(block);
  // The markers may stand on the line of what they frame, when a key was written as one long string.
  constexpr std::string_view dashes = "-----";
  const std::size_t begin = text.find(dashes, dashes.size());
  const std::size_t end = text.rfind("-----END");
  if (begin == std::string::npos || end == std::string::npos || end < begin + dashes.size())
    return std::nullopt;
  Body body;
  const std::string_view inside =
      std::string_view(text).substr(begin + dashes.size(), end - begin - dashes.size());
  for (const std::string_view line : lines_of(inside)) {
    if (line.find(':') != std::string_view::npos)
      body.encrypted = body.encrypted || line.find("ENCRYPTED") != std::string_view::npos;
    else
      body.base64 += line;
  }
  return body;
}

// The length of the DER value (X.690) that `bytes` starts with, header included; 0 if it is no SEQUENCE.
std::size_t der_length(std::string_view bytes) {
  const auto byte = [&](std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at]));
  };
  if (bytes.size() < 4 || byte(0) != 0x30)
    return 0;
  if (byte(1) < 0x80)
    return 2 + byte(1);
  const std::size_t octets = byte(1) & 0x7f;
  if (octets == 0 || octets > 2)
    return 0;
  std::size_t length = byte(2);
  if (octets == 2)
    length = length << 8 | byte(3);
  return 2 + octets + length;
}

constexpr std::size_t shortest_key = 40; // an Ed25519 key in PKCS #8 has 64 digits, a P-256 key of SEC 1 more

} // namespace

std::string canonical(std::string_view secret) {
  if (secret.find('\n') == std::string_view::npos && secret.find("\\n") == std::string_view::npos)
    return std::string(secret);
  std::string text;
  for (std::size_t i = 0; i < secret.size(); ++i) {
    const char c = secret[i];
    if (c == '\\' && i + 1 < secret.size() && (secret[i + 1] == 'n' || secret[i + 1] == 'r')) {
      text += '\n';
      ++i;
    } else if (c == '\n') {
      text += '\n';
    } else if (c != '"' && c != '\'' && c != ',' && c != '\\' &&
               (c != ' ' || (!text.empty() && text.back() != '\n')) && c != '\t' && c != '\r') {
      text += c;
    }
  }
  // Lines that all start alike, with what no line of a key starts with again and again: a comment or a patch.
  std::vector<std::string_view> lines = lines_of(text);
  const char mark = lines.size() > 2 ? lines[1].front() : ' ';
  const bool marked =
      std::string_view("+-#*>|").find(mark) != std::string_view::npos &&
      (mark != '+' || lines.size() > 3) && // one line of base64 may start so by chance
      std::all_of(lines.begin() + 1, lines.end(), [&](std::string_view line) { return line[0] == mark; });
  std::string result;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string_view line = lines[i];
    if (marked && i > 0)
      line.remove_prefix(1);
    while (!line.empty() && line.front() == ' ')
      line.remove_prefix(1);
    while (!line.empty() && line.back() == ' ')
      line.remove_suffix(1);
    if (!result.empty() && !line.empty())
      result += '\n';
    result += line;
  }
  return result;
}

std::optional<Certainty> check_jwt(std::string_view token) {
  const std::size_t first = token.find('.'), second = token.rfind('.');
  if (first == std::string_view::npos || first == second)
    return std::nullopt;
  const auto header = decode(token.substr(0, first)),
             claims = decode(token.substr(first + 1, second - first - 1));
  if (!header || !claims || !is_object(*header) || !is_object(*claims) ||
      header->find("\"alg\"") == std::string::npos)
    return std::nullopt;
  return Certainty::structure;
}

std::optional<Certainty> check_json_payload(std::string_view token) {
  const std::size_t start = token.find("eyJ");
  if (start == std::string_view::npos)
    return Certainty::form;
  std::size_t end = start;
  while (end < token.size() && (digit_value(token[end]) >= 0 && token[end] != '_'))
    ++end;
  const auto payload = decode(token.substr(start, end - start));
  return payload && is_object(*payload) ? Certainty::structure : Certainty::form;
}

std::optional<Certainty> check_discord(std::string_view token) {
  const auto number = decode(token.substr(0, token.find('.')));
  if (!number || number->size() < 17 || number->find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  return Certainty::structure;
}

std::optional<Certainty> check_der_key(std::string_view block) {
  const auto body = body_of(block);
  if (!body || body->base64.size() < shortest_key)
    return std::nullopt;
  const auto bytes = decode(body->base64);
  if (body->encrypted)
    return bytes ? std::optional(Certainty::structure) : std::nullopt;
  // Cut short or padded wrongly, it still begins as a key does.
  const std::string_view start = std::string_view(body->base64).substr(0, shortest_key);
  const auto head = decode(start);
  if (!head || der_length(*head) == 0)
    return std::nullopt;
  return bytes && der_length(*bytes) == bytes->size() ? Certainty::structure : Certainty::form;
}

std::optional<Certainty> check_openssh_key(std::string_view block) {
  const auto body = body_of(block);
  if (!body || body->base64.size() < shortest_key)
    return std::nullopt;
  const auto head = decode(std::string_view(body->base64).substr(0, shortest_key));
  constexpr std::string_view magic("openssh-key-v1\0", 15);
  if (!head || head->substr(0, magic.size()) != magic)
    return std::nullopt;
  return decode(body->base64) ? Certainty::structure : Certainty::form;
}

std::optional<Certainty> check_openpgp_key(std::string_view block) {
  auto body = body_of(block);
  if (!body || body->base64.size() < shortest_key)
    return std::nullopt;
  // The checksum is a line of its own, '=' and four digits.
  const std::size_t at = body->base64.rfind('=');
  const bool has_sum = at != std::string::npos && body->base64.size() - at == 5;
  const auto sum = has_sum ? decode(std::string_view(body->base64).substr(at + 1)) : std::nullopt;
  const auto bytes = decode(std::string_view(body->base64).substr(0, has_sum ? at : body->base64.size()));
  const auto head = decode(std::string_view(body->base64).substr(0, shortest_key));
  // Tag 5, secret key, in the old or the new form of packets.
  if (!head || ((static_cast<unsigned char>(head->front()) & 0xfc) != 0x94 &&
                static_cast<unsigned char>(head->front()) != 0xc5))
    return std::nullopt;
  if (!bytes || !sum || sum->size() != 3)
    return bytes ? Certainty::structure : Certainty::form;
  std::uint32_t stated = 0;
  for (const char byte : *sum)
    stated = stated << 8 | static_cast<unsigned char>(byte);
  return stated == crc24(*bytes) ? Certainty::checksum : Certainty::wrong_checksum;
}

} // namespace assay::evidence::scan
