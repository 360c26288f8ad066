# SPDX-License-Identifier: Apache-2.0
# Changed paths, people, changes, refs, continuity, contributors, submodules, binaries, notes and security fixes are what
# git's own commands print of the same repository, however odd it is.
. "$(dirname "$0")/../support/story.sh"
need git jq python3
ulimit -s 8192 # what is deep must not need a deep stack, whoever runs this

agrees() { # agrees REPO [SINCE]
  expect 0 python3 "$SOURCE_DIR/tests/support/compare_populations.py" "$ASSAY" "$@"
  expect_out 'no difference'
}
is() { # is NUMBER REPO POPULATION [--where EXPR]
  local wanted=$1
  shift
  expect 0 "$ASSAY" evidence "$@" --format count
  [ "$(cat "$WORK/out")" = "$wanted" ] || fail "$(cat "$WORK/out") items instead of $wanted: $*"
}
as() { # as NAME EMAIL COMMAND…: as author and committer
  GIT_AUTHOR_NAME=$1 GIT_AUTHOR_EMAIL=$2 GIT_COMMITTER_NAME=$1 GIT_COMMITTER_EMAIL=$2 "${@:3}"
}
merge() { # merge MESSAGE BRANCH…
  local message=$1
  shift
  tick=$((tick + 60))
  GIT_AUTHOR_DATE="$tick +0200" GIT_COMMITTER_DATE="$tick +0200" git merge --quiet --no-ff -m "$message" "$@" >/dev/null
}

new_repository repo
cd repo
# Paths of every kind of change, odd names, and a name that is a file here and a folder there.
mkdir -p deep/er
printf 'x' >deep/er/$'tab\tline\nlatin-\xe9'
printf 'y' >'back\slash'
ln -s main.c link
printf 'a' >a
mkdir a.d && printf 'z' >a.d/z
git add -A && commit 'many kinds'
rm a && mkdir a && printf 'in' >a/in && chmod +x main.c && rm link && printf 'no link' >link
git add -A && commit 'other kinds'
git mv deep deeper && printf 'more' >>main.c && chmod -x main.c
git add -A && commit 'renamed, and mode and content at once'
rm -r a deeper && git add -A && commit 'fewer'
cd "$WORK"
agrees repo v1.0
agrees repo
is 1 repo commits --where "change[@path = 'link' and @kind = 'type-changed']"
is 1 repo commits --where "change[@path = 'main.c' and @kind = 'mode-changed']"
is 1 repo commits --where "change[@path = 'a' and @kind = 'deleted'] and change[@path = 'a/in' and @kind = 'added']"

# The mailmap, in every form that gitmailmap(5) has and some that it has not.
cd repo
cat >.mailmap <<'MAP'
# a comment
Proper Name <commit@example.com>
<proper@example.com> <Old@Example.COM>
Both Mapped <both@example.com> <before@example.com>
By Name <by@example.com> wrong name <shared@example.com>
Another <another@example.com> OTHER NAME <shared@example.com> trailing
   Blank   <blank@example.com>
Nobody <>
No address
<alone@example.com>
Second <second@example.com> <>
Later <commit@example.com>
 # no comment <hash@example.com>
Carriage <cr@example.com> <return@example.com>
MAP
sed -i 's/^Carriage.*/&\r/' .mailmap
git add .mailmap && commit 'a mailmap'
for who in 'C|commit@example.com' 'O|old@example.com' 'B|before@example.com' 'Wrong Name|SHARED@example.com' \
  'other name|shared@example.com' 'third|shared@example.com' 'b|blank@example.com' 'e|' 'h|hash@example.com' \
  'alone|alone@example.com' 'r|return@example.com' 'Å|ümlaut@example.com'; do
  as "${who%|*}" "${who#*|}" commit "by ${who%|*}"
done
as 'renovate[bot]' '29139614+renovate[bot]@users.noreply.github.com' commit 'update dependency'
as 'ci' 'project_12_bot_ab@noreply.gitlab.com' commit 'by a token'
as 'Bot Smith' 'bot.smith@example.com' commit 'by a person'
cd "$WORK"
agrees repo v1.0
is 2 repo commits --where "@bot = 'yes'"
is 2 repo contributors --where "@bot = 'yes'"

# Changes: merges of several kinds, forges, pull requests, reviews.
cd repo
git checkout --quiet -b side
as X x@example.com commit $'one\n\nReviewed-by: Y <y@example.com>'
as Y y@example.com commit $'two\n\nReviewed-by: X <X@EXAMPLE.com>'
git checkout --quiet main
merge 'Merge pull request #7 from x/side' side
git checkout --quiet -b other main~1 && as X x@example.com commit $'own\n\nReviewed-by: X <x@example.com>'
git checkout --quiet -b third main~2 && as Z z@example.com commit 'third'
git checkout --quiet main && merge $'octopus\n\nReviewed-by: Z <z@example.com>' other third
GIT_COMMITTER_NAME=GitHub GIT_COMMITTER_EMAIL=noreply@github.com commit 'squashed (#12)'
git checkout --quiet -b gl && as X x@example.com commit gl && git checkout --quiet main
merge $'Merge branch \'gl\' into \'main\'\n\nSee merge request group/project!34' gl
commit $'both wrote it\n\nCo-authored-by: Q <q@example.com>\nReviewed-by: Q <q@example.com>'
commit $'reviewed\n\nReviewed-by: Somebody Else\nReviewed-on: https://example.com/1'
commit 'noted'
git notes --ref=review add -m $'Code-Review+2: R <r@example.com>\nSubmitted-by: S <s@example.com>' HEAD
commit 'noted by its author' && git notes --ref=review add -m "Code-Review+2: A U Thor <author@example.com>" HEAD
commit 'disliked' && git notes --ref=review add -m "Code-Review-2: R <r@example.com>" HEAD
cd "$WORK"
agrees repo v1.0
is 1 repo changes --where "@pull-request = 7 and @integration = 'merge' and @commits = 3 and @authors = 2"
is 1 repo changes --where "@pull-request = 7 and @review-evidence = 'trailer' and @reviewed-commits = 2 and count(reviewer) = 0"
is 1 repo changes --where "@parents = 3 and reviewer[@is-author = 'yes'] and @review-evidence = 'none' and @reviewed-commits = 0"
is 1 repo changes --where "@pull-request = 12 and @integration = 'forge' and @forge-committed = 'yes'"
is 1 repo changes --where "@pull-request = 34 and @merger-is-author = 'no'"
is 1 repo changes --where "reviewer/@is-author = 'yes' and @integration = 'direct' and @review-evidence = 'none'"
is 2 repo changes --where "@review-evidence = 'trailer'"
is 1 repo changes --where "@review-evidence = 'note'"
is 1 repo changes --where "@integration = 'root'"
is 1 repo commits --where "count(reviewer) = 1 and not(reviewer/@email != '')"
is 1 repo commits --where "co-author/@email = 'q@example.com'"

# Refs of every kind, a broken one, submodules, notes of every shape, vulnerabilities.
cd repo
git update-ref refs/pull/7/head side
git update-ref refs/merge-requests/34/head gl
git update-ref refs/remotes/origin/main HEAD
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main
git update-ref refs/odd/one main~3
git tag tree 'HEAD^{tree}'
tick=$((tick + 60))
GIT_COMMITTER_DATE="$tick +0000" git tag -a -m 'tag of a tag' nested v1.0
commit $'fix cve-2014-0160, xCVE-2014-0161\n\nalso CVE-2014-016 and (GHSA-jfh8-C2JP-5v3q)\n\nFixes: CVE-2021-1234567\nCve: CVE-2014-0160'
tick=$((tick + 60))
GIT_COMMITTER_DATE="$tick +0000" git tag -a -m 'release' v2.0
git checkout --quiet -b stable v1.0
commit 'CVE-2020-1111' && git tag light
git checkout --quiet main && merge 'Merge stable: CVE-2020-1111' stable
commit 'not yet released: CVE-2023-99999'
git log --format=%H | while read -r id; do git notes --ref=all add -m "Key: $id" "$id"; done
git notes add -m 'about a file' HEAD:main.c
commit_id=$(git rev-parse HEAD~2)
for path in sub 'with space' undeclared url-less option; do
  git update-index --add --cacheinfo "160000,$commit_id,$path"
done
cat >.gitmodules <<'MODULES'
; comment
[submodule "sub"] path = sub
	url = https://user:secret@example.com/sub.git # where
[SubModule "with \"quote\""]
	path = "with space"
	Url = \
../relative
[submodule "urlless"]
	path = url-less
[submodule "option"]
	path = option
	url = -u./payload
[submodule "../../hooks"]
	path = undeclared
	url = https://example.com/x
[other]
	path = nothing
MODULES
git add .gitmodules && commit 'submodules'
cd "$WORK"
agrees repo v1.0
agrees repo light
is 1 repo submodules --where "@url = 'https://***@example.com/sub.git' and @url-scheme = 'https' and @name = 'sub'"
is 1 repo submodules --where "@path = 'with space' and @url-scheme = 'relative'"
is 1 repo submodules --where "@path = 'undeclared' and @declared = 'no'"
is 2 repo submodules --where "@declared = 'yes' and not(@url != '')"
is 0 repo submodules --where "contains(@url, 'secret')"
is 2 repo refs --where "@kind = 'pull'"
is 1 repo refs --where "@kind = 'other'"
is 2 repo security-fixes --where "@where = 'subject' and @identifier = 'CVE-2020-1111'"
is 1 repo security-fixes --where "@identifier = 'CVE-2020-1111' and @parents = 1 and @first-tag = 'refs/tags/light' and @delay-seconds = 0"
is 1 repo security-fixes --where "@identifier = 'CVE-2020-1111' and @parents = 2 and not(@first-tag != '')"
is 1 repo security-fixes --where "@identifier = 'CVE-2014-0160' and @where = 'subject' and @first-tag = 'refs/tags/v2.0' and @delay-seconds = 60"
is 1 repo security-fixes --where "@identifier = 'GHSA-jfh8-c2jp-5v3q' and @where = 'body' and @kind = 'ghsa'"
is 1 repo security-fixes --where "@identifier = 'CVE-2021-1234567' and @where = 'trailer'"
is 5 repo security-fixes --where "@time > 0 and @kind = 'cve'"
is 1 repo notes --where "@ref = 'refs/notes/review' and trailer[@key = 'Code-Review+2' and @approves = 'yes'] and trailer/@token = 'submitted-by'"
expect 0 "$ASSAY" evidence repo continuity --since light
expect_out 'descends-from-previous="yes"'
expect 0 "$ASSAY" evidence repo continuity --revision light --since v2.0
expect_out 'descends-from-previous="no"'

# A tree of notes as git writes many of them, and as it never does: other paths, a note doubled, levels of odd sizes.
git init --quiet notes && cd notes
python3 - >stream <<'MADE'
import hashlib
print("blob\nmark :1\ndata 2\nK\n")
for i in range(600):
    message = f"c{i}\n"
    print(f"commit refs/heads/main\ncommitter C <c@example.com> {1600000000 + i} +0000\ndata {len(message)}\n{message}")
MADE
git fast-import --quiet <stream && git reset --quiet --hard
{
  echo 'commit refs/notes/fan'
  printf 'committer C <c@example.com> 1600000000 +0000\ndata 1\n\n'
  git log --format=%H | while read -r id; do printf 'N inline %s\ndata 4\nK: v\n' "$id"; done
} | git fast-import --quiet
blob=$(echo odd | git hash-object -w --stdin)
first=$(git rev-parse HEAD) second=$(git rev-parse HEAD~1) third=$(git rev-parse HEAD~2)
leaf=$(printf '100644 blob %s\t%s\n' "$blob" "${second:2}" | git mktree)
deep=$(printf '100644 blob %s\t%s\n' "$blob" "${third:4}" | git mktree)
middle=$(printf '040000 tree %s\t%s\n' "$deep" "${third:2:2}" | git mktree)
root=$(printf '%s\n' "100644 blob $blob	$first" "100644 blob $blob	readme" "100644 blob $blob	${first:0:39}x" \
  "040000 tree $leaf	${second:0:2}" "040000 tree $middle	${third:0:2}x" "040000 tree $leaf	zz" \
  "120000 blob $blob	${third:0:40}" | git mktree)
git update-ref refs/notes/odd "$(git commit-tree -m odd "$root")"
cd "$WORK"
agrees notes

# Files that are executables or archives; a name alone makes none.
git init --quiet binaries && cd binaries
cp /bin/true elf
printf 'text' >a.zip
gzip -c a.zip >gzip
tar cf tar a.zip
python3 - <<'MADE'
import bz2, io, lzma, marshal, struct, zipfile
import importlib.util
open("bzip2", "wb").write(bz2.compress(b"x"))
open("xz", "wb").write(lzma.compress(b"x"))
for name, first in (("zip", "a.txt"), ("jar", "META-INF/MANIFEST.MF")):
    with zipfile.ZipFile(name, "w") as archive:
        archive.writestr(first, "x")
open("pyc", "wb").write(importlib.util.MAGIC_NUMBER + b"\0" * 12 + marshal.dumps(compile("1", "m", "exec")))
open("no-pyc", "wb").write(b"ab\r\ntext\r\nconcerning c\r\n")
open("pe", "wb").write(b"MZ" + b"\0" * 58 + struct.pack("<I", 64) + b"PE\0\0")
open("deb", "wb").write(b"!<arch>\ndebian-binary   1342943816  0     0     100644  4         `\n2.0\n")
open("ar", "wb").write(b"!<arch>\nx/              0           0     0     644     0         `\n")
open("wasm", "wb").write(b"\0asm\1\0\0\0")
open("zstd", "wb").write(b"\x28\xb5\x2f\xfd" + b"\0" * 8)
open("7z", "wb").write(b"7z\xbc\xaf\x27\x1c" + b"\0" * 26)
open("rpm", "wb").write(b"\xed\xab\xee\xdb" + b"\0" * 92)
open("java-class", "wb").write(b"\xca\xfe\xba\xbe\0\0\0\x37" + b"\0" * 16)
open("mach-o", "wb").write(b"\xcf\xfa\xed\xfe" + b"\0" * 28)
MADE
ln -s elf link
git add . && commit 'binaries'
cd "$WORK"
expect 0 "$ASSAY" evidence binaries binaries --format json
for kind in elf gzip tar bzip2 xz zip jar pyc pe deb ar wasm zstd 7z rpm java-class mach-o; do
  [ "$(jq -r --arg path "$kind" '.[] | select(.path == $path) | .kind' out)" = "$kind" ] || fail "$kind was not recognised"
done
[ "$(jq length out)" = 17 ] || fail 'something else was taken for a binary'

# What is hostile: it takes neither a crash nor an hour, and what is not known is said to be so.
git init --quiet --bare hostile && cd hostile
cat >../make.py <<'MADE'
from git_objects import commit, put, ref, tree
blob = put("blob", b"x\n")
empty = tree()
plain = tree((b"100644", b"f", blob))
base = commit("base", plain)
for depth in (5000, 12000):
    nested = plain
    for _ in range(depth):
        nested = tree((b"40000", b"d", nested))
    commit(f"deep{depth}", nested, base)
bomb, hollow = plain, empty
for _ in range(10):
    bomb = tree(*((b"40000", b"%d" % i, bomb) for i in range(10)))
    hollow = tree(*((b"40000", b"%d" % i, hollow) for i in range(10)))
commit("bomb", bomb, base)
commit("hollow", hollow, base)
commit("wide", tree(*((b"100644", b"%06d" % i, blob) for i in range(100001))), base)
commit("missing", tree((b"40000", b"d", "1" * 40), (b"100644", b"f", blob)), base)
commit("malformed", put("tree", b"100644 f\0" + bytes.fromhex(blob) + b"rest"), base)
commit("slash", tree((b"100644", b"a/", blob), (b"40000", b"a", plain)), base)
commit("cve", plain, base, message="s\n\n" + "".join(f"CVE-2020-{i:07}\n" for i in range(60000)))
commit("long", plain, base, message="s\n\nReviewed-by: R <r@example.com>\n" + "x" * (1 << 20) + "\n")
commit("many", plain, base, message="s\n\n" + "".join(f"CVE-2020-{i:04}\n" for i in range(1000)))
for name, text in (("config", b"[submodule \"s\"\n\tpath = s\n"), ("value", b"[submodule \"s\"]\n\tpath = \"s\n"),
                   ("nul", b"[submodule \"s\"]\n\tpath = s\0\n"), ("large", b"#" * (5 << 20))):
    commit(f"gitmodules-{name}", tree((b"100644", b".gitmodules", put("blob", text)), (b"160000", b"s", base)), base)
commit("gitmodules-link", tree((b"120000", b".gitmodules", blob), (b"160000", b"s", base)), base)
commit("mailmap-missing", tree((b"100644", b".mailmap", "2" * 40), (b"100644", b"f", blob)), base)
ref("refs/notes/missing", tree((b"40000", b"ab", "3" * 40), (b"100644", base.encode(), "4" * 40)))
ref("refs/notes/blob", blob)
fan = plain
for _ in range(18):
    fan = tree(*((b"40000", b"%02x" % i, fan) for i in range(256)))
ref("refs/notes/fan", fan)
MADE
with_objects ../make.py
git symbolic-ref HEAD refs/heads/base
git fsck >/dev/null 2>&1 || true
cd "$WORK"
unknown() { # unknown FIELD WHY REPO POPULATION OPTION…: of one item
  local field=$1 why=$2 code=0
  shift 2
  timeout 100 "$ASSAY" evidence "$@" --format json >out 2>err || code=$?
  [ "$code" -eq 0 ] || [ "$code" -eq 5 ] || { cat err >&2; fail "exit code $code: $*"; }
  [ "$(jq -r --arg field "$field" '[.[].unknown[$field] // empty] | unique | join(";")' out | grep -c "$why")" = 1 ] ||
    { jq -c '.[].unknown' out >&2; fail "$field is not unknown for '$why': $*"; }
}
is 1 hostile commits --revision deep5000 --where "count(change) = 2 and change[string-length(@path) = 10001]"
unknown change/@path 'nested deeper' hostile commits --revision deep12000
unknown change/@path 'more than' hostile commits --revision bomb
unknown change/@path 'more than' hostile commits --revision hollow
unknown change/@path 'more than' hostile commits --revision wide
unknown change/@path 'is missing' hostile commits --revision missing
unknown change/@path 'malformed' hostile commits --revision malformed
is 2 hostile commits --revision slash --where 'count(change) > 0'
unknown reviewer/@email 'the message has' hostile commits --revision long
unknown reviewer/@email 'a message has' hostile changes --revision long
unknown @author-canonical-email 'mailmap' hostile commits --revision mailmap-missing
for odd in config value nul large; do unknown @declared 'gitmodules' hostile submodules --revision "gitmodules-$odd"; done
is 1 hostile submodules --revision gitmodules-link --where "@declared = 'no'"
expect 5 "$ASSAY" evidence hostile contributors --revision mailmap-missing --format count
is 1000 hostile security-fixes --revision many
expect 5 "$ASSAY" evidence hostile security-fixes --revision cve --format count
expect_err 'more identifiers than are kept'
expect 5 "$ASSAY" evidence hostile security-fixes --revision long --format count
expect 5 timeout 100 "$ASSAY" evidence hostile notes --format count
expect 5 "$ASSAY" evidence hostile changes --format count --where "@review-evidence = 'none'"
expect 0 "$ASSAY" evidence hostile changes --format count --where "@commits = 1"
expect 5 "$ASSAY" evidence hostile binaries --revision missing --format count
is 1 hostile refs --where "@kind = 'note' and @target-type = 'blob'"

# A shallow clone knows less, and says what.
git clone --quiet --bare --depth 4 "file://$WORK/repo" shallow 2>/dev/null
unknown @commits-since 'shallow' shallow continuity
expect 5 "$ASSAY" evidence shallow changes --format count
unknown change/@path 'shallow' shallow commits
git -C shallow fetch --quiet origin 'refs/tags/*:refs/tags/*' 2>/dev/null
expect 5 "$ASSAY" evidence shallow changes --format json
jq -e '[.[] | select(.parents < 2 and .commits == null)] | length == 0' out >/dev/null || fail 'commits of a single step'
git clone --quiet --bare --depth 1 "file://$WORK/repo" tip 2>/dev/null
unknown @descends-from-previous 'shallow' shallow continuity --since v1.0
