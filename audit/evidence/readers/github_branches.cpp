// SPDX-License-Identifier: Apache-2.0
//
// What holds for branches on GitHub: branch protection ("Get branch protection" of the REST API), rulesets ("Get a
// repository ruleset"), and the active rules of the default branch ("Get rules for a branch"), which say what holds of
// rulesets without anybody having to match patterns.
#include "audit/base/uri.hpp"
#include "audit/evidence/readers/forge_answers.hpp"

#include <algorithm>
#include <set>

namespace assay::evidence {

namespace {

constexpr Known<bool> BranchRule::*demands[] = {
    &BranchRule::forbids_deletion,  &BranchRule::forbids_force_push, &BranchRule::requires_pull_request,
    &BranchRule::dismisses_stale,   &BranchRule::code_owner_review,  &BranchRule::last_push_approval,
    &BranchRule::resolved_conversations, &BranchRule::requires_checks, &BranchRule::strict_checks,
    &BranchRule::signatures,        &BranchRule::linear_history,     &BranchRule::admins_included};

void set_all_unknown(BranchRule& rule, const std::string& reason) {
  for (const auto member : demands)
    (rule.*member).unknown = reason;
  rule.approvals.unknown = reason;
}

bool enabled(JsonValue setting) {
  return setting["enabled"].boolean().value_or(false);
}

BranchRule protection(const ForgeAnswer& answer) {
  const JsonValue body = answer.body, reviews = body["required_pull_request_reviews"],
                  checks = body["required_status_checks"];
  BranchRule rule;
  rule.source = "branch-protection";
  rule.place = answer.place;
  rule.forbids_deletion = said(!enabled(body["allow_deletions"]));
  rule.forbids_force_push = said(!enabled(body["allow_force_pushes"]));
  rule.requires_pull_request = said(reviews.is_object());
  rule.dismisses_stale = said(reviews["dismiss_stale_reviews"].boolean().value_or(false));
  rule.code_owner_review = said(reviews["require_code_owner_reviews"].boolean().value_or(false));
  rule.last_push_approval = said(reviews["require_last_push_approval"].boolean().value_or(false));
  rule.approvals.value = reviews["required_approving_review_count"].integer().value_or(0);
  rule.resolved_conversations = said(enabled(body["required_conversation_resolution"]));
  rule.strict_checks = said(checks["strict"].boolean().value_or(false));
  rule.signatures = said(enabled(body["required_signatures"]));
  rule.linear_history = said(enabled(body["required_linear_history"]));
  // Whoever is on such a list may push without a request.
  bool spares_somebody = !enabled(body["enforce_admins"]);
  for (const char* who : {"users", "teams", "apps"})
    spares_somebody = spares_somebody || reviews["bypass_pull_request_allowances"][who].size() > 0;
  rule.admins_included = said(!spares_somebody);
  const JsonValue named = checks["checks"];
  named.each([&](JsonValue one, std::size_t) { rule.checks.emplace_back(one["context"].text_or({})); });
  if (!named.is_array())
    checks["contexts"].each([&](JsonValue one, std::size_t) { rule.checks.emplace_back(one.text_or({})); });
  rule.requires_checks = said(!rule.checks.empty());
  return rule;
}

// One rule of a ruleset, added to what the others demand.
void add_rule(BranchRule& rule, JsonValue one) {
  const std::string_view type = one["type"].text_or({});
  const JsonValue parameters = one["parameters"];
  const auto also = [](Known<bool>& field, std::optional<bool> value) {
    if (value == true)
      field.value = true;
  };
  also(rule.forbids_deletion, type == "deletion");
  also(rule.forbids_force_push, type == "non_fast_forward");
  also(rule.signatures, type == "required_signatures");
  also(rule.linear_history, type == "required_linear_history");
  also(rule.requires_pull_request, type == "pull_request");
  also(rule.requires_checks, type == "workflows");
  if (type == "pull_request") {
    also(rule.dismisses_stale, parameters["dismiss_stale_reviews_on_push"].boolean());
    also(rule.code_owner_review, parameters["require_code_owner_review"].boolean());
    also(rule.last_push_approval, parameters["require_last_push_approval"].boolean());
    also(rule.resolved_conversations, parameters["required_review_thread_resolution"].boolean());
    rule.approvals.value = std::max(rule.approvals.value.value_or(0),
                                    parameters["required_approving_review_count"].integer().value_or(0));
  } else if (type == "required_status_checks") {
    also(rule.strict_checks, parameters["strict_required_status_checks_policy"].boolean());
    parameters["required_status_checks"].each(
        [&](JsonValue check, std::size_t) { rule.checks.emplace_back(check["context"].text_or({})); });
    also(rule.requires_checks, !rule.checks.empty());
  }
}

BranchRule nothing_demanded(std::string place) {
  BranchRule rule;
  rule.source = "ruleset";
  rule.place = std::move(place);
  for (const auto member : demands)
    (rule.*member).value = false;
  rule.admins_included.value.reset();
  rule.approvals.value = 0;
  return rule;
}

// Whether nobody may pass a ruleset by; the forge shows that to those who may change it.
Known<bool> spares_nobody(const ForgeAnswer& ruleset) {
  const JsonValue actors = ruleset.body["bypass_actors"];
  if (!ruleset.unknown.empty())
    return {std::nullopt, ruleset.unknown};
  if (!actors.is_array())
    return {std::nullopt, "the forge did not show who may pass the ruleset by"};
  return said(actors.size() == 0);
}

class Branches {
public:
  Branches(ForgeSnapshot& snapshot, const ForgeAnswers& answers)
      : snapshot_(snapshot), answers_(answers), base_("repos/" + snapshot.repository),
        default_(snapshot.default_branch.value.value_or("")) {}

  void read() {
    read_rules_of_default();
    read_protections();
    const std::string rulesets_unknown = answers_.each(base_ + "/rulesets", [&](JsonValue listed, const ForgeAnswer& list) {
      if (listed["target"].text_or({}) == "branch")
        read_ruleset(listed, list);
    });
    const std::string branches_unknown = answers_.each(base_ + "/branches", [](JsonValue, const ForgeAnswer&) {});
    snapshot_.branches_unknown = branches_unknown.empty() ? rulesets_unknown : branches_unknown;
    if (!default_.empty())
      add_effective();
  }

private:
  std::string ruleset_path(std::int64_t id) const { return base_ + "/rulesets/" + std::to_string(id); }

  // Of each ruleset that applies to the default branch: what its rules demand.
  void read_rules_of_default() {
    const std::string path = default_rules_path();
    rules_unknown_ = answers_.each(path, [&](JsonValue rule, const ForgeAnswer& answer) {
      const std::int64_t id = rule["ruleset_id"].integer().value_or(0);
      const auto [place, first] = applying_.try_emplace(id, nothing_demanded(answer.place));
      if (first)
        place->second.admins_included = spares_nobody(answers_.of(ruleset_path(id)));
      add_rule(place->second, rule);
    });
  }

  // Paths are percent-encoded, and by whom is not said: the answer is the one whose path means the branch.
  std::string default_rules_path() const {
    const std::string prefix = base_ + "/rules/branches/";
    for (const ForgeAnswer* one : answers_.all(prefix)) {
      const std::string path = one->path.substr(0, one->path.find('?'));
      if (percent_decoded(path.substr(prefix.size())) == default_)
        return path;
    }
    return prefix + default_;
  }

  void read_protections() {
    const std::string prefix = base_ + "/branches/", suffix = "/protection";
    protection_unknown_ = answers_.of(prefix + default_ + suffix).unknown;
    for (const ForgeAnswer* one : answers_.all(prefix, suffix)) {
      const std::string path = one->path.substr(0, one->path.find('?'));
      const std::string branch = percent_decoded(path.substr(prefix.size(), path.size() - prefix.size() - suffix.size()));
      const bool is_default = branch == default_;
      // Said of a branch without protection to those who may see it; to others the forge says "Not Found" of any.
      const bool unprotected = one->status == 404 && one->message == "Branch not protected";
      if (is_default)
        protection_unknown_ = unprotected ? "" : one->unknown;
      if (unprotected)
        continue;
      BranchRule rule;
      if (one->unknown.empty()) {
        rule = protection(*one);
      } else {
        rule.source = "branch-protection";
        rule.place = one->place;
        set_all_unknown(rule, one->unknown);
      }
      rule.branch = branch;
      rule.is_default = default_.empty() ? Known<bool>{std::nullopt, snapshot_.default_branch.unknown} : said(is_default);
      add_branch_rule(snapshot_, std::move(rule));
    }
  }

  void read_ruleset(JsonValue listed, const ForgeAnswer& list) {
    const std::int64_t id = listed["id"].integer().value_or(0);
    const ForgeAnswer whole = answers_.of(ruleset_path(id));
    BranchRule rule = nothing_demanded(whole.place.empty() ? list.place : whole.place);
    rule.enforcement = listed["enforcement"].text_or("active");
    if (!whole.unknown.empty()) {
      for (const auto member : demands)
        (rule.*member).value.reset();
      rule.approvals.value.reset();
      set_all_unknown(rule, whole.unknown);
      rule.is_default = applies_to_default(id, rule.enforcement, {}, {});
      add_branch_rule(snapshot_, std::move(rule));
      return;
    }
    whole.body["rules"].each([&](JsonValue one, std::size_t) { add_rule(rule, one); });
    rule.admins_included = spares_nobody(whole);
    const JsonValue condition = whole.body["conditions"]["ref_name"];
    std::set<std::string> patterns;
    condition["include"].each([&](JsonValue one, std::size_t) { patterns.emplace(one.text_or({})); });
    for (const std::string& pattern : patterns) {
      rule.branch = pattern;
      rule.is_default = applies_to_default(id, rule.enforcement, pattern, condition["exclude"]);
      add_branch_rule(snapshot_, rule);
    }
  }

  // Of an active ruleset, the rules of the default branch say it; of others their patterns, as far as those are plain.
  Known<bool> applies_to_default(std::int64_t id, std::string_view enforcement, const std::string& pattern,
                                 JsonValue exclude) const {
    if (rules_unknown_.empty() && enforcement == "active")
      return said(applying_.count(id) > 0);
    if (default_.empty())
      return {std::nullopt, snapshot_.default_branch.unknown};
    const bool plain = pattern.find_first_of("*?[\\") == std::string::npos && !pattern.empty();
    if (!plain || exclude.size() > 0)
      return {std::nullopt, "whether its patterns fit the default branch was not worked out"};
    return said(pattern == "~ALL" || pattern == "~DEFAULT_BRANCH" || pattern == "refs/heads/" + default_);
  }

  void add_effective() {
    std::vector<const BranchRule*> rules;
    for (const BranchRule& one : snapshot_.branches)
      if (one.source == "branch-protection" && one.is_default.value == true && one.approvals.unknown.empty())
        rules.push_back(&one);
    for (const auto& [id, rule] : applying_)
      rules.push_back(&rule);
    BranchRule all = together(rules, protection_unknown_.empty() ? rules_unknown_ : protection_unknown_);
    all.branch = default_;
    all.is_default = said(true);
    add_branch_rule(snapshot_, std::move(all));
  }

  ForgeSnapshot& snapshot_;
  const ForgeAnswers& answers_;
  std::string base_, default_;
  std::map<std::int64_t, BranchRule> applying_; // rulesets by their numbers
  std::string rules_unknown_, protection_unknown_;
};

} // namespace

void read_github_branches(ForgeSnapshot& snapshot, const ForgeAnswers& answers) {
  Branches(snapshot, answers).read();
}

} // namespace assay::evidence
