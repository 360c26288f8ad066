# SPDX-License-Identifier: Apache-2.0
# Attestations, waivers and plans count when somebody who may signed them, for what is audited and for now; others are
# shown with the reason. Signed by the programs that people have.
. "$(dirname "$0")/../support/story.sh"
need git gpg ssh-keygen openssl xmllint python3

new_repository repo
head=$(git -C repo rev-parse HEAD)
for name in jane bob eve; do ssh-keygen -q -t ed25519 -N '' -C "$name" -f "$name"; done
export GNUPGHOME=$WORK/gnupg
mkdir -m 700 "$GNUPGHOME"
gpg --batch --quiet --faked-system-time 20260101T000000! --passphrase '' --quick-generate-key 'Gus <gus@example.com>' ed25519 sign never 2>/dev/null
mkdir trust trust/ca
gpg --armor --export gus@example.com >trust/gus.asc
fingerprint=$(gpg --batch --with-colons --list-keys gus@example.com | sed -n 's/^fpr:::::::::\(.*\):$/\1/p' | head -1)
"$ASSAY" key new --out kim >/dev/null 2>&1
cp kim/cert.pem trust/ca/kim.pem
digest=$(openssl x509 -in kim/cert.pem -outform DER | sha256sum | cut -d' ' -f1)
{
  echo "jane@example.com namespaces=\"file\" $(cut -d' ' -f1,2 jane.pub)"
  echo "bob@example.com $(cut -d' ' -f1,2 bob.pub)"
  echo "author@example.com namespaces=\"file\" $(cut -d' ' -f1,2 eve.pub)"
} >trust/allowed_signers
cat >trust/roles.xml <<END
<roles format="1">
  <person id="jane" name="Jane Doe"><key kind="principal" value="jane@example.com"/><role name="attest" from="2026-01-01"/></person>
  <person id="bob" name="Bob Roe"><key kind="principal" value="bob@example.com"/><role name="waive" from="2026-01-01"/></person>
  <person id="eve" name="Eve Poe"><key kind="principal" value="author@example.com"/><role name="waive" from="2026-01-01"/></person>
  <person id="kim" name="Kim Loe"><key kind="x509" value="$digest"/><role name="attest" from="2026-07-01"/></person>
  <person id="gus" name="Gus Moe"><key kind="openpgp" value="$fingerprint"/><role name="attest" from="2026-01-01"/></person>
</roles>
END
schema() { # schema ID LAW
  cat <<END
<compliance-schema format="1" id="$1" title="Statements" version="1" publisher="tests" jurisdiction="none" law="$2" status="test">
  <group id="all" title="All">
    <control id="ASKED" title="Somebody is asked"><statement>Somebody says so.</statement>
      <decision><attestation role="release manager">The release was reviewed.</attestation></decision></control>
    <control id="SIGNED" title="Commits are signed"><statement>Commits carry signatures.</statement>
      <decision><rule ref="commits-carry-signature" basis="text"/></decision></control>
    <control id="SIGN" title="A sign beside"><statement>Somebody says so, and there is a sign.</statement>
      <decision><all><attestation role="engineer">It was built with care.</attestation><rule ref="commits-carry-signature" basis="indicator"/></all></decision></control>
    <control id="UNSIGNED" title="No secrets are found"><statement>It is not so.</statement>
      <decision><not><rule ref="commits-say-who-and-when" basis="text"/></not></decision></control>
    <control id="EITHER" title="One way or another"><statement>Signatures, or a sign.</statement>
      <decision><any><rule ref="commits-carry-signature" basis="text"/><rule ref="commits-say-who-and-when" basis="indicator"/></any></decision></control>
    <control id="TWO" title="Two sentences"><statement>Somebody says one or the other.</statement>
      <decision><any><attestation role="engineer">It was tested.</attestation><attestation role="engineer">It was proven.</attestation></any></decision></control>
    <control id="LATER" title="By the market"><statement>It applies to products.</statement>
      <application applies-from="2027-12-11" applies-by="placed-on-market"/>
      <decision><rule ref="commits-carry-signature" basis="text"/></decision></control>
  </group>
</compliance-schema>
END
}
schema stated no >stated.xml
schema law yes >law.xml
"$ASSAY" schema lint stated.xml law.xml >/dev/null

AS_OF=2026-06-15
count=0
outcome() { # outcome CONTROL [SCHEMA]: what the audit of repo with the supplied evidence comes to
  rm -rf audited
  "$ASSAY" audit repo --schema "${2-stated}.xml" --trust trust --evidence evidence --as-of $AS_OF --out audited --quiet >log 2>&1 || true
  xmllint --noout --schema "$SOURCE_DIR/schemas/report.xsd" audited/report.xml 2>/dev/null || fail 'the report is not made as report.xsd says'
  xmllint --xpath "string(//control[@id='$1']/@outcome)" audited/report.xml
}
told() { xmllint --xpath "string(//testimony/@refused)" audited/report.xml; }
becomes() { # becomes OUTCOME CONTROL [WORDS of the reason why it does not count]
  local got
  got=$(outcome "$2")
  [ "$got" = "$1" ] || fail "$2 is $got instead of $1: $(told)"
  if [ $# -gt 2 ]; then case $(told) in *"$3"*) ;; *) fail "it is refused because '$(told)', not because '$3'" ;; esac; fi
  count=$((count + 1))
}
fresh() { rm -rf evidence && mkdir evidence; }
attest() { "$ASSAY" attest stated.xml:ASKED --given 2026-06-01 --expires 2040-12-31 --repo repo --out evidence/a.xml "$@" >/dev/null 2>&1; }
sign() { ssh-keygen -q -Y sign -n file -f "$1" "$2" 2>/dev/null; }

# Those that count, by each kind of key.
fresh; becomes undetermined ASKED
fresh; attest --person jane; sign jane evidence/a.xml; becomes attested ASKED
xmllint --xpath "//control[@id='ASKED']/testimony[@counts='yes'][@person='Jane Doe'][@signature='good']" audited/report.xml >/dev/null || fail 'it is not shown'
"$ASSAY" verify audited/dossier.asice --repo repo --trust trust >verified || true
grep -q 'replay.*reproduced' verified || fail 'the dossier is not replayed'
# A certificate is made by the clock, so this one is of today.
fresh; "$ASSAY" attest stated.xml:ASKED --given "$(date -u +%F)" --expires "$(date -u -d '40 days' +%F)" --repo repo --out evidence/a.xml --person kim --key kim/key.pem --cert kim/cert.pem >/dev/null 2>&1
AS_OF=$(date -u -d tomorrow +%F) becomes attested ASKED
openssl cms -verify -binary -inform PEM -in evidence/a.xml.p7s -content evidence/a.xml -CAfile kim/cert.pem -purpose any -out /dev/null 2>/dev/null || fail 'openssl does not verify the signature'
mv evidence/a.xml.p7s evidence/a.xml.pem; AS_OF=$(date -u -d tomorrow +%F) becomes attested ASKED
fresh; attest --person gus; gpg --batch --quiet --faked-system-time 20260601T120000! --armor --detach-sign --output evidence/a.xml.asc evidence/a.xml; becomes attested ASKED
# What a signature is, its armour tells, and not how it is called.
fresh; attest --person gus; gpg --batch --quiet --faked-system-time 20260601T120000! --armor --detach-sign --output evidence/a.xml.sig evidence/a.xml; becomes attested ASKED
fresh; attest --person jane; sign jane evidence/a.xml; mv evidence/a.xml.sig evidence/a.xml.asc; becomes attested ASKED
fresh; attest --person gus; gpg --batch --quiet --faked-system-time 20260601T120000! --detach-sign --output evidence/a.xml.sig evidence/a.xml; becomes undetermined ASKED 'no signature in the armour of'
# In the repository, for a file by its digest: it holds for every commit that has the file.
fresh
(cd repo && "$ASSAY" attest ../stated.xml:ASKED --person jane --given 2026-06-01 --expires 2026-12-31 --covers SECURITY.md --out review.attestation.xml >/dev/null 2>&1)
sign jane repo/review.attestation.xml
(cd repo && git add . && commit 'a review')
becomes attested ASKED
xmllint --xpath "//testimony[@origin='revision'][@document='review.attestation.xml']" audited/report.xml >/dev/null || fail 'its place is not told'
(cd repo && echo other >SECURITY.md && commit 'another policy' -a)
becomes undetermined ASKED 'by a digest that no file of that name here has'
git -C repo reset --quiet --hard "$head"

# Those that do not.
fresh; attest --person jane; becomes undetermined ASKED 'no signature lies beside it'
fresh; attest --person jane; sign bob evidence/a.xml; becomes undetermined ASKED 'is not one of jane'
fresh; attest --person bob; sign bob evidence/a.xml; becomes undetermined ASKED 'bob may not attest as release manager on 2026-06-01'
fresh; attest --person nobody; sign jane evidence/a.xml; becomes undetermined ASKED 'knows no person nobody'
fresh; attest --person jane; sign jane evidence/a.xml; sed -i 's/2040-12-31/2041-12-31/' evidence/a.xml; becomes undetermined ASKED 'its signature is bad'
fresh; attest --person jane; ssh-keygen -q -Y sign -n git -f jane evidence/a.xml 2>/dev/null; becomes undetermined ASKED 'was made for "git"'
fresh; "$ASSAY" attest stated.xml:ASKED --given 2026-06-01 --expires 2026-06-14 --repo repo --out evidence/a.xml --person jane >/dev/null 2>&1
sign jane evidence/a.xml; becomes undetermined ASKED 'it expired on 2026-06-14'
fresh; "$ASSAY" attest stated.xml:ASKED --given 2026-06-16 --expires 2026-12-31 --repo repo --out evidence/a.xml --person jane >/dev/null 2>&1
sign jane evidence/a.xml; becomes undetermined ASKED 'after the time of this audit'
fresh; "$ASSAY" attest stated.xml:ASKED --given 2026-06-01 --expires 2026-12-31 --repo repo --revision HEAD~1 --out evidence/a.xml --person jane >/dev/null 2>&1
sign jane evidence/a.xml; becomes undetermined ASKED 'which is not the audited one'
fresh; attest --person jane; sed -i 's/was reviewed/was glanced at/' evidence/a.xml; sign jane evidence/a.xml
becomes undetermined ASKED 'does not ask the release manager for this sentence'
fresh; attest --person kim --key kim/key.pem --cert kim/cert.pem; becomes undetermined ASKED 'it was signed at'
fresh; attest --person kim --key kim/key.pem --cert kim/cert.pem
AS_OF=$(date -u -d tomorrow +%F) becomes undetermined ASKED 'kim may not attest as release manager on 2026-06-01'
fresh; attest --person jane; echo '<attestation format="1"/>' >evidence/b.xml
[ "$(outcome ASKED)" = undetermined ] || fail 'half an attestation counts'
grep -q '<limit>A file that looks like an attestation.*b.xml' audited/report.xml || fail 'that b.xml cannot be read is not told'
# One in an encoding or a form that is not read is told of and not passed over; what only speaks of attestations is none.
unread() { # unread WORDS: b.xml counts for nothing, with this reason
  [ "$(outcome ASKED)" = undetermined ] || fail 'what cannot be read counts'
  grep -q "<limit>A file that looks like an attestation.*b.xml.*$1" audited/report.xml || fail "b.xml is not told of: $1"
}
for encoding in UTF-16 UTF-16LE UTF-16BE UTF-32; do
  fresh; attest --person jane; iconv -t "$encoding" evidence/a.xml >evidence/b.xml; rm evidence/a.xml; sign jane evidence/b.xml; unread 'only UTF-8 is read'
done
fresh; attest --person jane; sed 's/encoding="UTF-8"/encoding="ISO-8859-1"/' evidence/a.xml >evidence/b.xml; rm evidence/a.xml; unread 'only UTF-8 is read'
fresh; attest --person jane; { head -1 evidence/a.xml; echo '<!DOCTYPE attestation [<!ENTITY x "y">]>'; tail -n +2 evidence/a.xml; } >evidence/b.xml; rm evidence/a.xml; unread 'a DOCTYPE is not allowed'
fresh; attest --person jane; { cat evidence/a.xml; printf '<!--%02000000d-->' 7; } >evidence/b.xml; rm evidence/a.xml; unread 'bytes; at most'
fresh; echo '<!-- <attestation/> --><other/>' | iconv -t UTF-16 >evidence/b.xml; outcome ASKED >/dev/null
grep -q 'looks like an attestation' audited/report.xml && fail 'a file that is no testimony is taken for some'
fresh; attest --person jane; { printf '\357\273\277'; cat evidence/a.xml; } >evidence/b.xml; rm evidence/a.xml; sign jane evidence/b.xml; becomes attested ASKED
mv trust/roles.xml roles.kept; fresh; attest --person jane; sign jane evidence/a.xml; becomes undetermined ASKED 'knows no person jane'; mv roles.kept trust/roles.xml

# Waivers.
waive() { "$ASSAY" waive stated.xml:SIGNED --reason 'an old history' --requested-by jane --given 2026-06-01 --expires 2026-12-31 --repo repo --out evidence/w.xml "$@" >/dev/null 2>&1; }
fresh; becomes not-satisfied SIGNED
fresh; waive --approved-by bob; sign bob evidence/w.xml; becomes waived SIGNED
grep -q 'Bob Roe accepted until 2026-12-31' audited/report.xml || fail 'who accepted it is not told'
xmllint --xpath "//finding[@rule='commits-carry-signature'][@result='contradicted']" audited/report.xml >/dev/null || fail 'the waived rule did not run'
fresh; waive --approved-by bob; sign bob evidence/w.xml; AS_OF=2027-01-01 becomes not-satisfied SIGNED 'it expired'
fresh; waive --approved-by bob; sed -i 's/requested-by="jane"/requested-by="bob"/' evidence/w.xml; sign bob evidence/w.xml; becomes not-satisfied SIGNED 'whoever asked for it approved it'
fresh; waive --approved-by jane 2>/dev/null && fail 'one person can ask for a waiver and approve it'
fresh; waive --approved-by bob --item "$head"; sign bob evidence/w.xml; becomes not-satisfied SIGNED 'it does not except'
fresh; waive --approved-by eve; sign eve evidence/w.xml; becomes not-satisfied SIGNED 'eve wrote'
fresh; waive --approved-by bob; sed -i 's/requested-by="jane"/requested-by="ghost"/' evidence/w.xml; sign bob evidence/w.xml; becomes not-satisfied SIGNED 'knows no person ghost'
fresh; "$ASSAY" waive stated.xml:UNSIGNED --reason x --requested-by jane --approved-by bob --given 2026-06-01 --expires 2026-12-31 --repo repo --item "$head" --out evidence/w.xml >/dev/null 2>&1
sign bob evidence/w.xml; becomes not-satisfied UNSIGNED 'it does not except any'
items=(); for id in $(git -C repo rev-list HEAD); do items+=(--item "$id"); done
fresh; waive --approved-by bob "${items[@]}"; sign bob evidence/w.xml; becomes waived SIGNED
expect 2 "$ASSAY" waive law.xml:SIGNED --reason x --requested-by jane --approved-by bob --expires 2026-12-31 --repo repo --out evidence/l.xml
expect_err 'nobody can waive'
fresh; waive --approved-by bob; sed -i 's/schema="stated"/schema="law"/' evidence/w.xml; sign bob evidence/w.xml
[ "$(outcome SIGNED law)" = not-satisfied ] || fail 'law is waived'
case $(told) in *'nobody can waive'*) ;; *) fail "law is not waived because '$(told)'" ;; esac

# A plan changes nothing and is shown.
fresh; "$ASSAY" plan stated.xml:SIGNED --weakness 'old keys' --owner jane --given 2026-06-01 --milestone '2026-09-30:new keys' --out evidence/p.xml >/dev/null 2>&1
becomes not-satisfied SIGNED
xmllint --xpath "//control[@id='SIGNED']/testimony[@kind='plan']/milestone[@due='2026-09-30']" audited/report.xml >/dev/null || fail 'the plan is not shown'
grep -q 'Plan' audited/report.html || fail 'the plan is not on the page'

# A sign decides nothing in law, and does elsewhere.
fresh; "$ASSAY" attest stated.xml:SIGN --given 2026-06-01 --expires 2026-12-31 --repo repo --out evidence/a.xml --person jane >/dev/null 2>&1
sign jane evidence/a.xml; [ "$(outcome SIGN)" = not-satisfied ] || fail 'a contradicted rule does not count beside an attestation'
sed -i 's/schema="stated"/schema="law"/' evidence/a.xml; rm evidence/a.xml.sig; sign jane evidence/a.xml
[ "$(outcome SIGN law)" = attested ] || fail 'a sign counts in law'

[ "$(outcome EITHER law)" = undetermined ] || fail 'in law a way that has no vote does not leave it open'
[ "$(outcome EITHER)" = satisfied ] || fail 'elsewhere a sign is one way'

# One of several sentences; a person who may speak in one role only; a signature later than the day it was given.
expect 2 "$ASSAY" attest stated.xml:TWO --person jane --expires 2026-12-31 --repo repo
expect_err '--sentence 2: It was proven.'
fresh; "$ASSAY" attest stated.xml:TWO --sentence 2 --person jane --given 2026-06-01 --expires 2026-12-31 --repo repo --out evidence/a.xml >/dev/null 2>&1
sign jane evidence/a.xml; becomes attested TWO
grep -q 'It was proven' audited/report.xml || fail 'the sentence is not told'
cp trust/roles.xml roles.kept
sed -i 's/<role name="attest" from="2026-01-01"\/><\/person>/<role name="attest" as="release manager" from="2026-01-01"\/><\/person>/' trust/roles.xml
becomes undetermined TWO 'jane may not attest as engineer'
fresh; attest --person jane; sign jane evidence/a.xml; becomes attested ASKED
sed 's/name="attest" as="release manager" from="2026-01-01"/name="attest" from="2026-01-01" until="2026-06-10"/' trust/roles.xml >roles.short
cp roles.short trust/roles.xml
fresh; attest --person gus; gpg --batch --quiet --faked-system-time 20260611T120000! --armor --detach-sign --output evidence/a.xml.asc evidence/a.xml
becomes undetermined ASKED 'gus may not attest as release manager on 2026-06-11'
cp roles.kept trust/roles.xml
# A stale signature beside a good one hides nothing; a covered file has to bear its name; a commit is not attested to before it is made.
fresh; attest --person gus; gpg --batch --quiet --faked-system-time 20260601T120000! --armor --detach-sign --output evidence/a.xml.asc evidence/a.xml; echo stale >evidence/a.xml.sig; becomes attested ASKED
fresh; mkdir evidence/dist; echo data >evidence/dist/data.bin
(cd evidence && "$ASSAY" attest ../stated.xml:ASKED --person jane --given 2026-06-01 --expires 2026-12-31 --covers dist/data.bin --out a.xml >/dev/null 2>&1)
sign jane evidence/a.xml; becomes attested ASKED
grep -q 'dist/data.bin' audited/report.html || fail 'the page does not say what it covers'
mv evidence/dist/data.bin evidence/dist/other.bin; becomes undetermined ASKED 'no file of that name'
fresh; "$ASSAY" attest stated.xml:ASKED --person jane --given 2020-01-01 --expires 2040-12-31 --repo repo --out evidence/a.xml >/dev/null 2>&1
sed -i 's/from="2026-01-01"/from="2019-01-01"/' trust/roles.xml; sign jane evidence/a.xml; becomes undetermined ASKED 'before the commit it covers was made'; cp roles.kept trust/roles.xml
fresh; attest --person jane; sed -i 's/control="ASKED"/control="ASKEd"/' evidence/a.xml; sign jane evidence/a.xml
[ "$(outcome ASKED)" = undetermined ] || fail 'a statement about another control counts'
grep -q '<limit>.*has no control ASKEd' audited/report.xml || fail 'a statement about no control is passed over'
expect 2 "$ASSAY" attest stated.xml:ASKED --person jane --given 2026-06-02 --expires 2026-06-01 --repo repo
expect 2 "$ASSAY" attest stated.xml:ASKED --person jane --expires 2026-12-31 --covers ../stated.xml

# The date of placing on the market is declared, or nothing is known.
product() { printf '<product format="1" name="Widget" version="1"><manufacturer name="ACME" address="Street 1" contact="mailto:a@example.com"/>%s</product>\n' "$1" >product.xml; }
market() { "$ASSAY" audit repo --schema law.xml --product product.xml --as-of 2028-06-01 --out market --quiet >/dev/null 2>&1 || true; xmllint --xpath "string(//control[@id='LATER']/@outcome)" market/report.xml; rm -rf market*; }
product ''; [ "$(market)" = undetermined ] || fail 'a date is guessed'
product '<placed-on-market on="2027-12-10"/>'; [ "$(market)" = not-applicable ] || fail 'it applies before its time'
product '<placed-on-market on="2027-12-11"/>'; [ "$(market)" = not-satisfied ] || fail 'it does not apply'
product '<placed-on-market on="2020-01-01"/><substantial-modification on="2028-01-01">new radio</substantial-modification>'; [ "$(market)" = not-satisfied ] || fail 'a modification does not count'
echo '<product format="1"/>' >product.xml
expect 3 "$ASSAY" check repo --schema law.xml --product product.xml
expect_err 'product.xml:1'

# What is missing on the command line, and nobody to ask.
expect 2 "$ASSAY" attest stated.xml:ASKED --expires 2026-12-31 --repo repo </dev/null
expect_err '--person is missing'
expect 2 "$ASSAY" attest stated.xml:ASKED --person jane --expires 2026-12-31 </dev/null
expect_err 'what does it hold for'
expect 2 "$ASSAY" attest stated.xml:SIGNED --person jane --expires 2026-12-31 --repo repo
expect_err 'evidence decides it'
expect 2 "$ASSAY" attest stated.xml:ASKE --person jane --expires 2026-12-31 --repo repo
expect_err 'did you mean ASKED'
fresh; attest --person jane; expect 3 "$ASSAY" attest stated.xml:ASKED --person jane --expires 2026-12-31 --repo repo --out evidence/a.xml
echo "$count statements"
