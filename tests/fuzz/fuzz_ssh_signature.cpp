// SPDX-License-Identifier: Apache-2.0
//
// SSH signatures, armoured or as bytes: the fields, the key or certificate that comes along, and the mathematics.
#include "fuzz.hpp"

#include "audit/base/base64.hpp"
#include "audit/trust/ssh_certificate.hpp"
#include "audit/trust/ssh_signature.hpp"
#include "audit/trust/ssh_wire.hpp"

#include <fmt/format.h>

using namespace assay;
using namespace assay::trust;
using assay::fuzz::require;
using assay::fuzz::within;

namespace {

constexpr std::string_view payload = "signed for the corpus\n"; // what the seeds sign

std::string armoured(std::string_view bytes) {
  return fmt::format("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n", to_base64(bytes));
}

void check_fields(const SshSignature& signature) {
  const std::string_view bytes = signature.bytes;
  for (const std::string_view field : {signature.key, signature.name_space, signature.hash, signature.signature})
    require(within(field, bytes), "the fields lie within the signature");
  // The reserved field is what lies between the two around it.
  const char* const reserved_start = signature.name_space.data() + signature.name_space.size() + 4;
  const char* const reserved_end = signature.hash.data() - 4;
  require(reserved_start <= reserved_end, "the fields stand in their order");
  std::string written = "SSHSIG";
  append_uint32(written, 1);
  append_string(written, signature.key);
  append_string(written, signature.name_space);
  append_string(written, {reserved_start, static_cast<std::size_t>(reserved_end - reserved_start)});
  append_string(written, signature.hash);
  append_string(written, signature.signature);
  require(written == bytes, "the fields are all there is");
  SshSignature again;
  require(parse_ssh_signature(armoured(bytes), again).empty() && again.bytes == bytes,
          "a signature armoured again is the same");
}

void check_mathematics(const SshPublicKey& key, const SshSignature& signature) {
  const auto data = ssh_signed_bytes(signature.name_space, signature.hash, payload);
  const auto other = ssh_signed_bytes(signature.name_space, signature.hash, "another text");
  require(data.has_value() == (signature.hash == "sha256" || signature.hash == "sha512"), "two hashes are known");
  if (!data)
    return;
  const SshCheck check = check_ssh_signature(key, signature.signature, *data);
  require(check.explanation.empty() == (check.status == Status::good), "everything but good is explained");
  require(check.status == Status::good || check.status == Status::bad || check.status == Status::weak ||
              check.status == Status::malformed,
          "a signature has four answers");
  require(check.status != Status::good || (key.key && key.weakness.empty()), "no weak key makes a good signature");
  if (check.status == Status::good)
    require(check_ssh_signature(key, signature.signature, *other).status == Status::bad,
            "it is good for one text only");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::text_of(data, size);
  SshSignature signature;
  const std::string problem =
      parse_ssh_signature(input.starts_with("-----") ? std::string(input) : armoured(input), signature);
  if (!problem.empty())
    return 0;
  check_fields(signature);
  if (const auto key = read_key(signature.key).key)
    check_mathematics(*key, signature);
  else if (const auto certificate = read_certificate(signature.key).certificate)
    check_mathematics(*certificate->key, signature);
  return 0;
}
