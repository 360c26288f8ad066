# SPDX-License-Identifier: Apache-2.0
# Every kind of repository gets a truthful answer: an audit, or a reason why there is none.
. "$(dirname "$0")/../support/story.sh"
need git xmllint

new_repository repo
outcome() { xmllint --xpath "string(//control[@id='$1']/@outcome)" "$2/report.xml"; }
population() { xmllint --xpath "string(//population[@name='$1']/@$2)" "$3/report.xml"; }

# None at all.
expect 3 "$ASSAY" audit nowhere && expect_err 'does not exist'
echo x >file && expect 3 "$ASSAY" audit file && expect_err 'not a git repository'
mkdir plain && expect 3 "$ASSAY" audit plain && expect_err 'not a git repository'
mkdir repo/sub && expect 3 "$ASSAY" audit repo/sub && expect_err "did you mean $WORK/repo/, which contains it?"
git init --quiet unborn && expect 3 "$ASSAY" audit unborn && expect_err 'nothing has been committed yet'
expect 3 "$ASSAY" audit repo --revision no-such-tag && expect_err "revision 'no-such-tag'"
expect 3 "$ASSAY" audit repo --revision 'HEAD:main.c' && expect_err 'names no commit'
expect 2 "$ASSAY" audit repo --revision '' && expect_err 'is empty'
expect_no_path assay-out

# Formats that cannot be read are named.
git init --quiet --object-format=sha256 sha256
(cd sha256 && git commit --quiet --allow-empty -m x)
expect 3 "$ASSAY" audit sha256 && expect_err 'SHA-256'
git init --quiet reftable
git -C reftable config core.repositoryFormatVersion 1
git -C reftable config extensions.refStorage reftable
expect 3 "$ASSAY" audit reftable && expect_err 'reftable'

# Shallow: history was cut, so nothing about all commits is supported, but one exception still contradicts.
git clone --quiet --depth 2 "file://$WORK/repo" shallow
expect 1 "$ASSAY" audit shallow --schema first-steps --out shallow-out
[ "$(outcome FS-01 shallow-out)" = undetermined ] || fail 'a shallow clone supported a rule about all commits'
[ "$(outcome FS-04 shallow-out)" = not-satisfied ] || fail 'an exception in a shallow clone did not count'
[ "$(population commits complete shallow-out)" = no ] || fail 'the examination of a shallow clone was complete'
expect 5 "$ASSAY" verify shallow-out/dossier.asice --repo shallow && expect_out 'reproduced'
expect 5 "$ASSAY" verify shallow-out/dossier.asice --repo repo && expect_out 'reproduced'
expect 5 "$ASSAY" evidence shallow commits --format count && expect_err 'shallow'

# Partial: blobs are missing by design.
git -C repo config uploadpack.allowFilter true
git clone --quiet --bare --filter=blob:none "file://$WORK/repo" partial.git
expect 1 "$ASSAY" audit partial.git --schema first-steps --out partial-out
[ "$(outcome FS-09 partial-out)" = undetermined ] || fail 'files that are not there were judged'
[ "$(outcome FS-06 partial-out)" = satisfied ] || fail 'that a file is there is known without its content'
[ "$(outcome FS-01 partial-out)" = satisfied ] || fail 'commits of a partial clone are all there'
expect 5 "$ASSAY" verify partial-out/dossier.asice --repo repo && expect_out 'not replayed: the audit lacked'
expect 5 "$ASSAY" verify partial-out/dossier.asice --repo partial.git && expect_out 'reproduced'

# A commit that is missing or altered ends the history there.
cp -r repo broken
git -C broken unpack-objects -q < /dev/null || true
lost=$(git -C repo rev-parse HEAD~2)
rm -f "broken/.git/objects/${lost:0:2}/${lost:2}"
expect 1 "$ASSAY" audit broken --schema first-steps --out broken-out
[ "$(outcome FS-01 broken-out)" = undetermined ] || fail 'a history with a hole supported a rule'
population commits reason broken-out | grep -q "object $lost is missing" || fail 'the hole was not named'
cp -r repo altered
object=altered/.git/objects/${lost:0:2}/${lost:2}
chmod u+w "$object"
git -C repo cat-file commit "$lost" | sed 's/policy/pollcy/' >text
python3 - "$object" text <<'PY' 2>/dev/null || perl -MCompress::Zlib -e 'local $/; open F,"<",$ARGV[1]; $t=<F>; open O,">",$ARGV[0]; print O compress("commit ".length($t)."\0".$t)' "$object" text
import sys, zlib
text = open(sys.argv[2], 'rb').read()
open(sys.argv[1], 'wb').write(zlib.compress(b'commit %d\0' % len(text) + text))
PY
expect 1 "$ASSAY" audit altered --schema first-steps --out altered-out
population commits reason altered-out | grep -q 'does not hash to its id' || fail 'an altered object was believed'

# Replace refs and grafts are ignored, and told.
git clone --quiet repo rewritten
git -C rewritten replace HEAD~1 HEAD~2
mkdir -p rewritten/.git/info
git -C rewritten rev-parse HEAD >rewritten/.git/info/grafts
expect 1 "$ASSAY" audit rewritten --schema first-steps --out rewritten-out
[ "$(population commits examined rewritten-out)" = 5 ] || fail 'a graft or replace ref changed the history'
[ "$(xmllint --xpath 'string(//clone/@grafted)' rewritten-out/report.xml)" = yes ] || fail 'the graft file was not told'
[ "$(xmllint --xpath 'string(//clone/@replaced)' rewritten-out/report.xml)" = yes ] || fail 'the replace ref was not told'

# Owned by somebody else: read all the same, since nothing of it is run.
if [ "$(id -u)" -eq 0 ]; then
  cp -r repo foreign && chown -R 12345 foreign
  expect 1 "$ASSAY" audit foreign --schema first-steps --out foreign-out
fi

# Text that would move a cursor or end an element stays text.
(cd repo && git commit --quiet --allow-empty -m $'\e[31mred\e[0m <script>alert(1)</script> \xff' && git tag $'</x>"&')
expect 1 "$ASSAY" audit repo --schema first-steps --out hostile-out
xmllint --noout hostile-out/report.xml
! grep -q $'\e' hostile-out/report.xml hostile-out/report.html hostile-out/report.md out err || fail 'an escape sequence came through'
! grep -q '<script>alert' hostile-out/report.html || fail 'a script came through'

# A tree that names itself is impossible, but one that names 10^10 paths is not.
(
  git init --quiet bomb && cd bomb
  id=$(echo x | git hash-object -w --stdin)
  tree=$(printf '100644 blob %s\tf\n' "$id" | git mktree)
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    tree=$(for i in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree %s\t%s\n' "$tree" "$i"; done | git mktree)
  done
  git update-ref refs/heads/main "$(git commit-tree -m bomb "$tree")"
)
expect 5 timeout 300 "$ASSAY" evidence bomb files --format count
expect_err 'more than'
