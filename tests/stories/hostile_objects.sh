# SPDX-License-Identifier: Apache-2.0
# Objects that somebody forged or damaged: what they say is told as git tells it, or said not to be known. Others are
# where they belong: replace refs, grafts and altered commits in repositories_of_every_kind.sh, copied signatures in
# signatures_agree_with_git.sh, deep and endless trees in populations_agree_with_git.sh.
. "$(dirname "$0")/../support/story.sh"
need git jq python3 ssh-keygen xmllint

items() { # items JQ REPO POPULATION [OPTION…]
  local filter=$1
  shift
  "$ASSAY" evidence "$@" --format json >"$WORK/out" 2>"$WORK/err" || [ $? -eq 5 ] || fail "$(cat "$WORK/err")"
  jq -r "$filter" "$WORK/out"
}

# A signed commit with its headers in another order. Git looks for a signature anywhere, for parents at the top alone.
ssh-keygen -q -t ed25519 -N '' -f key
mkdir trust && echo "committer@example.com $(cat key.pub)" >trust/allowed_signers
git config --global gpg.format ssh && git config --global user.signingkey "$WORK/key"
git config --global gpg.ssh.allowedSignersFile "$WORK/trust/allowed_signers"
git init -q signed
(cd signed && commit 'one' && commit 'two' -S)
reordered() { # reordered HEADER…: the second commit with these headers in this order
  git -C signed cat-file commit main | python3 -c '
import re, sys
head, message = sys.stdin.read().split("\n\n", 1)
headers = {line.split(" ", 1)[0]: line for line in re.split(r"\n(?! )", head)}
print("\n".join(headers[name] for name in sys.argv[1:]) + "\n\n" + message, end="")' "$@" |
    git -C signed hash-object -t commit -w --stdin --literally
}
for order in 'tree parent author committer gpgsig' 'tree parent gpgsig author committer' 'tree parent committer author gpgsig'; do
  id=$(reordered $order)
  letter=$(git -C signed log -1 --format=%G? "$id")
  expect 0 "$ASSAY" evidence signed commits --revision "$id" --trust trust --where '@parents = 1 and signature/@kind = "ssh"' --format count
  [ "$(cat out)" = 1 ] || fail "$order: parent or signature was not seen"
  case "$letter $(items '.[0].signature[0].status' signed commits --revision "$id" --trust trust)" in
    'G good' | 'B bad') ;;
    *) fail "$order: git says $letter, assay $(jq -r '.[0].signature[0].status' out)" ;;
  esac
done
# Where git sees no parent, or no commit at all, a good signature makes no whole history of it.
for order in 'tree gpgsig parent author committer' 'gpgsig tree parent author committer' 'parent author committer gpgsig tree' \
  'author tree committer gpgsig'; do
  id=$(reordered $order)
  expect 5 "$ASSAY" evidence signed commits --revision "$id" --format count
  expect_err "commit $id is malformed"
done

# NUL bytes and bytes that are no text: escaped one to one, in every name there is.
git init -q --bare names
cd names
with_objects - <<'MADE'
import os
from git_objects import WHO, put, ref, tree
blob = put("blob", b"x\n")
root = tree((b"40000", b"\xe9", tree((b"100644", b"..", blob))), (b"100644", b"\xff\xfe", blob))
def made(branch, author, message=b"m\n", lines=b""):
    id = put("commit", b"tree %s\nauthor %s\n%scommitter %s\n\n%s" % (root.encode(), author, lines, WHO.encode(), message))
    ref(f"refs/heads/{branch}", id)
    return id
made("nul-name", b"Go\0od <good@example.com> 1600000000 +0000")
made("nul-address", b"Good <go\0od@example.com> 1600000000 +0000")
made("nul-message", WHO.encode(), b"sub\0ject\n\nSigned-off-by: C <c@example.com>\n")
made("two-authors", WHO.encode(), lines=b"author A <a@example.com> 1500000000 +0000\n")
latin = made("latin", b"J\xf6rg <j\xf6@example.com> 1600000000 +0000", b"gr\xfcn\n")
def tag(name, text):
    os.makedirs(b"refs/tags", exist_ok=True)
    open(b"refs/tags/" + name, "wb").write(put("tag", text).encode() + b"\n")
lines = [b"object " + latin.encode(), b"type commit", b"tag t", b"tagger T <t@example.com> 1600000000 +0000"]
end = b"\n\nm\n"
tag(b"t\xff", b"\n".join([*lines[:2], b"tag t\xff", lines[3]]) + end)
tag(b"t", b"\n".join([*lines[:2], b"tag t\0", lines[3]]) + end)
for name, order in ((b"type-first", (1, 0, 2, 3)), (b"no-name", (0, 1, 3)), (b"name-last", (0, 1, 3, 2))):
    tag(name, b"\n".join(lines[i] for i in order) + end)
MADE
cd ..
git -C names symbolic-ref HEAD refs/heads/latin
[ "$(items '.[0] | .["author-name"], .["author-email"], .subject' names commits)" = $'J\\xF6rg\nj\\xF6@example.com\ngr\\xFCn' ] || fail "$(cat out)"
[ "$(items '.[0]["author-name"]' names commits --revision nul-name)" = 'Go\x00od' ] || fail "$(cat out)"
[ "$(items '.[0]["author-email"]' names commits --revision nul-address)" = 'go\x00od@example.com' ] || fail "$(cat out)"
[ "$(items '.[0] | .subject, (.trailer | length)' names commits --revision nul-message)" = $'sub\n0' ] || fail "$(cat out)"
[ "$(items '.[0] | has("author-name"), .unknown["@author-name"]' names commits --revision two-authors)" = $'false\nthe commit has no line for it that can be read' ] ||
  fail "$(cat out)"
[ "$(items '.[].path' names files)" = $'\\xE9/..\n\\xFF\\xFE' ] || fail "$(cat out)"
# Tags whose text git cannot read are none to git; the name in a tag object is not the ref's with a NUL behind it.
[ "$(items '.[] | .name + " " + .["made-so"]' names tags)" = $'t no\nt\\xFF yes' ] || fail "$(cat out)"
grep -q '3 refs lead to no object that can be read' err || fail 'tags that git cannot read were not told'
[ "$(git -C names for-each-ref --format='%(refname)' refs/tags 2>/dev/null | while read -r name; do
  git -C names rev-parse -q --verify "$name^{commit}" 2>/dev/null || true; done | wc -l)" = 2 ] || fail 'git reads other tags'
for population in commits files tags refs; do
  "$ASSAY" evidence names "$population" >"$population.xml" 2>err || [ $? -eq 5 ]
  xmllint --noout "$population.xml"
done

# Another content under the name of a file: nobody believes it, whichever population looks, on whichever thread.
new_repository forged
(cd forged && for i in $(seq 1 200); do echo "text $i" >"file$i"; done && git add . && commit 'many files')
victim=$(git -C forged rev-parse HEAD:file77)
chmod u+w "forged/.git/objects/${victim:0:2}/${victim:2}"
python3 -c '
import sys, zlib
open(sys.argv[1], "wb").write(zlib.compress(b"blob 8\0evil 77\n"))' "forged/.git/objects/${victim:0:2}/${victim:2}"
[ "$(items '.[] | select(.unknown != null) | .path + ": " + .unknown["@content"]' forged files)" = \
  "file77: object $victim is corrupt: its content does not hash to its id" ] || fail "$(jq -c '.[].unknown' out)"
for population in binaries secrets secrets-in-all-refs; do
  expect 5 "$ASSAY" evidence forged "$population" --format count
  expect_err "$victim"
done
cat >secrets.xml <<'XML'
<compliance-schema format="1" id="s" title="Secrets" version="1.0" publisher="p" jurisdiction="none" law="no" status="s">
  <source>A practice.</source>
  <rule id="no-secret" title="No secret was committed" population="secrets-in-all-refs">
    <assert>@known = 'yes'</assert>
    <if-fewer>supported</if-fewer>
    <exception>Blob <value-of select="@blob"/> holds one.</exception>
  </rule>
  <group id="g" title="G">
    <control id="S-1" title="No secrets">
      <statement>No secrets.</statement>
      <decision><rule ref="no-secret" basis="text"/></decision>
      <remedy>Revoke it.</remedy>
    </control>
  </group>
</compliance-schema>
XML
for round in 1 2 3; do
  expect 5 "$ASSAY" audit forged --schema secrets.xml --as-of 2026-01-01 --out "forged-$round"
  expect_same forged-1/report.xml "forged-$round/report.xml"
  expect 5 "$ASSAY" verify "forged-1/dossier.asice" --repo forged && expect_out 'reproduced'
done

# A pack with flipped bytes, or cut short: the same answer as of the whole one, or an answer that says what it lacks.
git init -q packed
(
  cd packed
  for i in 1 2 3 4 5 6 7 8; do
    seq "$i" 60 >"numbers$((i % 3))"
    python3 -c 'import random, sys; random.seed(int(sys.argv[1])); print(random.randbytes(3000).hex())' "$i" >"random$i"
    git add . && commit "commit $i" && git tag "v1.$i"
  done
  git gc -q --aggressive --prune=now
)
cat >damage.py <<'MADE'
import glob, json, os, random, shutil, subprocess, sys
assay, populations = os.environ["ASSAY"], ("commits", "files", "tags", "secrets-in-all-refs")
def ask(population):
    ran = subprocess.run([assay, "evidence", "damaged", population, "--format", "json"], capture_output=True, timeout=60)
    return ran.returncode, ran.stdout, ran.stderr.decode()
shutil.copytree("packed", "damaged")
truth = {}
for population in populations:
    code, out, err = ask(population)
    assert code == 0, err
    truth[population] = json.loads(out)
random.seed(20240229)
told = 0
for ending, rounds in (("pack", 40), ("idx", 15), ("cut", 8)):
    path, = glob.glob("damaged/.git/objects/pack/*." + ("idx" if ending == "idx" else "pack"))
    content = open(path, "rb").read()
    os.chmod(path, 0o644)
    for round in range(rounds):
        damaged = bytearray(content)
        if ending == "cut":
            damaged = damaged[: len(content) * round // rounds]
        else:
            for _ in range(1 + round % 3):
                damaged[random.randrange(len(content))] ^= 1 << random.randrange(8)
        open(path, "wb").write(damaged)
        for population in populations:
            code, out, err = ask(population)
            if code not in (0, 3, 5):
                sys.exit(f"{ending} {round} {population}: exit code {code}: {err}")
            unknown = code == 0 and any("unknown" in item for item in json.loads(out))
            if code == 0 and not unknown and json.loads(out) != truth[population]:
                sys.exit(f"{ending} {round} {population}: another answer without a word")
            told += code != 0 or unknown
    open(path, "wb").write(content)
if told < 50:
    sys.exit(f"the damage showed {told} times only: it is none")
MADE
python3 damage.py
