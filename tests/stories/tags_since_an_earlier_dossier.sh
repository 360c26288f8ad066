# SPDX-License-Identifier: Apache-2.0
# What tags say of versions, and which of them were moved since an earlier dossier was made.
. "$(dirname "$0")/../support/story.sh"
need git jq xmllint

new_repository repo
git -C repo tag v0.9 HEAD~1
git -C repo tag v1.1-rc2 && git -C repo tag v1.1-rc10 && git -C repo tag v1.1 && git -C repo tag v1.1.0
git -C repo tag curl-7_9 && git -C repo tag latest
tags() { # tags JQ REPO [OPTION…]
  local filter=$1
  shift
  "$ASSAY" evidence "$1" tags "${@:2}" --format json >out 2>err || [ $? -eq 5 ] || fail "$(cat err)"
  jq -r "$filter" out
}
[ "$(tags '.[] | [.name, .scheme, .version, .prerelease, .order, .moved] | map(. // "-") | join(" ")' repo)" = 'curl-7_9 curl-N_N 7.9 no 1 -
latest - - - - -
v0.9 vN.N 0.9 no 1 -
v1.0 vN.N 1.0 no 2 -
v1.1 vN.N 1.1 no 5 -
v1.1-rc10 vN.N 1.1-rc10 yes 4 -
v1.1-rc2 vN.N 1.1-rc2 yes 3 -
v1.1.0 vN.N 1.1.0 no 5 -' ] || fail "$(cat out)"

# A rule of one's own about what was moved.
cat >moved.xml <<'XML'
<compliance-schema format="1" id="moved" title="Moved tags" version="1.0" publisher="p" jurisdiction="none" law="no" status="s">
  <source>A practice.</source>
  <rule id="no-version-moved" title="No version was moved" population="tags">
    <where>@prerelease = 'no'</where>
    <assert>not(@moved = 'yes')</assert>
    <exception>Tag <value-of select="@name"/> was moved.</exception>
  </rule>
  <group id="g" title="Tags">
    <control id="M-1" title="Versions stay">
      <statement>A version that was published stays what it is.</statement>
      <decision><rule ref="no-version-moved" basis="text"/></decision>
      <remedy>Publish another version.</remedy>
    </control>
  </group>
</compliance-schema>
XML
expect 0 "$ASSAY" schema lint moved.xml
audit() { "$ASSAY" audit repo --schema moved.xml --as-of "$1" --out "$2" "${@:3}"; }
expect 0 audit 2026-01-01 first-out
mkdir earlier && cp first-out/dossier.asice earlier/

# Nothing was moved; then one tag is moved, one made anew on the same commit, one deleted, one added.
[ "$(tags '[.[].moved] | unique | join(",")' repo --evidence earlier)" = no ] || fail 'tags were moved by nobody'
git -C repo tag -f v1.1 HEAD~2 >/dev/null
git -C repo tag -f -a -m 'again' v1.0 'v1.0^{}' >/dev/null
git -C repo tag -d v0.9 >/dev/null
git -C repo tag v2.0
[ "$(tags '.[] | select(.moved == "yes") | .name' repo --evidence earlier)" = $'v1.0\nv1.1' ] || fail "$(cat out)"
jq -e '.[] | select(.name == "v2.0") | has("moved") | not' out >/dev/null || fail 'a new tag is known to an earlier dossier'
grep -q 'recorded 1 tag that this clone does not hold, or not readably: refs/tags/v0.9' err || fail 'a deleted tag was not told'

# In an audit: an exception, and a line among the limits; the dossier within the dossier replays.
expect 1 audit 2026-02-01 second-out --evidence earlier
grep -q 'Tag v1.1 was moved' second-out/report.xml || fail 'the moved tag is no exception'
xmllint --xpath '//limit' second-out/report.xml | grep -q 'refs/tags/v0.9' || fail 'the report does not tell of the deleted tag'
expect 5 "$ASSAY" verify second-out/dossier.asice --repo repo && expect_out 'reproduced'

# Of several dossiers the newest that knows a tag counts, whatever the files are called.
cp second-out/dossier.asice earlier/another.asice
[ "$(tags '.[] | select(.moved == "yes") | .name' repo --evidence earlier)" = '' ] || fail 'an older dossier counted'
git -C repo tag -f v1.1 HEAD >/dev/null
[ "$(tags '.[] | select(.moved == "yes") | .name' repo --evidence earlier)" = v1.1 ] || fail 'moved back is moved'
rm earlier/another.asice

# History written anew, in a fresh clone that lacks what the old tags named: the tag that stayed shows whose dossier it is.
cp -r repo anew
(
  cd anew && git checkout --quiet --orphan fresh && commit 'all at once'
  for tag in v1.0 v1.1 v1.1.0 v1.1-rc2 curl-7_9 latest v2.0; do git tag -f "$tag" >/dev/null; done
  git branch -D main topic >/dev/null
)
git clone --quiet --bare "file://$WORK/anew" fresh.git
[ "$(tags '[.[] | select(.moved == "yes")] | length' fresh.git --evidence earlier)" = 6 ] || fail "$(cat out)"
# Without that one nothing of the dossier is left here: it is another repository's, and that is said.
git -C anew tag -f v1.1-rc10 >/dev/null && rm -rf fresh.git && git clone --quiet --bare "file://$WORK/anew" fresh.git
[ "$(tags '[.[] | has("moved")] | any' fresh.git --evidence earlier)" = false ] || fail "another repository's dossier counted"
expect_err 'this clone holds none of the objects that they recorded: evidence/dossier.asice'

# A damaged dossier: not known, rather than not moved. What only looks like one is none.
size=$(stat -c %s first-out/dossier.asice)
statement=$(grep -abo 'urn:assay:audit' first-out/dossier.asice | head -1 | cut -d: -f1)
for damage in "head -c $((size / 2))" "head -c $((size - 1))" 'sed s/refs.tags.v1.1-rc/refs\/tags\/v1.2-rc/' \
  "sed s/\"peeled\"/\"peelad\"/" "head -c $((statement + 10))"; do
  $damage first-out/dossier.asice >earlier/dossier.asice
  [ "$(tags '[.[].unknown["@moved"] | startswith("dossier evidence/dossier.asice cannot be read: ")] | all' repo --evidence earlier)" = true ] ||
    fail "$damage: $(cat out)"
done
expect 5 "$ASSAY" audit repo --schema moved.xml --evidence earlier --out damaged-out
grep -q 'result="silent"' damaged-out/report.xml || fail 'a damaged dossier decided'
{ echo text && cat first-out/dossier.asice; } >earlier/dossier.asice
[ "$(tags '[.[] | has("moved") or has("unknown")] | any' repo --evidence earlier)" = false ] || fail 'a text was read as a dossier'
