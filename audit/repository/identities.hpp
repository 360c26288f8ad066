// SPDX-License-Identifier: Apache-2.0
//
// What names and addresses announce: automation, the forge itself, a person within a trailer. Anybody can
// write any of them; all of this is claims.
#pragma once

#include "audit/repository/mailmap.hpp"

#include <string_view>

namespace assay::repository {

// Whether an author is a well-known automation: a name or the user part of an address that ends in "[bot]",
// as GitHub writes its applications; GitLab's project and group access tokens; and a table of well-known
// addresses (Dependabot, Renovate, GitHub Actions, Bitbucket Pipelines, Snyk, PyUp, Weblate,
// semantic-release, coding agents).
bool is_automation(std::string_view name, std::string_view email);

// Whether a committer is a forge that merged or edited on somebody's behalf: the address that GitHub, GitLab,
// Google's Gerrit, or a Gitea or Forgejo commits with unless it was set otherwise.
bool is_forge(std::string_view email);

// "Name <email>", "email" or just a name. The views point into `value`.
struct NamedPerson {
  std::string_view name;
  std::string_view email;
};
NamedPerson person_in(std::string_view value);

// Whether a trailer's key, in lower case, names somebody who reviewed: reviewed-by or approved-by. Acked-by,
// Tested-by and Signed-off-by say something else, and Reviewed-on names no person.
bool names_reviewer(std::string_view token);

} // namespace assay::repository
