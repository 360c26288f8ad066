// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/subject_names.hpp"

#include "audit/base/text.hpp"

namespace assay::evidence {

std::vector<repository::VersionTag> versions_of_subject(const Population& population, const Evidence& evidence) {
  std::vector<repository::VersionTag> versions;
  for (const repository::Ref& ref : evidence.refs)
    if (ref.peeled == evidence.commit && ref.name.starts_with(population.refs))
      if (auto tag = repository::version_tag(std::string_view(ref.name).substr(population.refs.size())))
        versions.push_back(std::move(*tag));
  return versions;
}

bool names_commit(std::string_view revision, const std::string& commit) {
  constexpr std::size_t shortest_abbreviation = 7; // hexadecimal digits, as git has it
  return revision.size() >= shortest_abbreviation && commit.starts_with(ascii_lower(revision));
}

} // namespace assay::evidence
