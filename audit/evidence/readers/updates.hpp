// SPDX-License-Identifier: Apache-2.0
//
// How a project has its dependencies updated: the configuration of Dependabot or Renovate.
#pragma once

#include "audit/evidence/document.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay::evidence {

// One `updates` entry of Dependabot, or all of a configuration of Renovate.
struct UpdateRule {
  std::string place;
  std::string package_ecosystem;        // "gomod"; empty: all that the tool finds
  std::vector<std::string> directories; // as written
  std::string interval;                 // "weekly"; of Renovate the schedules as written
  std::optional<std::int64_t> open_limit;    // pull requests that may be open
  std::optional<std::int64_t> cooldown_days; // how old a version must be
  bool groups = false;
  bool security_only = false; // no version updates
  bool enabled = true;
};

struct UpdateConfiguration : Content {
  static constexpr DocumentKind kind = DocumentKind::updates;

  std::string tool; // "dependabot" or "renovate"
  std::string version;
  bool in_place = true;             // lies where the tool looks for it
  Flaws flaws;
  std::vector<UpdateRule> rules;
  std::vector<std::string> presets; // of Renovate: what it extends
  std::vector<std::string> managers;      // of Renovate: the only ones enabled; empty: all
  std::vector<std::string> ignored_paths; // of Renovate
};

std::unique_ptr<Content> read_dependabot(const Document& document);
std::unique_ptr<Content> read_renovate(const Document& document);

bool is_dependabot_name(const Appearance& file);
bool is_dependabot(const Appearance& file);
bool is_renovate_name(const Appearance& file);

} // namespace assay::evidence
