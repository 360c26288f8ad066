// SPDX-License-Identifier: Apache-2.0
//
// OpenPGP's framing: armour, packets, and the fields of signatures and keys. All of it are views into what was given.
#include "fuzz.hpp"

#include "audit/base/base64.hpp"
#include "audit/trust/openpgp_packet.hpp"

#include <fmt/format.h>

using namespace assay;
using namespace assay::trust;
using assay::fuzz::require;
using assay::fuzz::within;

namespace {

void check_signature(std::string_view body) {
  std::string problem;
  const auto signature = read_signature(body, problem);
  require(signature.has_value() == problem.empty(), "a signature is read or has a problem");
  if (!signature)
    return;
  require((signature->version == 3 || signature->version == 4) && signature->created != 0,
          "a signature has a version that is known and a time");
  require(within(signature->hashed, body) && within(signature->digest_start, body) &&
              signature->digest_start.size() == 2 && within(signature->issuer_fingerprint, body),
          "the fields of a signature lie within its packet");
  require(signature->issuer_fingerprint.empty() || signature->issuer_fingerprint.size() == 20,
          "fingerprints have 20 bytes");
  for (const std::string_view number : signature->numbers)
    require(within(number, body) && number.size() <= max_number_bits / 8 && !number.starts_with('\0'),
            "numbers lie within the packet, are bounded and have no leading zeros");
}

void check_key(std::string_view body) {
  std::string problem;
  const auto key = read_key(body, problem);
  require(key.has_value() == problem.empty(), "a key is read or has a problem");
  if (!key)
    return;
  require(within(key->curve, body), "the curve lies within the key's packet");
  for (const std::string_view number : key->numbers)
    require(within(number, body) && number.size() <= max_number_bits / 8 && !number.starts_with('\0'),
            "numbers lie within the packet, are bounded and have no leading zeros");
}

void check_packets(std::string_view bytes) {
  PacketReader reader(bytes);
  std::size_t read = 0;
  std::string written;
  std::vector<Packet> packets;
  while (const auto packet = reader.next()) {
    require(packet->whole.data() == bytes.data() + read && packet->whole.ends_with(packet->body) &&
                packet->whole.size() > packet->body.size(),
            "packets follow one another, each a header and a body");
    read += packet->whole.size();
    check_signature(packet->body);
    check_key(packet->body);
    packets.push_back(*packet);
    const auto length = static_cast<std::uint32_t>(packet->body.size());
    written += static_cast<char>(0xc0 | packet->tag);
    written += '\xff';
    for (int shift = 24; shift >= 0; shift -= 8)
      written += static_cast<char>(length >> shift & 0xff);
    written += packet->body;
  }
  require(read <= bytes.size() && (read == bytes.size()) == reader.problem().empty(),
          "all is read, or there is a problem");
  PacketReader again(written);
  for (const Packet& packet : packets) {
    const auto same = again.next();
    require(same && same->tag == packet.tag && same->body == packet.body, "a packet written again is the same");
  }
  require(!again.next() && again.problem().empty(), "packets written again are as many");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::text_of(data, size);
  check_packets(input);
  check_signature(input);
  check_key(input);
  for (std::size_t position = 0;;) {
    const ArmourBlock block = read_armour(input, position);
    require(block.end >= position && block.end <= size, "a block ends behind its start");
    if (block.label.empty())
      break;
    require(block.end > position, "every block takes something");
    position = block.end;
    if (!block.problem.empty())
      continue;
    check_packets(block.bytes);
    const ArmourBlock again = read_armour(fmt::format("-----BEGIN PGP {0}-----\n\n{1}\n-----END PGP {0}-----",
                                                      block.label, to_base64(block.bytes)));
    require(again.problem.empty() && again.label == block.label && again.bytes == block.bytes,
            "armour written again holds the same");
  }
  return 0;
}
