# SPDX-License-Identifier: Apache-2.0
# The previous release is found where git-describe(1) finds it, in the scheme of the release, and the report says so.
. "$(dirname "$0")/../support/story.sh"
need git

git init -q repo
(
  cd repo
  commit one && git tag v1.0 && commit onward
  commit two && git tag v1.1-rc1
  commit three && git tag -m 'v1.1' v1.1 && git tag other-5.0
  git checkout -q -b stable
  commit fix && git tag v1.1.1
  git checkout -q main
  commit four && git tag build-17
  commit five && git tag v2.0-rc1
  commit six && git tag v2.0-rc2
  git merge -q -m merged stable
  commit seven && git tag v2.0
  commit eight
)
since() { # since REVISION: the previous release that an audit of it states
  local report=$WORK/since.json
  "$ASSAY" check repo --schema first-steps --revision "$1" --format json:"$report" >/dev/null 2>&1 || [ $? -eq 1 ] || [ $? -eq 5 ]
  sed -n 's/^ *"since": "\(.*\)",$/\1/p' "$report"
}
described() { git -C repo describe --tags --abbrev=0 --match 'v*' "${@:2}" "$1^"; }

[ "$(since v1.1)" = v1.0 ] || fail "before v1.1 came '$(since v1.1)': a prerelease is none"
[ "$(since v1.1-rc1)" = "$(described v1.1-rc1)" ] || fail "before v1.1-rc1 came '$(since v1.1-rc1)'"
[ "$(since v1.1.1)" = "$(described v1.1.1 --exclude '*rc*')" ] || fail "before v1.1.1 came '$(since v1.1.1)'"
[ "$(since v2.0-rc2)" = v2.0-rc1 ] || fail "before v2.0-rc2 came '$(since v2.0-rc2)'"
[ "$(since v2.0)" = "$(described v2.0 --exclude '*rc*')" ] || fail "before v2.0 came '$(since v2.0)', not $(described v2.0 --exclude '*rc*')"
[ "$(since HEAD)" = v2.0 ] || fail "before HEAD came '$(since HEAD)'"
[ "$(since refs/tags/v2.0)" = v1.1.1 ] || fail "a full name is not the tag's: '$(since refs/tags/v2.0)'"
[ -z "$(since v1.0)" ] || fail "before the first release came '$(since v1.0)'"

# A higher version among the ancestors is no release before this one; a release speaks before its prerelease.
git -C repo tag v9.0 v1.1 && git -C repo tag v2.0-rc3 v2.0
[ "$(since v2.0)" = v1.1.1 ] || fail "with v9.0 below it, before v2.0 came '$(since v2.0)'"
[ "$(since v2.0^0)" = v1.1.1 ] || fail "named by its commit, before v2.0 came '$(since v2.0^0)'"
git -C repo tag -d v9.0 v2.0-rc3 >/dev/null

expect 1 "$ASSAY" audit repo --schema first-steps --revision v2.0
grep -q 'since="v1.1.1" since-found="yes"' assay-out/report.xml || fail 'that the release was found is not stated'
grep -q 'nearest tag of' assay-out/report.md || fail 'the report does not say how the release was found'
expect 5 "$ASSAY" verify assay-out/dossier.asice --repo repo
expect_out 'reproduced'
# The tag that was found is looked for again, though no rule of this schema may have read it.
git clone -q repo untagged && git -C untagged tag -d v1.1.1 >/dev/null
expect 5 "$ASSAY" verify assay-out/dossier.asice --repo untagged
expect_out 'refs/tags/v1.1.1 is not in this clone'
# Another tag since then changes what an audit would find, and not what this one did.
git -C repo tag v1.9 v2.0~2
expect 5 "$ASSAY" verify assay-out/dossier.asice --repo repo
expect_out 'reproduced'

[ "$("$ASSAY" evidence repo commits --revision v2.0 --whole-history --where "@in-release = 'yes'" --format count)" = "$(git -C repo rev-list --count v2.0)" ] ||
  fail '--whole-history leaves commits out'
[ "$("$ASSAY" evidence repo commits --revision v2.0 --where "@in-release = 'yes'" --format count)" = "$(git -C repo rev-list --count v1.9..v2.0)" ] ||
  fail 'the range is not what git lists'
expect 2 "$ASSAY" check repo --since v1.0 --whole-history
expect_err 'exclude each other'
