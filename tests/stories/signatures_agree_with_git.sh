# SPDX-License-Identifier: Apache-2.0
# Signatures of commits and tags as git verifies them, with the same keys: OpenPGP and SSH, in every state a key and a
# signature can have. Where the answers differ on purpose, audit/trust/README.md says why.
. "$(dirname "$0")/../support/story.sh"
need git gpg ssh-keygen python3

export GNUPGHOME=$WORK/gnupg
mkdir -m 700 "$GNUPGHOME" trust
echo 'trust-model always' >"$GNUPGHOME/gpg.conf"
key() { # key NAME [gpg OPTION…]: an OpenPGP key that signs, and its fingerprint in $WORK/NAME.fpr
  local name=$1
  shift
  gpg --batch --quiet --passphrase '' "$@" --quick-generate-key "$name <$name@example.com>" ed25519 sign never 2>/dev/null
  gpg --batch --with-colons --list-keys "$name@example.com" | sed -n 's/^fpr:::::::::\(.*\):$/\1/p' | head -1 >"$WORK/$name.fpr"
}
key ann
key stranger
key revoked
gpg --batch --quiet --passphrase '' --faked-system-time 20250101T000000! --quick-generate-key 'old <old@example.com>' ed25519 sign 2025-02-01 2>/dev/null
gpg --batch --with-colons --list-keys old@example.com | sed -n 's/^fpr:::::::::\(.*\):$/\1/p' | head -1 >old.fpr
for name in ed other; do ssh-keygen -q -t ed25519 -N '' -C "$name" -f "$name"; done
ssh-keygen -q -t ecdsa -b 256 -N '' -C ec -f ec
ssh-keygen -q -t rsa -b 2048 -N '' -C rsa -f rsa
ssh-keygen -q -t ed25519 -N '' -C late -f late
ssh-keygen -q -t ed25519 -N '' -C gone -f gone
cp gone.pub trust/revoked_keys
git config --global gpg.ssh.revocationFile "$WORK/trust/revoked_keys"
ssh-keygen -q -t ed25519 -N '' -C elsewhere -f elsewhere
{
  echo "ann@example.com $(cat ed.pub)"
  echo "ec@example.com,*@ec.example.com $(cat ec.pub)"
  echo "rsa@example.com namespaces=\"git,file\" $(cat rsa.pub)"
  echo "late@example.com valid-before=\"20200101Z\" $(cat late.pub)"
  echo "gone@example.com $(cat gone.pub)"
  echo "elsewhere@example.com namespaces=\"file\" $(cat elsewhere.pub)"
} >trust/allowed_signers
git config --global gpg.ssh.allowedSignersFile "$WORK/trust/allowed_signers"

git init -q repo
cd repo
by_gpg() { local key=$1; shift; git config gpg.format openpgp; commit "$@" -S"$(cat "$WORK/$key.fpr")"; }
by_ssh() { local key=$1; shift; git config gpg.format ssh; commit "$@" -S"$WORK/$key"; }
rewritten() { # rewritten SED-SCRIPT: HEAD's commit with its text changed, as the new HEAD
  git update-ref HEAD "$(git cat-file commit HEAD | sed "$1" | git hash-object -t commit -w --stdin --literally)"
}
commit 'no signature'
by_gpg ann 'openpgp good'
by_gpg stranger 'openpgp unknown'
by_gpg revoked 'openpgp revoked'
tick=1736000000 by_gpg ann 'openpgp tampered' && rewritten 's/openpgp tampered/openpgp TAMPERED/'
printf '#!/bin/sh\nexec gpg --faked-system-time 20250115T000000! "$@"\n' >"$WORK/then"
chmod +x "$WORK/then"
git config gpg.program "$WORK/then"
by_gpg old 'openpgp key expired since'
git config --unset gpg.program
printf '#!/bin/sh\nexec gpg --faked-system-time 20250115T000000! --default-sig-expire 2d "$@"\n' >"$WORK/short"
chmod +x "$WORK/short"
key long --faked-system-time 20250101T000000!
git config gpg.program "$WORK/short"
by_gpg long 'openpgp signature expired'
printf '#!/bin/sh\nexec gpg --digest-algo SHA1 "$@"\n' >"$WORK/sha1"
chmod +x "$WORK/sha1"
git config gpg.program "$WORK/sha1"
by_gpg ann 'openpgp over sha1'
git config --unset gpg.program
by_ssh ed 'ssh good'
by_ssh ec 'ssh ecdsa'
by_ssh rsa 'ssh rsa in two namespaces'
by_ssh other 'ssh unknown'
by_ssh late 'ssh valid before'
by_ssh elsewhere 'ssh in another namespace'
by_ssh gone 'ssh revoked'
by_ssh ed 'ssh tampered' && rewritten 's/ssh tampered/ssh TAMPERED/'
# A signature copied from another commit, one within the message, and one whose header comes first.
by_ssh ed 'ssh copied'
signature=$(git cat-file commit HEAD~3 | sed -n '/^gpgsig/,/^ -----END/p')
git update-ref HEAD "$(git cat-file commit HEAD | awk -v s="$signature" '/^gpgsig/ { print s; skip = 1; next } skip && /^ / { next } { skip = 0; print }' | git hash-object -t commit -w --stdin --literally)"
commit "$(printf 'in the message\n\n%s' "$(git cat-file commit HEAD~8 | sed -n '/^gpgsig/,/^ -----END/p')")"
by_gpg ann 'openpgp good at last'
git config gpg.format openpgp
git tag -s -u "$(cat "$WORK/ann.fpr")" -m 'openpgp' tag-openpgp
git tag -s -u "$(cat "$WORK/stranger.fpr")" -m 'stranger' tag-unknown
git tag -s -u "$(cat "$WORK/ann.fpr")" -m 'of a tag' tag-of-tag tag-openpgp
git tag -s -u "$(cat "$WORK/ann.fpr")" -m 'of a blob' tag-of-blob "$(echo x | git hash-object -w --stdin)"
git config gpg.format ssh
git tag -s -u "$WORK/ed" -m 'ssh' tag-ssh
git tag -a -m 'annotated' tag-plain
git update-ref refs/tags/tag-tampered "$(git cat-file tag tag-ssh | sed 's/^ssh$/SSH/' | git hash-object -t tag -w --stdin)"
cd ..

# Revoked only now; the revocation certificate is the one gpg made beside the key.
sed 's/^:---/---/' "$GNUPGHOME/openpgp-revocs.d/$(cat revoked.fpr).rev" | gpg --batch --quiet --import 2>/dev/null
gpg --export --armor ann revoked old long >trust/keys.asc
gpg --batch --yes --quiet --delete-secret-and-public-key "$(cat stranger.fpr)" 2>/dev/null

python3 - <<'EOF' >/dev/null
import json, os, subprocess, sys

def run(*words):
    return subprocess.run(words, capture_output=True, text=True).stdout

assay = os.environ["ASSAY"]
# git's letters, and what they are here; on purpose others: SHA-1 is good to GnuPG, an SSH key in no allowed line is U.
means = {"G": {"good", "weak"}, "U": {"unknown-key", "expired-key", "not-trusted"}, "B": {"bad", "not-trusted", "revoked-key"},
         "X": {"expired-signature"}, "Y": {"expired-key"}, "R": {"revoked-key"}, "E": {"unknown-key"}, "N": {"none"}}
wanted = {"openpgp good": "good", "openpgp unknown": "unknown-key", "openpgp revoked": "revoked-key",
          "openpgp TAMPERED": "bad", "openpgp key expired since": "expired-key",
          "openpgp signature expired": "expired-signature", "openpgp over sha1": "weak", "ssh good": "good",
          "ssh ecdsa": "good", "ssh rsa in two namespaces": "good", "ssh unknown": "unknown-key",
          "ssh valid before": "expired-key", "ssh in another namespace": "not-trusted", "ssh TAMPERED": "bad",
          "ssh copied": "bad", "ssh revoked": "revoked-key", "in the message": "none", "no signature": "none", "openpgp good at last": "good"}
items = json.loads(run(assay, "evidence", "repo", "commits", "--trust", "trust", "--format", "json"))
problems = []
seen = {}
for item in items:
    letter, key = run("git", "-C", "repo", "log", "-1", "--format=%G?%n%GF", item["id"]).split("\n")[:2]
    signature = item["signature"][0] if isinstance(item["signature"], list) else item["signature"]
    seen[item["subject"]] = signature["status"]
    if signature["status"] not in means[letter]:
        problems.append(f"{item['subject']}: git says {letter}, assay {signature['status']}")
    if letter in "GXYR" and signature["key"] != key:
        problems.append(f"{item['subject']}: git names the key {key}, assay {signature['key']}")
for subject, status in wanted.items():
    if seen.get(subject) != status:
        problems.append(f"{subject}: {seen.get(subject)} instead of {status}")
tags = json.loads(run(assay, "evidence", "repo", "tags", "--trust", "trust", "--format", "json"))
good = {item["name"] for item in tags
        if (item["signature"][0] if isinstance(item["signature"], list) else item["signature"])["status"] == "good"}
theirs = {item["name"] for item in tags
          if subprocess.run(["git", "-C", "repo", "verify-tag", item["name"]], capture_output=True).returncode == 0}
if good != theirs or len(good) != 4:
    problems.append(f"tags that verify: git has {sorted(theirs)}, assay {sorted(good)}")
if problems:
    sys.exit("\n".join(problems))
EOF

# Without keys nothing is good and nothing is unknown to a trust store there is not; what is bad shows itself.
expect 5 "$ASSAY" evidence repo commits --where "signature/@status = 'good'" --format count
[ "$(cat out)" = 0 ] || fail 'a signature was good without a key'
expect 5 "$ASSAY" evidence repo commits --where "signature/@status = 'bad'" --format count
[ "$(cat out)" = 2 ] || fail "$(cat out) signatures are bad by themselves, not two"
# A tag under another name than it was made and signed for is not that tag.
git -C repo update-ref refs/tags/v9.9 "$(git -C repo rev-parse refs/tags/tag-ssh)"
expect 0 "$ASSAY" evidence repo tags --trust trust --where "@name = 'v9.9' and signature/@status = 'good' and @made-so = 'no'" --format count
[ "$(cat out)" = 1 ] || fail 'a renamed tag is not told'
git -C repo update-ref -d refs/tags/v9.9
# Keys of the repository itself count only where that was asked for, and say so.
mkdir repo/keys && cp trust/allowed_signers repo/.git_allowed_signers && cp trust/keys.asc repo/keys/
(cd repo && git add . && commit keys)
expect 5 "$ASSAY" evidence repo commits --where "signature/@status = 'good'" --format count
expect 0 "$ASSAY" evidence repo commits --trust-repository --where "signature/@status = 'good' and signature/@self-asserted = 'yes'" --format count
[ "$(cat out)" = 6 ] || fail "$(cat out) signatures are good by the repository's own keys, not six"
expect 0 "$ASSAY" evidence repo commits --trust trust --trust-repository --where "signature/@self-asserted = 'yes'" --format count
[ "$(cat out)" = 0 ] || fail 'a key that was handed in counts as self-asserted'

expect 0 "$ASSAY" trust list trust
expect_out $'ssh\ttrust/allowed_signers\tSHA256:'
expect_out 'expired 2020-01-01T00:00:00Z'
expect_out 'not for git'
expect_out "$(cat revoked.fpr)"
expect_out 'revoked '
expect_out 'revoked by trust/revoked_keys'
echo 'nobody@example.com ssh-ed25519 broken' >>trust/allowed_signers
expect 3 "$ASSAY" trust list trust
expect_err 'trust/allowed_signers:7'
expect 2 "$ASSAY" trust lst trust
# An audit uses the keys it can read and says that there were others.
expect 1 "$ASSAY" audit repo --schema first-steps --trust trust
expect_err 'not taken into the trust store'
grep -q 'could not be read' assay-out/report.md || fail 'the report does not say that keys were left out'
expect 5 "$ASSAY" verify assay-out/dossier.asice --repo repo
expect_out 'reproduced'
