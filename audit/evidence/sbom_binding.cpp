// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/sbom_binding.hpp"

#include "audit/base/text.hpp"
#include "audit/evidence/subject_names.hpp"

namespace assay::evidence {

namespace {

// The id stands there whole: no hexadecimal digit goes on at either end.
bool holds_commit(const std::string& text, const std::string& commit) {
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
  return stated_version && stated_version->same_version(tag);
}

} // namespace

SbomBinding::SbomBinding(const Population& population, const Evidence& evidence)
    : commit_(evidence.commit.hex()), versions_(versions_of_subject(population, evidence)) {
  for (const SourceFile& file : evidence.supplied)
    digests_.insert(file.sha256());
}

std::string_view SbomBinding::of(const Sbom& sbom) const {
  const SbomComponent* const primary = sbom.primary();
  if (primary == nullptr)
    return "none";
  for (const std::string& text : primary->revisions)
    if (holds_commit(text, commit_))
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
