# SPDX-License-Identifier: Apache-2.0
# OSCAL in: a catalog and a profile become a schema that lints clean, and coverage counts its controls. OSCAL out:
# results and mappings that are valid by NIST's grammars. Relations of two schemas, in both directions.
. "$(dirname "$0")/../support/story.sh"
need git python3 xmllint

GRAMMARS=${ASSAY_SAMPLES:-$SOURCE_DIR/../shared/data}/oscal/schema
valid() { # valid FILE GRAMMAR
  [ -d "$GRAMMARS" ] || { echo "not validated: $1 (there is no $GRAMMARS)" >&2; return 0; }
  xmllint --noout --schema "$GRAMMARS/$2" "$1" 2>xmllint.txt || { head -5 xmllint.txt >&2; fail "$1 is not valid by $2"; }
}

# A small catalog of our own, with what a catalog may have.
cat >small.xml <<'X'
<catalog xmlns="http://csrc.nist.gov/ns/oscal/1.0" uuid="5f3b0a4e-6a52-4b0e-9d0e-0d7d1f3f8a11">
  <metadata><title>Small catalog</title><last-modified>2026-01-01T00:00:00Z</last-modified><version>3</version>
    <oscal-version>v1.1.3</oscal-version></metadata>
  <group id="one"><title>First</title>
    <control id="c-1"><title>Say it</title><param id="p"><label>time</label></param>
      <part name="statement"><p>Say it within <insert type="param" id-ref="p"/>.</p></part>
      <control id="c-1.1"><title>Say it twice</title><part name="statement"><p>Twice.</p></part></control></control>
    <control id="c-2"><title>Gone</title><prop name="status" value="withdrawn"/></control>
    <control id="c-3"><title>Keep it</title><part name="statement"><p>Keep it.</p></part></control>
  </group>
</catalog>
X
cat >profile.xml <<'X'
<profile xmlns="http://csrc.nist.gov/ns/oscal/1.0" uuid="0c6ff0f4-5bd5-4b11-a1f5-9ef0f3e2b7aa">
  <metadata><title>Small profile</title><last-modified>2026-01-01T00:00:00Z</last-modified><version>1</version>
    <oscal-version>1.0.4</oscal-version></metadata>
  <import href="#c3f0"><include-controls with-child-controls="yes"><with-id>c-1</with-id></include-controls></import>
  <modify><set-parameter param-id="p"><value>two days</value></set-parameter></modify>
  <back-matter><resource uuid="c3f0"><rlink href="elsewhere/small.json"/><rlink href="elsewhere/small.xml"/></resource></back-matter>
</profile>
X
expect 0 "$ASSAY" schema import small.xml
expect_err 'schema small: 3 controls in 1 group; 1 withdrawn control left out'
cp out small-schema.xml
expect 0 "$ASSAY" schema lint small-schema.xml
expect_out 'no problem in 3 controls'
expect 0 "$ASSAY" schema show small-schema.xml
expect_out 'Say it within [time].'
expect 0 "$ASSAY" schema import small.xml profile.xml --out chosen.xml
[ ! -s out ] || fail 'with --out something went to standard output'
expect 0 "$ASSAY" schema show chosen.xml
expect_out 'chosen – Small profile 1'
expect_out 'Say it within two days.'
expect_out 'c-1.1'
! grep -q 'c-3' out || fail 'what the profile does not select is there'
new_repository repo
expect 5 "$ASSAY" check repo --schema chosen.xml --quiet
expect_out 'undetermined   c-1.1'

# What is not taken, and said why.
printf '\n {"catalog": {}}' >catalog.json
expect 3 "$ASSAY" schema import catalog.json && expect_err 'catalog.json is JSON; OSCAL is read in XML alone'
expect 3 "$ASSAY" schema import small-schema.xml && expect_err 'no OSCAL catalog or profile'
expect 3 "$ASSAY" schema import profile.xml && expect_err 'a catalog is needed here'
expect 3 "$ASSAY" schema import profile.xml small.xml && expect_err 'small.xml is no OSCAL profile'
sed 's/v1.1.3/2.0/' small.xml >later.xml
expect 3 "$ASSAY" schema import later.xml && expect_err "its OSCAL version is '2.0'"
sed 's/<with-id>c-1</<with-id>c-9</' profile.xml >typo.xml
expect 3 "$ASSAY" schema import small.xml typo.xml && expect_err 'typo.xml:4' && expect_err 'no control c-9'
mkdir elsewhere && sed 's/uuid="5f/uuid="6f/' small.xml >elsewhere/small.xml && cp small.xml mine.xml
expect 3 "$ASSAY" schema import mine.xml profile.xml && expect_err 'profile.xml does not import mine.xml'
rm -r elsewhere
expect 0 "$ASSAY" schema import mine.xml profile.xml && expect_err 'mine.xml is taken for elsewhere/small.xml'
expect 2 "$ASSAY" schema import && expect_err 'needs an argument'
expect 2 "$ASSAY" schema import small.xml profile.xml more.xml && expect_err 'an argument too many'
expect 2 "$ASSAY" schema lint small-schema.xml --out x && expect_err "'assay schema lint' has no option --out"

# Coverage: all of it, and not.
expect 0 "$ASSAY" schema coverage small-schema.xml small.xml
expect_out 'Of 3 controls of the catalog: 3 covered, 0 in part, 0 lacking.'
expect 1 "$ASSAY" schema coverage chosen.xml small.xml
expect_out 'lacking  c-3          Keep it'
expect_out 'Of 3 controls of the catalog: 2 covered, 0 in part, 1 lacking.'

# Relations are declared in one schema and read from both sides.
cat >house.xml <<'X'
<compliance-schema format="1" id="house" title="House, &quot;rules&quot;" version="1" publisher="us" jurisdiction="none" law="no" status="ours">
  <group id="all" title="All">
    <control id="H-1" title="Say, &quot;it&quot;"><statement>s</statement>
      <relation type="subset" schema="small" control="c-1"/>
      <relation type="intersects" schema="small" control="c-1.1"/>
      <relation type="equal" schema="third" control="T-1"/>
      <decision><attestation role="assessor">s</attestation></decision></control>
    <control id="H(2)" title="Alone"><statement>s</statement><decision><attestation role="assessor">s</attestation></decision></control>
  </group>
</compliance-schema>
X
expect 0 "$ASSAY" schema map house.xml small-schema.xml
expect_out '2 pairs related'
expect_out 'is a superset of c-1 Say it'
expect_out 'Of 2 controls of house, 1 without a counterpart in small:'
expect_out 'Of 3 controls of small, 1 without a counterpart in house:'
expect_out '  c-3 Keep it'
expect 0 "$ASSAY" schema map small-schema.xml house.xml
expect_out 'is a subset of H-1 Say, "it"'
expect 0 "$ASSAY" schema map house.xml small-schema.xml --format csv
cp out map.csv
python3 - <<'P' || fail 'the CSV is not what the relations say'
import csv
text = open("map.csv", newline="", encoding="utf-8").read()
assert text.count("\r\n") == text.count("\n"), "a line does not end as RFC 4180 asks"
rows = list(csv.reader(text.splitlines(), strict=True))
assert rows[1:] == [["house", "H-1", 'Say, "it"', "superset", "small", "c-1", "Say it"],
                    ["house", "H-1", 'Say, "it"', "intersects", "small", "c-1.1", "Say it twice"],
                    ["house", "H(2)", "Alone", "none", "small", "", ""],
                    ["house", "", "", "none", "small", "c-3", "Keep it"]], rows
P
expect 0 "$ASSAY" schema map house.xml small-schema.xml --format oscal --as-of 2026-11-26
cp out map.xml
valid map.xml oscal_mapping_schema_v1.2.1.xsd
grep -q '<relationship>superset-of</relationship>' map.xml || fail 'no relationship'
expect 0 "$ASSAY" schema map house.xml small-schema.xml --format oscal --as-of 2026-11-26
expect_same out map.xml
sed 's/control="c-1.1"/control="c-1.7"/' house.xml >dangling.xml
expect 3 "$ASSAY" schema map dangling.xml small-schema.xml
expect_err 'dangling.xml:5:8: control H-1 relates to c-1.7 of small, which has no such control'
expect 3 "$ASSAY" schema map small-schema.xml dangling.xml && expect_err 'dangling.xml:5:8'
expect 2 "$ASSAY" schema map house.xml house.xml && expect_err 'relations are between two'
expect 2 "$ASSAY" schema map house.xml small-schema.xml --format yaml && expect_err 'text, csv, oscal'
expect 0 "$ASSAY" schema map first-steps openssf-osps
expect 3 "$ASSAY" schema map first-steps small-schema.xml --format oscal && expect_err 'no relation connects'
# What a relation includes is covered, what it touches is in part.
expect 1 "$ASSAY" schema coverage house.xml small.xml
expect_out 'covered  c-1          Say it (H-1 includes it)'
expect_out 'in part  c-1.1        Say it twice (H-1 intersects with it)'

# Results, from a report and from a dossier.
expect 0 "$ASSAY" render "$SOURCE_DIR/tests/data/report.xml" --format oscal
cp out results.xml
valid results.xml oscal_assessment-results_schema_v1.1.2.xsd
valid results.xml oscal_assessment-results_schema_v1.2.1.xsd
expect 1 "$ASSAY" audit repo --schema first-steps --schema small-schema.xml --out audit
expect 0 "$ASSAY" render audit/dossier.asice --format oscal --out sealed.xml
expect 0 "$ASSAY" render audit/report.xml --format oscal
expect_same out sealed.xml
valid sealed.xml oscal_assessment-results_schema_v1.1.2.xsd
expect 0 "$ASSAY" render audit/dossier.asice --template report.txt
expect 2 "$ASSAY" render audit/report.xml && expect_err 'needs a --template or a --format'
expect 2 "$ASSAY" render audit/report.xml --format yaml && expect_err 'there is no format yaml'
expect 3 "$ASSAY" render house.xml --format oscal
cp house.xml house.asice && expect 3 "$ASSAY" render house.asice --format oscal && expect_err 'is no dossier'
# A baseline may leave no control; what OSCAL cannot say is an error.
expect 5 "$ASSAY" check repo --schema first-steps --baseline audit/dossier.asice --format oscal
valid out oscal_assessment-results_schema_v1.1.2.xsd
expect 3 "$ASSAY" check repo --schema first-steps --as-of 1850-01-01 --format oscal && expect_err 'OSCAL cannot say'
