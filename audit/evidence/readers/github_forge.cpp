// SPDX-License-Identifier: Apache-2.0
//
// What GitHub answered about a repository, by its REST API, version 2022-11-28: settings, members and releases. Branches
// are in github_branches.cpp.
#include "audit/evidence/readers/forge_answers.hpp"

namespace assay::evidence {

namespace {

// "enabled" or "disabled" of one feature; a repository's answer has them for those who may see them only.
Known<bool> feature(const ForgeAnswer& repository, std::string_view name) {
  if (!repository.unknown.empty())
    return {std::nullopt, repository.unknown};
  const JsonValue features = repository.body["security_and_analysis"];
  if (!features.is_object())
    return {std::nullopt, "the forge did not show which security features are on"};
  const auto status = features[name]["status"].text();
  return {status ? std::optional(*status == "enabled") : std::nullopt, {}};
}

void read_owner(ForgeSnapshot& snapshot, const ForgeAnswers& answers, const ForgeAnswer& repository) {
  const JsonValue owner = repository.body["owner"];
  if (repository.unknown.empty() && owner["type"].text_or({}) == "User")
    return; // a person's account has no members of whom anything could be required
  const ForgeAnswer organisation = answers.of("orgs/" + std::string(owner["login"].text_or({})));
  snapshot.default_permission = text_of(organisation, organisation.body["default_repository_permission"]);
  snapshot.second_factor = flag_of(organisation, organisation.body["two_factor_requirement_enabled"]);
  if (organisation.unknown.empty() && !snapshot.second_factor.value)
    snapshot.second_factor.unknown = "the forge shows it to owners of the organisation alone";
  if (organisation.unknown.empty() && !snapshot.default_permission.value)
    snapshot.default_permission.unknown = "the forge shows it to members of the organisation alone";
}

void read_releases(ForgeSnapshot& snapshot, const ForgeAnswers& answers, const std::string& base) {
  const ForgeAnswer list = answers.of(base + "/releases");
  snapshot.releases.unknown = snapshot.mutable_releases.unknown = list.unknown;
  if (!list.unknown.empty())
    return;
  std::int64_t published = 0, changeable = 0;
  bool said_of_all = true;
  list.body.each([&](JsonValue release, std::size_t) {
    if (release["draft"].boolean() == true)
      return;
    ++published;
    const auto immutable = release["immutable"].boolean();
    changeable += immutable == false;
    said_of_all &= immutable.has_value();
  });
  snapshot.releases.value = published;
  if (said_of_all)
    snapshot.mutable_releases.value = changeable;
  else
    snapshot.mutable_releases.unknown = "the forge did not say of every release whether it can be changed";
}

void read_tags(ForgeSnapshot& snapshot, const ForgeAnswers& answers, const std::string& base) {
  snapshot.tags_unknown = answers.each(base + "/rulesets", [&](JsonValue listed, const ForgeAnswer&) {
    if (listed["target"].text_or({}) != "tag" || listed["enforcement"].text_or({}) != "active")
      return;
    const ForgeAnswer whole = answers.of(base + "/rulesets/" + std::to_string(listed["id"].integer().value_or(0)));
    TagRule rule;
    bool deletion = false, update = false, creation = false;
    whole.body["rules"].each([&](JsonValue one, std::size_t) {
      const std::string_view type = one["type"].text_or({});
      deletion |= type == "deletion";
      update |= type == "update"; // "non_fast_forward" lets a tag move to what follows it
      creation |= type == "creation";
    });
    if (whole.unknown.empty()) {
      rule.forbids_deletion = said(deletion);
      rule.forbids_update = said(update);
      rule.restricts_creation = said(creation);
    } else {
      rule.forbids_deletion.unknown = rule.forbids_update.unknown = rule.restricts_creation.unknown = whole.unknown;
    }
    whole.body["conditions"]["ref_name"]["include"].each([&](JsonValue pattern, std::size_t) {
      rule.pattern = pattern.text_or({});
      add_tag_rule(snapshot, rule);
    });
  });
}

} // namespace

void read_github(ForgeSnapshot& snapshot, const ForgeAnswers& answers) {
  const std::string base = "repos/" + snapshot.repository;
  const ForgeAnswer repository = answers.of(base);
  snapshot.default_branch = text_of(repository, repository.body["default_branch"]);
  snapshot.visibility = text_of(repository, repository.body["visibility"]);
  snapshot.archived = flag_of(repository, repository.body["archived"]);
  snapshot.sign_off = flag_of(repository, repository.body["web_commit_signoff_required"]);
  snapshot.secret_scanning = feature(repository, "secret_scanning");
  snapshot.push_protection = feature(repository, "secret_scanning_push_protection");
  read_owner(snapshot, answers, repository);

  const ForgeAnswer actions = answers.of(base + "/actions/permissions");
  snapshot.allowed_actions = text_of(actions, actions.body["allowed_actions"]);
  if (actions.body["enabled"].boolean() == false)
    snapshot.allowed_actions.value = "none";
  snapshot.pinned_actions = flag_of(actions, actions.body["sha_pinning_required"]);
  const ForgeAnswer workflow = answers.of(base + "/actions/permissions/workflow");
  snapshot.workflow_permissions = text_of(workflow, workflow.body["default_workflow_permissions"]);
  snapshot.workflows_approve = flag_of(workflow, workflow.body["can_approve_pull_request_reviews"]);

  const ForgeAnswer reporting = answers.of(base + "/private-vulnerability-reporting");
  snapshot.private_reporting = flag_of(reporting, reporting.body["enabled"]);
  const ForgeAnswer immutable = answers.of(base + "/immutable-releases");
  snapshot.immutable_releases = flag_of(immutable, immutable.body["enabled"]);
  count_roles(snapshot, answers, base + "/collaborators", [](std::string_view role) { return std::string(role); });
  read_releases(snapshot, answers, base);
  read_tags(snapshot, answers, base);
  read_github_branches(snapshot, answers);
}

} // namespace assay::evidence
