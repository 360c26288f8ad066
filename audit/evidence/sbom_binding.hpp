// SPDX-License-Identifier: Apache-2.0
//
// What binds a software bill of materials to the audited release: its primary component names the audited commit, has
// the version of a tag on it, or the digest of a supplied file.
#pragma once

#include "audit/evidence/population.hpp"
#include "audit/evidence/readers/sbom.hpp"
#include "audit/repository/version_tag.hpp"

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace assay::evidence {

class SbomBinding {
public:
  SbomBinding() = default;
  // The population says which refs it reads.
  SbomBinding(const Population& population, const Evidence& evidence);
  std::string_view of(const Sbom& sbom) const;
  static std::vector<std::string> kinds() { return {"commit", "digest", "none", "version"}; }

private:
  std::string commit_;
  std::vector<repository::VersionTag> versions_;
  std::unordered_set<std::string> digests_;
};

} // namespace assay::evidence
