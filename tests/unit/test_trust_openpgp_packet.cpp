// SPDX-License-Identifier: Apache-2.0
#include "test_trust_openpgp_support.hpp"

using namespace openpgp_tests;

namespace {

const MadeKey& signer() {
  static const MadeKey key;
  return key;
}

Verdict verify(const std::string& signature_packets) {
  static const OpenpgpTrust trust({keyring_file(signer().certificate("made <made@example.org>"))}, now);
  return trust.verify(payload, armoured(signature_packets));
}

Verdict with_subpackets(const std::string& hashed, const std::string& unhashed = {}) {
  return verify(packet(signature_tag, signer().sign(0x00, payload, hashed, unhashed)));
}

std::string problem_of(const std::string& text) {
  return read_armour(text).problem;
}

} // namespace

TEST_CASE("armour is found between other text and read strictly") {
  const std::string good =
      "-----BEGIN PGP SIGNATURE-----\nVersion: x\n\naGVs\nbG8=\n=R/WK\n-----END PGP SIGNATURE-----\n";
  const ArmourBlock block = read_armour("-----BEGIN NOTHING-----\nx\n" + good + "rest");
  CHECK(block.problem.empty());
  CHECK(block.label == "SIGNATURE");
  CHECK(block.bytes == "hello");
  CHECK(block.end == 26 + good.size());
  CHECK(read_armour(good.substr(0, good.size() - 1)).bytes == "hello");
  CHECK(problem_of("x" + good) == "There is no OpenPGP armour."); // not at the start of a line
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    return problem_of(text.replace(text.find(from), from.size(), to));
  };
  CHECK(changed("=R/WK\n", "").empty());
  CHECK(changed("=R/WK\n", "\n=R/WK \t\r\n\n").empty());
  CHECK(changed("=R/WK", "=R/Wh") == "The armour's checksum is wrong: its data are damaged.");
  CHECK(changed("=R/WK", "=R/=K") == "The armour's checksum is wrong: its data are damaged.");
  CHECK(changed("=R/WK", "=R/WK\naGVs") == "Something follows the armour's checksum.");
  CHECK(changed("x\n\n", "x\n") == "There is no empty line between the armour's headers and its data.");
  CHECK(changed("aGVs", "aG*s") == "The armour's data are no base64.");
  CHECK(changed("bG8=\n=R/WK", "bG9=") == "The armour's data are no base64."); // bits that mean nothing
  CHECK(changed("aGVs\nbG8=", "bG8=\naGVs") == "The armour's data are no base64.");
  CHECK(changed("bG8=\n=R/WK", "bG8") == "The armour's data end within a group of base64 characters.");
  CHECK(changed("END PGP SIGNATURE", "END PGP MESSAGE") ==
        "The armour's last line does not belong to its first.");
  CHECK(changed("-----END PGP SIGNATURE-----\n", "") == "The armour has no last line.");
  CHECK(problem_of("-----BEGIN PGP SIGNATURE-----\nA: b\n") == "The armour ends before its data.");
  CHECK(problem_of("") == "There is no OpenPGP armour.");
}

TEST_CASE("packets of both formats are framed, and none that has no length") {
  const std::string body = signer().sign(0x00, payload, signer().usual());
  const auto size = body.size();
  CHECK(verify(packet(signature_tag, body)).status == Status::good);
  CHECK(verify('\xc2' + big_endian(size, 1) + body).status == Status::good);
  CHECK(verify('\x88' + big_endian(size, 1) + body).status == Status::good);
  CHECK(verify('\x89' + big_endian(size, 2) + body).status == Status::good);
  CHECK(verify('\x8a' + big_endian(size, 4) + body).status == Status::good);
  const auto refusal = [](const std::string& bytes) {
    const Verdict verdict = verify(bytes);
    CHECK(verdict.status == Status::malformed);
    return verdict.explanation;
  };
  CHECK(refusal('\x8b' + body) == "A packet has no length.");
  CHECK(refusal("\xc2\xe6" + body) == "A packet has a length in parts, which is for data only.");
  CHECK(refusal('\xc2' + big_endian(size + 1, 1) + body) == "A packet is longer than the data.");
  CHECK(refusal("\xc2\xff\xff\xff\xff\xff" + body) == "A packet is longer than the data.");
  CHECK(refusal('\x42' + body) == "There are bytes that are no OpenPGP packet.");
  CHECK(refusal(packet(signature_tag, body) + "x") == "There are bytes that are no OpenPGP packet.");
  CHECK(refusal("") == "The block holds no signature.");
  CHECK(refusal(packet(11, "b") + packet(signature_tag, body)) ==
        "There is a packet of type 11 where only a signature belongs.");
  CHECK(verify(packet(marker_tag, "PGP") + packet(signature_tag, body) + packet(padding_tag, "pad")).status ==
        Status::good);
}

TEST_CASE("versions 3 and 4 are read, others passed over or explained") {
  const std::string four = packet(signature_tag, signer().sign(0x00, payload, signer().usual()));
  const std::string six = packet(signature_tag, std::string("\x06\0\x1b\x0a", 4));
  CHECK(verify(packet(signature_tag, signer().sign_version_3(payload))).status == Status::good);
  CHECK(verify(packet(signature_tag, signer().sign_version_3(payload))).time == signed_at);
  CHECK(verify(packet(signature_tag, signer().sign_version_3(payload + "x"))).status == Status::bad);
  CHECK(verify(six + four).status == Status::good);
  CHECK(verify(four + six).status == Status::good);
  CHECK(verify(six).explanation == "The signature packet has version 6; versions 3 and 4 are read here.");
  CHECK(verify(packet(signature_tag, "")).status == Status::malformed);
  CHECK(verify(four + four).status == Status::malformed);
  const Verdict certification = verify(packet(signature_tag, signer().sign(0x13, payload, signer().usual())));
  CHECK(certification.status == Status::malformed);
  CHECK(contains(certification.explanation, "type 0x13"));
}

TEST_CASE(
    "subpackets say what they say only where they are signed, and critical ones have to be understood") {
  const std::string usual = signer().usual(), time = subpacket(2, big_endian(signed_at, 4));
  const std::string id = subpacket(16, signer().id()), other_id = subpacket(16, "12345678");
  CHECK(with_subpackets(usual).status == Status::good);
  CHECK(with_subpackets(time, id).status == Status::good);
  CHECK(with_subpackets(time + id).status == Status::good);
  CHECK(with_subpackets(time, subpacket(33, '\x04' + signer().fingerprint)).status == Status::good);
  CHECK(with_subpackets(time).status == Status::unknown_key);
  CHECK(with_subpackets(time).explanation == "The signature does not say which key made it.");
  CHECK(with_subpackets(time, other_id).status == Status::unknown_key);
  CHECK(with_subpackets(usual, other_id).explanation ==
        "The signature names two different keys that made it.");
  CHECK(with_subpackets(time + id, other_id).status == Status::good); // only a hint, after what is signed
  CHECK(with_subpackets(subpacket(33, '\x04' + signer().fingerprint), time).explanation ==
        "The signature does not say when it was made.");
  // Only the signed expiry counts, from the signed time on.
  CHECK(with_subpackets(usual, subpacket(3, big_endian(1, 4))).status == Status::good);
  CHECK(with_subpackets(usual + subpacket(3, big_endian(1, 4))).status == Status::expired_signature);
  CHECK(with_subpackets(usual + subpacket(3, big_endian(now - signed_at, 4))).status ==
        Status::expired_signature);
  CHECK(with_subpackets(usual + subpacket(3, big_endian(now - signed_at + 1, 4))).status == Status::good);
  CHECK(with_subpackets(usual + subpacket(3, big_endian(0, 4))).status == Status::good);

  for (const std::uint8_t type : {20, 35, 99, 127}) { // a notation, intended recipient, and nothing at all
    CAPTURE(int{type});
    const std::string plain = subpacket(type, std::string(8, 'x'));
    const std::string critical = subpacket(type | 0x80, std::string(8, 'x'));
    CHECK(with_subpackets(usual + plain).status == Status::good);
    CHECK(with_subpackets(usual, critical).status == Status::good);
    CHECK(with_subpackets(usual + critical).status == Status::malformed);
    CHECK(contains(with_subpackets(usual + critical).explanation, fmt::format("statement of type {}", type)));
  }
  CHECK(with_subpackets(subpacket(2 | 0x80, big_endian(signed_at, 4)) + id).status == Status::good);
  CHECK(with_subpackets(usual + subpacket(28 | 0x80, "a@b")).status == Status::good);

  for (const std::string& wrong :
       {subpacket(2, "abc"), subpacket(3, "abcde"), subpacket(16, ""), std::string("\0", 1),
        std::string("\x05\x02"), std::string("\xff\xff\xff\xff\xff\x02"), std::string("\xff"),
        std::string("\xc0"),
        subpacket(33, "\x04"
                      "abc")}) {
    CHECK(with_subpackets(usual + wrong).status == Status::malformed);
    CHECK(with_subpackets(usual + std::string(30, '\x05') + wrong).status == Status::malformed);
  }
}

TEST_CASE("numbers are bounded, and how zeros before them are counted does not matter") {
  const std::string body = signer().sign(0x00, payload, signer().usual());
  const std::size_t r = body.size() - 68; // two numbers of 2 + 32 bytes
  const auto with = [&](std::size_t at, const std::string& bytes) {
    return verify(packet(signature_tag, std::string(body).replace(at, bytes.size(), bytes))).status;
  };
  CHECK(with(r, big_endian(256, 2)) == Status::good);
  CHECK(with(r, big_endian(249, 2)) == Status::good); // as many bytes
  CHECK(with(r, big_endian(248, 2)) == Status::malformed);
  CHECK(with(r, big_endian(257, 2)) != Status::good); // what follows is then read as a length
  CHECK(with(r, big_endian(65535, 2)) == Status::malformed);
  CHECK(with(r, big_endian(0, 2)) == Status::malformed);
  std::string longer = body;
  longer.replace(r, 2, big_endian(264, 2) + std::string(1, '\0'));
  CHECK(verify(packet(signature_tag, longer)).status == Status::good);
  CHECK(verify(packet(signature_tag, body + "x")).status == Status::malformed);
  CHECK(verify(packet(signature_tag, body.substr(0, r) + integer(std::string(33, 'x')) + integer("y")))
            .status == Status::bad);
  CHECK(verify(packet(signature_tag, body.substr(0, r) + integer("") + integer(""))).status == Status::bad);
  // Another algorithm than the key's, and one that nobody knows.
  std::string other = body;
  other[2] = '\x13';
  CHECK(verify(packet(signature_tag, other)).status == Status::bad);
  other[2] = '\x63';
  CHECK(verify(packet(signature_tag, other)).status == Status::bad);
  other = body;
  other[3] = '\x63';
  CHECK(contains(verify(packet(signature_tag, other)).explanation, "hash 99"));
}
