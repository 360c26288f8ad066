// SPDX-License-Identifier: Apache-2.0
//
// Signatures and keyrings with every byte changed, cut off everywhere and stuffed with lengths: nothing
// becomes good that was not, and what stays good is listed.
#include "test_trust_openpgp_support.hpp"

#include <set>

using namespace openpgp_tests;

namespace {

// Runs `each` with every bit of `bytes` turned over, and collects the places (byte, bit) where it says yes.
template <class Each>
std::set<std::pair<std::size_t, int>> places(const std::string& bytes, const Each& each) {
  std::set<std::pair<std::size_t, int>> found;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = bytes;
      changed[i] = static_cast<char>(changed[i] ^ 1 << bit);
      if (each(changed))
        found.emplace(i, bit);
    }
  return found;
}

void add_bits(std::set<std::pair<std::size_t, int>>& places, std::size_t byte) {
  for (int bit = 0; bit < 8; ++bit)
    places.emplace(byte, bit);
}

} // namespace

TEST_CASE("no bit of a signature can be changed, but those that mean nothing") {
  if (!have_gpg())
    return;
  const GpgHome home;
  for (const std::string& algorithm :
       {std::string("ed25519"), std::string("rsa2048"), std::string("nistp256")}) {
    CAPTURE(algorithm);
    home.make_key(algorithm, algorithm);
    const OpenpgpTrust trust({keyring_file(home.export_key(algorithm))}, now);
    std::string text = home.sign(algorithm);
    const std::string comment = "Comment: abc";
    text.insert(text.find('\n') + 1, comment + "\n");
    const auto is_good = [&](const std::string& armour) {
      return trust.verify(payload, armour).status == Status::good;
    };
    REQUIRE(is_good(text));

    // In the text only the comment is nobody's, as long as it stays one.
    std::set<std::pair<std::size_t, int>> expected;
    for (std::size_t i = 0; i < comment.size(); ++i)
      if (comment[i] != ':')
        add_bits(expected, text.find(comment) + i);
    CHECK(places(text, is_good) == expected);

    // In the packet it is the type of the unhashed issuer, which is a hint beside the signed one, and how
    // many of the bits of a number's bytes are said to be zeros.
    const std::string bytes = read_armour(text).bytes;
    const std::size_t header = (bytes[0] & 3) == 0 ? 2 : 3; // gpg writes the old format
    const std::size_t hashed = static_cast<std::uint8_t>(bytes[header + 5]);
    const std::size_t unhashed = header + 6 + hashed + 2;
    REQUIRE(bytes[unhashed] == 9);
    REQUIRE(bytes[unhashed + 1] == 16);
    expected.clear();
    add_bits(expected, unhashed + 1);
    for (std::size_t at = unhashed + 10 + 2; at < bytes.size();) {
      const int bits = static_cast<std::uint8_t>(bytes[at]) << 8 | static_cast<std::uint8_t>(bytes[at + 1]);
      for (int bit = 0; bit < 3; ++bit)
        if (((bits ^ 1 << bit) + 7) / 8 == (bits + 7) / 8)
          expected.emplace(at + 1, bit);
      at += 2 + static_cast<std::size_t>((bits + 7) / 8);
    }
    CHECK(places(bytes, [&](const std::string& changed) { return is_good(armoured(changed)); }) == expected);

    for (std::size_t size = 0; size + 1 < text.size(); ++size)
      CHECK_FALSE(is_good(text.substr(0, size)));
    CHECK(is_good(text.substr(0, text.size() - 1))); // without the last line feed
    for (std::size_t size = 0; size < bytes.size(); ++size)
      CHECK(trust.verify(payload, armoured(bytes.substr(0, size))).status == Status::malformed);
    CHECK(places(payload, [&](const std::string& changed) {
            return trust.verify(changed, text).status != Status::bad;
          }).empty());
  }
}

TEST_CASE("no bytes make verification throw, hang or pass") {
  const MadeKey key;
  const OpenpgpTrust trust({keyring_file(key.certificate("made"))}, now);
  const std::string good =
      packet(signature_tag, key.sign(0x00, payload, key.usual(), subpacket(16, key.id())));
  REQUIRE(trust.verify(payload, armoured(good)).status == Status::good);
  std::uint32_t state = 1; // the same sequence in every run
  const auto next = [&](std::size_t below) {
    state = state * 1664525 + 1013904223;
    return static_cast<std::size_t>(state >> 8) % below;
  };
  int passed = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = good;
    for (std::size_t changes = 1 + next(4); changes > 0 && !bytes.empty(); --changes) {
      const std::size_t at = next(bytes.size());
      switch (next(4)) {
      case 0:
        bytes[at] = static_cast<char>(next(256));
        break;
      case 1:
        bytes.insert(at, std::string(1 + next(4), static_cast<char>(next(2) == 0 ? 0 : 0xff)));
        break;
      case 2:
        bytes.erase(at, 1 + next(4));
        break;
      default:
        bytes.resize(at + 1);
      }
    }
    const Verdict verdict = trust.verify(payload, armoured(bytes));
    // Whatever passes says the same as before.
    if (verdict.status == Status::good) {
      ++passed;
      CHECK(verdict.key == key.hex());
      CHECK(verdict.time == signed_at);
    } else {
      CHECK_FALSE(verdict.explanation.empty());
    }
  }
  CHECK(passed < 1000);
  const std::string many(std::size_t{600} << 10, '\0');
  CHECK(trust.verify(payload, armoured(many)).status == Status::malformed);
  CHECK(trust.verify(payload, std::string(2u << 20, '-')).status == Status::malformed);
  std::string markers;
  for (int i = 0; i < 100'000; ++i)
    markers += std::string("\xca\0", 2);
  CHECK(trust.verify(payload, armoured(markers + good)).status == Status::good);
  std::string versions;
  for (int i = 0; i < 100'000; ++i)
    versions += std::string("\xc2\0", 2);
  CHECK(trust.verify(payload, armoured(versions)).status == Status::malformed);
}

TEST_CASE("a damaged keyring trusts nobody it did not trust before") {
  const MadeKey key, other;
  const std::string whole = key.certificate("made");
  const std::string signature = armoured(packet(signature_tag, key.sign(0x00, payload, key.usual())));
  const std::string by_other = armoured(packet(signature_tag, other.sign(0x00, payload, other.usual())));
  const auto judged = [&](const std::string& bytes) {
    const OpenpgpTrust trust({keyring_file(bytes)}, now);
    CHECK(trust.verify(payload, by_other).status == Status::unknown_key);
    return trust.verify(payload, signature);
  };
  REQUIRE(judged(whole).status == Status::good);
  for (std::size_t size = 0; size < whole.size(); ++size)
    CHECK(judged(whole.substr(0, size)).status != Status::good);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 1 << i % 8);
    const Verdict verdict = judged(changed);
    if (verdict.status == Status::good)
      CHECK(verdict.key == key.hex());
  }
}
