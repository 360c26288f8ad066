// SPDX-License-Identifier: Apache-2.0
//
// Lists of revoked SSH keys, as text and as KRL, asked for a key and for a certificate.
#include "fuzz.hpp"

#include "audit/base/base64.hpp"
#include "audit/trust/ssh_revocation.hpp"
#include "audit/trust/ssh_wire.hpp"

using namespace assay;
using namespace assay::trust;
using assay::fuzz::require;

namespace {

std::shared_ptr<const SshPublicKey> made_key(char byte) {
  std::string blob;
  append_string(blob, "ssh-ed25519");
  append_string(blob, std::string(32, byte));
  return read_key(blob).key;
}

const SshCertificate& made_certificate() {
  static const SshCertificate certificate = [] {
    SshCertificate made;
    made.key = made_key('k');
    made.authority = made_key('a');
    made.serial = 7;
    made.key_id = "somebody";
    return made;
  }();
  return certificate;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::text_of(data, size);
  const SshRevocations list(fuzz::source_file(input));
  const SshCertificate& certificate = made_certificate();
  const SshPublicKey& key = *certificate.key;
  require(list.revoked(key).empty() || !list.revoked(certificate).empty(), "with a key its certificates are revoked");

  std::string longer(input);
  if (input.starts_with("SSHKRL\n")) {
    if (!list.problems().empty())
      return 0;
    std::string section;
    append_string(section, key.blob);
    longer += '\x02'; // keys as they are
    append_string(longer, section);
  } else {
    longer += '\n' + key.type + ' ' + to_base64(key.blob) + '\n';
  }
  require(!SshRevocations(fuzz::source_file(longer)).revoked(key).empty(), "a key that is added is revoked");
  return 0;
}
