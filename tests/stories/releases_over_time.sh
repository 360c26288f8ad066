# SPDX-License-Identifier: Apache-2.0
# The timeline tests every release tag as of its own time: as an audit of that tag would, in a table, rows and a chart.
. "$(dirname "$0")/../support/story.sh"
need git xmllint python3

git init -q repo
cd repo
release() { tick=$((tick + 86400)); GIT_COMMITTER_DATE="$tick +0000" git tag -a -m release "$1"; }
echo text >a.txt && git add . && commit 'start'
release v1.0
printf '%0300d\n' 7 >LICENSE && git add . && commit 'a licence'
release v1.1
release v2.0-rc1
echo 'Write to security@example.com' >SECURITY.md && git add . && commit 'a policy'
release v2.0
git tag not-a-version
git tag v3.0 "$(git hash-object -w a.txt)"
cd ..

expect 0 "$ASSAY" timeline repo --schema first-steps
sed 's/ *$//' out | awk '{print $1}' >names
printf '%s\n' release v3.0 v1.0 v1.1 v2.0 | diff - names || fail 'other releases, or in another order'
expect_out 'names no commit'
# Each line is what an audit of that tag comes to.
"$ASSAY" timeline repo --schema first-steps --format csv --out rows.csv --quiet
for tag in v1.0 v1.1 v2.0; do
  time=$(git -C repo for-each-ref --format='%(creatordate:unix)' "refs/tags/$tag")
  "$ASSAY" audit repo --schema first-steps --revision "$tag" --as-of "$(date -u -d "@$time" +%FT%TZ)" --out "audit-$tag" --quiet >/dev/null 2>&1 || true
  xmllint --xpath '//control/@id | //control/@outcome' "audit-$tag/report.xml" | tr -d '\n' | sed 's/ id=/\n/g' | sed 's/" outcome=/ /; s/"//g; s/ *$//' | grep . | sort >expected
  python3 -c '
import csv, sys
for row in csv.DictReader(open("rows.csv", newline="")):
    if row["tag"] == sys.argv[1]: print(row["control"], row["outcome"])' "$tag" | sort | diff expected - || fail "the timeline says otherwise than the audit of $tag"
done
grep -q "^v1.1,$(git -C repo rev-parse 'v1.1^{commit}')," rows.csv || fail 'the commit is not told'
expect 0 "$ASSAY" timeline repo --schema first-steps --schema openssf-osps --format svg --out chart.svg
xmllint --noout chart.svg || fail 'the chart is no XML'
[ "$(xmllint --xpath 'count(//*[local-name()="g"]/*[local-name()="title"][contains(., "v1.1,")])' chart.svg)" = 1 ] || fail 'a release is missing from the chart'
expect 0 "$ASSAY" timeline repo --schema first-steps --last 1
[ "$(wc -l <out)" = 2 ] || fail '--last 1 shows more than one'
expect 2 "$ASSAY" timeline repo --last none
expect 2 "$ASSAY" timeline repo --format pdf

# A tag that claims what no audit can be made as of is listed with the reason, and tested as of no other time.
dated() { # dated TAG SECONDS
  printf 'object %s\ntype commit\ntag %s\ntagger T <t@example.com> %s +0000\n\nrelease\n' "$(git -C repo rev-parse v2.0^{commit})" "$1" "$2" |
    git -C repo hash-object -t tag -w --literally --stdin >id
  git -C repo update-ref "refs/tags/$1" "$(cat id)"
}
dated v4.0 $(($(date +%s) + 86400))
dated v4.1 9007199254740992
dated v4.2 0
dated v4.3 -86400
dated v4.4 $(($(date +%s) - 60))
expect 0 "$ASSAY" timeline repo --schema first-steps
told() { grep -q "^$1 .* not tested: $2\$" out || fail "what is amiss with $1 is not told"; }
told v4.0 'it claims a time that has not come'
told v4.1 'it claims a time that has not come'
told v4.2 'it claims the first day of 1970, which says nothing'
# Git reads no time with a sign: such a tag has that of its commit.
grep -q "^v4.3 *$(git -C repo show -s --format=%cs v2.0^{commit}) *[0-9]" out || fail 'a tag without a time is not tested as of its commit'
grep -q '^v4.4 .*not tested' out && fail 'a release of a minute ago is not tested'
grep -q '^v2.0 .*not tested' out && fail 'a release beside them is not tested'
expect 0 "$ASSAY" timeline repo --schema first-steps --format csv
grep -q '^v4.0,[0-9a-f]*,[^,]*,,,not-tested' out || fail 'outcomes of a time that has not come'
grep -qx '[^,]*,[^,]*,[^,]*,first-steps,.*' out || fail 'nothing is tested'

git init -q empty
(cd empty && commit 'no release')
expect 3 "$ASSAY" timeline empty
expect_err 'no tag of this clone states a version'
