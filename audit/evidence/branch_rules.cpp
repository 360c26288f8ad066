// SPDX-License-Identifier: Apache-2.0
//
// Population `branch-rules`: what forges demand of pushes to branches, by forge snapshots. One item for each protected
// branch and each ruleset's pattern, and one, of source "effective", for all that applies to the default branch together.
#include "audit/base/escape.hpp"
#include "audit/evidence/forge_fields.hpp"
#include "audit/evidence/population.hpp"

#include <fmt/format.h>

namespace assay::evidence {

namespace {

enum : std::size_t {
  place = document_field::count,
  forge,
  repository_name,
  time,
  source,
  branch,
  is_default,
  enforcement,
  forbids_deletion,
  forbids_force_push,
  requires_pull_request,
  approvals,
  dismisses_stale,
  code_owner_review,
  last_push_approval,
  resolved_conversations,
  requires_checks,
  status_checks,
  strict,
  check,
  check_name,
  signatures,
  linear_history,
  admins_included
};

std::vector<Field> declare() {
  return declare_document_fields("origin, document, place and branch", {
      {"@place", FieldType::string, "JSON pointer of the answer; absent for what is effective"},
      {"@forge", FieldType::enumeration, "whose answers they are", {"github", "gitlab"}},
      {"@repository", FieldType::string, "the repository asked about, as the snapshot names it"},
      {"@time", FieldType::time, "when the snapshot was begun, a claim of whoever made it"},
      {"@source", FieldType::enumeration,
       "where it is laid down; effective: all that applies to the default branch, together",
       {"branch-protection", "ruleset", "protected-branch", "effective"}},
      {"@branch", FieldType::string, "name of the branch, or the pattern as the forge has it"},
      {"@default", FieldType::yes_no, "whether it applies to the default branch"},
      {"@enforcement", FieldType::enumeration, "of a ruleset, whether it is in force; all else is active",
       {"active", "evaluate", "disabled", "other"}},
      {"@forbids-deletion", FieldType::yes_no, "whether a push cannot delete the branch"},
      {"@forbids-force-push", FieldType::yes_no, "whether a push cannot rewrite its history"},
      {"@requires-pull-request", FieldType::yes_no, "whether changes come by pull or merge request only"},
      {"@approvals", FieldType::integer, "how many approvals a request needs, the most that one rule asks for"},
      {"@dismisses-stale", FieldType::yes_no, "whether approvals are void after another push"},
      {"@code-owner-review", FieldType::yes_no, "whether a code owner must approve"},
      {"@last-push-approval", FieldType::yes_no,
       "whether somebody else than who pushed last must approve; on GitLab: neither author nor committers may"},
      {"@resolved-conversations", FieldType::yes_no, "whether discussions must be resolved"},
      {"@requires-checks", FieldType::yes_no, "whether status checks, or the pipeline, must succeed"},
      {"@status-checks", FieldType::integer, "how many status checks are named; GitHub only"},
      {"@strict", FieldType::yes_no, "whether a request must be up to date with the branch"},
      {"check", FieldType::element, "a status check that must succeed; GitHub only"},
      {"check/@name", FieldType::string, "its name"},
      {"@signatures", FieldType::yes_no, "whether commits must be signed"},
      {"@linear-history", FieldType::yes_no, "whether merge commits are refused"},
      {"@admins-included", FieldType::yes_no,
       "whether nobody may pass it by, administrators neither; GitHub only. Who may lift the rules is not said by it"},
  });
}

void emit(Item& item, const ReadDocument& read, const ForgeSnapshot& snapshot, const BranchRule& rule,
          const ItemSink& sink) {
  begin_document_item(item, read, rule.place.empty() ? rule.source : fmt::format("{}:{}", rule.place, rule.branch));
  set_stated(item, place, rule.place);
  item.set_name(forge, snapshot.forge);
  item.set_text(repository_name, snapshot.repository);
  set_stated_time(item, time, snapshot.time_stated, snapshot.time);
  item.set_name(source, rule.source);
  set_stated(item, branch, rule.branch);
  set_known(item, is_default, rule.is_default);
  const bool listed = rule.enforcement == "active" || rule.enforcement == "evaluate" || rule.enforcement == "disabled";
  item.set_name(enforcement, listed ? rule.enforcement : "other");
  set_known(item, forbids_deletion, rule.forbids_deletion);
  set_known(item, forbids_force_push, rule.forbids_force_push);
  set_known(item, requires_pull_request, rule.requires_pull_request);
  set_known(item, approvals, rule.approvals);
  set_known(item, dismisses_stale, rule.dismisses_stale);
  set_known(item, code_owner_review, rule.code_owner_review);
  set_known(item, last_push_approval, rule.last_push_approval);
  set_known(item, resolved_conversations, rule.resolved_conversations);
  set_known(item, requires_checks, rule.requires_checks);
  set_known(item, strict, rule.strict_checks);
  if (snapshot.forge == "github") {
    if (!rule.requires_checks.unknown.empty() && !rule.requires_checks.value)
      item.set_unknown({status_checks, check, check_name}, rule.requires_checks.unknown);
    else
      item.set_number(status_checks, static_cast<std::int64_t>(rule.checks.size()));
  }
  for (const std::string& one : rule.checks) {
    item.begin_child(check);
    if (item.wants(check_name))
      item.set_text(check_name, one);
  }
  set_known(item, signatures, rule.signatures);
  set_known(item, linear_history, rule.linear_history);
  set_known(item, admins_included, rule.admins_included);
  sink(item);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("branch-rule", self.fields, wanted);
  std::vector<std::string> notes;
  const Drawn drawn = evidence.documents->each<ForgeSnapshot>([&](const ReadDocument& read, const ForgeSnapshot& snapshot) {
    for (const BranchRule& rule : snapshot.branches)
      emit(item, read, snapshot, rule, sink);
    if (!snapshot.branches_unknown.empty())
      notes.push_back(fmt::format("There may be more rules on branches of {} than its snapshot shows: {}.",
                                  escape_text(snapshot.repository), escape_text(snapshot.branches_unknown)));
  });
  Examination examination = examined(drawn);
  examination.notes = std::move(notes);
  return examination;
}

} // namespace

const Population& branch_rules() {
  static const Population population = {
      "branch-rules",
      "what forges demand of pushes to branches, by snapshots that were supplied",
      Completeness::as_supplied,
      false,
      "documents",
      "",
      declare(),
      {{"all", "", "all of them"},
       {"effective", "@source = 'effective'", "all that applies to the default branch, together"},
       {"default", "@default = 'yes'", "those that apply to the default branch"}},
      examine};
  return population;
}

} // namespace assay::evidence
