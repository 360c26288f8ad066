# SPDX-License-Identifier: Apache-2.0
# An SBOM is bound to the audited release by the commit, the version or the digest that it states, and by nothing else;
# what cannot be read is said and makes the population incomplete.
. "$(dirname "$0")/../support/story.sh"
need git jq sha256sum

new_repository repo
git -C repo tag v1.2.0
head=$(git -C repo rev-parse HEAD)

# sbom NAME VERSION MEMBERS…   writes evidence/NAME.cdx.json about a component of that version
sbom() {
  local name=$1 version=$2 members=${3-}
  mkdir -p evidence
  printf '{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"metadata":{"component":{"type":"application",
    "bom-ref":"app","name":"app","version":"%s"%s}},"components":[{"type":"library","bom-ref":"a","name":"a",
    "licenses":[{"expression":"MIT OR LicenseRef-own","acknowledgement":"concluded"}]}],
    "dependencies":[{"ref":"app","dependsOn":["a"]},{"ref":"a"}]}' "$version" "$members" >"evidence/$name.cdx.json"
}
printf 'a release file' >release.bin
digest=$(sha256sum release.bin | cut -d' ' -f1)
sbom version 1.2.0
sbom version-with-v v1.2.0
sbom other-version 1.2.1
sbom prerelease 1.2.0-rc1
sbom commit 9 ",\"externalReferences\":[{\"type\":\"vcs\",\"url\":\"https://example.com/r.git@$head\"}]"
sbom longer-id 9 ",\"externalReferences\":[{\"type\":\"vcs\",\"url\":\"https://example.com/${head}0\"}]"
sbom shorter-id 9 ",\"externalReferences\":[{\"type\":\"vcs\",\"url\":\"https://example.com/${head:0:39}\"}]"
sbom pedigree 9 ",\"pedigree\":{\"commits\":[{\"uid\":\"${head^^}\"}]}"
sbom digest 9 ",\"hashes\":[{\"alg\":\"SHA-256\",\"content\":\"${digest^^}\"}]"
sbom other-digest 9 ",\"hashes\":[{\"alg\":\"SHA-256\",\"content\":\"${digest//[0-9]/0}\"}]"
cp release.bin evidence/

"$ASSAY" evidence repo sboms --evidence evidence --format json >sboms.json
bound() { jq -r --arg name "$1.cdx.json" '.[] | select(.document == $name) | .["bound-by"]' sboms.json; }
while read -r name expected; do
  [ "$(bound "$name")" = "$expected" ] || fail "$name is bound by $(bound "$name"), not $expected"
done <<END
version version
version-with-v version
other-version none
prerelease none
commit commit
longer-id none
shorter-id none
pedigree commit
digest digest
other-digest none
END
[ "$(jq -r '[.[].valid] | unique | join(" ")' sboms.json)" = yes ] || fail "a valid document is said not to be"

# Elements of frameworks, of one component.
"$ASSAY" evidence repo components --evidence evidence --format json >components.json
jq -r '.[] | select(.document == "version.cdx.json" and .name == "a")
  | [.depth, .["ntia-supplier"], .["ntia-dependencies"], .["bsi-dependencies"], .["bsi-distribution-licences"],
     .["bsi-original-licences"], .licence[0].role] | map(tostring) | join(" ")' components.json >told
[ "$(cat told)" = "1 no yes no yes no concluded" ] || fail "of a component is said: $(cat told)"

# In the tree, by its name; and one that cannot be read.
cp evidence/version.cdx.json repo/app.cdx.json
printf '{"bomFormat":"CycloneDX",' >repo/bom.json
git -C repo add -A && commit_in() { git -C "$1" commit --quiet -m "$2"; } && commit_in repo 'with SBOMs'
code=0
"$ASSAY" evidence repo sboms --format json >tree.json 2>message || code=$?
[ "$(jq -r '.[].document' tree.json)" = app.cdx.json ] || fail "the tree's SBOM was not found"
grep -q 'bom.json' message || fail "what could not be read is not named: $(cat message)"
[ "$code" -eq 5 ] || fail "an incomplete population ended with $code"
"$ASSAY" evidence repo unreadable-documents --format json >unreadable.json
[ "$(jq -r '.[] | select(.document == "bom.json") | .line' unreadable.json)" != null ] || fail "without its place"
