// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/openpgp_packet.hpp"

#include "audit/base/base64.hpp"
#include "audit/base/checksum.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace assay::trust {

namespace {

// Takes bytes from the front of a view; once it was asked for more than there is, it stays failed.
class Cursor {
public:
  explicit Cursor(std::string_view bytes) : rest_(bytes) {}

  std::string_view take(std::size_t size) {
    if (size > rest_.size()) {
      failed_ = true;
      rest_ = {};
      return {};
    }
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  // A big-endian number of up to eight bytes.
  std::uint64_t number(std::size_t size) {
    std::uint64_t value = 0;
    for (const char c : take(size))
      value = value << 8 | static_cast<std::uint8_t>(c);
    return value;
  }
  std::uint8_t byte() { return static_cast<std::uint8_t>(number(1)); }

  // A multiprecision integer (section 3.2). Its writers disagree on whether leading zeros are counted, so
  // that the count of bits only says how many bytes there are.
  std::string_view integer() {
    const std::uint64_t bits = number(2);
    if (bits > max_number_bits)
      failed_ = true;
    std::string_view value = take(static_cast<std::size_t>((bits + 7) / 8));
    while (!value.empty() && value.front() == '\0')
      value.remove_prefix(1);
    return value;
  }

  // The length in front of a subpacket (section 5.2.3.1).
  std::size_t subpacket_length() {
    const std::uint64_t first = byte();
    if (first < 192)
      return static_cast<std::size_t>(first);
    if (first < 255)
      return static_cast<std::size_t>(((first - 192) << 8) + byte() + 192);
    return static_cast<std::size_t>(number(4));
  }

  bool failed() const { return failed_; }
  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }

private:
  std::string_view rest_;
  bool failed_ = false;
};

// Reads the next line of `text` from `position`, without its line end and white space before it.
std::string_view take_line(std::string_view text, std::size_t& position) {
  const std::size_t end = std::min(text.find('\n', position), text.size());
  std::string_view line = text.substr(position, end - position);
  position = std::min(end + 1, text.size());
  const std::size_t last = line.find_last_not_of(" \t\r");
  return line.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

// The label of "-----BEGIN PGP label-----"; empty for any other line.
std::string_view label_of(std::string_view line, std::string_view start) {
  constexpr std::string_view dashes = "-----";
  if (line.size() <= start.size() + dashes.size() || line.substr(0, start.size()) != start ||
      line.substr(line.size() - dashes.size()) != dashes)
    return {};
  line.remove_prefix(start.size());
  line.remove_suffix(dashes.size());
  return line;
}

bool is_checksum_of(std::string_view line, std::string_view bytes) {
  Base64Reader reader;
  if (!reader.add(line.substr(1)) || reader.bytes().size() != 3)
    return false;
  Cursor cursor(reader.bytes());
  return cursor.number(3) == crc24(bytes);
}

// How the statement of a subpacket (section 5.2.3.1) counts.
enum class Statement { understood, not_understood, malformed };

// Statements about keys and user ids, and hints: they take nothing from a signature over data. Notations are
// not among them, as none is known here.
bool is_irrelevant(std::uint8_t type) {
  constexpr std::uint8_t types[] = {4, 5, 6, 7, 9, 11, 21, 22, 23, 24, 25, 26, 28, 30, 32, 34};
  return std::find(std::begin(types), std::end(types), type) != std::end(types);
}

Statement read_subpacket(std::uint8_t type, std::string_view data, bool hashed, SignaturePacket& signature) {
  Cursor cursor(data);
  const auto done = [&] {
    return cursor.failed() || !cursor.at_end() ? Statement::malformed : Statement::understood;
  };
  switch (type) {
  case 16: // issuer
    if (!hashed && signature.issuer_key_id)
      return Statement::understood; // the first one counts, and a hashed one before all others
    signature.issuer_key_id = cursor.number(8);
    return done();
  case 33: // issuer fingerprint (RFC 9580 section 5.2.3.35)
    if (!hashed && !signature.issuer_fingerprint.empty())
      return Statement::understood;
    if (cursor.byte() == 4)
      signature.issuer_fingerprint = cursor.take(20);
    else
      return Statement::not_understood;
    return done();
  }
  if (!hashed)
    return Statement::understood; // anybody can change it: it says nothing
  switch (type) {
  case 2: // creation time
    signature.created = static_cast<std::uint32_t>(cursor.number(4));
    return done();
  case 3: // expiration time
    signature.lifetime = static_cast<std::uint32_t>(cursor.number(4));
    return done();
  case 12: // revocation key
    signature.names_revoker = true;
    return Statement::understood;
  case 27: // key flags, of which more may follow
    signature.key_flags = data.empty() ? std::uint8_t{0} : cursor.byte();
    return Statement::understood;
  case 29: // reason for revocation, with a text
    signature.revocation_reason = cursor.byte();
    return cursor.failed() ? Statement::malformed : Statement::understood;
  default:
    return is_irrelevant(type) ? Statement::understood : Statement::not_understood;
  }
}

// Whether all subpackets could be read and those that are critical understood.
bool read_subpackets(std::string_view area, bool hashed, SignaturePacket& signature, std::string& problem) {
  Cursor cursor(area);
  while (!cursor.at_end()) {
    Cursor subpacket(cursor.take(cursor.subpacket_length()));
    const std::uint8_t type = subpacket.byte();
    if (cursor.failed() || subpacket.failed()) {
      problem = "A subpacket of the signature is longer than the signature, or empty.";
      return false;
    }
    const Statement statement = read_subpacket(type & 0x7f, subpacket.rest(), hashed, signature);
    if (statement == Statement::malformed) {
      problem = fmt::format("A subpacket of type {} of the signature has the wrong length.", type & 0x7f);
      return false;
    }
    if (statement == Statement::not_understood && hashed && (type & 0x80) != 0) {
      problem =
          fmt::format("The signer made the signature depend on a statement of type {} that is not understood "
                      "here, so that it is in error (RFC 4880 section 5.2.3.1).",
                      type & 0x7f);
      return false;
    }
  }
  return true;
}

} // namespace

std::uint64_t key_id_of(std::string_view fingerprint) {
  return Cursor(fingerprint.substr(12)).number(8);
}

ArmourBlock read_armour(std::string_view text, std::size_t from) {
  ArmourBlock block;
  std::size_t position = from;
  while (block.label.empty() && position < text.size())
    block.label = label_of(take_line(text, position), "-----BEGIN PGP ");
  block.end = position;
  const auto refuse = [&](const char* problem) {
    block.problem = problem;
    block.end = position;
    return block;
  };
  if (block.label.empty())
    return refuse("There is no OpenPGP armour.");
  for (;;) { // armour headers, and the empty line after them
    if (position >= text.size())
      return refuse("The armour ends before its data.");
    const std::string_view line = take_line(text, position);
    if (line.empty())
      break;
    if (line.find(':') == std::string_view::npos)
      return refuse("There is no empty line between the armour's headers and its data.");
  }
  Base64Reader reader;
  bool checked = false;
  for (;;) {
    if (position >= text.size())
      return refuse("The armour has no last line.");
    const std::string_view line = take_line(text, position);
    if (line.empty())
      continue;
    if (line.front() == '-') {
      if (label_of(line, "-----END PGP ") != block.label)
        return refuse("The armour's last line does not belong to its first.");
      break;
    }
    if (checked)
      return refuse("Something follows the armour's checksum.");
    if (line.front() == '=' && line.size() == 5) {
      if (!is_checksum_of(line, reader.bytes()))
        return refuse("The armour's checksum is wrong: its data are damaged.");
      checked = true;
    } else if (!reader.add(line)) {
      return refuse("The armour's data are no base64.");
    }
  }
  if (!reader.whole())
    return refuse("The armour's data end within a group of base64 characters.");
  block.end = position;
  block.bytes = std::move(reader.bytes());
  return block;
}

std::optional<Packet> PacketReader::refuse(const char* problem) {
  problem_ = problem;
  rest_ = {};
  return std::nullopt;
}

std::optional<Packet> PacketReader::next() {
  if (rest_.empty())
    return std::nullopt;
  Cursor cursor(rest_);
  const std::uint8_t header = cursor.byte();
  if ((header & 0x80) == 0)
    return refuse("There are bytes that are no OpenPGP packet.");
  Packet packet;
  std::uint64_t length = 0;
  if ((header & 0x40) != 0) { // the new format (section 4.2.2)
    packet.tag = header & 0x3f;
    length = cursor.byte();
    if (length >= 224 && length < 255)
      return refuse("A packet has a length in parts, which is for data only.");
    if (length == 255)
      length = cursor.number(4);
    else if (length >= 192)
      length = ((length - 192) << 8) + cursor.byte() + 192;
  } else { // the old one (section 4.2.1)
    packet.tag = header >> 2 & 0x0f;
    if ((header & 3) == 3)
      return refuse("A packet has no length.");
    length = cursor.number(std::size_t{1} << (header & 3));
  }
  packet.body = cursor.take(static_cast<std::size_t>(length));
  if (cursor.failed())
    return refuse("A packet is longer than the data.");
  packet.whole = rest_.substr(0, rest_.size() - cursor.rest().size());
  rest_ = cursor.rest();
  return packet;
}

std::optional<SignaturePacket> read_signature(std::string_view body, std::string& problem) {
  SignaturePacket signature;
  Cursor cursor(body);
  signature.version = cursor.byte();
  if (signature.version == 3) {
    const bool five = cursor.byte() == 5;
    signature.hashed = cursor.take(5);
    signature.issuer_key_id = cursor.number(8);
    if (cursor.failed() || !five) {
      problem = "The signature packet of version 3 is cut short or has hashed material of another length.";
      return std::nullopt;
    }
    Cursor hashed(signature.hashed);
    signature.type = hashed.byte();
    signature.created = static_cast<std::uint32_t>(hashed.number(4));
  } else if (signature.version == 4) {
    signature.type = cursor.byte();
  } else {
    problem = fmt::format("The signature packet has version {}; 3 and 4 are read here.", signature.version);
    return std::nullopt;
  }
  signature.public_key_algorithm = cursor.byte();
  signature.hash_algorithm = cursor.byte();
  if (signature.version == 4) {
    const std::string_view hashed = cursor.take(static_cast<std::size_t>(cursor.number(2)));
    const std::string_view unhashed = cursor.take(static_cast<std::size_t>(cursor.number(2)));
    signature.hashed = body.substr(0, 6 + hashed.size());
    if (!cursor.failed() && (!read_subpackets(hashed, true, signature, problem) ||
                             !read_subpackets(unhashed, false, signature, problem)))
      return std::nullopt;
  }
  signature.digest_start = cursor.take(2);
  switch (signature.public_key_algorithm) {
  case dsa:
  case ecdsa:
  case eddsa_legacy:
    signature.numbers[0] = cursor.integer();
    signature.numbers[1] = cursor.integer();
    break;
  case rsa:
  case rsa_sign_only:
    signature.numbers[0] = cursor.integer();
    break;
  default: // it is nothing to verify with, but whose it is can be said
    cursor.take(cursor.rest().size());
  }
  if (cursor.failed() || !cursor.at_end()) {
    problem = "The signature packet is cut short, or something follows its numbers.";
    return std::nullopt;
  }
  if (signature.created == 0) {
    problem = "The signature does not say when it was made.";
    return std::nullopt;
  }
  if (!signature.issuer_fingerprint.empty() && signature.issuer_key_id &&
      *signature.issuer_key_id != key_id_of(signature.issuer_fingerprint)) {
    problem = "The signature names two different keys that made it.";
    return std::nullopt;
  }
  return signature;
}

std::optional<KeyPacket> read_key(std::string_view body, std::string& problem) {
  KeyPacket key;
  Cursor cursor(body);
  if (const std::uint8_t version = cursor.byte(); version != 4) {
    problem = fmt::format("The key packet has version {}; 4 is read here.", version);
    return std::nullopt;
  }
  key.created = static_cast<std::uint32_t>(cursor.number(4));
  key.algorithm = cursor.byte();
  std::size_t count = 0;
  switch (key.algorithm) {
  case rsa:
  case rsa_sign_only:
    count = 2;
    break;
  case dsa:
    count = 4;
    break;
  case ecdsa:
  case eddsa_legacy:
    key.curve = cursor.take(cursor.byte());
    count = 1;
    break;
  default:
    problem = fmt::format("Public-key algorithm {} is none that signs, or not known here.", key.algorithm);
    return std::nullopt;
  }
  for (std::size_t i = 0; i < count; ++i)
    key.numbers[i] = cursor.integer();
  if (cursor.failed() || !cursor.at_end()) {
    problem = "The key packet is cut short, or something follows its numbers.";
    return std::nullopt;
  }
  return key;
}

} // namespace assay::trust
