// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/detached.hpp"

#include "audit/base/text.hpp"
#include "audit/evidence/supplied.hpp"

#include <algorithm>

namespace assay::evidence {

using repository::SignatureKind;

namespace {

constexpr std::size_t signature_limit = 1u << 20;

const SourceFile* find_supplied(const std::vector<SourceFile>& supplied, std::string_view name) {
  const auto found = std::find_if(supplied.begin(), supplied.end(),
                                  [&](const SourceFile& file) { return supplied_path(file) == name; });
  return found == supplied.end() ? nullptr : &*found;
}

// For files, CMS comes under labels besides the one that git writes.
SignatureKind kind_of(std::string_view bytes) {
  if (bytes.size() > signature_limit)
    return SignatureKind::unrecognised;
  const std::string_view armoured = trimmed(bytes);
  if (armoured.starts_with("-----BEGIN PKCS7-----") || armoured.starts_with("-----BEGIN CMS-----"))
    return SignatureKind::x509;
  return repository::signature_kind(armoured);
}

} // namespace

std::vector<DetachedSignature>
signatures_beside(const std::string& name, const std::function<std::optional<std::string>(const std::string&)>& find) {
  std::vector<DetachedSignature> found;
  for (const std::string_view ending : signature_endings)
    if (auto bytes = find(name + std::string(ending))) {
      const SignatureKind kind = kind_of(*bytes);
      found.push_back({kind, std::move(*bytes)});
    }
  return found;
}

JudgedSignature detached_signature(const Evidence& evidence, const ReadDocument& document,
                                   std::optional<Seconds> claimed, bool verify) {
  const SourceFile* const file =
      document.origin == Origin::supplied ? find_supplied(evidence.supplied, document.name) : nullptr;
  if (file == nullptr)
    return {};
  const auto beside = signatures_beside(document.name, [&](const std::string& name) {
    const SourceFile* const one = find_supplied(evidence.supplied, name);
    return one == nullptr ? std::nullopt : std::optional(one->bytes);
  });
  if (beside.empty())
    return {};
  const auto& [kind, bytes] = beside.front();
  return verify ? judge_signature(evidence.trust, {kind, bytes, file->bytes}, claimed, trust::file_namespace)
                : JudgedSignature{kind, std::nullopt};
}

} // namespace assay::evidence
