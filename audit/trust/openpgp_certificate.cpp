// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/openpgp_certificate.hpp"

#include "audit/base/digest.hpp"
#include "audit/base/error.hpp"
#include "audit/base/handle.hpp"
#include "audit/trust/openpgp_packet.hpp"
#include "audit/trust/openpgp_signature.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <mutex>
#include <rnp/rnp.h>
#include <rnp/rnp_err.h>

namespace assay::trust {

namespace {

using Library = Handle<rnp_ffi_st, rnp_ffi_destroy>;
using Input = Handle<rnp_input_st, rnp_input_destroy>;
using Output = Handle<rnp_output_st, rnp_output_destroy>;
using KeyHandle = Handle<rnp_key_handle_st, rnp_key_handle_destroy>;
using UserId = Handle<rnp_uid_handle_st, rnp_uid_handle_destroy>;
using SignatureHandle = Handle<rnp_signature_handle_st, rnp_signature_handle_destroy>;
using Text = Handle<char, rnp_buffer_destroy>;

constexpr std::uint8_t binding_type = 0x18;
constexpr std::uint8_t signing_flag = 0x02; // RFC 4880 section 5.2.3.21

// librnp, as distributions build it, writes what it thinks of a key to standard error whatever descriptor it
// is told to log to. While this lives, standard error of the process leads nowhere.
class Silence {
public:
  explicit Silence(int nowhere) : lock_(mutex()), kept_(fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)) {
    (void)std::fflush(stderr);
    if (kept_ >= 0)
      (void)dup2(nowhere, STDERR_FILENO);
  }
  ~Silence() {
    (void)std::fflush(stderr);
    if (kept_ >= 0) {
      (void)dup2(kept_, STDERR_FILENO);
      (void)close(kept_);
    }
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

private:
  static std::mutex& mutex() {
    static std::mutex one;
    return one;
  }
  std::lock_guard<std::mutex> lock_;
  int kept_;
};

class Descriptor {
public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0)
      (void)close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return value_; }

private:
  int value_;
};

// An instance without keys, whose "now" is `as_of`.
Library start(Seconds as_of, int nowhere) {
  Library library;
  rnp_ffi_create(OutPointer(library), "GPG", "GPG");
  // librnp counts in 32 bits, and takes zero for the clock of the machine.
  const Seconds now = std::clamp<Seconds>(as_of, 1, std::numeric_limits<std::uint32_t>::max());
  const int log = fcntl(nowhere, F_DUPFD_CLOEXEC, 3); // librnp closes it
  if (!library || log < 0 || rnp_ffi_set_log_fd(library.get(), log) != RNP_SUCCESS ||
      rnp_set_timestamp(library.get(), static_cast<std::uint64_t>(now)) != RNP_SUCCESS)
    throw Error::internal("librnp could not be started");
  return library;
}

KeyHandle locate(rnp_ffi_st* library, std::string_view fingerprint) {
  KeyHandle key;
  rnp_locate_key(library, "fingerprint", to_hex(fingerprint).c_str(), OutPointer(key));
  return key;
}

bool holds(rnp_signature_handle_st* signature) {
  return rnp_signature_is_valid(signature, 0) == RNP_SUCCESS;
}

// Whether a self-certification of any user id holds, even if that user id has been revoked since.
bool has_certified_user_id(rnp_key_handle_st* key) {
  Text own_id;
  std::size_t user_ids = 0;
  rnp_key_get_keyid(key, OutPointer(own_id));
  if (!own_id || rnp_key_get_uid_count(key, &user_ids) != RNP_SUCCESS)
    return false;
  for (std::size_t i = 0; i < user_ids; ++i) {
    UserId user_id;
    std::size_t signatures = 0;
    rnp_key_get_uid_handle_at(key, i, OutPointer(user_id));
    if (!user_id || rnp_uid_get_signature_count(user_id.get(), &signatures) != RNP_SUCCESS)
      continue;
    for (std::size_t j = 0; j < signatures; ++j) {
      SignatureHandle signature;
      Text signer, type;
      rnp_uid_get_signature_at(user_id.get(), j, OutPointer(signature));
      if (!signature)
        continue;
      rnp_signature_get_keyid(signature.get(), OutPointer(signer));
      rnp_signature_get_type(signature.get(), OutPointer(type));
      if (!signer || !type)
        continue;
      // "certification (generic)" … but not "certification revocation"
      const bool certifies = std::string_view(type.get()).substr(0, 15) == "certification (";
      if (certifies && std::string_view(signer.get()) == own_id.get() && holds(signature.get()))
        return true;
    }
  }
  return false;
}

// What librnp makes of the packets it was given.
std::string exported(rnp_key_handle_st* key) {
  Output output;
  rnp_output_to_memory(OutPointer(output), 0);
  std::uint8_t* bytes = nullptr;
  std::size_t size = 0;
  if (!output ||
      rnp_key_export(key, output.get(), RNP_KEY_EXPORT_PUBLIC | RNP_KEY_EXPORT_SUBKEYS) != RNP_SUCCESS ||
      rnp_output_memory_get_buf(output.get(), &bytes, &size, false) != RNP_SUCCESS)
    return {};
  return {reinterpret_cast<const char*>(bytes), size};
}

// A key packet and the signatures directly behind it.
struct Group {
  std::string_view body;
  std::vector<std::string_view> signatures;
};

std::vector<Group> groups_of(std::string_view packets) {
  std::vector<Group> groups;
  bool on_key = false;
  PacketReader reader(packets);
  while (const auto packet = reader.next()) {
    if (packet->tag == public_key_tag || packet->tag == public_subkey_tag) {
      groups.push_back({packet->body, {}});
      on_key = true;
    } else if (packet->tag != signature_tag) {
      on_key = false;
    } else if (on_key) {
      groups.back().signatures.push_back(packet->body);
    }
  }
  return groups;
}

class KeyReader {
public:
  KeyReader(rnp_key_handle_st* key, const Group& group, bool is_primary, std::uint64_t primary_id)
      : key_(key), group_(group), is_primary_(is_primary), primary_id_(primary_id) {}

  // Nothing when librnp and our own parser do not see the same signatures.
  std::optional<CertificateKey> read() {
    CertificateKey out;
    out.body = group_.body;
    out.fingerprint = fingerprint_of(group_.body);
    std::uint32_t created = 0, lifetime = 0;
    std::size_t count = 0;
    if (rnp_key_get_creation(key_, &created) != RNP_SUCCESS ||
        rnp_key_get_expiration(key_, &lifetime) != RNP_SUCCESS ||
        rnp_key_get_signature_count(key_, &count) != RNP_SUCCESS || count != group_.signatures.size())
      return std::nullopt;
    if (lifetime != 0)
      out.expires = Seconds{created} + lifetime;
    if (is_primary_) {
      out.bound = has_certified_user_id(key_);
      rnp_key_allows_usage(key_, "sign", &out.may_sign);
    }
    for (std::size_t i = 0; i < count; ++i)
      if (!add_signature(i, out))
        return std::nullopt;
    return out;
  }

private:
  bool add_signature(std::size_t index, CertificateKey& out) {
    SignatureHandle handle;
    std::uint32_t created = 0;
    rnp_key_get_signature_at(key_, index, OutPointer(handle));
    if (!handle || rnp_signature_get_creation(handle.get(), &created) != RNP_SUCCESS)
      return false;
    std::string problem;
    const auto packet = read_signature(group_.signatures[index], problem);
    if (!packet)
      return true; // what cannot be understood binds nothing
    if (packet->created != created)
      return false;
    const KeySignature signature{
        packet->type,          Seconds{created},    packet->revocation_reason,
        packet->names_revoker, holds(handle.get()), packet->issuer_key_id == primary_id_};
    out.signatures.push_back(signature);
    // librnp asks a signing subkey for its own consent only when the flag is there; without it, it is no
    // signing key, whatever its algorithm could do.
    if (!is_primary_ && packet->type == binding_type && signature.valid && created >= latest_binding_) {
      latest_binding_ = created;
      out.bound = true;
      out.may_sign = (packet->key_flags.value_or(0) & signing_flag) != 0;
    }
    return true;
  }

  rnp_key_handle_st* key_;
  const Group& group_;
  bool is_primary_;
  std::uint64_t primary_id_;
  std::uint32_t latest_binding_ = 0;
};

} // namespace

Certificate read_certificate(std::string_view packets, std::string_view fingerprint, Seconds as_of) {
  Certificate certificate;
  const Descriptor nowhere(open("/dev/null", O_WRONLY | O_CLOEXEC));
  if (nowhere.get() < 0)
    throw Error::environment("/dev/null cannot be opened");
  const Silence silence(nowhere.get());
  const Library library = start(as_of, nowhere.get());
  Input input;
  rnp_input_from_memory(OutPointer(input), reinterpret_cast<const std::uint8_t*>(packets.data()),
                        packets.size(), false);
  if (!input)
    throw Error::internal("librnp could not be given a key");
  rnp_import_keys(library.get(), input.get(), RNP_LOAD_SAVE_PUBLIC_KEYS | RNP_LOAD_SAVE_PERMISSIVE, nullptr);
  const KeyHandle primary = locate(library.get(), fingerprint);
  if (!primary) {
    certificate.problem = "librnp cannot read it.";
    return certificate;
  }
  const std::string seen = exported(primary.get());
  for (const Group& group : groups_of(seen)) {
    const KeyHandle key = locate(library.get(), fingerprint_of(group.body));
    auto read = key ? KeyReader(key.get(), group, certificate.keys.empty(), key_id_of(fingerprint)).read()
                    : std::nullopt;
    if (!read || (certificate.keys.empty() && read->fingerprint != fingerprint)) {
      certificate.keys.clear();
      certificate.problem = "librnp and this program do not see the same signatures on it.";
      return certificate;
    }
    certificate.keys.push_back(std::move(*read));
  }
  if (certificate.keys.empty())
    certificate.problem = "librnp could not hand it out.";
  Text user_id;
  rnp_key_get_primary_uid(primary.get(), OutPointer(user_id));
  if (user_id)
    certificate.user_id = user_id.get();
  return certificate;
}

} // namespace assay::trust
