# SPDX-License-Identifier: Apache-2.0
# Help, hints, exit codes and streams of the command line.
. "$(dirname "$0")/../support/story.sh"
need git

new_repository repo
tr -d '\\' <"$SOURCE_DIR/cli/assay.1" >man.txt
expect 0 "$ASSAY" --help
for command in check audit verify evidence explain schema render key trust attest waive plan timeline; do
  expect_out "$command"
  "$ASSAY" "$command" --help >help.txt
  grep -q "usage: assay $command" help.txt || fail "no usage of $command"
  grep -oE '^ +(-[a-z] \[ )?--[a-z-]+' help.txt | grep -oE -- '--[a-z-]+' >>help-options.txt
  grep -qF "assay $command" man.txt || fail "the man page does not know $command"
done
# Every option of some help is in the man page, and the other way round.
echo --version >>help-options.txt
grep -oE -- '--[a-z-]+' man.txt | sort -u >man-options.txt
sort -u help-options.txt | diff - man-options.txt || fail 'help (<) and man page (>) know different options'
expect 0 "$ASSAY" --version
expect_out "assay $(sed -n 's/^project(assay VERSION \([0-9.]*\).*/\1/p' "$SOURCE_DIR/CMakeLists.txt")"

expect 2 "$ASSAY" && expect_err 'a command is missing'
expect 2 "$ASSAY" adit && expect_err "did you mean 'assay audit'?"
expect 2 "$ASSAY" audit && expect_err 'REPO is missing'
expect 2 "$ASSAY" audit repo more && expect_err 'several repositories are audited as those of one product'
expect 2 "$ASSAY" timeline repo more && expect_err 'an argument too many'
expect 2 "$ASSAY" audit repo --shema x && expect_err 'did you mean --schema?'
expect 2 "$ASSAY" audit repo --as-of yesterday && expect_err 'no RFC 3339 time'
expect 2 "$ASSAY" audit repo --key k && expect_err '--key and --cert go together'
expect 2 "$ASSAY" evidence repo comits && expect_err 'did you mean commits?'
expect 2 "$ASSAY" evidence repo commits --format yaml && expect_err 'xml, json, count'
expect 3 "$ASSAY" evidence repo commits --where '@parents >' && expect_err -- '--where:1:11'
expect 2 "$ASSAY" evidence repo commits --where '@time < $previous-release-time' && expect_err '--since'
expect 2 "$ASSAY" schema lnt x && expect_err 'did you mean lint?'
expect 2 "$ASSAY" key make --out x
expect 4 "$ASSAY" key new --out repo/main.c/x

expect 0 "$ASSAY" schema list
expect_out $'openssf-osps\t2026.02.19\t64\tOSPS Baseline'
expect_out $'first-steps\t1.0\t11\tFirst steps'
expect 0 "$ASSAY" schema lint first-steps "$SOURCE_DIR/schemas/rules/sboms.xml"
expect_out 'no problem in 5 rules'
cat >rules.xml <<'XML'
<rules format="1" id="house">
  <rule id="odd" title="No merge is a root" population="commits">
    <where>@parents &gt; 1 and @parents = 0</where>
    <assert>@subject-length &gt; 0</assert>
    <exception>e</exception>
  </rule>
</rules>
XML
expect 0 "$ASSAY" schema lint rules.xml
expect_out 'rules.xml: note: rule odd: no built-in schema uses it'
expect_out 'rules.xml: note: rule odd: matches no item: @parents > 1 never holds together with @parents = 0'
sed -i 's/@parents = 0/@parnts = 0/' rules.xml
expect 3 "$ASSAY" schema lint rules.xml && expect_err 'did you mean @parents?'
expect 0 "$ASSAY" schema show first-steps
expect_out 'FS-11'
expect 0 "$ASSAY" evidence repo
expect_out 'commits – every commit reachable'
expect 0 "$ASSAY" evidence repo commits --format count
[ "$(cat out)" = 5 ] || fail 'not five commits'
expect 0 "$ASSAY" evidence repo commits --where '@parents > 1' --format count
[ "$(cat out)" = 1 ] || fail 'not one merge'
expect 0 "$ASSAY" evidence repo commits --where "trailer[@key = 'Signed-off-by']" --format json
[ "$(jq length out)" = 2 ] || fail 'not two sign-offs'
# A signature that nobody could read is malformed, whatever keys there are.
git -C repo tag -a -m $'sealed\n-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----' sealed main~1
expect 0 "$ASSAY" evidence repo tags --where "signature/@status = 'malformed'" --format count
[ "$(cat out)" = 1 ] || fail 'a pretended signature is not malformed'
mkdir supplied && echo x >supplied/SECURITY.md
expect 0 "$ASSAY" evidence repo documents --evidence supplied --where "@origin = 'supplied'" --format count
[ "$(cat out)" = 1 ] || fail 'supplied evidence was not seen'

# Nothing but results on standard output; --quiet leaves only errors on the other.
expect 1 "$ASSAY" audit repo --schema first-steps --quiet
[ ! -s err ] || fail '--quiet was not quiet'
! grep -q $'\e' out || fail 'colour on what is no terminal'
