# SPDX-License-Identifier: Apache-2.0
# A product that is built from several repositories, or from a directory of one, has one dossier: each is tested as if it
# were alone, a control is met where it is met in all, and clones of all replay it.
. "$(dirname "$0")/../support/story.sh"
need git python3 ssh-keygen unzip xmllint

new_repository core
new_repository plugin
git -C plugin rm -q SECURITY.md
(cd plugin && commit 'no policy' && for version in 1.9 1.10 2.0-rc1; do GIT_COMMITTER_DATE="$tick +0200" git tag -a -m "$version" "plugin-v$version"; done)
core=$(git -C core rev-parse 'v1.0^{commit}') plugin=$(git -C plugin rev-parse 'plugin-v1.10^{commit}')
(cd core && commit 'after the release')

product() { # product REPOSITORY-ELEMENT…
  echo '<product format="1" name="Ferry" version="1.0"><manufacturer name="Ferry Works" address="1 Quay" contact="mailto:a@example.com"/>'
  printf '%s' "$@"
  echo '</product>'
}
product '<repository id="core" revision="v1.0"/>' '<repository id="plugin" tags="plugin-v*"/>' >both.xml
audit() { # audit ARGUMENT…
  "$ASSAY" audit "$@" --schema first-steps --as-of 2026-06-15 --quiet
}

# What a command line may say.
expect 2 audit core plugin && expect_err 'one product' && expect_err -- '--product'
expect 2 audit core --product both.xml && expect_err 'write ID=core; the product file has: core, plugin'
expect 2 audit core=core plugin --product both.xml && expect_err 'which repository of the product is plugin'
expect 2 audit core=core core=plugin --product both.xml && expect_err 'named twice'
expect 2 audit core=core plugin=plugin --product both.xml --revision HEAD && expect_err -- '--revision is for one repository'
expect 3 audit core=core plugin=nowhere --product both.xml && expect_err nowhere
product '<repository id="core" tags="release-*"/>' >none.xml
expect 3 audit core --product none.xml && expect_err 'no tag of this clone matches release-*'
product '<repository id="core" revision="v1.0" tags="v*"/>' >either.xml
expect 3 audit core --product either.xml && expect_err 'either revision or tags'
product '<repository id="core" revision="v1.0"/>' '<repository id="CORE" revision="v1.0"/>' >twice.xml
expect 3 audit core=core --product twice.xml && expect_err 'but for the case'
[ ! -e assay-out ] || fail 'something was written'

# One dossier. A repository alone gives what it gives among others.
expect 1 audit plugin=plugin core=core --product both.xml
for one in core plugin; do expect 1 audit "$one=$one" --product both.xml --out "$one-out"; done
for directory in assay-out core-out plugin-out; do
  xmllint --noout --schema "$SOURCE_DIR/schemas/report.xsd" "$directory/report.xml" 2>/dev/null || fail "$directory: no valid report"
done
python3 - "$core" "$plugin" <<'END' || fail 'the dossier does not say what the repositories gave alone'
import sys, xml.etree.ElementTree as ET
both, alone = ET.parse("assay-out/report.xml").getroot(), {id: ET.parse(f"{id}-out/report.xml").getroot() for id in ("core", "plugin")}
assert [(s.get("id"), s.get("commit")) for s in both.findall("subject")] == [("core", sys.argv[1]), ("plugin", sys.argv[2])]
assert both.findall("subject")[1].get("revision") == "refs/tags/plugin-v1.10"
ORDER = ["not-satisfied", "undetermined", "waived", "attested", "satisfied", "not-applicable"]
differ = 0
for control in both.iter("control"):
    outcomes = {one.get("subject"): one for one in control.findall("subject-outcome")}
    assert list(outcomes) == ["core", "plugin"] and len(control.findall("decision")) == 2
    for id, one in outcomes.items():
        same = next(c for c in alone[id].iter("control") if c.get("id") == control.get("id"))
        assert (same.get("outcome"), same.findtext("reason")) == (one.get("outcome"), one.text), (id, control.get("id"))
    assert control.get("outcome") == min((o.get("outcome") for o in outcomes.values()), key=ORDER.index)
    differ += len({o.get("outcome") for o in outcomes.values()}) > 1
assert differ > 0 # else the conjunction was not asked for anything
findings = {f.get("id"): f for f in both.findall("finding")}
assert len(findings) == len(both.findall("finding")) == sum(len(r.findall("finding")) for r in alone.values())
for id, report in alone.items():
    for finding in report.findall("finding"):
        there = findings[f"{id}.{finding.get('id')}"]
        for name in ("result", "population-size", "exceptions", "fingerprint", "sentence"):
            assert there.get(name) == finding.get(name), (id, finding.get("id"), name)
for use in both.iter("uses"):
    assert findings[use.get("finding")].get("subject") == use.get("subject")
limits = [limit.text for limit in alone["core"].findall("limit")]
assert any("repository plugin too, which was not tested" in limit for limit in limits), limits
END
for member in $(unzip -Z1 assay-out/dossier.asice | grep ^exceptions/); do
  case $member in exceptions/core.* | exceptions/plugin.*) ;; *) fail "$member: of which repository?" ;; esac
done

# Clones replay it, in whatever order; one alone does not.
git clone --quiet --bare core core.git
expect 5 "$ASSAY" verify assay-out/dossier.asice --repo plugin --repo core.git
expect_out "core at commit $core, plugin at commit $plugin"
expect_out 'reproduced: the same inputs and these clones'
expect 5 "$ASSAY" verify assay-out/dossier.asice --repo plugin
expect_out 'not replayed'
git clone --quiet --mirror plugin moved.git
git -C moved.git tag -d plugin-v1.9 >/dev/null
expect 5 "$ASSAY" verify assay-out/dossier.asice --repo moved.git --repo core.git
expect_out 'plugin: refs/tags/plugin-v1.9 is not in this clone'

# A clone that is less as it was than another is not taken, wherever it is named.
git clone --quiet --bare --depth 1 --branch v1.0 "file://$PWD/core" shallow.git
expect 5 "$ASSAY" verify assay-out/dossier.asice --repo shallow.git --repo moved.git --repo plugin --repo core.git
expect_out 'reproduced: the same inputs'

# What is in a folder with a repository's id is that one's; the rest counts for each, and the report says so.
mkdir -p papers-of/core papers-of/shared
echo '{"bomFormat":"CycloneDX","specVersion":"1.5","version":1,"components":[]}' >papers-of/core/bom.json
cat >sbom.xml <<'END'
<compliance-schema format="1" id="handed" title="Handed in" version="1" publisher="tests" jurisdiction="none" law="no" status="test">
  <rule id="handed-in" title="An SBOM was handed in" population="sboms"><where>@origin = 'supplied'</where><assert>@document != ''</assert><exception>x</exception></rule>
  <group id="all" title="All"><control id="P" title="P"><statement>One was.</statement><decision><rule ref="handed-in" basis="text"/></decision></control></group>
</compliance-schema>
END
of_each() { # of_each: what each comes to
  rm -rf sbom-out
  audit core=core plugin=plugin --product both.xml --schema sbom.xml --evidence papers-of --out sbom-out >/dev/null || true
  sed -n 's/.*<subject-outcome subject="\([a-z]*\)" outcome="\([a-z-]*\)".*/\1 \2/p' sbom-out/report.xml | head -2 | tr '\n' ' '
}
[ "$(of_each)" = 'core satisfied plugin undetermined ' ] || fail "a paper of core counts for plugin: $(of_each)"
! grep -q 'were counted in each' sbom-out/report.xml || fail 'nothing was shared'
mv papers-of/core/bom.json papers-of/shared/
[ "$(of_each)" = 'core satisfied plugin satisfied ' ] || fail "a shared paper does not count: $(of_each)"
grep -q 'were counted in each' sbom-out/report.xml || fail 'it is not said that papers are shared'
expect 5 "$ASSAY" verify sbom-out/dossier.asice --repo core --repo plugin --schema sbom.xml
expect_out 'reproduced'

# One repository that is named twice is told; a fork's tag is not the other's moved one.
product '<repository id="core" revision="v1.0"/>' '<repository id="plugin" revision="v1.0"/>' >same.xml
audit core=core plugin=core --product same.xml --out same-out >/dev/null || true
grep -q 'core and plugin were tested at the same commit' same-out/report.xml || fail 'one repository looks like two'
git clone --quiet core fork
for one in core fork; do (cd $one && commit "of $one" && GIT_COMMITTER_DATE="$tick +0200" git tag -a -m "of $one" v1.1); done
product '<repository id="core" revision="v1.1"/>' '<repository id="fork" revision="v1.1"/>' >forks.xml
mkdir earlier
audit core=core fork=fork --product forks.xml --schema openssf-osps --profile first-steps:release --out forks-out >/dev/null || true
cp forks-out/dossier.asice earlier/
expect 1 audit core=core fork=fork --product forks.xml --schema openssf-osps --profile openssf-osps:level-3 --evidence earlier --out forks-out
! grep -q 'an earlier dossier knows it otherwise' forks-out/report.xml || fail "a fork's tag is taken for a moved one"

# Tags of two products have no order.
product '<repository id="core" tags="*"/>' >mixed.xml
git -C core tag other-9.0
expect 3 audit core --product mixed.xml && expect_err 'two schemes'
git -C core tag -d other-9.0 >/dev/null

# Every export takes it, and says of which repository a finding is.
for format in json junit sarif code-scanning github gitlab oscal; do
  "$ASSAY" check core=core plugin=plugin --product both.xml --schema first-steps --as-of 2026-06-15 --format "$format:out.$format" --exit-zero --quiet ||
    fail "$format cannot be written"
done
python3 - <<'END' || fail 'an export does not say of which repository'
import json
report = json.load(open("out.json"))
assert [s["id"] for s in report["subjects"]] == ["core", "plugin"]
controls = [c for s in report["schemas"] for g in s["groups"] for c in g["controls"]]
assert all([s["subject"] for s in c["subjectOutcomes"]] == ["core", "plugin"] and "decision" not in c for c in controls)
assert all("decision" in s for c in controls for s in c["subjectOutcomes"])
for name in ("out.junit", "out.sarif", "out.oscal"):
    assert "plugin: " in open(name).read(), name
END
"$ASSAY" render assay-out/report.xml --template technical-documentation --out technical.html
grep -q '<strong>plugin</strong>, commit' technical.html || fail 'the technical documentation names one repository'

# Who attests for the commits of both attests for both.
ssh-keygen -q -t ed25519 -N '' -C jane -f jane
mkdir papers trust
echo "jane@example.com $(cut -d' ' -f1,2 jane.pub)" >trust/allowed_signers
echo '<roles format="1"><person id="jane" name="Jane Doe"><key kind="principal" value="jane@example.com"/><role name="attest" from="2026-01-01"/></person></roles>' >trust/roles.xml
cat >asked.xml <<'END'
<compliance-schema format="1" id="asked" title="Asked" version="1" publisher="tests" jurisdiction="none" law="no" status="test">
  <group id="all" title="All"><control id="BOTH" title="Both"><statement>Somebody says so.</statement>
    <decision><attestation role="release manager">The release was reviewed.</attestation></decision></control>
  <control id="ONE" title="One"><statement>Somebody says so.</statement>
    <decision><attestation role="release manager">The release was tried.</attestation></decision></control></group>
</compliance-schema>
END
attest() { # attest CONTROL FILE COVERED…
  local control=$1 file=$2 sentence covered=''
  shift 2
  [ "$control" = BOTH ] && sentence='The release was reviewed.' || sentence='The release was tried.'
  for commit in "$@"; do covered+="<covers commit=\"$commit\"/>"; done
  echo "<attestation format=\"1\" schema=\"asked\" control=\"$control\" role=\"release manager\" person=\"jane\" given=\"2026-06-01\" expires=\"2026-12-31\"><statement>$sentence</statement>$covered</attestation>" >"papers/$file"
  ssh-keygen -q -Y sign -n file -f jane "papers/$file"
}
attest BOTH both.xml "$core" "$plugin"
attest ONE one.xml "$core"
expect 5 "$ASSAY" audit core=core plugin=plugin --product both.xml --schema asked.xml --trust trust --evidence papers --as-of 2026-06-15 --out asked-out --quiet
expect_out 'Of 2 controls: 1 undetermined, 1 attested.'
python3 - <<'END' || fail 'an attestation counts where it is not about'
import xml.etree.ElementTree as ET
report = ET.parse("asked-out/report.xml").getroot()
both, one = report.iter("control")
assert [t.get("subject") for t in both.findall("testimony")] == [None] and both.find("testimony").get("counts") == "yes"
told = {t.get("subject"): (t.get("counts"), t.get("refused")) for t in one.findall("testimony")}
assert told["core"] == ("yes", None) and told["plugin"][0] == "no" and "of another repository" in told["plugin"][1], told
END

# A directory of a repository with several products.
git init --quiet many
mkdir -p many/packages/a/.hidden many/packages/ab many/packages/b many/.github
for file in LICENSE SECURITY.md .github/CODEOWNERS packages/README.md packages/SECURITY.md packages/a/SECURITY.md packages/a/CODEOWNERS packages/a/main.c packages/a/.hidden/x packages/ab/y.c packages/b/z.c other.c; do
  mkdir -p "many/$(dirname "$file")"
  echo "$file" >"many/$file"
done
(cd many && git add . && commit 'two products' && git tag a-1.0)
product '<repository id="many" revision="a-1.0" path="packages/a"/>' >part.xml
product '<repository id="many" revision="a-1.0"/>' >whole.xml
product '<repository id="many" revision="a-1.0" path="packages/c"/>' >absent.xml
cat >files.xml <<'END'
<compliance-schema format="1" id="files" title="Files" version="1" publisher="tests" jurisdiction="none" law="no" status="test">
  <rule id="no-file" title="No file" population="files"><assert>@path = ''</assert><exception>{@path}</exception></rule>
  <rule id="no-policy" title="No policy" population="documents"><where>@kind = 'security-policy'</where><assert>@id = ''</assert><exception>{@document}</exception></rule>
  <group id="all" title="All"><control id="FILES" title="Files"><statement>There are none.</statement>
    <decision><all><rule ref="no-file" basis="text"/><rule ref="no-policy" basis="text"/></all></decision></control></group>
</compliance-schema>
END
expect 3 "$ASSAY" audit many --product absent.xml --schema files.xml && expect_err 'has no directory packages/c'
listed() { # listed PRODUCT RULE: what the rule saw
  rm -rf part-out
  "$ASSAY" audit many --product "$1" --schema files.xml --out part-out --quiet >/dev/null || true
  unzip -p part-out/dossier.asice "exceptions/files.$2.txt"
}
[ "$(listed whole.xml no-file)" = "$(git -C many ls-tree -r --name-only HEAD)" ] || fail 'not all files'
[ "$(listed part.xml no-file | tr '\n' ' ')" = '.github/CODEOWNERS LICENSE SECURITY.md other.c packages/README.md packages/SECURITY.md packages/a/.hidden/x packages/a/CODEOWNERS packages/a/SECURITY.md packages/a/main.c ' ] ||
  fail 'not the files of the part'
[ "$(listed part.xml no-policy | tr '\n' ' ')" = 'security-policy:revision:SECURITY.md security-policy:revision:packages/SECURITY.md security-policy:revision:packages/a/SECURITY.md ' ] ||
  fail 'not the policies of the part'
grep -q 'directory <code>packages/a</code>' part-out/report.html || fail 'the page does not name the directory'
expect 5 "$ASSAY" verify part-out/dossier.asice --repo many --schema files.xml
expect_out 'reproduced'
