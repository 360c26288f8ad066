# SPDX-License-Identifier: Apache-2.0
# At a terminal attest, waive and plan ask for what their options leave open, again where an answer cannot be used, and
# write what was agreed to; elsewhere nobody is asked.
. "$(dirname "$0")/../support/story.sh"
need git openssl xmllint python3

new_repository repo
head=$(git -C repo rev-parse HEAD)
before=$(git -C repo rev-parse HEAD~1)
today=$(date -u +%F)
cat >asking.xml <<'END'
<compliance-schema format="1" id="asking" title="Questions" version="1" publisher="tests" jurisdiction="none" law="no" status="test">
  <group id="all" title="All">
    <control id="ONE" title="Somebody is asked"><statement>Somebody says so
        in writing.</statement>
      <decision><attestation role="release manager">The release was reviewed.</attestation></decision></control>
    <control id="MANY" title="Several are asked"><statement>Somebody says one or the other.</statement>
      <decision><any><attestation role="engineer">It was tested.</attestation><attestation role="engineer">It was proven.</attestation>
        <attestation role="manager">It was paid for.</attestation></any></decision></control>
  </group>
</compliance-schema>
END
"$ASSAY" schema lint asking.xml >/dev/null

# asked CODE ANSWER… -- ARGUMENT…: assay at a terminal; what that showed is in out.
asked() {
  local code=$1
  shift
  expect "$code" python3 "$SOURCE_DIR/tests/support/at_terminal.py" "$@"
}
value() { xmllint --xpath "string($2)" "$1"; }
is() { [ "$(value "$1" "$2")" = "$3" ] || fail "$2 is $(value "$1" "$2") instead of $3"; }

# The control is shown, Return takes what is proposed, and what cannot be used is asked for again.
asked 0 'tomorrow' '2026-02-30' '2026-06-01' 'Jane Doe' '' 'jane' '2026-05-31' '' '' 'nowhere' 'repo' 'no-such-branch' '' y \
  -- "$ASSAY" attest asking.xml:ONE --out one.xml
expect_out 'ONE: Somebody is asked (Questions)'
expect_out '  Somebody says so in writing.'
expect_out 'release manager: The release was reviewed.'
expect_out "the day it is given [$today]: "
expect_out 'assay: tomorrow is no day'
expect_out 'assay: 2026-02-30 is no day'
expect_out 'assay: Jane Doe is no id of a person'
expect_out 'the last day it holds [2027-06-01]: '
expect_out 'assay: it would expire on 2026-05-31, before it is given on 2026-06-01'
expect_out 'assay: nowhere is neither a repository nor a file'
expect_out 'the commit of repo that it holds for [HEAD]: no-such-branch'
expect_out "  covers        commit $head"
expect_out 'write it? [y/N] '
is one.xml '/attestation/@given' 2026-06-01
is one.xml '/attestation/@expires' 2027-06-01
is one.xml '/attestation/@person' jane
is one.xml '/attestation/@role' 'release manager'
is one.xml '/attestation/statement' 'The release was reviewed.'
is one.xml 'count(/attestation/remark)' 0
is one.xml '/attestation/covers/@commit' "$head"
xmllint --noout --schema "$SOURCE_DIR/schemas/testimony.xsd" one.xml 2>/dev/null || fail 'what was written is not made as testimony.xsd says'

# Of several sentences one is chosen from a list; what the options say is not asked for.
asked 0 '4' 'two' '2' '' 'jane' '' 'by two methods' '' yes -- "$ASSAY" attest asking.xml:MANY --repo repo --out many.xml
expect_out '  1. engineer: It was tested.'
expect_out '  3. manager: It was paid for.'
expect_out 'assay: there is no sentence two'
expect_out 'engineer: It was proven.'
is many.xml '/attestation/statement' 'It was proven.'
is many.xml '/attestation/remark' 'by two methods'
is many.xml '/attestation/@given' "$today"
is many.xml '/attestation/@expires' "$(date -u -d "$today + 1 year" +%F)"
asked 0 '1' '' '' '' '' y -- "$ASSAY" attest asking.xml:MANY --role engineer --person jane --repo repo --out tested.xml
is tested.xml '/attestation/statement' 'It was tested.'
grep -q '3\. ' out && fail 'a sentence of another role is offered'

# The 29th of February has no anniversary; a file is covered by its digest; another commit by its name.
(cd repo && asked 0 '2028-02-29' '' '' 'SECURITY.md' y -- "$ASSAY" attest ../asking.xml:ONE --person jane --out ../leap.xml)
is leap.xml '/attestation/@expires' 2029-02-28
is leap.xml '/attestation/covers/@sha256' "$(sha256sum <repo/SECURITY.md | cut -d' ' -f1)"
asked 0 '' '' '' 'HEAD~1' y -- "$ASSAY" attest asking.xml:ONE --person jane --repo repo --out before.xml
is before.xml '/attestation/covers/@commit' "$before"

# Waivers and plans likewise.
asked 0 '' 'bob' 'bob' 'amy' '' 'old keys' '' y -- "$ASSAY" waive asking.xml:ONE --repo repo --out waiver.xml
expect_out 'assay: bob cannot approve of what bob asks for'
is waiver.xml '/waiver/@approved-by' amy
is waiver.xml '/waiver/reason' 'old keys'
asked 0 '' 'amy' 'old keys' '' 'soon:new keys' '2027-13-01:new keys' '2027-03-31:' '2027-03-31:new keys' '2027-04-30:old ones revoked: all' '' y \
  -- "$ASSAY" plan asking.xml:ONE --out plan.xml
expect_out 'assay: the milestone soon:new keys does not begin with a day'
expect_out 'assay: 2027-13-01 is no day'
expect_out '  milestone     new keys, due 2027-03-31'
is plan.xml 'count(/plan/milestone)' 2
is plan.xml '/plan/milestone[2]' 'old ones revoked: all'

# Nothing is written without a yes, nor when the input ends; signing is agreed to as well.
asked 2 '' '' '' '' n -- "$ASSAY" attest asking.xml:ONE --person jane --repo repo --out no.xml
expect_out 'assay: nothing was written'
asked 2 '' '' '' '' '' -- "$ASSAY" attest asking.xml:ONE --person jane --repo repo --out no.xml
asked 2 '' '' '' '' '^D' -- "$ASSAY" attest asking.xml:ONE --person jane --repo repo --out no.xml
asked 2 '' '^D' -- "$ASSAY" attest asking.xml:ONE --repo repo --out no.xml
expect_out 'assay: nothing was written: --person is missing'
asked 2 '' $'\e[A' '^D' -- "$ASSAY" attest asking.xml:ONE --repo repo --out no.xml
expect_out 'holds a control character'
"$ASSAY" key new --out kim >/dev/null 2>&1
asked 2 '' '' '' '' n -- "$ASSAY" attest asking.xml:ONE --person kim --repo repo --out no.xml --key kim/key.pem --cert kim/cert.pem
expect_no_path no.xml
expect_no_path no.xml.p7s
asked 0 '' '' '' '' Y -- "$ASSAY" attest asking.xml:ONE --person kim --repo repo --out yes.xml --key kim/key.pem --cert kim/cert.pem
openssl cms -verify -binary -inform PEM -in yes.xml.p7s -content yes.xml -CAfile kim/cert.pem -purpose any -out /dev/null 2>/dev/null || fail 'what was signed is not what was written'

# Before anybody is asked: what could not be written in the end.
asked 3 -- "$ASSAY" attest asking.xml:ONE --out one.xml
expect_out 'nothing was written: one.xml exists'
asked 2 -- "$ASSAY" attest asking.xml:ONE --out no.xml --key kim/key.pem
asked 2 -- "$ASSAY" attest asking.xml:MANY --sentence 1 --out no.xml
expect_out 'several sentences of control MANY could be meant'

# Nobody is asked when the options say everything, with --quiet, or away from a terminal.
asked 0 -- "$ASSAY" attest asking.xml:ONE --person jane --expires 2099-12-31 --repo repo --out complete.xml
is complete.xml '/attestation/@given' "$today"
asked 2 -- "$ASSAY" attest asking.xml:ONE --repo repo --out no.xml --quiet
expect_out '--person is missing'
printf 'y\ny\ny\n' >yes
for words in 'attest asking.xml:ONE --expires 2099-12-31' 'waive asking.xml:ONE --reason x' 'plan asking.xml:ONE --owner jane'; do
  # shellcheck disable=SC2086
  expect 2 "$ASSAY" $words --out no.xml <yes
  expect_err 'is missing'
done
expect_no_path no.xml
