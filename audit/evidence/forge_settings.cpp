// SPDX-License-Identifier: Apache-2.0
//
// Population `forge-settings`: what forge snapshots say of a repository, one item a snapshot.
#include "audit/evidence/detached.hpp"
#include "audit/evidence/forge_fields.hpp"
#include "audit/evidence/population.hpp"

namespace assay::evidence {

namespace {

enum : std::size_t {
  place = document_field::count,
  forge,
  repository_name,
  time,
  answers,
  refused,
  default_branch,
  visibility,
  archived,
  second_factor,
  default_permission,
  workflow_permissions,
  workflows_approve,
  allowed_actions,
  pinned_actions,
  private_reporting,
  secret_scanning,
  push_protection,
  sign_off,
  releases,
  mutable_releases,
  immutable_releases,
  people,
  role,
  role_name,
  role_people,
  tag_rules,
  tag_rule,
  tag_pattern,
  tag_deletion,
  tag_update,
  tag_creation,
  flaws,
  first_flaw,
  signature
};

std::vector<Field> declare() {
  std::vector<Field> fields = declare_document_fields("origin and document", {
      {"@place", FieldType::string, "/: the document as a whole"},
      {"@forge", FieldType::enumeration, "whose answers they are", {"github", "gitlab"}},
      {"@repository", FieldType::string, "the repository asked about, as the snapshot names it; nothing binds it to the clone"},
      {"@time", FieldType::time, "when the snapshot was begun, a claim of whoever made it"},
      {"@answers", FieldType::integer, "how many answers it has"},
      {"@refused", FieldType::integer, "how many of them say that the forge did not answer: what they would tell is unknown"},
      {"@default-branch", FieldType::string, "name of the default branch"},
      {"@visibility", FieldType::string, "who can see it, in the forge's word: public, private or internal"},
      {"@archived", FieldType::yes_no, "whether it is archived, which makes it read-only"},
      {"@second-factor-required", FieldType::yes_no,
       "whether the organisation or group requires a second factor of its members; absent when a person owns it"},
      {"@default-permission", FieldType::string,
       "what members of the organisation may do without a role of their own: none, read, write or admin; GitHub only"},
      {"@workflow-permissions", FieldType::string, "what a job's token may do by default: read or write; GitHub only"},
      {"@workflows-approve", FieldType::yes_no, "whether jobs may approve pull requests; GitHub only"},
      {"@allowed-actions", FieldType::string, "which actions may run: all, local_only, selected, or none; GitHub only"},
      {"@pinned-actions-required", FieldType::yes_no, "whether actions must be named by full commit; GitHub only"},
      {"@private-reporting", FieldType::yes_no, "whether vulnerabilities can be reported in private; GitHub only"},
      {"@secret-scanning", FieldType::yes_no, "whether it is searched for secrets; GitHub only"},
      {"@push-protection", FieldType::yes_no, "whether pushes of secrets are refused"},
      {"@web-sign-off-required", FieldType::yes_no, "whether commits made on the web must be signed off; GitHub only"},
      {"@releases", FieldType::integer, "published releases, the newest hundred at most"},
      {"@mutable-releases", FieldType::integer, "those whose files can still be changed; GitHub only"},
      {"@immutable-releases", FieldType::yes_no, "whether new releases cannot be changed; GitHub only, and only where it is on"},
      {"@people", FieldType::integer, "how many people have a role in it"},
      {"role", FieldType::element, "a role that people have"},
      {"role/@name", FieldType::string, "admin, maintain, write, triage, read; owner, maintainer, developer, reporter, guest"},
      {"role/@people", FieldType::integer, "how many have it"},
      {"@tag-rules", FieldType::integer, "active rules on tags"},
      {"tag-rule", FieldType::element, "an active rule on tags, once for each of its patterns"},
      {"tag-rule/@pattern", FieldType::string, "which tags, as the forge has it"},
      {"tag-rule/@forbids-deletion", FieldType::yes_no, "whether such tags cannot be deleted by a push"},
      {"tag-rule/@forbids-update", FieldType::yes_no, "whether they cannot be moved"},
      {"tag-rule/@restricts-creation", FieldType::yes_no, "whether not everybody who may push can make them"},
      {"@flaws", FieldType::integer, "places in which the document is made wrong, although it could be read"},
      {"@first-flaw", FieldType::string, "the first of them; absent without"},
  });
  declare_signature(fields);
  return fields;
}

void add_roles(Item& item, const ForgeSnapshot& snapshot) {
  if (!snapshot.roles_unknown.empty())
    return item.set_unknown({people, role, role_name, role_people}, snapshot.roles_unknown);
  std::int64_t all = 0;
  for (const ForgeRole& one : snapshot.roles) {
    all += one.people;
    item.begin_child(role);
    item.set_text(role_name, one.name);
    item.set_number(role_people, one.people);
  }
  item.set_number(people, all);
}

void add_tags(Item& item, const ForgeSnapshot& snapshot) {
  if (!snapshot.tags_unknown.empty())
    return item.set_unknown({tag_rules, tag_rule, tag_pattern, tag_deletion, tag_update, tag_creation},
                            snapshot.tags_unknown);
  item.set_number(tag_rules, static_cast<std::int64_t>(snapshot.tags.size()));
  for (const TagRule& one : snapshot.tags) {
    item.begin_child(tag_rule);
    item.set_text(tag_pattern, one.pattern);
    set_known(item, tag_deletion, one.forbids_deletion);
    set_known(item, tag_update, one.forbids_update);
    set_known(item, tag_creation, one.restricts_creation);
  }
}

void emit(Item& item, const Evidence& evidence, const ReadDocument& read, const ForgeSnapshot& snapshot,
          const ItemSink& sink) {
  begin_document_item(item, read);
  item.set_name(place, "/");
  item.set_name(forge, snapshot.forge);
  item.set_text(repository_name, snapshot.repository);
  set_stated_time(item, time, snapshot.time_stated, snapshot.time);
  item.set_number(answers, snapshot.answers);
  item.set_number(refused, snapshot.refused);
  set_known(item, default_branch, snapshot.default_branch);
  set_known(item, visibility, snapshot.visibility);
  set_known(item, archived, snapshot.archived);
  set_known(item, second_factor, snapshot.second_factor);
  set_known(item, default_permission, snapshot.default_permission);
  set_known(item, workflow_permissions, snapshot.workflow_permissions);
  set_known(item, workflows_approve, snapshot.workflows_approve);
  set_known(item, allowed_actions, snapshot.allowed_actions);
  set_known(item, pinned_actions, snapshot.pinned_actions);
  set_known(item, private_reporting, snapshot.private_reporting);
  set_known(item, secret_scanning, snapshot.secret_scanning);
  set_known(item, push_protection, snapshot.push_protection);
  set_known(item, sign_off, snapshot.sign_off);
  set_known(item, releases, snapshot.releases);
  set_known(item, mutable_releases, snapshot.mutable_releases);
  set_known(item, immutable_releases, snapshot.immutable_releases);
  add_roles(item, snapshot);
  add_tags(item, snapshot);
  set_flaws(item, flaws, first_flaw, snapshot.flaws);
  set_signature(item, signature,
                detached_signature(evidence, read, snapshot.time, wants_verdict(item.wanted(), signature)),
                evidence.trust);
  sink(item);
}

Examination examine(const Population& self, const Evidence& evidence, FieldSet wanted, const ItemSink& sink) {
  Item item("forge-setting", self.fields, wanted);
  const Drawn drawn = evidence.documents->each<ForgeSnapshot>(
      [&](const ReadDocument& read, const ForgeSnapshot& snapshot) { emit(item, evidence, read, snapshot, sink); });
  return examined(drawn);
}

} // namespace

const Population& forge_settings() {
  static const Population population = {
      "forge-settings",
      "what GitHub or GitLab answered of a repository's settings, by snapshots that were supplied",
      Completeness::as_supplied,
      false,
      "documents",
      "",
      declare(),
      {{"all", "", "all of them"}, {"supplied", "@origin = 'supplied'", "those that were supplied"}},
      examine};
  return population;
}

} // namespace assay::evidence
