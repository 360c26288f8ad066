# SPDX-License-Identifier: Apache-2.0
# What cli/forge-snapshot writes from the answers of a forge is what assay reads of it. Stubs stand for gh and glab; their
# answers have the members that the documentation of the REST APIs shows.
. "$(dirname "$0")/../support/story.sh"
need git jq

TOOL=$SOURCE_DIR/cli/forge-snapshot
sh -n "$TOOL"
[ -x "$TOOL" ] || fail 'the script is not executable'
if command -v shellcheck >/dev/null; then
  shellcheck "$TOOL" || fail 'shellcheck finds something in the script'
else
  echo 'shellcheck is not installed: the script was not held against it'
fi

# A stub answers what lies under the path's name, and 404 else; a file NAME.status has another status.
mkdir bin answers
cat >bin/gh <<'STUB'
#!/bin/sh
[ "$1 $2" = 'api -i' ] || exit 9
file=$ANSWERS/$(printf %s "$3" | tr '/?&=%' _)
status='404 Not Found'
[ ! -e "$file" ] || status='200 OK'
[ ! -e "$file.status" ] || status=$(cat "$file.status")
printf 'HTTP/2.0 %s\r\nContent-Type: application/json\r\nX-Odd: {}\r\n\r\n' "$status"
if [ -e "$file" ]; then cat "$file"; else echo '{"message":"Not Found"}'; fi
case $status in 2*) ;; *) echo "gh: $status" >&2 && exit 1 ;; esac
STUB
chmod +x bin/gh
cp bin/gh bin/glab
export ANSWERS=$WORK/answers PATH=$WORK/bin:$PATH
answer() { # answer PATH [STATUS]: its body is the standard input
  local file
  file=$ANSWERS/$(printf %s "$1" | tr '/?&=%' _)
  cat >"$file"
  [ -z "${2-}" ] || echo "$2" >"$file.status"
}

new_repository repo
mkdir evidence

base=repos/acme/tool
answer $base <<'JSON'
{"id": 1, "full_name": "acme/tool", "default_branch": "main", "visibility": "public", "archived": false, "temp_clone_token": "s3cret",
 "web_commit_signoff_required": false, "owner": {"login": "acme", "type": "Organization"},
 "security_and_analysis": {"secret_scanning": {"status": "enabled"}, "secret_scanning_push_protection": {"status": "disabled"}}}
JSON
answer "$base/branches?protected=true&per_page=100&page=1" <<'JSON'
[{"name": "main", "protected": true}, {"name": "stable/1.x", "protected": true}]
JSON
answer $base/branches/main/protection <<'JSON'
{"required_status_checks": {"strict": true, "contexts": ["build"], "checks": [{"context": "build", "app_id": 1}, {"context": "lint", "app_id": 1}]},
 "required_pull_request_reviews": {"dismiss_stale_reviews": true, "require_code_owner_reviews": false,
   "required_approving_review_count": 1, "require_last_push_approval": false,
   "dismissal_restrictions": {"users": [{"login": "somebody", "type": "User", "id": 7}], "teams": []}},
 "enforce_admins": {"enabled": false}, "required_signatures": {"enabled": false}, "required_linear_history": {"enabled": false},
 "allow_force_pushes": {"enabled": false}, "allow_deletions": {"enabled": true}, "required_conversation_resolution": {"enabled": true}}
JSON
answer $base/branches/stable%2F1.x/protection '404 Not Found' <<<'{"message": "Branch not protected"}'
answer "$base/rules/branches/main?per_page=100&page=1" <<'JSON'
[{"type": "deletion", "ruleset_source_type": "Repository", "ruleset_source": "acme/tool", "ruleset_id": 42},
 {"type": "pull_request", "ruleset_id": 42, "parameters": {"required_approving_review_count": 2, "dismiss_stale_reviews_on_push": false,
   "require_code_owner_review": false, "require_last_push_approval": true, "required_review_thread_resolution": false}}]
JSON
answer "$base/rulesets?per_page=100&page=1" <<'JSON'
[{"id": 42, "name": "main", "target": "branch", "source_type": "Repository", "enforcement": "active"},
 {"id": 43, "name": "tags", "target": "tag", "source_type": "Repository", "enforcement": "active"},
 {"id": 44, "name": "trial", "target": "branch", "source_type": "Organization", "enforcement": "evaluate"}]
JSON
answer $base/rulesets/42 <<'JSON'
{"id": 42, "target": "branch", "enforcement": "active", "bypass_actors": [],
 "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}},
 "rules": [{"type": "deletion"}, {"type": "pull_request", "parameters": {"required_approving_review_count": 2,
   "dismiss_stale_reviews_on_push": false, "require_code_owner_review": false, "require_last_push_approval": true,
   "required_review_thread_resolution": false}}]}
JSON
answer $base/rulesets/43 <<'JSON'
{"id": 43, "target": "tag", "enforcement": "active", "conditions": {"ref_name": {"include": ["refs/tags/v*"], "exclude": []}},
 "rules": [{"type": "deletion"}, {"type": "update"}]}
JSON
answer $base/actions/permissions <<<'{"enabled": true, "allowed_actions": "selected", "sha_pinning_required": true}'
answer $base/actions/permissions/workflow <<<'{"default_workflow_permissions": "read", "can_approve_pull_request_reviews": false}'
answer $base/private-vulnerability-reporting <<<'{"enabled": true}'
answer "$base/collaborators?per_page=100&page=1" <<'JSON'
[{"login": "somebody", "type": "User", "role_name": "admin"}, {"login": "another", "type": "User", "role_name": "write"},
 {"login": "third", "type": "User", "role_name": "write"}]
JSON
answer "$base/releases?per_page=100" <<'JSON'
[{"tag_name": "v2", "draft": true, "prerelease": false, "immutable": false, "assets": []},
 {"tag_name": "v1", "draft": false, "prerelease": false, "immutable": true, "author": {"login": "somebody", "type": "User"},
  "assets": [{"name": "a.tar.gz", "size": 3, "digest": "sha256:00", "uploader": {"login": "somebody", "type": "User"}}]}]
JSON
answer orgs/acme '403 Forbidden' <<<'{"message": "Must have admin rights"}'

expect 2 "$TOOL"
expect 2 "$TOOL" github acme
expect 2 "$TOOL" github 'acme/to ol'
expect 2 "$TOOL" sourcehut acme/tool
expect 0 "$TOOL" github acme/tool
cp out evidence/tool.json
! grep -E 'somebody|another|third|s3cret' out || fail 'the snapshot names people or holds a token'
jq -e '.type == "assay-forge-snapshot" and .format == 1 and .repository == "acme/tool" and
  ([.answers[] | select(.status == 403)] | length) == 1' out >/dev/null || fail 'the snapshot has another form'

settings() { # settings EXPECTED FIELD…: of the snapshots, a line each
  local expected=$1
  shift
  expect 0 "$ASSAY" evidence repo forge-settings --evidence evidence --format json
  jq -r --arg names "$*" '.[] | . as $item | [$names | split(" ")[] | $item[.] // "-" | tostring] | join(" ")' out >shown
  [ "$(cat shown)" = "$expected" ] || fail "forge-settings $*: $(cat shown)"
}
settings 'github acme/tool main public no yes no read no selected yes yes 1 0 3 1' forge repository default-branch visibility \
  archived secret-scanning push-protection workflow-permissions workflows-approve allowed-actions pinned-actions-required \
  private-reporting releases mutable-releases people tag-rules
# What was refused is unknown, with the status, and not "no".
expect 5 "$ASSAY" evidence repo forge-settings --evidence evidence --where "@second-factor-required = 'no'" --format count
[ "$(cat out)" = 0 ] || fail 'what the forge refused reads as no'
expect 0 "$ASSAY" evidence repo forge-settings --evidence evidence
expect_out 'the forge refused orgs/acme with status 403: Must have admin rights'

rules() { # rules EXPECTED WHERE FIELD…
  local expected=$1 where=$2
  shift 2
  expect 0 "$ASSAY" evidence repo branch-rules --evidence evidence --where "$where" --format json
  jq -r --arg names "$*" '.[] | . as $item | [$names | split(" ")[] | $item[.] // "-" | tostring] | join(" ")' out >shown
  [ "$(cat shown)" = "$expected" ] || fail "branch-rules $where $*: $(cat shown)"
}
fields='branch default forbids-deletion forbids-force-push requires-pull-request approvals dismisses-stale code-owner-review
  last-push-approval resolved-conversations requires-checks status-checks strict signatures linear-history admins-included'
rules 'main yes no yes yes 1 yes no no yes yes 2 yes no no no' "@source = 'branch-protection'" $fields
rules '~DEFAULT_BRANCH yes yes no yes 2 no no yes no no 0 no no no yes' "@source = 'ruleset' and @enforcement = 'active'" $fields
# Each demand of one of them holds; who may pass them by differs, so that nothing is known of it.
rules 'main yes yes yes yes 2 yes no yes yes yes 2 yes no no -' "@source = 'effective'" $fields
# The third ruleset was refused: an item without answers, so that nothing reads as if there were none.
rules '- - - - - -' "@enforcement = 'evaluate'" forbids-deletion forbids-force-push approvals signatures branch strict

# GitLab.
base=projects/acme%2Fsub%2Ftool
answer $base <<'JSON'
{"id": 5, "path_with_namespace": "acme/sub/tool", "default_branch": "main", "visibility": "private", "archived": false,
 "namespace": {"id": 2, "kind": "group", "full_path": "acme/sub"}, "merge_method": "ff", "only_allow_merge_if_pipeline_succeeds": true,
 "only_allow_merge_if_all_discussions_are_resolved": false, "runners_token": "s3cret", "creator": {"id": 3, "username": "somebody", "name": "Some Body"}}
JSON
answer "$base/protected_branches?per_page=100&page=1" <<'JSON'
[{"id": 1, "name": "main", "push_access_levels": [{"id": 1, "access_level": 0, "access_level_description": "No one", "user_id": null, "group_id": null}],
  "merge_access_levels": [{"id": 1, "access_level": 40}], "allow_force_push": false, "code_owner_approval_required": true},
 {"id": 2, "name": "*-stable", "push_access_levels": [{"id": 2, "access_level": 40}], "allow_force_push": true, "code_owner_approval_required": false}]
JSON
answer "$base/protected_tags?per_page=100&page=1" <<<'[{"name": "v*", "create_access_levels": [{"access_level": 40}]}]'
answer $base/approvals <<<'{"reset_approvals_on_push": true, "merge_requests_author_approval": false, "merge_requests_disable_committers_approval": true}'
answer "$base/approval_rules?per_page=100&page=1" <<'JSON'
[{"id": 1, "name": "any", "rule_type": "any_approver", "approvals_required": 1, "protected_branches": [], "applies_to_all_protected_branches": false,
  "eligible_approvers": [{"id": 3, "username": "somebody"}]},
 {"id": 2, "name": "stable", "approvals_required": 3, "protected_branches": [{"name": "*-stable"}], "applies_to_all_protected_branches": false}]
JSON
answer "$base/members/all?per_page=100&page=1" <<'JSON'
[{"id": 3, "username": "somebody", "access_level": 50}, {"id": 4, "username": "another", "access_level": 30}]
JSON
answer "$base/releases?per_page=100" <<<'[]'
answer groups/acme%2Fsub <<<'{"full_path": "acme/sub", "require_two_factor_authentication": false}'
answer groups/acme <<<'{"full_path": "acme", "require_two_factor_authentication": true}'
expect 0 "$TOOL" gitlab acme/sub/tool
! grep -iE 'some.?body|another|s3cret' out || fail 'the snapshot names people or holds a token'
mv out evidence/tool.json
settings 'gitlab acme/sub/tool main private yes 0 2 1 -' forge repository default-branch visibility second-factor-required \
  releases people tag-rules workflow-permissions
rules 'main yes yes yes yes 1 yes yes yes no yes - yes - yes -' "@branch = 'main' and @source = 'protected-branch'" $fields
rules '*-stable no yes no no 3 yes no yes no yes - yes - yes -' "@branch = '*-stable'" $fields
rules 'main yes yes yes yes 1 yes yes yes no yes - yes - yes -' "@source = 'effective'" $fields

# A detached signature beside it: there, of which kind, and verified with the keys that are trusted.
expect 0 "$ASSAY" evidence repo forge-settings --evidence evidence --where "signature/@kind = 'none'" --format count
[ "$(cat out)" = 1 ] || fail 'a signature is seen where there is none'
if command -v ssh-keygen >/dev/null; then
  mkdir trust
  ssh-keygen -q -t ed25519 -N '' -C '' -f key
  echo "admin@example.org $(cut -d' ' -f1,2 key.pub)" >trust/allowed_signers
  ssh-keygen -q -Y sign -n file -f key evidence/tool.json 2>/dev/null
  signed() {
    expect 0 "$ASSAY" evidence repo forge-settings --evidence evidence --trust trust --where "$1" --format count
    [ "$(cat out)" = "$2" ] || fail "$1: $(cat out)"
  }
  signed "signature/@kind = 'ssh' and signature/@status = 'good'" 1
  jq . evidence/tool.json >other && sed -i 's/acme/ACME/' other && mv other evidence/tool.json
  signed "signature/@status = 'bad'" 1
fi

# What is no snapshot of a known format is told, and nothing is read of it.
mkdir broken
echo '{"type": "assay-forge-snapshot", "format": 2, "forge": "github", "repository": "a/b", "answers": []}' >broken/a.json
expect 0 "$ASSAY" evidence repo unreadable-documents --evidence broken
expect_out 'its format is not 1'
