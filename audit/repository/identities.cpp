// SPDX-License-Identifier: Apache-2.0
#include "audit/repository/identities.hpp"

#include "audit/base/text.hpp"

#include <algorithm>
#include <array>

namespace assay::repository {

namespace {

// Lower case, and sorted.
constexpr std::array<std::string_view, 17> automation_addresses = {
    "198982749+copilot@users.noreply.github.com", // GitHub's coding agent, not always with "[bot]"
    "action@github.com",
    "actions@github.com",
    "android-build-merger@google.com",
    "bot@renovateapp.com",
    "commits-noreply@bitbucket.org", // Bitbucket Pipelines
    "github-actions@github.com",
    "github-bot@pyup.io",
    "hosted@weblate.org",
    "noreply@anthropic.com", // a coding agent
    "noreply@dependabot.com",
    "noreply@weblate.org",
    "renovate@whitesourcesoftware.com",
    "semantic-release-bot@martynus.net",
    "snyk-bot@snyk.io",
    "support@dependabot.com",
    "treehugger-gerrit@google.com",
};

constexpr std::array<std::string_view, 4> forge_addresses = {
    "gitea@fake.local", // Gitea and Forgejo, unless set otherwise
    "noreply-gerritcodereview@google.com",
    "noreply@github.com",
    "noreply@gitlab.com",
};

constexpr std::string_view blank = " \t";

std::string_view without_blanks(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(blank), text.size()));
  text.remove_suffix(text.size() - (text.find_last_not_of(blank) + 1));
  return text;
}

} // namespace

bool is_automation(std::string_view name, std::string_view email) {
  const std::string address = ascii_lower(email);
  const std::string_view user = std::string_view(address).substr(0, address.find('@'));
  if (ascii_lower(without_blanks(name)).ends_with("[bot]") || user.ends_with("[bot]"))
    return true;
  // project_278964_bot_0123456789abcdef@noreply.gitlab.com, group_….
  if ((user.starts_with("project") || user.starts_with("group")) && user.find("_bot") != user.npos &&
      address.find("@noreply.") != address.npos)
    return true;
  return std::binary_search(automation_addresses.begin(), automation_addresses.end(),
                            std::string_view(address));
}

bool is_forge(std::string_view email) {
  const std::string address = ascii_lower(email);
  return std::binary_search(forge_addresses.begin(), forge_addresses.end(), std::string_view(address));
}

NamedPerson person_in(std::string_view value) {
  value = without_blanks(value);
  const std::size_t open = value.find('<');
  const std::size_t close = open == value.npos ? open : value.find('>', open);
  if (close != value.npos)
    return {without_blanks(value.substr(0, open)), value.substr(open + 1, close - open - 1)};
  if (value.find('@') != value.npos && value.find_first_of(blank) == value.npos)
    return {{}, value};
  return {value, {}};
}

bool names_reviewer(std::string_view token) {
  return token == "reviewed-by" || token == "approved-by";
}

} // namespace assay::repository
