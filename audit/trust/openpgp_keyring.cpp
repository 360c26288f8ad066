// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/openpgp_keyring.hpp"

#include "audit/trust/openpgp_certificate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace assay::trust {

namespace {

// All parts of a certificate, whatever files they came from.
struct Parts {
  std::string fingerprint; // of the primary key, 20 bytes
  std::string bytes;       // packets
  std::string file;        // where it was found first
};

class Reader {
public:
  void read(const SourceFile& file) {
    file_ = &file;
    if (file.bytes.size() > max_keyring_bytes)
      return refuse(fmt::format("it has more than {} MiB", max_keyring_bytes >> 20),
                    "export only the keys that are trusted: gpg --export --armor FINGERPRINT");
    std::vector<std::string> blocks;
    if (!file.bytes.empty() && (file.bytes.front() & 0x80) != 0)
      blocks.push_back(file.bytes);
    else if (!read_blocks(blocks))
      return;
    if (std::any_of(blocks.begin(), blocks.end(), has_secret_key))
      return refuse("it holds a secret key, which nobody else should ever see; nothing was taken from it",
                    "export the public key instead: gpg --export --armor FINGERPRINT");
    const std::size_t before = found_;
    for (const std::string& block : blocks)
      split(block);
    if (found_ == before)
      refuse("there is no public key in it", "export one: gpg --export --armor FINGERPRINT; a revocation "
                                             "without its key is not applied, so import "
                                             "both into gpg first");
  }

  std::vector<Parts> take_parts() { return std::move(parts_); }
  std::vector<Problem>& problems() { return problems_; }

private:
  void refuse(std::string reason, std::string hint) {
    problems_.push_back({{file_->shown, 0, 0, {}, 0},
                         fmt::format("this OpenPGP keyring was not read as a whole: {}", reason),
                         std::move(hint)});
  }

  bool read_blocks(std::vector<std::string>& blocks) {
    for (std::size_t position = 0;;) {
      ArmourBlock block = read_armour(file_->bytes, position);
      if (block.label.empty())
        break;
      if (!block.problem.empty()) {
        refuse("its armour is damaged. " + block.problem,
               "export the key again: gpg --export --armor FINGERPRINT");
        return false;
      }
      position = block.end;
      blocks.push_back(std::move(block.bytes));
    }
    if (!blocks.empty())
      return true;
    refuse("there is no OpenPGP key in it, neither armoured nor binary",
           "a GnuPG keybox (.kbx) is not read here: export its keys with gpg --export --armor FINGERPRINT");
    return false;
  }

  static bool has_secret_key(const std::string& block) {
    PacketReader reader(block);
    while (const auto packet = reader.next())
      if (packet->tag == secret_key_tag || packet->tag == secret_subkey_tag)
        return true;
    return false;
  }

  // Cuts a block into certificates, each of which starts with a primary key.
  void split(std::string_view block) {
    PacketReader reader(block);
    Parts* parts = nullptr;
    while (const auto packet = reader.next()) {
      if (packet->tag == public_key_tag)
        parts = start(packet->body);
      if (parts != nullptr)
        parts->bytes += packet->whole;
    }
    if (!reader.problem().empty())
      refuse("it is damaged. " + reader.problem(), "export the keys again: gpg --export --armor FINGERPRINT");
  }

  Parts* start(std::string_view key_body) {
    ++found_;
    if (key_body.empty() || key_body.front() != 4) {
      refuse(fmt::format("a key of version {} in it was left out; version 4 is read here",
                         key_body.empty() ? 0 : static_cast<int>(key_body.front())),
             "ask its owner for an OpenPGP key of version 4, as GnuPG 2 makes them");
      return nullptr;
    }
    const std::string fingerprint = fingerprint_of(key_body);
    const auto [place, is_new] = by_fingerprint_.emplace(fingerprint, parts_.size());
    if (is_new && parts_.size() == max_keyring_certificates) {
      by_fingerprint_.erase(place);
      refuse(fmt::format("more than {} keys were given", max_keyring_certificates),
             "give only those that are trusted");
      return nullptr;
    }
    if (is_new)
      parts_.push_back({fingerprint, {}, file_->shown});
    return &parts_[place->second];
  }

  const SourceFile* file_ = nullptr;
  std::size_t found_ = 0;
  std::vector<Parts> parts_;
  std::unordered_map<std::string, std::size_t> by_fingerprint_;
  std::vector<Problem> problems_;
};

bool is_soft(std::optional<std::uint8_t> reason) {
  return reason && (*reason == 1 || *reason == 3);
}

std::string reason_text(std::optional<std::uint8_t> reason) {
  switch (reason.value_or(0)) {
  case 1:
    return "it was superseded by another key";
  case 2:
    return "it was compromised";
  case 3:
    return "it is no longer used";
  default:
    return "no reason was given";
  }
}

// The revocations among the signatures on one key that have to be believed.
void add_revocations(const CertificateKey& key, std::uint8_t type,
                     std::vector<OpenpgpRevocation>& revocations) {
  bool names_revoker = false;
  for (const KeySignature& signature : key.signatures)
    names_revoker = names_revoker || (signature.valid && signature.names_revoker);
  for (const KeySignature& signature : key.signatures) {
    if (signature.type != type)
      continue;
    if (signature.valid)
      revocations.push_back({signature.created, !is_soft(signature.revocation_reason),
                             reason_text(signature.revocation_reason)});
    else if (names_revoker && !signature.own)
      revocations.push_back({signature.created, true,
                             "by another key that it had named for this, which is believed unchecked"});
  }
}

std::optional<Seconds> earlier(std::optional<Seconds> one, std::optional<Seconds> other) {
  return one && other ? std::min(one, other) : one ? one : other;
}

class Judge {
public:
  Judge(OpenpgpKeyring& keyring, Seconds as_of) : keyring_(keyring), as_of_(as_of) {}

  void add(const Parts& parts) {
    const Certificate certificate = read_certificate(parts.bytes, parts.fingerprint, as_of_);
    if (!certificate.problem.empty()) {
      keyring_.problems.push_back({{parts.file, 0, 0, {}, 0},
                                   fmt::format("the OpenPGP key {} was not taken: {}",
                                               hex_upper(parts.fingerprint), certificate.problem),
                                   "check it with gpg --show-keys, or export it again"});
      return;
    }
    for (const CertificateKey& key : certificate.keys)
      add(parts, certificate, key);
  }

private:
  void add(const Parts& parts, const Certificate& certificate, const CertificateKey& from) {
    const bool is_primary = &from == &certificate.keys.front();
    std::string problem;
    const auto packet = read_key(from.body, problem);
    if (!packet) // it encrypts, or its algorithm is not known: it made no signature that can be checked
      return is_primary ? remark(parts, hex_upper(from.fingerprint), problem) : void();
    OpenpgpKey key;
    key.material = make_public_key(*packet);
    key.fingerprint = hex_upper(from.fingerprint);
    key.key_id = key_id_of(from.fingerprint);
    key.primary_fingerprint = hex_upper(parts.fingerprint);
    key.user_id = certificate.user_id;
    key.file = parts.file;
    key.created = packet->created;
    key.expires = earlier(from.expires, certificate.keys.front().expires);
    add_revocations(certificate.keys.front(), 0x20, key.revocations);
    if (!is_primary)
      add_revocations(from, 0x28, key.revocations);
    key.refusal = refusal(certificate, from, is_primary);
    if (!key.material.problem.empty())
      remark(parts, key.fingerprint, key.material.problem);
    else if (is_primary || from.may_sign)
      remark(parts, key);
    keyring_.keys.push_back(std::move(key));
  }

  std::string refusal(const Certificate& certificate, const CertificateKey& key, bool is_primary) const {
    const std::string when = format_rfc3339(as_of_);
    if (!certificate.keys.front().bound)
      return fmt::format("No user id of the key had a valid self-signature at {}.", when);
    if (!is_primary && !key.bound)
      return fmt::format("The subkey was not validly bound to its primary key at {}.", when);
    if (!key.may_sign)
      return is_primary ? "The key is not allowed to sign data." : "The subkey is not allowed to sign data.";
    return {};
  }

  void remark(const Parts& parts, const OpenpgpKey& key) {
    if (!key.revocations.empty())
      remark(parts, key.fingerprint,
             fmt::format("it was revoked on {}: {}", format_rfc3339(key.revocations.front().time),
                         key.revocations.front().reason));
    else if (key.expires && *key.expires <= as_of_)
      remark(parts, key.fingerprint, fmt::format("it expired on {}", format_rfc3339(*key.expires)));
    else if (!key.material.weakness.empty())
      remark(parts, key.fingerprint, key.material.weakness);
    else if (key.refusal.find("self-signature") != std::string::npos ||
             key.refusal.find("bound") != std::string::npos)
      remark(parts, key.fingerprint, key.refusal);
  }

  void remark(const Parts& parts, const std::string& fingerprint, const std::string& text) {
    keyring_.remarks.push_back(
        {{parts.file, 0, 0, {}, 0},
         fmt::format("signatures by the OpenPGP key {} do not all count as good: {}", fingerprint, text),
         "ask the owner for the key as it is now"});
  }

  OpenpgpKeyring& keyring_;
  Seconds as_of_;
};

} // namespace

OpenpgpKeyring read_openpgp_keyrings(const std::vector<SourceFile>& files, Seconds as_of) {
  Reader reader;
  for (const SourceFile& file : files)
    reader.read(file);
  OpenpgpKeyring keyring;
  keyring.problems = std::move(reader.problems());
  Judge judge(keyring, as_of);
  for (const Parts& parts : reader.take_parts())
    judge.add(parts);
  return keyring;
}

} // namespace assay::trust
