// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/detached.hpp"

#include "audit/base/text.hpp"
#include "audit/evidence/supplied.hpp"

#include <algorithm>
#include <array>

namespace assay::evidence {

namespace {

constexpr std::array<std::string_view, 4> endings = {".asc", ".sig", ".pem", ".p7s"};
constexpr std::size_t signature_limit = 1u << 20;

const SourceFile* find(const std::vector<SourceFile>& supplied, std::string_view name) {
  const auto found = std::find_if(supplied.begin(), supplied.end(),
                                  [&](const SourceFile& file) { return supplied_path(file) == name; });
  return found == supplied.end() ? nullptr : &*found;
}

// By its armour.
repository::SignatureKind kind_of(std::string_view armoured) {
  if (armoured.starts_with("-----BEGIN PGP SIGNATURE-----"))
    return repository::SignatureKind::openpgp;
  if (armoured.starts_with("-----BEGIN SSH SIGNATURE-----"))
    return repository::SignatureKind::ssh;
  for (const char* label : {"SIGNED MESSAGE", "PKCS7", "CMS"})
    if (armoured.starts_with("-----BEGIN " + std::string(label) + "-----"))
      return repository::SignatureKind::x509;
  return repository::SignatureKind::unrecognised;
}

} // namespace

JudgedSignature detached_signature(const Evidence& evidence, const ReadDocument& document,
                                   std::optional<Seconds> claimed, bool verify) {
  if (document.origin != Origin::supplied)
    return {};
  const SourceFile* const file = find(evidence.supplied, document.name);
  for (const std::string_view ending : endings) {
    const SourceFile* const beside = find(evidence.supplied, document.name + std::string(ending));
    if (file == nullptr || beside == nullptr)
      continue;
    const std::string_view armoured = trimmed(beside->bytes);
    JudgedSignature judged{beside->bytes.size() > signature_limit ? repository::SignatureKind::unrecognised
                                                                  : kind_of(armoured),
                           std::nullopt};
    if (judged.kind != repository::SignatureKind::unrecognised && verify)
      judged = judge_signature(evidence.trust, {judged.kind, beside->bytes, file->bytes}, claimed, trust::file_namespace);
    return judged;
  }
  return {};
}

} // namespace assay::evidence
