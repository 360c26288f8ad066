// SPDX-License-Identifier: Apache-2.0
//
// Where the results of a SARIF run are: artifact locations, resolved as far as the run itself goes.
#pragma once

#include "audit/base/json.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace assay::evidence {

class SarifPlaces {
public:
  explicit SarifPlaces(JsonValue run);

  // The path that an artifactLocation (3.4) names: decoded, and from the outermost base; an absolute URI as it stands.
  // Nothing when it is longer than path_limit; empty when none is named.
  std::optional<std::string> path(JsonValue artifact_location) const;

  static constexpr std::size_t path_limit = 4096; // bytes

private:
  struct Location {
    std::string_view uri, base;
  };
  static Location read(JsonValue artifact_location);
  std::optional<std::string> resolved(Location location) const;

  std::vector<Location> artifacts_;
  std::unordered_map<std::string_view, Location> bases_; // originalUriBaseIds (3.14.14)
};

} // namespace assay::evidence
