// SPDX-License-Identifier: Apache-2.0
#include "audit/trust/ssh_revocation.hpp"

#include "audit/base/base64.hpp"
#include "audit/base/error.hpp"
#include "audit/base/text.hpp"
#include "audit/trust/ssh_wire.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace assay::trust {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view krl_magic = "SSHKRL\n\0"sv;

// Of serial numbers for one authority: a bitmap of a few kilobytes can name thousands.
constexpr std::size_t max_ranges = 4'000'000;

// The one wire form of a key; that of a key which cannot be read as it stands.
std::string canonical(std::string_view blob) {
  const SshKeyAnswer answer = read_key(blob);
  return answer.key ? answer.key->blob : std::string(blob);
}

std::string sha1(std::string_view bytes) {
  std::array<unsigned char, 20> out;
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, EVP_sha1(), nullptr) != 1)
    throw Error::internal("a SHA-1 digest could not be computed");
  return {reinterpret_cast<const char*>(out.data()), size};
}

std::string sha256_bytes(std::string_view bytes) {
  const Digest digest = sha256(bytes);
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

// The runs of set bits of a KRL bitmap, as ranges of serial numbers from `offset`. False when they pass 2^64.
bool append_runs(std::uint64_t offset, std::string_view bitmap, SerialRanges& ranges) {
  const std::uint64_t bits = std::uint64_t{bitmap.size()} * 8;
  bool running = false;
  std::uint64_t start = 0;
  for (std::uint64_t i = 0; i <= bits; ++i) {
    // Bit 0 is the lowest of the last byte.
    const bool set = i < bits && (bitmap[bitmap.size() - 1 - i / 8] >> (i % 8) & 1) != 0;
    if (set && offset > ~std::uint64_t{0} - i)
      return false;
    if (set && !running)
      start = i;
    else if (!set && running)
      ranges.emplace_back(offset + start, offset + i - 1);
    running = set;
  }
  return true;
}

} // namespace

SshRevocations::SshRevocations(const SourceFile& file) : name_(file.name) {
  if (!std::string_view(file.bytes).starts_with(krl_magic))
    read_list(file);
  else if (const std::string problem = read_krl(file.bytes); !problem.empty())
    problems_.add({file.shown, 0, 0, {}, 0}, "the key revocation list cannot be used: " + problem,
                  "make it anew with ssh-keygen -k, or hand in the revoked public keys, one a line");
  for (auto& [authority, serials] : certificates_)
    serials.sort();
}

void SshRevocations::read_list(const SourceFile& file) {
  const std::string_view text = file.bytes;
  const TextPositions positions(file.shown, text);
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string_view line = trimmed(text.substr(start, end - start));
    const std::size_t line_start = start;
    start = end + 1;
    if (line.empty() || line.front() == '#')
      continue;
    const std::size_t type_end = std::min(line.find_first_of(" \t"), line.size());
    const std::string_view type = line.substr(0, type_end), rest = trimmed(line.substr(type_end));
    const auto blob = from_base64(rest.substr(0, rest.find_first_of(" \t")));
    SshReader within(blob ? std::string_view(*blob) : std::string_view());
    const bool readable = blob && within.text() == type && within.ok();
    SshKeyAnswer answer;
    if (readable && is_certificate_type(type)) {
      // A certificate in the list revokes the key it certifies.
      if (const auto certificate = read_certificate(*blob).certificate)
        answer.key = certificate->key;
    } else if (readable) {
      answer = read_key(*blob);
    }
    if (answer.key)
      keys_.insert(answer.key->blob);
    else if (!readable || is_key_type(type) || is_certificate_type(type))
      problems_.add(positions.at(line_start), "this is no public key, so what it revokes is not known",
                    "write key type and key, as in a .pub file");
    // A key of any other type needs no revoking: nothing that it signs is believed.
  }
}

std::string SshRevocations::read_krl(std::string_view bytes) {
  SshReader reader(bytes.substr(krl_magic.size()));
  const std::uint32_t version = reader.uint32();
  if (reader.ok() && version != 1)
    return fmt::format("it has format version {}, and this version knows only 1", version);
  (void)reader.uint64(); // number of this list
  (void)reader.uint64(); // when it was made
  (void)reader.uint64(); // flags, none of which are defined
  (void)reader.string(); // reserved; to be ignored
  (void)reader.string(); // comment
  while (reader.ok() && !reader.empty()) {
    const std::uint8_t type = reader.byte();
    const std::string_view section = reader.string();
    if (!reader.ok())
      break;
    if (std::string problem = read_krl_section(type, section); !problem.empty())
      return problem;
  }
  return reader.ok() ? std::string() : "it is cut off";
}

std::string SshRevocations::read_krl_section(std::uint8_t type, std::string_view section) {
  SshReader reader(section);
  switch (type) {
  case 1:
    return read_certificate_section(section);
  case 2:
    while (reader.ok() && !reader.empty())
      keys_.insert(canonical(reader.string()));
    break;
  case 3:
  case 5: {
    auto& digests = type == 3 ? sha1_ : sha256_;
    while (reader.ok() && !reader.empty())
      if (digests.emplace(reader.string()).first->size() != (type == 3 ? 20 : 32))
        return "a fingerprint has the wrong length";
    break;
  }
  case 4:
    return "it is signed within; such signatures are no longer made and are not checked here";
  case 255: {
    const std::string_view extension = reader.text();
    const bool critical = reader.byte() != 0;
    (void)reader.string();
    if (reader.finished() && critical)
      return fmt::format("it has a critical extension \"{}\" that is not known here", shown(extension));
    break;
  }
  default:
    return fmt::format("it has a section of type {} that is not known here", type);
  }
  return reader.finished() ? std::string() : fmt::format("a section of type {} is damaged", type);
}

std::string SshRevocations::read_certificate_section(std::string_view section) {
  SshReader reader(section);
  const std::string_view authority = reader.string();
  (void)reader.string(); // reserved; to be ignored
  if (is_key_type(SshReader(authority).text()) && !read_key(authority).key)
    return "the key of an authority is damaged";
  Serials& serials = certificates_[canonical(authority)];
  while (reader.ok() && !reader.empty()) {
    const std::uint8_t type = reader.byte();
    SshReader part(reader.string());
    if (!reader.ok())
      break;
    if (type == 0x20) {
      while (part.ok() && !part.empty()) {
        const std::uint64_t serial = part.uint64();
        serials.ranges.emplace_back(serial, serial);
      }
    } else if (type == 0x21) {
      const std::uint64_t first = part.uint64(), last = part.uint64();
      if (last < first)
        return "a range of serial numbers ends before it starts";
      serials.ranges.emplace_back(first, last);
    } else if (type == 0x22) {
      const std::uint64_t offset = part.uint64();
      if (!append_runs(offset, part.mpint(), serials.ranges))
        return "a bitmap of serial numbers passes the largest serial number";
    } else if (type == 0x23) {
      while (part.ok() && !part.empty())
        serials.key_ids.emplace(part.text());
    } else if (type == 0x39) {
      const std::string_view extension = part.text();
      const bool critical = part.byte() != 0;
      (void)part.string();
      if (part.finished() && critical)
        return fmt::format("it has a critical extension \"{}\" that is not known here", shown(extension));
    } else {
      return fmt::format("it has a certificate section of type {} that is not known here", type);
    }
    if (!part.finished())
      return fmt::format("a certificate section of type {} is damaged", type);
    if (serials.ranges.size() > max_ranges)
      return fmt::format("it names more than {} ranges of serial numbers", max_ranges);
  }
  return reader.ok() ? std::string() : "a certificate section is damaged";
}

void SshRevocations::Serials::sort() {
  std::sort(ranges.begin(), ranges.end());
  std::size_t kept = 0;
  for (const auto& range : ranges) {
    if (kept != 0 && range.first <= ranges[kept - 1].second)
      ranges[kept - 1].second = std::max(ranges[kept - 1].second, range.second);
    else
      ranges[kept++] = range;
  }
  ranges.resize(kept);
}

bool SshRevocations::Serials::contains(std::uint64_t serial) const {
  const auto after = std::upper_bound(ranges.begin(), ranges.end(), std::pair(serial, ~std::uint64_t{0}));
  return after != ranges.begin() && std::prev(after)->second >= serial;
}

std::string SshRevocations::revoked(const SshPublicKey& key) const {
  const bool named = keys_.count(key.blob) != 0 ||
                     (!sha256_.empty() && sha256_.count(sha256_bytes(key.blob)) != 0) ||
                     (!sha1_.empty() && sha1_.count(sha1(key.blob)) != 0);
  return named ? fmt::format("{} revokes the key", name_) : std::string();
}

std::string SshRevocations::revoked_by(std::string_view authority, const SshCertificate& certificate) const {
  const auto found = certificates_.find(authority);
  if (found == certificates_.end())
    return {};
  if (found->second.key_ids.count(certificate.key_id) != 0)
    return fmt::format("{} revokes certificates with key id \"{}\"", name_, shown(certificate.key_id));
  // Serial number 0 stands for none given (PROTOCOL.certkeys), so no list can mean it.
  if (certificate.serial != 0 && found->second.contains(certificate.serial))
    return fmt::format("{} revokes the certificate with serial number {}", name_, certificate.serial);
  return {};
}

std::string SshRevocations::revoked(const SshCertificate& certificate) const {
  if (std::string why = revoked(*certificate.key); !why.empty())
    return why;
  if (!revoked(*certificate.authority).empty())
    return fmt::format("{} revokes the key of the certificate's authority", name_);
  if (std::string why = revoked_by(certificate.authority->blob, certificate); !why.empty())
    return why;
  return revoked_by("", certificate);
}

} // namespace assay::trust
