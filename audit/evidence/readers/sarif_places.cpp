// SPDX-License-Identifier: Apache-2.0
#include "audit/evidence/readers/sarif_places.hpp"

#include "audit/base/error.hpp"
#include "audit/base/uri.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

constexpr int base_limit = 16; // bases upon bases
constexpr std::size_t artifact_limit = 2000000;

} // namespace

SarifPlaces::Location SarifPlaces::read(JsonValue artifact_location) {
  return {artifact_location["uri"].text_or({}), artifact_location["uriBaseId"].text_or({})};
}

SarifPlaces::SarifPlaces(JsonValue run) {
  run["artifacts"].each([&](JsonValue one, std::size_t index) {
    if (index >= artifact_limit)
      throw Error::input(fmt::format("a run has more than {} artifacts", artifact_limit));
    artifacts_.push_back(read(one["location"]));
  });
  run["originalUriBaseIds"].each_member([&](std::string_view id, JsonValue one) { bases_.emplace(id, read(one)); });
}

std::optional<std::string> SarifPlaces::path(JsonValue artifact_location) const {
  Location location = read(artifact_location);
  const std::optional<std::int64_t> index = artifact_location["index"].integer();
  if (location.uri.empty() && index && *index >= 0 && static_cast<std::size_t>(*index) < artifacts_.size())
    location = artifacts_[static_cast<std::size_t>(*index)];
  return resolved(location);
}

std::optional<std::string> SarifPlaces::resolved(Location location) const {
  if (location.uri.size() > path_limit)
    return std::nullopt;
  if (has_scheme(location.uri))
    return std::string(location.uri);
  std::string path = percent_decoded(location.uri);
  for (int step = 0; step < base_limit && !location.base.empty(); ++step) {
    const auto at = bases_.find(location.base);
    // A base without a URI, or one outside the project, is where the path leads from.
    if (at == bases_.end() || at->second.uri.empty() || has_scheme(at->second.uri))
      break;
    location = at->second;
    if (path.size() + location.uri.size() > path_limit)
      return std::nullopt;
    path.insert(0, percent_decoded(location.uri));
  }
  return path;
}

} // namespace assay::evidence
