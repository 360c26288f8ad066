// SPDX-License-Identifier: Apache-2.0
//
// A forge snapshot: what GitHub or GitLab answered about one repository, in the file that cli/forge-snapshot writes
// (format 1; schemas/README.md describes it), up to 32 MiB and 10,000 answers. Answers are read by the REST API of GitHub
// (2022-11-28) and of GitLab (v4). What the forge refused, or was not asked, is unknown and never "no".
#pragma once

#include "audit/evidence/document.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay::evidence {

// Known, absent (both empty), or unknown for a reason.
template <class T>
struct Known {
  std::optional<T> value = {};
  std::string unknown = {};
};

// What holds for pushes to a branch, or to those of a pattern.
struct BranchRule {
  std::string source;      // "branch-protection", "ruleset", "protected-branch", or "effective": all of them together
  std::string place;       // JSON pointer of the answer
  std::string branch;      // name, or pattern as the forge has it
  std::string enforcement = "active"; // of a ruleset: also "evaluate" and "disabled"
  Known<bool> is_default = {};
  Known<bool> forbids_deletion = {}, forbids_force_push = {}, requires_pull_request = {}, dismisses_stale = {},
              code_owner_review = {}, last_push_approval = {}, resolved_conversations = {}, requires_checks = {},
              strict_checks = {}, signatures = {}, linear_history = {}, admins_included = {};
  Known<std::int64_t> approvals = {};
  std::vector<std::string> checks = {}; // names of status checks; GitHub only
};

struct TagRule {
  std::string pattern;
  Known<bool> forbids_deletion = {}, forbids_update = {}, restricts_creation = {};
};

// People with one role: a count, never names.
struct ForgeRole {
  std::string name;
  std::int64_t people = 0;
};

struct ForgeSnapshot : Content {
  static constexpr DocumentKind kind = DocumentKind::forge;

  std::string forge, repository, time_stated;
  std::optional<std::int64_t> time;
  std::int64_t answers = 0, refused = 0;
  Known<std::string> default_branch = {}, visibility = {}, default_permission = {}, workflow_permissions = {},
                     allowed_actions = {};
  Known<bool> archived = {}, second_factor = {}, workflows_approve = {}, pinned_actions = {}, private_reporting = {},
              secret_scanning = {}, push_protection = {}, sign_off = {}, immutable_releases = {};
  Known<std::int64_t> releases = {}, mutable_releases = {};
  std::string roles_unknown, tags_unknown; // why, when they are
  std::string branches_unknown;            // why there may be more rules on branches than are known
  std::vector<ForgeRole> roles;
  std::vector<TagRule> tags;
  std::vector<BranchRule> branches;
  Flaws flaws;
};

bool names_forge_snapshot(const Appearance& path_only);
bool is_forge_snapshot(const Appearance& appearance);
std::unique_ptr<Content> read_forge_snapshot(const Document& document);

} // namespace assay::evidence
