// SPDX-License-Identifier: Apache-2.0
//
// The mathematics of OpenPGP: of a sequence of packets, every signature with every key before it.
#include "fuzz.hpp"

#include "audit/trust/openpgp_signature.hpp"

#include <vector>

using namespace assay;
using namespace assay::trust;
using assay::fuzz::require;

namespace {

constexpr std::string_view payload = "signed for the corpus\n"; // what the seeds sign
constexpr std::size_t most_keys = 4;

void check(const OpenpgpPublicKey& key, const SignaturePacket& signature) {
  const Arithmetic answer = check_arithmetic(key, signature, payload);
  if (answer != Arithmetic::holds)
    return;
  require(key.key && signature.type <= 0x01, "only a key can have signed, and only data");
  if (key.weakness.empty() && !is_weak_hash(signature.hash_algorithm))
    require(check_arithmetic(key, signature, "another text") == Arithmetic::fails, "it holds for one text only");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  PacketReader reader(fuzz::text_of(data, size));
  std::vector<OpenpgpPublicKey> keys;
  while (const auto packet = reader.next()) {
    std::string problem;
    if (packet->tag == signature_tag) {
      if (const auto signature = read_signature(packet->body, problem))
        for (const OpenpgpPublicKey& key : keys)
          check(key, *signature);
    } else if (const auto key = read_key(packet->body, problem); key && keys.size() < most_keys) {
      require(fingerprint_of(packet->body).size() == 20, "a fingerprint has 20 bytes");
      keys.push_back(make_public_key(*key));
      require((keys.back().key != nullptr) == keys.back().problem.empty() && !keys.back().name.empty(),
              "a key is made or has a problem, and has a name in any case");
    }
  }
  return 0;
}
