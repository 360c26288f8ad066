// SPDX-License-Identifier: Apache-2.0
//
// What GitLab answered about a project, by its REST API v4: settings, members, protected branches and tags, approvals,
// push rules. Push rules and approval rules are features of paid plans; without one GitLab answers 403 or 404, and what
// they would say is unknown.
#include "audit/base/uri.hpp"
#include "audit/evidence/readers/forge_answers.hpp"

#include <algorithm>

namespace assay::evidence {

namespace {

// The project's path is percent-encoded, by whom is not said: the answer is the one whose path means the project.
std::string base_of(const ForgeSnapshot& snapshot, const ForgeAnswers& answers) {
  const std::string prefix = "projects/";
  for (const ForgeAnswer* one : answers.all(prefix)) {
    const std::string project = one->path.substr(prefix.size(), one->path.find_first_of("/?", prefix.size()) - prefix.size());
    if (percent_decoded(project) == snapshot.repository)
      return prefix + project;
  }
  return prefix + snapshot.repository;
}

std::string role_name(std::string_view level) {
  static const std::map<std::string_view, std::string> names = {
      {"5", "minimal"}, {"10", "guest"}, {"15", "planner"}, {"20", "reporter"}, {"30", "developer"},
      {"40", "maintainer"}, {"50", "owner"}};
  const auto known = names.find(level);
  return known == names.end() ? "level " + std::string(level) : known->second;
}

// A second factor may be asked for by the group of the project or by one above it.
void read_groups(ForgeSnapshot& snapshot, const ForgeAnswers& answers, const ForgeAnswer& project) {
  const JsonValue name_space = project.body["namespace"];
  if (!project.unknown.empty())
    snapshot.second_factor.unknown = project.unknown;
  if (!project.unknown.empty() || name_space["kind"].text_or({}) == "user")
    return; // a person's namespace has no members of whom anything could be required
  std::string path(name_space["full_path"].text_or({}));
  snapshot.second_factor.value = false;
  while (!path.empty()) {
    const auto groups = answers.all("groups/");
    const auto found = std::find_if(groups.begin(), groups.end(),
                                    [&](const ForgeAnswer* one) { return percent_decoded(one->path) == "groups/" + path; });
    const ForgeAnswer answer = found == groups.end() ? answers.of("groups/" + path) : **found;
    const auto required = answer.body["require_two_factor_authentication"].boolean();
    if (required == true) {
      snapshot.second_factor = said(true);
      return;
    }
    if (!required)
      snapshot.second_factor = {std::nullopt,
                                answer.unknown.empty() ? "the forge shows it to members of the group alone" : answer.unknown};
    const std::size_t slash = path.rfind('/');
    path.resize(slash == std::string::npos ? 0 : slash);
  }
}

bool nobody_may(JsonValue access_levels) {
  bool nobody = access_levels.is_array();
  access_levels.each([&](JsonValue one, std::size_t) {
    nobody &= one["access_level"].integer() == 0 && !one["user_id"].integer() && !one["group_id"].integer() &&
              !one["deploy_key_id"].integer();
  });
  return nobody;
}

void read_tags(ForgeSnapshot& snapshot, const ForgeAnswers& answers, const std::string& base) {
  // Nobody can move or delete a protected tag by a push.
  snapshot.tags_unknown = answers.each(base + "/protected_tags", [&](JsonValue one, const ForgeAnswer&) {
    add_tag_rule(snapshot, {std::string(one["name"].text_or({})), said(true), said(true), said(true)});
  });
}

// Patterns of GitLab know '*' alone, which fits any text.
bool fits(std::string_view pattern, std::string_view name) {
  const std::size_t first = pattern.find('*');
  if (first == std::string_view::npos)
    return pattern == name;
  if (name.substr(0, first) != pattern.substr(0, first))
    return false;
  name.remove_prefix(first);
  pattern.remove_prefix(first + 1);
  for (std::size_t star = pattern.find('*'); star != std::string_view::npos; star = pattern.find('*')) {
    const std::size_t at = name.find(pattern.substr(0, star));
    if (at == std::string_view::npos)
      return false;
    name.remove_prefix(at + star);
    pattern.remove_prefix(star + 1);
  }
  return name.size() >= pattern.size() && name.ends_with(pattern);
}

// What the whole project demands of merge requests and pushes, whatever the branch.
BranchRule of_project(const ForgeAnswers& answers, const std::string& base) {
  const ForgeAnswer project = answers.of(base), approvals = answers.of(base + "/approvals"),
                    push = answers.of(base + "/push_rule");
  BranchRule rule;
  rule.source = "protected-branch";
  rule.dismisses_stale = flag_of(approvals, approvals.body["reset_approvals_on_push"]);
  const auto by_author = approvals.body["merge_requests_author_approval"].boolean();
  const auto not_by_committers = approvals.body["merge_requests_disable_committers_approval"].boolean();
  rule.last_push_approval.unknown = approvals.unknown;
  if (by_author && not_by_committers)
    rule.last_push_approval.value = !*by_author && *not_by_committers;
  rule.resolved_conversations = flag_of(project, project.body["only_allow_merge_if_all_discussions_are_resolved"]);
  rule.requires_checks = flag_of(project, project.body["only_allow_merge_if_pipeline_succeeds"]);
  rule.signatures = flag_of(push, push.body["reject_unsigned_commits"]);
  if (push.unknown.empty() && !rule.signatures.value)
    rule.signatures.value = false; // no push rules
  const std::string_view method = project.body["merge_method"].text_or({});
  rule.linear_history.unknown = project.unknown;
  if (!method.empty()) {
    rule.linear_history.value = method == "ff";
    rule.strict_checks.value = method != "merge"; // the others merge only what is up to date with the target
  }
  return rule;
}

// How many approvals are needed: the most that one rule asks for, since somebody's approval may count for several.
class Approvals {
public:
  Approvals(const ForgeAnswers& answers, const std::string& base) {
    unknown_ = answers.each(base + "/approval_rules", [&](JsonValue rule, const ForgeAnswer&) {
      const std::int64_t required = rule["approvals_required"].integer().value_or(0);
      if (rule["applies_to_all_protected_branches"].boolean() == true || rule["protected_branches"].size() == 0)
        of_all_ = std::max(of_all_, required);
      rule["protected_branches"].each([&](JsonValue one, std::size_t) {
        std::int64_t& most = of_branch_[std::string(one["name"].text_or({}))];
        most = std::max(most, required);
      });
    });
  }

  Known<std::int64_t> of(const std::string& branch) const {
    if (!unknown_.empty())
      return {std::nullopt, unknown_};
    const auto own = of_branch_.find(branch);
    return {own == of_branch_.end() ? of_all_ : std::max(of_all_, own->second), {}};
  }

private:
  std::string unknown_;
  std::int64_t of_all_ = 0;
  std::map<std::string, std::int64_t> of_branch_;
};

} // namespace

void read_gitlab_branches(ForgeSnapshot& snapshot, const ForgeAnswers& answers, const std::string& base) {
  const BranchRule common = of_project(answers, base);
  const Approvals approvals(answers, base);
  const std::string branch_of_project = snapshot.default_branch.value.value_or("");
  std::optional<BranchRule> effective;
  snapshot.branches_unknown = answers.each(base + "/protected_branches", [&](JsonValue one, const ForgeAnswer& answer) {
    BranchRule rule = common;
    rule.place = answer.place;
    rule.branch = one["name"].text_or({});
    rule.forbids_deletion = said(true); // by a push
    rule.forbids_force_push = flag_of(answer, one["allow_force_push"]);
    if (rule.forbids_force_push.value)
      rule.forbids_force_push.value = !*rule.forbids_force_push.value;
    rule.requires_pull_request = said(nobody_may(one["push_access_levels"]));
    rule.code_owner_review = flag_of(answer, one["code_owner_approval_required"]);
    rule.approvals = approvals.of(rule.branch);
    rule.is_default = branch_of_project.empty() ? Known<bool>{std::nullopt, snapshot.default_branch.unknown}
                                                : said(fits(rule.branch, branch_of_project));
    if (rule.is_default.value == true) {
      // Of several that fit, GitLab takes the one that lets most through.
      if (!effective)
        effective = rule;
      const auto weaker = [&](Known<bool> BranchRule::*member) {
        if ((rule.*member).value == false)
          (*effective).*member = said(false);
      };
      weaker(&BranchRule::forbids_force_push);
      weaker(&BranchRule::requires_pull_request);
    }
    add_branch_rule(snapshot, std::move(rule));
  });
  if (branch_of_project.empty())
    return;
  if (!effective) {
    effective = common;
    const Known<bool> no = {snapshot.branches_unknown.empty() ? std::optional(false) : std::nullopt,
                            snapshot.branches_unknown};
    effective->forbids_deletion = effective->forbids_force_push = effective->requires_pull_request =
        effective->code_owner_review = no;
    effective->approvals = approvals.of(branch_of_project);
  }
  effective->source = "effective";
  effective->place.clear();
  effective->branch = branch_of_project;
  effective->is_default = said(true);
  add_branch_rule(snapshot, std::move(*effective));
}

void read_gitlab(ForgeSnapshot& snapshot, const ForgeAnswers& answers) {
  const std::string base = base_of(snapshot, answers);
  const ForgeAnswer project = answers.of(base);
  snapshot.default_branch = text_of(project, project.body["default_branch"]);
  snapshot.visibility = text_of(project, project.body["visibility"]);
  snapshot.archived = flag_of(project, project.body["archived"]);
  snapshot.push_protection = flag_of(project, project.body["secret_push_protection_enabled"]);
  const ForgeAnswer releases = answers.of(base + "/releases");
  snapshot.releases = {releases.body.is_array() ? std::optional(static_cast<std::int64_t>(releases.body.size())) : std::nullopt,
                       releases.unknown};
  read_groups(snapshot, answers, project);
  count_roles(snapshot, answers, base + "/members/all", role_name);
  read_tags(snapshot, answers, base);
  read_gitlab_branches(snapshot, answers, base);
}

} // namespace assay::evidence
