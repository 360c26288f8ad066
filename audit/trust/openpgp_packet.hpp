// SPDX-License-Identifier: Apache-2.0
//
// OpenPGP data as strangers wrote it, taken apart: ASCII armour, packets, and the contents of signature and
// public key packets (RFC 4880). Every length is checked before it is believed. Knows nothing of
// cryptography, keys or trust; what it hands out are views into the bytes it was given.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay::trust {

// The longest armoured signature that is read; those that people make have less than 4 KiB.
inline constexpr std::size_t max_armoured_signature = 1u << 20;

// No number in a key or signature is longer: OpenSSL refuses RSA above this, too.
inline constexpr std::size_t max_number_bits = 16384;

// One block of ASCII armour (section 6.2).
struct ArmourBlock {
  std::string label;   // "SIGNATURE", "PUBLIC KEY BLOCK" …; empty when there is no block
  std::string bytes;   // what it holds
  std::size_t end = 0; // where the text after it starts
  std::string problem; // why it cannot be read, as a sentence; empty when it can
};

// The first block at or after `from`; other text before it is skipped, as is armour that is not OpenPGP's.
// The checksum may be absent, but a wrong one is a problem.
ArmourBlock read_armour(std::string_view text, std::size_t from = 0);

// Packet tags (section 4.3) that are told apart here.
enum PacketTag : std::uint8_t {
  signature_tag = 2,
  secret_key_tag = 5,
  public_key_tag = 6,
  secret_subkey_tag = 7,
  marker_tag = 10,
  user_id_tag = 13,
  public_subkey_tag = 14,
  padding_tag = 21, // RFC 9580 section 5.14
};

struct Packet {
  std::uint8_t tag = 0;
  std::string_view body;
  std::string_view whole; // with its header
};

// Walks over packets with headers of the old and the new format. Partial and indeterminate lengths are
// refused: neither signatures nor keys may have them.
class PacketReader {
public:
  explicit PacketReader(std::string_view bytes) : rest_(bytes) {}
  // Nothing at the end, and where the bytes are no packet: then there is a problem.
  std::optional<Packet> next();
  // As a sentence; empty as long as there is none.
  const std::string& problem() const { return problem_; }

private:
  std::optional<Packet> refuse(const char* problem);

  std::string_view rest_;
  std::string problem_;
};

// Public-key algorithms (section 9.1 and the draft that EdDSA keys were made by before RFC 9580).
enum PublicKeyAlgorithm : std::uint8_t {
  rsa = 1,
  rsa_sign_only = 3,
  dsa = 17,
  ecdsa = 19,
  eddsa_legacy = 22
};

// A signature packet of version 3 or 4 (section 5.2), for any purpose.
struct SignaturePacket {
  std::uint8_t version = 0;
  std::uint8_t type = 0;
  std::uint8_t public_key_algorithm = 0;
  std::uint8_t hash_algorithm = 0;
  std::string_view hashed;       // the part of the packet that is hashed behind the signed data
  std::string_view digest_start; // the first two bytes of the digest, as the signer says
  // The big-endian numbers of the signature, without leading zeros: one for RSA, else two. None for an
  // algorithm that is not known.
  std::array<std::string_view, 2> numbers{};

  // From here on only what the hashed subpackets say, except for the issuer, which may be unhashed.
  std::uint32_t created = 0;
  std::uint32_t lifetime = 0;          // seconds after which the signature expires; 0: never
  std::string_view issuer_fingerprint; // 20 bytes of a version 4 key; empty when not said
  std::optional<std::uint64_t> issuer_key_id;
  std::optional<std::uint8_t> key_flags;
  std::optional<std::uint8_t> revocation_reason;
  bool names_revoker = false; // it lets another key revoke this one
};

// Nothing for a packet that cannot be read or that makes a critical statement which is not understood;
// `problem` is then a sentence that says why.
std::optional<SignaturePacket> read_signature(std::string_view body, std::string& problem);

// The key id of a version 4 key (section 12.2), by its fingerprint of 20 bytes.
std::uint64_t key_id_of(std::string_view fingerprint);

// A public key or subkey packet of version 4 (section 5.5.2).
struct KeyPacket {
  std::uint32_t created = 0;
  std::uint8_t algorithm = 0;
  std::string_view curve;                    // object identifier, for algorithms on elliptic curves
  std::array<std::string_view, 4> numbers{}; // RSA: n, e; DSA: p, q, g, y; curves: the point
};

// Nothing for a packet that cannot be read; `problem` then says why, as a sentence.
std::optional<KeyPacket> read_key(std::string_view body, std::string& problem);

} // namespace assay::trust
