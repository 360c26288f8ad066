#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# usage: seeds.sh DIRECTORY
# Makes what fuzzing starts from, in a folder a target, with the programs whose output the targets read: git, ssh-keygen,
# gpg and openssl; and by hand what is text. Keys are made anew each time, so that no two runs make the same bytes.
set -euo pipefail

[ $# -eq 1 ] || { sed -n 's/^# usage/usage/p' "$0" >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'gpgconf --homedir "$work/gnupg" --kill all 2>/dev/null || true; rm -rf "$work"' EXIT
export HOME=$work GNUPGHOME=$work/gnupg GIT_CONFIG_NOSYSTEM=1 LC_ALL=C
export GIT_AUTHOR_NAME='A U Thor' GIT_AUTHOR_EMAIL=author@example.com GIT_AUTHOR_DATE='1700000000 +0200'
export GIT_COMMITTER_NAME='C O Mitter' GIT_COMMITTER_EMAIL=committer@example.com GIT_COMMITTER_DATE='1700000060 +0200'
mkdir -m 700 "$GNUPGHOME"
cd "$work"
printf 'signed for the corpus\n' >payload # the targets know it

seed() { # seed TARGET NAME: standard input as a seed
  mkdir -p "$out/$1"
  cat >"$out/$1/$2"
}
bytes_of() { # bytes_of FILE: the second word of a line of SSH's, or the inside of armour
  case $(head -c 5 "$1") in
  -----) grep -v -- '-----' "$1" | base64 -d ;;
  *) cut -d' ' -f2 "$1" | base64 -d ;;
  esac
}
string() { # string BYTES…: each as a field of RFC 4251
  local field
  for field in "$@"; do printf "\\0\\0\\0\\$(printf %03o ${#field})%s" "$field"; done
}

echo 'SSH keys, certificates, signatures, lists'
ssh_key() { ssh-keygen -q -N '' -C "$1@example.com" -f "$@"; }
ssh_sign() { # ssh_sign FILE OPTION…
  rm -f payload.sig
  ssh-keygen -q -Y sign -f "$@" payload 2>/dev/null
}
ssh_key ed25519 -t ed25519
ssh_key p256 -t ecdsa -b 256
ssh_key p384 -t ecdsa -b 384
ssh_key p521 -t ecdsa -b 521
ssh_key rsa -t rsa -b 2048
ssh_key short -t rsa -b 1024
ssh_key dsa -t dsa
ssh_key authority -t ed25519
for key in ed25519 p256 p384 p521 rsa short dsa; do
  bytes_of $key.pub | seed ssh_key $key
  ssh_sign $key -n git && bytes_of payload.sig | seed ssh_signature $key
done
ssh_sign p256 -n file -O hashalg=sha256
bytes_of payload.sig | seed ssh_signature of-a-file
seed ssh_signature armoured <payload.sig
{ string sk-ssh-ed25519@openssh.com; bytes_of ed25519.pub | tail -c 36; string ssh:; } | seed ssh_key sk-ed25519
{ string sk-ecdsa-sha2-nistp256@openssh.com nistp256; bytes_of p256.pub | tail -c 69; string ssh:; } | seed ssh_key sk-p256
certify() { ssh-keygen -q -s authority -I "$@" 2>/dev/null; }
certify forever -n a@example.com,b@example.com -z 7 ed25519.pub
certify limited -n a@example.com -V 20200101:20300101 -O force-command=true -O source-address=192.0.2.0/24 p256.pub
certify strict -O verify-required -O critical:unknown@example.com=x -O extension:hello@example.com=y rsa.pub
for key in ed25519 p256 rsa; do
  bytes_of $key-cert.pub | seed ssh_certificate $key
  ssh_sign $key-cert.pub -n git
  bytes_of payload.sig | seed ssh_signature $key-with-certificate
done
ssh-keygen -q -s short -t rsa-sha2-256 -h -I host -n host.example.com p384.pub 2>/dev/null
bytes_of p384-cert.pub | seed ssh_certificate of-a-host
{
  printf 'serial: 1-5\nserial: 7\nserial: 100\nserial: 102\nid: somebody\n'
  printf 'key: %s\n' "$(cat p521.pub)"
  printf 'sha1: %s\n' "$(cat dsa.pub)"
  printf 'sha256: %s\n' "$(cat rsa.pub)"
} >specification
ssh-keygen -q -k -f revoked.krl -s authority.pub specification 2>/dev/null
seed ssh_revocation list.krl <revoked.krl
{ echo '# no more'; cat p256.pub ed25519-cert.pub short.pub; } | seed ssh_revocation text
{
  echo '# who may sign'
  echo "a@example.com,*@example.org $(cut -d' ' -f1,2 ed25519.pub)"
  echo "b@example.com,!c@example.com namespaces=\"git,file\",valid-after=\"20200101\" $(cat p256.pub)"
  echo "\"d e\" cert-authority,valid-after=\"202001010000Z\",valid-before=\"20301231235959Z\" $(cat authority.pub)"
} | seed allowed_signers several
echo "x@example.com $(cat short.pub)" | seed allowed_signers weak
printf 'x@example.com namespace="git" ssh-ed25519 AAAA\n!y@example.com ssh-ed25519\n\n\tz "' | seed allowed_signers wrong

echo 'OpenPGP keys and signatures'
pgp() { gpg --batch --quiet --yes --passphrase '' --pinentry-mode loopback --allow-weak-digest-algos "$@" 2>/dev/null; }
for algorithm in ed25519 nistp256 rsa2048 dsa2048; do
  pgp --faked-system-time 20200101T000000! --quick-generate-key "$algorithm <$algorithm@example.com>" $algorithm sign never
  pgp --faked-system-time 20200201T000000! -u $algorithm@example.com -b -o $algorithm.sig payload
  pgp --export $algorithm@example.com >$algorithm.key
  cat $algorithm.key $algorithm.sig | seed openpgp_signature $algorithm
  seed openpgp_packet signature-$algorithm <$algorithm.sig
  seed openpgp_packet key-$algorithm <$algorithm.key
  seed openpgp_keyring $algorithm <$algorithm.key
done
for style in '--digest-algo SHA512 --textmode' '--digest-algo SHA1' '--default-sig-expire 2d' \
  '--sig-notation hello@example.com=x' '--sig-policy-url https://example.com/'; do
  # shellcheck disable=SC2086 # options
  pgp --faked-system-time 20200201T000000! $style -u ed25519@example.com -b -o styled.sig payload
  cat ed25519.key styled.sig | seed openpgp_signature "ed25519 ${style//[^A-Za-z0-9]/}"
  seed openpgp_packet "${style//[^A-Za-z0-9]/}" <styled.sig
done
pgp -u ed25519@example.com --armor -b -o armoured.asc payload
seed openpgp_packet armoured <armoured.asc
fingerprint=$(pgp --with-colons --list-keys ed25519@example.com | sed -n 's/^fpr:*\([0-9A-F]*\):$/\1/p')
pgp --faked-system-time 20200102T000000! --quick-add-key "$fingerprint" ed25519 sign 30d
pgp --faked-system-time 20200102T000000! --quick-add-key "$fingerprint" cv25519 encr never
pgp --faked-system-time 20200102T000000! --quick-add-uid "$fingerprint" 'other <other@example.com>'
pgp --export ed25519@example.com | seed openpgp_keyring with-subkeys
pgp --armor --export ed25519@example.com nistp256@example.com | seed openpgp_keyring armoured
sed 's/^:-----BEGIN/-----BEGIN/' "$GNUPGHOME/openpgp-revocs.d/$fingerprint.rev" >revocation
pgp --import revocation
pgp --export ed25519@example.com | seed openpgp_keyring revoked
pgp --export-secret-keys nistp256@example.com | seed openpgp_keyring secret

echo 'CMS signatures'
request() { # request NAME SUBJECT openssl-req-options…
  local name=$1 subject=$2
  shift 2
  openssl req -new -newkey "$@" -nodes -keyout "$name.pem" -subj "$subject" -out "$name.csr" 2>/dev/null
}
certificate() { # certificate NAME ISSUER EXTENSIONS
  printf '%b\n' "$3" >extensions
  openssl x509 -req -in "$1.csr" -CA "$2.crt" -CAkey "$2.pem" -CAcreateserial -days 3650 -sha256 -extfile extensions \
    -out "$1.crt" 2>/dev/null
}
p256='ec -pkeyopt ec_paramgen_curve:P-256'
# shellcheck disable=SC2086 # options
openssl req -x509 -newkey $p256 -nodes -keyout root.pem -subj /CN=Root -days 3650 -out root.crt 2>/dev/null
# shellcheck disable=SC2086
request middle /CN=Middle $p256
certificate middle root 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign'
extensions='keyUsage=critical,digitalSignature\nextendedKeyUsage=codeSigning\nsubjectAltName=email:a@example.com'
# shellcheck disable=SC2086
request signer /CN=Signer/O=Example $p256
certificate signer middle "$extensions"
request long /CN=Long rsa:2048
certificate long root "$extensions"
cms() { # cms NAME KEY openssl-cms-options…
  local name=$1 key=$2
  shift 2
  openssl cms -sign -binary -in payload -signer "$key.crt" -inkey "$key.pem" -outform DER "$@" | seed cms_signature "$name"
}
cms ec signer
cms with-chain signer -certfile <(cat middle.crt root.crt)
cms cades signer -cades -md sha512
cms no-attributes signer -noattr
cms no-certificate signer -nocerts
cms of-authority root
cms rsa long
cms pss long -keyopt rsa_padding_mode:pss
cms sha1 long -md sha1
cms carried signer -nodetach
cms two-signers signer -signer long.crt -inkey long.pem
openssl cms -sign -binary -in payload -signer signer.crt -inkey signer.pem -outform PEM | seed cms_signature armoured

echo 'git objects'
git init -q repository
cd repository
git config gpg.format ssh
git config user.signingkey "$work/p256"
object() { # object TARGET NAME TYPE OBJECT
  git cat-file "$3" "$4" | seed "$1" "$2"
}
mkdir -p folder && echo x >folder/file && ln -s file link && echo y >run && chmod +x run
git update-index --add --cacheinfo 160000,1234567890123456789012345678901234567890,module
git add . && git commit -q -m 'start'
object commit start commit HEAD
object tree root tree 'HEAD^{tree}'
object tree folder tree HEAD:folder
git commit -q --allow-empty -S -m $'signed by SSH\n\nWith a body.\n\nSigned-off-by: A U Thor <author@example.com>'
object commit ssh commit HEAD
git tag -s -m 'signed by SSH' by-ssh && object tag ssh tag by-ssh
git config gpg.format openpgp && git config user.signingkey nistp256@example.com
git commit -q --allow-empty -S -m 'signed by OpenPGP'
object commit openpgp commit HEAD
git tag -s -m 'signed by OpenPGP' by-openpgp && object tag openpgp tag by-openpgp
git tag -a -m 'annotated' plain && object tag plain tag plain
git -c advice.nestedTag=false tag -a -m 'of a tag' nested plain && object tag nested tag nested
git tag -a -m 'of a tree' tree 'HEAD^{tree}' && object tag tree tag tree
git checkout -q -b side HEAD~1 && git commit -q --allow-empty -m 'side' && git checkout -q -
git -c i18n.commitEncoding=ISO-8859-1 merge -q --no-ff -m 'merge' side && object commit merge commit HEAD
git checkout -q -b other HEAD~1 && git commit -q --allow-empty -m 'other' && git tag -s -m 'to be merged' other-tag && git checkout -q -
git merge -q --no-ff -m 'merge of a tag' other-tag && object commit merge-of-tag commit HEAD
tree=$(git rev-parse 'HEAD^{tree}')
printf 'tree %s\nauthor <>\ncommitter A <a> <b> 99999999999999999999 -0000\ngpgsig-sha256 -----BEGIN X\n more\ngpgsig -----BEGIN SIGNED MESSAGE-----\n ab\n\n\nm\0n' \
  "$tree" | seed commit odd
printf 'object %s\ntype commit\ntag odd\ngpgsig -----BEGIN PGP SIGNATURE-----\n x\n\n-----BEGIN PGP MESSAGE-----\n-----BEGIN SIGNED MESSAGE-----\n' \
  "$tree" | seed tag odd
cd ..

echo 'texts'
printf 'title\n\nbody: of text\n\nSigned-off-by: A <a@example.com>\nReviewed-by : B\n continued\n\t too\nFixes: #1\n' | seed trailers usual
printf 'title\n\n(cherry picked from commit 1234)\nprose here\nSigned-off-by: A\n# comment\n\nConflicts:\n\tfile\n' | seed trailers cherry
printf 'title\n\nA: b\n# ------------------------ >8 ------------------------\nC: d\n' | seed trailers scissors
printf 'Verified+1: A <a@example.com>\nCode-Review+2: B <b@example.com>\nSubmitted-by: C\n\nChange-Id: I0\nno line\n' | seed note_lines gerrit
printf '# people\nProper <proper@example.com>\n<new@example.com> <old@example.com>\nProper <proper@example.com> Commit Name <Commit@Example.com>\nP <p@example.com> <>\n' | seed mailmap several
printf '[submodule "a b"]\n\tpath = a/b\n\turl = ../b.git ; comment\n[core]\n\tbare\n[Sec.Sub "x\\"y"] k = "a # b" c\\\n d\\t\\n\n' | seed config_file several
printf '\357\273\277[a]\r\nb=c\r\n' | seed config_file with-mark
for name in v1.2.3 curl-8_5_0 release/2024-01-31 v2.45.0-rc1 app-beta-1.0 20240131 OpenSSL_1_1_1k 1.2.3.4p5; do
  printf %s "$name" | seed version_tag "${name//\//-}"
done
printf '%s' 'a\b &amp;<i>' | seed escape text
printf 'caf\303\251 \377\000\033[31m\r\n\302\205\342\200\256\360\237\230\200\357\277\277' | seed escape bytes
printf 'aGVsbG8gd29ybGQ=\n' | seed escape base64
expression() { printf %s "$2" | seed expression "$1"; }
expression fields "@parents >= 2 and @first-parent = 'yes' or not(@time < \$as-of)"
expression predicate "count(trailer[@key = \$kind and contains(@value, '@')]) + 1 > \$days"
expression functions "starts-with(normalize-space(@subject), 'fix') and string-length(translate(@subject, 'F', 'f')) != 0"
expression numbers "-(number(@parents) * 2 div 3 mod 5) - sum(@parents) <= 1.5"
expression element "signature[@kind = 'ssh'][@status = 'good']/@signer"
expression wrong "//commit[1]/ancestor::node()"
digest=$(sha256sum <payload | cut -d' ' -f1)
printf '# known\n%s github-token # in a test\n%s nothing\n%s aws-access-key-id x\n' "$digest" "$digest" "$digest" | seed known_secrets several
printf '%s github-token # in a test\r\n' "$digest" | seed known_secrets one
ssh_print=$(ssh-keygen -lf ed25519.pub | cut -d' ' -f2)
cat <<END | seed roles several
<?xml version="1.0"?>
<roles format="1">
  <person id="ann" name="Ann &amp; Co">
    <key kind="ssh" value="$ssh_print"/>
    <key kind="openpgp" value="$fingerprint" from="2020-01-01" until="2029-12-31"/>
    <key kind="x509" value="$digest"/>
    <role name="attest" from="2020-01-01"/>
    <role name="review" from="2020-01-01" until="2024-12-31"/>
  </person>
  <person id="bob" name="Bob"><key kind="principal" value="bob@example.com"/><role name="waive" from="2020-01-01"/></person>
</roles>
END
printf '<roles format="1"><person id="a" name="A"><key kind="ssh" value="x"/></person></roles>' | seed roles wrong
cat <<'END' | seed xml several
<?xml version='1.0' encoding="UTF-8"?>
<!-- comment --><a b="1" c = 'x &quot;"'>text &lt;&#65;&#x42; <d/><![CDATA[<raw>]]><?pi x?> <e xmlns:f="urn:g" f:h="&#10;"/>
</a>
END
printf '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>' | seed xml doctype
