# SPDX-License-Identifier: Apache-2.0
# assay check: what is not met, why, what to do; in the formats other tools read; against an earlier dossier.
. "$(dirname "$0")/../support/story.sh"
need git jq python3 xmllint

new_repository repo
expect 5 "$ASSAY" check repo
expect_err 'no schema was named: openssf-osps is used'
expect_out 'OSPS Baseline 2026.02.19, profile level-1'
expect_out 'satisfied      OSPS-QA-05.01'
expect_out 'why: an attestation by the repository administrator is needed and none was read'
expect_err 'nothing was sealed'
expect_no_path assay-out

expect 1 "$ASSAY" check repo --schema first-steps
expect_out 'not-satisfied  FS-04'
expect_out 'why: Every commit of the release that is no merge carries a Signed-off-by trailer [tolerance 0]: 4 commits tested, 2 exceptions'
expect_out "next: Commit with 'git commit --signoff'"
expect 0 "$ASSAY" check repo --schema first-steps --exit-zero
expect 2 "$ASSAY" check repo --format yaml && expect_err 'there is no format yaml'
expect 2 "$ASSAY" check repo --format json --format text && expect_err 'only one format can go to standard output'
expect 2 "$ASSAY" check repo --format json: && expect_err 'names no path'
expect 3 "$ASSAY" check nowhere
expect 4 "$ASSAY" check repo --format json:nowhere/x.json
expect 3 "$ASSAY" check repo --format json:/dev/null
[ -c /dev/null ] || fail '/dev/null was replaced'

# All formats at once, over files that were there before.
mkdir formats && echo old >formats/check.json
expect 1 "$ASSAY" check repo --schema first-steps --format text --format json:formats/check.json \
  --format sarif:formats/check.sarif --format junit:formats/check.xml --format gitlab:formats/check.codequality.json \
  --format oscal:formats/check.oscal.xml
expect_out 'not-satisfied  FS-04'
[ "$(jq -r '[.schemas[].groups[].controls[] | select(.outcome == "not-satisfied")] | length' formats/check.json)" = 4 ] || fail json
xmllint --noout formats/check.xml
expect 0 python3 "$SOURCE_DIR/tests/meta/exports_are_valid.py" formats
expect 1 "$ASSAY" check repo --schema first-steps --format github
expect_out '::error'

# A baseline: what was known is left out, what is new counts.
expect 1 "$ASSAY" audit repo --schema first-steps --out before
expect 5 "$ASSAY" check repo --schema first-steps --baseline before/dossier.asice
expect_err '4 not satisfied as in the baseline already'
! grep -q 'FS-04' out || fail 'what was known is not left out'
(cd repo && commit 'one more without sign-off')
expect 1 "$ASSAY" check repo --schema first-steps --baseline before/dossier.asice
expect_out 'not-satisfied  FS-04'
! grep -q 'FS-08' out || fail 'a document that was missing before is no news'
expect 3 "$ASSAY" check repo --baseline before/report.xml && expect_err 'is no dossier'

# Explained, down to the rules and up to the source.
expect 0 "$ASSAY" explain first-steps:FS-04
expect_out 'rule commits-carry-signoff'
expect 1 "$ASSAY" explain first-steps:FS-04 repo
expect_out 'FS-04 not-satisfied'
expect 2 "$ASSAY" explain first-steps:FS-4 && expect_err 'did you mean FS-04?'
