# SPDX-License-Identifier: Apache-2.0
# What cli/ci/ gives to other projects does what its README says: the hook in real pushes, and the scripts of the two
# pipelines, run as a forge would. A stub stands for assay where the exit code is what matters.
. "$(dirname "$0")/../support/story.sh"
need git

CI=$SOURCE_DIR/cli/ci
mkdir bin real
ln -s "$ASSAY" real/assay
cat >bin/assay <<'STUB'
#!/bin/sh
echo "$*" >>"$STUB_LOG"
cat >>"$STUB_LOG.stdin"
code=$(cat "$STUB_CODE")
for argument; do
  case $argument in
  *:*) echo "as ${argument%%:*}" >"${argument#*:}" ;;
  --exit-zero) case $code in 1 | 5) code=0 ;; esac ;;
  esac
done
if [ "$1" = audit ]; then mkdir -p dossier && echo sealed >dossier/dossier.asice; fi
echo "  satisfied      A-1             Well done"
echo "  not-satisfied  A-2             Not so well"
echo "the stub said so" >&2
exit "$code"
STUB
chmod +x bin/assay
export STUB_LOG=$WORK/log STUB_CODE=$WORK/code
CLEAN_PATH=$PATH

# The hook.
sh -n "$CI/pre-push"
[ -x "$CI/pre-push" ] || fail 'the hook is not executable'
if command -v shellcheck >/dev/null; then
  shellcheck "$CI/pre-push" || fail 'shellcheck finds something in the hook'
else
  echo 'shellcheck is not installed: the scripts were not held against it'
fi

new_repository repo
git init --quiet --bare server.git
cd repo
git remote add origin ../server.git
cp "$CI/pre-push" .git/hooks/pre-push
pushes() { # pushes STUB-CODE WANTED-CODE ARGUMENT…
  echo "$1" >"$STUB_CODE"
  : >"$STUB_LOG"
  expect "$2" env PATH="$WORK/bin:$CLEAN_PATH" git push "${@:3}"
}
on_server() { git -C "$WORK/server.git" rev-parse --quiet --verify "$1" >/dev/null; }
main=$(git rev-parse main)

pushes 1 1 origin main
expect_err "pre-push: refs/heads/main ($main): a control is not met"
expect_err 'not-satisfied  A-2'
expect_err 'the stub said so'
expect_err 'git push --no-verify'
! grep -q '^  satisfied' "$WORK/err" || fail 'what is satisfied was printed too'
! on_server main || fail 'it was pushed all the same'
[ "$(cat "$STUB_LOG")" = "check .git --revision $main --quiet" ] || fail "assay was called otherwise: $(cat "$STUB_LOG")"
[ ! -s "$STUB_LOG.stdin" ] || fail 'assay was given what git says to the hook'

pushes 1 0 --no-verify origin main
on_server main || fail '--no-verify did not push'
[ ! -s "$STUB_LOG" ] || fail 'assay ran in spite of --no-verify'

pushes 0 0 origin main:refs/heads/met
on_server met || fail 'what is met was not pushed'
! grep -q pre-push "$WORK/err" || fail 'the hook spoke although all is met'
! grep -q stub "$WORK/err" || fail 'assay spoke although all is met'

pushes 5 0 origin main:refs/heads/incomplete
expect_err "refs/heads/main ($main): incomplete"
on_server incomplete || fail 'what is incomplete was not pushed'

pushes 3 0 origin main:refs/heads/unreadable
expect_err 'assay failed with exit code 3 and checked nothing; pushed all the same'
expect_err 'the stub said so'
on_server unreadable || fail 'what assay could not read was not pushed'

# A deletion is checked by nobody; what goes along with it is.
pushes 1 0 origin :met
[ ! -s "$STUB_LOG" ] || fail 'a deletion was checked'
! on_server met || fail 'nothing was deleted'
pushes 1 1 origin :incomplete main:refs/heads/again
on_server incomplete || fail 'a part of the refused push was done'

# Several refs of one commit are one check; an annotated tag is the commit it names; a tag of a file is nothing to check.
pushes 0 0 origin main:refs/heads/a main:refs/heads/b v1.0 topic
[ "$(sort "$STUB_LOG")" = "$(for name in main topic; do echo "check .git --revision $(git rev-parse $name) --quiet"; done | sort)" ] ||
  fail "other commits were checked: $(cat "$STUB_LOG")"
git tag file "$(git rev-parse main:main.c)"
pushes 1 0 origin file
[ ! -s "$STUB_LOG" ] || fail 'a tag of a file was checked'
# A name with blanks shifts no field.
pushes 0 0 origin 'HEAD@{0 seconds ago}:refs/heads/blanks'
[ "$(wc -l <"$STUB_LOG")" -eq 1 ] || fail 'a name with blanks was not checked'
# Options of one's own, and a linked work tree.
git config assay.checkOptions '--schema first-steps --profile pull-request'
git worktree add --quiet ../linked topic
cd ../linked
commit 'in a linked work tree'
pushes 1 1 origin HEAD:refs/heads/linked
[ "$(cat "$STUB_LOG")" = "check $WORK/repo/.git --revision $(git rev-parse HEAD) --quiet --schema first-steps --profile pull-request" ] ||
  fail "assay was called otherwise: $(cat "$STUB_LOG")"
cd ../repo

# Without assay the hook says so. Nothing but what it needs is on the path then.
mkdir "$WORK/bare"
for program in git sh; do ln -s "$(command -v $program)" "$WORK/bare/$program"; done
expect 0 env PATH="$WORK/bare" git push origin main:refs/heads/without
expect_err 'pre-push: assay is not installed: nothing was checked'
on_server without || fail 'without assay nothing was pushed'

if assay_knows_check=$("$ASSAY" --help | grep '^  check ') && [ -n "$assay_knows_check" ]; then
  expect 1 env PATH="$WORK/real:$CLEAN_PATH" git push origin main:refs/heads/really
  expect_err 'not-satisfied'
  ! on_server really || fail 'the real assay did not stop the push'
else
  echo 'this assay has no check yet: the pieces were tried with a stub only'
fi
cd "$WORK"

# The pipelines.
if ! python3 -c 'import yaml' 2>/dev/null; then
  echo 'python3-yaml is not installed: the pipelines were not tried'
  exit 0
fi
mkdir steps
python3 - "$CI" steps <<'PYTHON' || fail 'a pipeline is not as it should be'
import pathlib, re, sys, yaml
ci, out = map(pathlib.Path, sys.argv[1:])

def hold(condition, what):
    if not condition:
        sys.exit(what)

text = (ci / "github-workflow.yml").read_text(encoding="utf-8")
workflow = yaml.safe_load(text)
triggers = workflow[True]  # YAML 1.1 reads "on" so
hold(set(triggers) == {"pull_request", "push"} and set(triggers["push"]) == {"branches", "tags"}, "other triggers")
hold(workflow["permissions"] == {}, "permissions for all jobs")
jobs = workflow["jobs"]
hold({name: job["permissions"] for name, job in jobs.items()} == {
    "assay": {"contents": "read"}, "code-scanning": {"contents": "read", "security-events": "write"}}, "other permissions")
for job in jobs.values():
    for step in job["steps"]:
        hold("${{" not in step.get("run", ""), f"an expression in the script of {step['name']}")
        if "uses" in step:
            hold(re.fullmatch(r"[\w.-]+(/[\w.-]+)+@[0-9a-f]{40}", step["uses"]), f"{step['uses']} is not pinned")
            hold(re.search(re.escape(step["uses"]) + r" # v\d+\.\d+\.\d+$", text, re.M), f"{step['uses']}: which version?")
steps = {step["name"]: step for step in jobs["assay"]["steps"]}
hold("run" not in "".join(key for step in jobs["code-scanning"]["steps"] for key in step), "a script may write")
hold(steps["Check out"]["with"] == {"ref": "${{ env.REVISION }}", "fetch-depth": 0, "persist-credentials": False}, "checkout")
hold(list(steps)[-1] == "Gate" and "if" not in steps["Gate"], "the gate is not the last step")
for name in ("Check, for code scanning", "Audit", "Gate", "Install assay"):
    (out / ("github-" + name.split(",")[0].lower().replace(" ", "-"))).write_text("#!/usr/bin/env bash\n" + steps[name]["run"])

gitlab = yaml.safe_load((ci / "gitlab-ci.yml").read_text(encoding="utf-8"))
base = gitlab[".assay"]
hold(base["variables"]["GIT_DEPTH"] == "0" and "--tags" in base["variables"]["GIT_FETCH_EXTRA_FLAGS"], "a shallow clone")
hold(base["allow_failure"] == {"exit_codes": [5]}, "other codes may fail")
for name in ("assay-check", "assay-dossier"):
    hold(gitlab[name]["extends"] == ".assay" and gitlab[name]["artifacts"]["when"] == "always", f"{name}: artefacts")
    (out / f"gitlab-{name[6:]}").write_text("#!/usr/bin/env bash\n" + "\n".join(gitlab[name]["script"]))
hold(gitlab["assay-check"]["artifacts"]["reports"] == {"codequality": "assay-codequality.json", "junit": "assay-junit.xml"}
     and gitlab["assay-check"]["artifacts"]["paths"] == ["assay.sarif"], "other reports")
(out / "gitlab-install").write_text("#!/usr/bin/env bash\n" + "\n".join(base["before_script"]))
hold(workflow["env"]["ASSAY_OPTIONS"] == base["variables"]["ASSAY_OPTIONS"], "the pipelines differ in options")
(out / "options").write_text(base["variables"]["ASSAY_OPTIONS"])
PYTHON
for script in steps/git*; do
  bash -n "$script" || fail "$script is no script"
  ! command -v shellcheck >/dev/null || shellcheck "$script" || fail "shellcheck finds something in $script"
done

# What a forge puts in the environment of a script; each step begins in the clone. step CODE SCRIPT [NAME=VALUE…]
ASSAY_OPTIONS=$(cat steps/options)
which_assay=$WORK/bin
step() {
  local wanted=$1 script=$WORK/steps/$2
  shift 2
  : >"$STUB_LOG"
  : >"$WORK/step-output"
  expect "$wanted" env -C "$WORK/clone" PATH="$which_assay:$CLEAN_PATH" GITHUB_OUTPUT="$WORK/step-output" AS_OF=2026-12-09T00:00:00Z \
    ASSAY_OPTIONS="$ASSAY_OPTIONS" ASSAY_INCOMPLETE=warn ASSAY_KEY= ASSAY_CERT= "$@" bash --noprofile --norc -eo pipefail "$script"
}
called() { [ "$(cat "$STUB_LOG")" = "$1" ] || fail "assay was called so: $(cat "$STUB_LOG"), and not: $1"; }
git clone --quiet repo clone
head=$(git -C clone rev-parse HEAD)
common="--as-of 2026-12-09T00:00:00Z $ASSAY_OPTIONS"

for code in 0 1 5 3; do
  echo $code >"$STUB_CODE"
  rm -f clone/assay.sarif
  if [ $code = 3 ]; then step 3 github-check REVISION="$head"; else step 0 github-check REVISION="$head"; fi
  called "check . --revision $head $common --exit-zero --format github --format code-scanning:assay.sarif"
  [ -e clone/assay.sarif ] || fail 'no SARIF'
  [ "$(cat step-output)" = "$([ $code = 3 ] || echo sarif=yes)" ] || fail "the step says: $(cat step-output)"
  step "$([ $code = 5 ] && echo 0 || echo $code)" github-gate REVISION="$head" AUDIT_CODE=
  called "check . --revision $head $common --format text"
  expect_out 'not-satisfied  A-2'
  step $code github-gate REVISION="$head" AUDIT_CODE= ASSAY_INCOMPLETE=fail
  step "$([ $code = 5 ] && echo 0 || echo $code)" github-gate REVISION="$head" AUDIT_CODE=$code
  called ''
done
echo 5 >"$STUB_CODE"
step 0 github-gate REVISION="$head" AUDIT_CODE=
expect_out '::warning title=assay::incomplete'
# Between the two lines the runner obeys nothing of what is printed.
token=$(sed -n 's/^::stop-commands:://p' out)
[ -n "$token" ] && [ "$(grep -n "^::$token::$" out | cut -d : -f 1)" -gt "$(grep -n 'A-2' out | cut -d : -f 1)" ] ||
  fail 'what assay prints could command the runner'

# The first release has none before it, the second one has; keys are used when given, and do not stay.
for forge in github-audit gitlab-dossier; do
  at() { echo "REVISION=$1" "CI_COMMIT_SHA=$1"; }
  git -C clone checkout --quiet "$head"
  first=$(git -C clone rev-parse v1.0)
  time=$([ $forge = github-audit ] && echo '--as-of 2026-12-09T00:00:00Z ' || true)
  for code in 0 1 5 4; do
    echo $code >"$STUB_CODE"
    if [ $forge = github-audit ] && [ $code != 4 ]; then wanted=0; else wanted=$code; fi
    # shellcheck disable=SC2046
    step $wanted $forge $(at "$first")
    called "audit . --revision $head $time--out dossier $ASSAY_OPTIONS"
    [ -e clone/dossier/dossier.asice ] || fail 'no dossier'
    [ $forge != github-audit ] || [ "$(cat step-output)" = "code=$code" ] || fail "the step says: $(cat step-output)"
  done
  (cd clone && git checkout --quiet --detach "$head" && commit 'after the release' && git tag -f -a -m second v1.1 >/dev/null)
  second=$(git -C clone rev-parse HEAD)
  echo 0 >"$STUB_CODE"
  # shellcheck disable=SC2046
  step 0 $forge $(at "$second")
  called "audit . --revision $second $time--out dossier --since v1.0 $ASSAY_OPTIONS"
  # shellcheck disable=SC2046
  step 0 $forge $(at "$second") ASSAY_KEY=key ASSAY_CERT=cert TMPDIR="$WORK"
  grep -qE -- "--since v1.0 --key [^ ]+ --cert [^ ]+ --schema" "$STUB_LOG" || fail "no key was used: $(cat "$STUB_LOG")"
  [ -z "$(find . -name key.pem)" ] || fail 'the key is still there'
done

git -C clone checkout --quiet "$head"
for code in 0 1 5 3; do
  echo $code >"$STUB_CODE"
  step $code gitlab-check CI_COMMIT_SHA="$head"
  called "check . --revision $head $ASSAY_OPTIONS --format text --format sarif:assay.sarif --format gitlab:assay-codequality.json --format junit:assay-junit.xml"
done
# In a merged results pipeline the merge request's head counts; a clone that lacks it fetches it.
(cd repo && git checkout --quiet -b request && commit 'a request' && git checkout --quiet main)
request=$(git -C repo rev-parse request)
step 3 gitlab-check CI_COMMIT_SHA="$head" CI_MERGE_REQUEST_SOURCE_BRANCH_SHA="$request"
called "check . --revision $request $ASSAY_OPTIONS --format text --format sarif:assay.sarif --format gitlab:assay-codequality.json --format junit:assay-junit.xml"
git -C clone cat-file -e "$request" || fail 'the request was not fetched'

if [ -n "$assay_knows_check" ]; then
  which_assay=$WORK/real
  # The options of the pieces are options of assay; the first steps ask for more than this repository has.
  step 5 gitlab-check CI_COMMIT_SHA="$head"
  ASSAY_OPTIONS='--schema first-steps'
  rm -rf clone/assay* clone/dossier
  step 0 github-check REVISION="$head"
  [ -s clone/assay.sarif ] || fail 'the real assay wrote no SARIF'
  step 1 github-gate REVISION="$head" AUDIT_CODE=
  step 0 github-audit REVISION="$head"
  [ "$(cat step-output)" = code=1 ] && [ -s clone/dossier/dossier.asice ] || fail 'the real assay made no dossier'
  step 1 gitlab-check CI_COMMIT_SHA="$head"
  for file in assay.sarif assay-codequality.json assay-junit.xml; do [ -s "clone/$file" ] || fail "no $file"; done
fi
