// SPDX-License-Identifier: Apache-2.0
//
// SSH public keys in their wire form: a key has one, which reads as the same key.
#include "fuzz.hpp"

#include "audit/trust/ssh_key.hpp"

using namespace assay;
using namespace assay::trust;
using assay::fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const SshKeyAnswer answer = read_key(fuzz::text_of(data, size));
  require((answer.key != nullptr) == answer.problem.empty(), "a key is read or has a problem");
  require(!answer.refused || !answer.key, "what is refused is no key");
  if (!answer.key)
    return 0;
  const SshPublicKey& key = *answer.key;
  require(is_key_type(key.type) && (key.key || !key.weakness.empty()), "a key has numbers, or is weak");
  require(key.fingerprint().size() == 50 && key.fingerprint() == ssh_fingerprint(key.blob),
          "a fingerprint is \"SHA256:\" and 43 digits");
  const SshKeyAnswer again = read_key(key.blob);
  require(again.key && again.key->blob == key.blob && again.key->type == key.type &&
              again.key->application == key.application && again.key->weakness == key.weakness,
          "a key's own form reads as the same key");
  return 0;
}
