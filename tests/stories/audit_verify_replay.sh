# SPDX-License-Identifier: Apache-2.0
# From a repository to a sealed dossier, and from the dossier back to the repository, as each reader does it.
. "$(dirname "$0")/../support/story.sh"
need git openssl unzip xmllint

new_repository repo
expect 0 "$ASSAY" key new --out vendor
[ "$(stat -c %a vendor/key.pem)" = 600 ] || fail 'the key can be read by others'
openssl x509 -in vendor/cert.pem -noout -text >cert.txt
grep -q 'Public-Key: (256 bit)' cert.txt || fail 'no P-256 key'
mkdir -p trust/ca && cp vendor/cert.pem trust/ca/

expect 1 "$ASSAY" audit repo --schema first-steps --as-of 2026-12-09T00:00:00Z --key vendor/key.pem --cert vendor/cert.pem
expect_out 'not-satisfied  FS-04'
expect_out 'satisfied      FS-06'
[ "$(ls -A assay-out | tr '\n' ' ')" = 'dossier.asice report.html report.md report.xml ' ] || fail 'other files were written'
xmllint --noout --schema "$SOURCE_DIR/schemas/report.xsd" assay-out/report.xml

# What the report says is what git says.
[ "$(xmllint --xpath 'string(/report/subject/@commit)' assay-out/report.xml)" = "$(git -C repo rev-parse HEAD)" ] || fail commit
[ "$(xmllint --xpath 'string(//population[@name="commits"]/@examined)' assay-out/report.xml)" = 5 ] || fail examined
[ "$(xmllint --xpath 'string(//finding[@rule="commits-carry-signoff"]/@exceptions)' assay-out/report.xml)" = 2 ] || fail exceptions
[ "$(xmllint --xpath 'string(//control[@id="FS-11"]/@outcome)' assay-out/report.xml)" = undetermined ] || fail 'an unsigned tag decided'

# A verifier who trusts the vendor's certificate, one who does not, and one with another clone.
expect 0 "$ASSAY" verify assay-out/dossier.asice --trust trust
expect_out 'TOTAL-PASSED'
expect_out 'revocation was not checked'
expect 5 "$ASSAY" verify assay-out/dossier.asice
expect_out 'INDETERMINATE / NO_CERTIFICATE_CHAIN_FOUND'
git clone --quiet --bare repo clone.git
expect 0 "$ASSAY" verify assay-out/dossier.asice --trust trust --repo clone.git
expect_out 'reproduced'

# More tags and branches change nothing; a moved or lost tag is told.
git -C clone.git tag later main
git -C clone.git branch other main
expect 0 "$ASSAY" verify assay-out/dossier.asice --trust trust --repo clone.git
git -C clone.git tag -f v1.0 main~1 >/dev/null
expect 5 "$ASSAY" verify assay-out/dossier.asice --trust trust --repo clone.git
expect_out 'refs/tags/v1.0 was'
git -C clone.git tag -d v1.0 >/dev/null
expect 5 "$ASSAY" verify assay-out/dossier.asice --trust trust --repo clone.git
expect_out 'refs/tags/v1.0 is not in this clone'

# A clone that lacks something cannot replay; it has not contradicted.
git clone --quiet --depth 1 "file://$WORK/repo" shallow
expect 5 "$ASSAY" verify assay-out/dossier.asice --trust trust --repo shallow
expect_out 'not replayed'
git init --quiet empty
expect 5 "$ASSAY" verify assay-out/dossier.asice --trust trust --repo empty
expect_out 'not replayed'
expect 5 "$ASSAY" verify assay-out/dossier.asice --trust trust --repo nowhere
expect_out 'not replayed'

# With unzip and openssl alone, as README says.
unzip -q assay-out/dossier.asice -d dossier
expect 0 openssl cms -verify -cades -binary -inform DER -in dossier/META-INF/signature001.p7s \
  -content dossier/META-INF/ASiCManifest001.xml -CAfile vendor/cert.pem -purpose any -out /dev/null
(cd dossier && find . -type f ! -path './META-INF/*' ! -name mimetype) | while read -r name; do
  grep -qF "$(openssl dgst -sha256 -binary "dossier/$name" | base64)" dossier/META-INF/ASiCManifest001.xml ||
    fail "$name has another digest than the manifest states"
done
[ "$(head -c 38 <(tail -c +31 assay-out/dossier.asice))" = 'mimetypeapplication/vnd.etsi.asic-e+zi' ] || fail 'mimetype is not first'
for name in report.xml report.html report.md; do expect_same "dossier/$name" "assay-out/$name"; done
[ "$(wc -l <dossier/exceptions/commits-carry-signoff.*.txt)" = 2 ] || fail 'the list of exceptions is not complete'

# Forgeries that are consistent in themselves.
expect 0 "$ASSAY" key new --out stranger
"$RESEAL" assay-out/dossier.asice stranger.asice stranger/key.pem stranger/cert.pem
expect 5 "$ASSAY" verify stranger.asice --trust trust
expect_out 'INDETERMINATE / NO_CERTIFICATE_CHAIN_FOUND'

sed 's/FS-04/FS-4x/' dossier/schemas/first-steps.xml >other.xml
"$RESEAL" assay-out/dossier.asice schema.asice vendor/key.pem vendor/cert.pem schemas/first-steps.xml=other.xml
expect 5 "$ASSAY" verify schema.asice --trust trust
expect_out 'schemas/first-steps.xml: differs from the built-in file of that name'
expect 0 "$ASSAY" verify schema.asice --trust trust --schema other.xml
expect 6 "$ASSAY" verify schema.asice --trust trust --schema other.xml --repo repo
expect_out 'differs'

sed 's/not-satisfied/satisfied/g' dossier/report.html >other.html
"$RESEAL" assay-out/dossier.asice html.asice vendor/key.pem vendor/cert.pem report.html=other.html
expect 6 "$ASSAY" verify html.asice --trust trust
expect_out 'report.html is not what report.xml renders to'

sed 's/not-satisfied/satisfied/g' dossier/report.xml >other-report.xml
"$RESEAL" assay-out/dossier.asice report.asice vendor/key.pem vendor/cert.pem report.xml=other-report.xml
expect 0 "$ASSAY" verify report.asice --trust trust
expect_out 'only a replay shows that the outcomes follow from the repository'
expect 6 "$ASSAY" verify report.asice --trust trust --repo repo
expect_out 'differs: line'
echo 'nothing' >none.txt
"$RESEAL" assay-out/dossier.asice list.asice vendor/key.pem vendor/cert.pem "$(cd dossier && ls exceptions/commits-carry-signoff.*)=none.txt"
expect 6 "$ASSAY" verify list.asice --trust trust --repo repo
expect_out 'is not the list of exceptions found'
echo 'more' >more.txt
"$RESEAL" assay-out/dossier.asice more.asice vendor/key.pem vendor/cert.pem notes/more.txt=more.txt
expect 6 "$ASSAY" verify more.asice --trust trust
expect_out 'notes/more.txt has no place in a dossier'

# A comment would end what a rendering shows of a sentence; the record has one form only.
sed 's/It is no audit opinion/It is <!-- --> no audit opinion/' dossier/report.xml >comment.xml
"$RESEAL" assay-out/dossier.asice comment.asice vendor/key.pem vendor/cert.pem report.xml=comment.xml
expect 6 "$ASSAY" verify comment.asice --trust trust
expect_out 'report.xml is not in canonical form'

# What the statement says of the subject is held against the objects themselves.
forge_statement() { # forge_statement SED-EXPRESSION NAME: statement and report alike are changed
  sed -E "$1" dossier/statement.json >"$2.json"
  sed -E "$1" dossier/report.xml >"$2.xml"
  "$RESEAL" assay-out/dossier.asice "$2.asice" vendor/key.pem vendor/cert.pem "statement.json=$2.json" "report.xml=$2.xml"
}
dated=$(git -C repo log -1 --format=%ct)
forge_statement "s/\"releaseTime\": $dated/\"releaseTime\": 946684800/; s/ release-time=\"[^\"]*\"/ release-time=\"2000-01-01T00:00:00Z\"/" dated
expect 0 "$ASSAY" verify dated.asice --trust trust
expect 6 "$ASSAY" verify dated.asice --trust trust --repo repo
expect_out 'the releases are dated otherwise than stated'
forge_statement "s/(\"?peeled\"?[=:] ?\")$(git -C repo rev-parse HEAD)/\1$(git -C repo rev-parse HEAD~1)/" peeled
expect 6 "$ASSAY" verify peeled.asice --trust trust --repo repo
expect_out 'refs/tags/v1.0 leads to'
forge_statement 's/(first-steps" title=")First steps/\1OpenSSF Baseline/' title
expect 6 "$ASSAY" verify title.asice --trust trust
expect_out 'the title of schemas/first-steps.xml is another in the report'

# The verifier's own broken files are the verifier's problem.
mkdir -p broken/ca && echo x >broken/ca/x.pem
expect 3 "$ASSAY" verify assay-out/dossier.asice --trust broken
# A private key among what is put into the dossier would be published.
cp -r vendor keys
expect 3 "$ASSAY" audit repo --trust keys --out keys-out
expect_err 'keys/key.pem holds a private key'
expect_no_path keys-out

# Anything else that can be read is no valid dossier; what cannot be read is bad input.
: >empty.asice
echo 'text' >text.asice
(cd dossier && zip -q -r ../foreign.asice . 2>/dev/null) || cp text.asice foreign.asice
head -c 1000 assay-out/dossier.asice >cut.asice
for name in empty text foreign cut; do
  expect 6 "$ASSAY" verify "$name.asice" --trust trust
done
expect 3 "$ASSAY" verify nowhere.asice
expect 3 "$ASSAY" verify dossier
