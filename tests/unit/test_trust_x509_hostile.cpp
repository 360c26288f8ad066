// SPDX-License-Identifier: Apache-2.0
//
// Signatures by somebody with an interest in the answer: every byte changed, cut off everywhere, blown up.
#include "audit/trust/cms_signature.hpp"
#include "test_trust_x509_support.hpp"

#include <chrono>

using namespace x509_tests;

namespace {

// The bytes of a signature by "signer" whose value says nothing: changing them leaves a good signature good.
class Meaningless {
public:
  Meaningless(const std::string& der, const Pki& pki) : der_(der) {
    // SignedData: its version, and the list of digest algorithms, which only helps to read in one go. Outer
    // elements have lengths of four bytes.
    add(23, 3);
    add(26, 2 + static_cast<unsigned char>(der[27]));
    // SignerInfo: its version, and the issuer's name, which only helps to find the certificate; X.500 names
    // have no case and several types of string.
    const auto list = assay::read_certificates(get(pki / "signer.crt"));
    unsigned char* bytes = nullptr;
    const int size = i2d_X509_NAME(X509_get_issuer_name(list.certificates.front().get()), &bytes);
    const std::string name(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
    const std::size_t at = der.rfind(name);
    REQUIRE(at != der.npos);
    REQUIRE(der.substr(at - 5, 3) == std::string("\x02\x01\x01", 3));
    add(at - 3, 1);
    add(at, name.size());
  }

  // Whether these armoured bytes say the same, written in the same way or another.
  bool same(const std::string& armoured) const {
    const CmsSignature signature = read_cms_signature(armoured);
    const std::string other = signature.cms ? assay::to_der(signature.cms.get()) : "";
    if (other.size() != der_.size())
      return false;
    for (std::size_t i = 0; i < other.size(); ++i)
      if (other[i] != der_[i] && !free_.at(i))
        return false;
    return true;
  }

private:
  void add(std::size_t at, std::size_t size) {
    free_.resize(der_.size());
    std::fill_n(free_.begin() + static_cast<std::ptrdiff_t>(at), size, true);
  }

  std::string der_;
  std::vector<bool> free_;
};

// The signature with one element of its BER form replaced: `make` gets the contents of the list of digest
// algorithms, of the certificates, or of the signers.
enum class Part { digests, certificates, signers };

std::string length_of(std::size_t size) {
  return std::string("\x83") + static_cast<char>(size >> 16) + static_cast<char>(size >> 8) +
         static_cast<char>(size);
}

std::string flooded(const std::string& der, Part part, std::size_t times) {
  const std::string ber = as_ber(der);
  std::string out = ber.substr(0, 17); // up to the first element of SignedData
  std::size_t at = 17;
  const auto element = [&] { // the tag and the contents of the element at `at`, which is behind it then
    const auto first = static_cast<unsigned char>(ber[at + 1]);
    std::size_t header = 2, size = first;
    if (first > 0x80) {
      size = 0;
      for (int i = 0; i < first - 0x80; ++i)
        size = size << 8 | static_cast<unsigned char>(ber[at + header++]);
    }
    const std::pair<char, std::string> found{ber[at], ber.substr(at + header, size)};
    at += header + size;
    return found;
  };
  for (int i = 0; i < 5; ++i) { // version, digests, content, certificates, signers
    const std::size_t start = at;
    const auto [tag, contents] = element();
    if (i != (part == Part::digests ? 1 : part == Part::certificates ? 3 : 4)) {
      out += ber.substr(start, at - start);
      continue;
    }
    std::string many;
    for (std::size_t n = 0; n < times; ++n)
      many += contents;
    out += tag + length_of(many.size()) + many;
  }
  return out + std::string(6, '\0');
}

} // namespace

TEST_CASE("every byte of a signature counts, except those that say nothing") {
  if (!have("openssl"))
    return;
  const Pki pki;
  const X509Trust trust = pki.trust();
  for (const char* options : {"-certfile middle.crt", "-certfile middle.crt -noattr"}) {
    const std::string der = pki.sign("signer", options);
    const Meaningless meaningless(der, pki);
    REQUIRE(meaningless.same(armour(der)));
    std::size_t still_good = 0, wrong = 0;
    for (std::size_t i = 0; i < der.size(); ++i)
      for (const int mask : {0x01, 0x20, 0x80, 0xff}) {
        std::string changed = der;
        changed[i] = static_cast<char>(changed[i] ^ mask);
        const std::string text = armour(changed);
        if (trust.verify(payload, text, pki.now).status != Status::good)
          continue;
        ++still_good;
        if (!meaningless.same(text)) {
          ++wrong;
          MESSAGE(fmt::format("byte {} changed by {:#x} leaves the signature good", i, mask));
        }
      }
    CHECK(wrong == 0);
    CHECK(still_good > 20); // the two versions, the list of digests, the name
    CHECK(still_good < 100);
  }
  const std::string der = pki.sign("signer"), text = armour(der);
  const Meaningless meaningless(der, pki);
  int wrong = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    for (const int mask : {0x01, 0x80}) {
      std::string changed = text;
      changed[i] = static_cast<char>(changed[i] ^ mask);
      wrong += trust.verify(payload, changed, pki.now).status == Status::good && !meaningless.same(changed);
    }
  CHECK(wrong == 0);
}

TEST_CASE("a signature cut off anywhere is malformed") {
  if (!have("openssl"))
    return;
  const Pki pki;
  const X509Trust trust = pki.trust();
  for (const std::string& der :
       {pki.sign("signer"), as_ber(pki.sign("signer", "-certfile middle.crt -noattr"))}) {
    int wrong = 0;
    for (std::size_t size = 0; size < der.size(); ++size)
      wrong += trust.verify(payload, armour(der.substr(0, size)), pki.now).status != Status::malformed;
    const std::string text = armour(der);
    for (std::size_t size = 0; size + 1 < text.size(); ++size)
      wrong += trust.verify(payload, text.substr(0, size), pki.now).status != Status::malformed;
    CHECK(wrong == 0);
  }
}

TEST_CASE("no bytes make another object's signature good, or anything throw") {
  if (!have("openssl"))
    return;
  const Pki pki;
  const X509Trust trust = pki.trust();
  const std::string other = payload + "x";
  std::uint32_t state = 1; // the same sequence in every run
  const auto next = [&](std::size_t below) {
    state = state * 1664525 + 1013904223;
    return (state >> 8) % below;
  };
  int good = 0;
  for (const std::string& der :
       {pki.sign("signer"), as_ber(pki.sign("signer", "-certfile middle.crt -noattr"))})
    for (int round = 0; round < 2000; ++round) {
      std::string bytes = der;
      for (std::size_t edits = 1 + next(4); edits > 0; --edits) {
        const std::size_t at = next(bytes.size()), size = next(std::min<std::size_t>(bytes.size() - at, 40));
        switch (next(4)) {
        case 0:
          bytes[at] = static_cast<char>(next(256));
          break;
        case 1:
          bytes.erase(at, size);
          break;
        case 2:
          bytes.insert(at, bytes.substr(next(bytes.size()), size));
          break;
        default:
          std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), size, static_cast<char>(next(256)));
        }
      }
      good += trust.verify(other, armour(bytes), pki.now).status == Status::good;
      (void)trust.verify(payload, armour(bytes), pki.now);
    }
  CHECK(good == 0);
}

TEST_CASE("a signature without end in its lists is answered quickly") {
  if (!have("openssl"))
    return;
  const Pki pki;
  const X509Trust trust = pki.trust();
  const std::string der = pki.sign("signer");
  const auto start = std::chrono::steady_clock::now();
  CHECK(name_of(trust.verify(payload, armour(flooded(der, Part::digests, 1)), {})) == "good");
  CHECK(name_of(trust.verify(payload, armour(flooded(der, Part::digests, 50'000)), {})) == "good");
  CHECK(name_of(trust.verify(payload, armour(flooded(der, Part::certificates, 2)), {})) == "good");
  CHECK(name_of(trust.verify(payload, armour(flooded(der, Part::certificates, 800)), {})) == "malformed");
  CHECK(name_of(trust.verify(payload, armour(flooded(der, Part::signers, 1500)), {})) == "malformed");
  for (const char* nest : {"\x30\x80", "\xa0\x80", "\x24\x80"}) {
    std::string deep;
    for (int i = 0; i < 300'000; ++i)
      deep += std::string(nest, 2);
    CHECK(name_of(trust.verify(payload, armour(deep), {})) == "malformed");
    CHECK(name_of(trust.verify(payload, armour(as_ber(der).substr(0, 17) + deep), {})) == "malformed");
  }
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}
