# SPDX-License-Identifier: Apache-2.0
# A schema with a mistake is not used at all: every mistake is told with its place, and nothing is written.
. "$(dirname "$0")/../support/story.sh"
need git

new_repository repo
cp "$SOURCE_DIR/schemas/first-steps.xml" good.xml
sed -i 's/id="first-steps"/id="mine"/' good.xml
expect 1 "$ASSAY" audit repo --schema good.xml --out good-out
expect 0 "$ASSAY" schema lint good.xml

refused() { # refused WORDS: bad.xml is refused by lint and audit alike
  expect 3 "$ASSAY" schema lint bad.xml
  expect_err "$1"
  expect 3 "$ASSAY" audit repo --schema bad.xml
  expect_err "$1"
  expect_no_path assay-out
  expect_no_path .assay-out.assay-partial
}
: >bad.xml && refused 'bad.xml: the file is empty'
head -c 700 good.xml >bad.xml && refused 'bad.xml:'
sed '2i <!DOCTYPE x [<!ENTITY a "aaaa">]>' good.xml >bad.xml && refused 'a DOCTYPE is not allowed'
sed 's/<statement>/<statemnt>/;s/<\/statement>/<\/statemnt>/' good.xml >bad.xml && refused 'statemnt'
sed 's/ref="commits-carry-signoff"/ref="commits-carry-signof"/' good.xml >bad.xml && refused 'did you mean commits-carry-signoff?'
sed 's/<group id="history" title="History">/<rule id="r" title="t" population="commits"><assert>@parent = 1<\/assert><exception>e<\/exception><\/rule>&/' good.xml >bad.xml
refused 'population commits has no field @parent'
grep -q '^    *^' err || fail 'there is no caret line'
{ cat good.xml; head -c 9000000 /dev/zero | tr '\0' ' '; } >bad.xml && refused 'it is larger than 8388608 bytes'
mkdir dir.xml && expect 3 "$ASSAY" schema lint dir.xml && expect_err 'it is a directory'
mkfifo fifo.xml && expect 3 timeout 10 "$ASSAY" schema lint fifo.xml
expect 3 "$ASSAY" schema lint nowhere.xml
expect 3 "$ASSAY" schema show first-step && expect_err 'did you mean first-steps?'

# Profiles: a name, a file, and their mistakes.
expect 1 "$ASSAY" audit repo --schema first-steps --profile pull-request --out profile-out
! grep -q 'control id="FS-11"' profile-out/report.xml || fail 'the profile selected what it leaves out'
grep -q 'left-out control="FS-11"' profile-out/report.xml || fail 'what the profile leaves out was not told'
expect 2 "$ASSAY" audit repo --schema first-steps --profile nowhere && expect_err 'it has: release, pull-request'
cat >profile.xml <<'XML'
<profile format="1" id="ours" title="Ours" schema="first-steps">
  <select group="history"/>
  <set control="FS-04" parameter="tolerance" value="90%"/>
</profile>
XML
expect 1 "$ASSAY" audit repo --schema first-steps --profile profile.xml --out file-out
grep -q 'control id="FS-04" .* outcome="satisfied"' file-out/report.xml || fail 'the tolerance of the profile was not used'
grep -q '<parameter name="tolerance" value="90%" default="0"' file-out/report.xml || fail 'a loosened parameter was not told'
expect 5 "$ASSAY" verify file-out/dossier.asice --schema profile.xml
sed -i 's/FS-04/FS-44/' profile.xml
expect 3 "$ASSAY" audit repo --schema first-steps --profile profile.xml && expect_err 'schema first-steps has no control FS-44'
