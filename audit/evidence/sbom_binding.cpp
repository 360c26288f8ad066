// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/sbom_binding.hpp"

#include "audit/base/text.hpp"

namespace assay::evidence {

namespace {

// The id stands there whole: no hexadecimal digit goes on at either end.
bool names_commit(const std::string& text, const std::string& commit) {
  const std::string lower = ascii_lower(text);
  for (std::size_t at = lower.find(commit); at != std::string::npos; at = lower.find(commit, at + 1)) {
    const std::size_t end = at + commit.size();
    if ((at == 0 || !is_hex_digit(lower[at - 1])) && (end == lower.size() || !is_hex_digit(lower[end])))
      return true;
  }
  return false;
}

// "1.2.0" and the tags v1.2.0, release-1.2.0 and name_1_2_0 are one version.
bool is_version_of(const std::string& text, const repository::VersionTag& tag) {
  const bool plain = !text.empty() && is_digit(text.front());
  const auto stated_version = repository::version_tag(plain ? "v" + text : text);
  return stated_version && stated_version->numbers == tag.numbers && stated_version->suffix == tag.suffix;
}

} // namespace

SbomBinding::SbomBinding(const Population& population, const Evidence& evidence) : commit_(evidence.commit.hex()) {
  for (const repository::Ref& ref : evidence.refs)
    if (ref.peeled == evidence.commit && ref.name.compare(0, population.refs.size(), population.refs) == 0)
      if (auto tag = repository::version_tag(std::string_view(ref.name).substr(population.refs.size())))
        versions_.push_back(std::move(*tag));
  for (const SourceFile& file : evidence.supplied)
    digests_.insert(file.sha256());
}

std::string_view SbomBinding::of(const Sbom& sbom) const {
  const SbomComponent* const primary = sbom.primary();
  if (primary == nullptr)
    return "none";
  for (const std::string& text : primary->revisions)
    if (names_commit(text, commit_))
      return "commit";
  for (const repository::VersionTag& tag : versions_)
    if (is_version_of(primary->version, tag))
      return "version";
  for (const SbomHashes* hashes : {&primary->hashes, &primary->deployable_hashes})
    for (const auto& [algorithm, value] : *hashes)
      if (algorithm == "sha-256" && digests_.count(value) > 0)
        return "digest";
  return "none";
}

} // namespace assay::evidence
