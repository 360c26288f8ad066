# SPDX-License-Identifier: Apache-2.0
# A few kilobytes that stand for gigabytes, and counts beyond any of use: what does not fit is said not to be known, in
# little time and memory.
. "$(dirname "$0")/../support/story.sh"
need git jq python3 xmllint
ulimit -s 8192

# within CODE COMMAND…: like expect, with a bound to the memory that the command takes, which leaves room for sanitizers
within() {
  local code=$1
  shift
  expect "$code" timeout 100 python3 -c '
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
sys.exit(code if peak < 700 else f"it took {peak} MiB")' "$@"
}

# Two gigabytes of zeros under every name that is looked for; something that is stored as a change of them; and a commit,
# a tree and a tag with 300 MiB in them.
git init -q --bare large
cd large
with_objects - <<'MADE'
import hashlib, zlib
from git_objects import WHO, commit, entry, put, put_large, put_pack, ref, tree, varint, zlib_stream
zeros = "77e9132b46cb9535f286f18974872f40049d1a89"  # git hash-object of 2 GiB of zeros
put_large("blob", b"", 2048, zeros)
names = (b".git_allowed_signers", b".gitmodules", b".mailmap", b"CODEOWNERS", b"LICENSE", b"SECURITY.md", b"big")
text = put("blob", b"text\n")
commit("main", tree(*((b"100644", name, zeros) for name in names), (b"100644", b"text", text)))

changed = hashlib.sha1(b"blob 6\0hello\n").hexdigest()
base = hashlib.sha1(b"another base").hexdigest()  # whose content nobody gets to hash
change = varint(2 << 30) + varint(6) + b"\6hello\n"
put_pack([(base, entry(3, 2 << 30, zlib_stream(b"", 2048))),
          (changed, entry(7, len(change), bytes.fromhex(base) + zlib.compress(change)))])
plain = tree((b"100644", b"text", text))
commit("changed", tree((b"100644", b"changed", changed), (b"100644", b"text", text)))

first = commit("first", plain)
ref("refs/heads/large-commit", put_large("commit", f"tree {plain}\nparent {first}\nauthor {WHO}\ncommitter {WHO}\n\nm\n".encode(), 300))
commit("large-tree", put_large("tree", b"100644 text\0" + bytes.fromhex(text), 300))
commit("large-parent", plain, put_large("commit", f"tree {plain}\nauthor {WHO}\ncommitter {WHO}\n\n".encode(), 300))
ref("refs/tags/large", put_large("tag", f"object {first}\ntype commit\ntag large\ntagger {WHO}\n\n".encode(), 300))
ref("refs/tags/small", first)
MADE
cd ..
git -C large symbolic-ref HEAD refs/heads/main
zeros=$(git -C large rev-parse main:big)
within 0 "$ASSAY" evidence large files --format json
[ "$(jq -r '[.[] | select(.size == 2147483648 and (.unknown["@content"] | contains("at most")))] | length' out)" = 7 ] || fail "$(cat out)"
[ "$(jq -r '.[] | select(.path == "text") | .content' out)" = text ] || fail 'a small file beside a large one was not read'
within 5 "$ASSAY" evidence large binaries --format count && expect_err "object $zeros has 2147483648 bytes"
within 5 "$ASSAY" evidence large secrets --format count && expect_err '1 blob of more than 64 MiB not searched'
within 5 "$ASSAY" evidence large contributors --format count && expect_err '.mailmap cannot be read'
within 0 "$ASSAY" evidence large documents --format json
within 0 "$ASSAY" evidence large commits --trust-repository --format json
within 0 "$ASSAY" evidence large submodules --format count
within 0 "$ASSAY" evidence large changes --format json
within 1 "$ASSAY" audit large --schema first-steps --trust-repository --out large-out
expect 5 "$ASSAY" verify large-out/dossier.asice --repo large && expect_out 'reproduced'

refused='it takes more than 256 MiB at once'
within 0 "$ASSAY" evidence large files --revision changed --format json
[ "$(jq -r '.[0] | .path + ": " + .unknown["@content"]' out | grep -c "^changed: object .* $refused")" = 1 ] || fail "$(cat out)"
within 5 "$ASSAY" evidence large secrets --revision changed --format count && expect_err 'missing, unreadable or no blob'
within 5 "$ASSAY" evidence large files --revision large-tree --format count && expect_err "$refused"
within 5 "$ASSAY" evidence large commits --revision large-parent --format count && expect_err "$refused"
[ "$(cat out)" = 1 ] || fail 'a commit that can be read was lost'
within 3 "$ASSAY" evidence large commits --revision large-commit --format count && expect_err "$refused"
within 5 "$ASSAY" evidence large tags --format count && expect_err '1 refs lead to no object that can be read'
[ "$(cat out)" = 1 ] || fail 'a tag that can be read was lost'
within 5 "$ASSAY" evidence large secrets-in-all-refs --format count && expect_err "$refused"

# A hundred thousand refs.
git init -q --bare refs
cd refs
with_objects - <<'MADE'
from git_objects import commit, put, tree
plain = tree((b"100644", b"text", put("blob", b"text\n")))
old = commit("old", plain)
new = commit("main", plain, old)
names = [f"refs/heads/b{i}" for i in range(50000)] + [f"refs/tags/v{i // 1000}.{i // 10 % 100}.{i % 10}" for i in range(50000)]
with open("packed-refs", "w") as file:
    file.write("# pack-refs with: peeled fully-peeled sorted \n" + "".join(f"{new} {name}\n" for name in sorted(names)))
MADE
cd ..
within 0 "$ASSAY" evidence refs refs --where "@contains-subject = 'yes'" --format count
[ "$(cat out)" = 100001 ] || fail "$(cat out) refs"
within 0 "$ASSAY" evidence refs tags --where "@order = 50000 and @version = '49.99.9'" --format count
[ "$(cat out)" = 1 ] || fail 'the last of 50,000 versions is not in its place'
within 0 "$ASSAY" evidence refs secrets-in-all-refs --format count
within 0 "$ASSAY" evidence refs changes --format count
within 0 "$ASSAY" evidence refs security-fixes --format count
within 1 "$ASSAY" audit refs --schema first-steps --out refs-out
within 5 "$ASSAY" verify refs-out/dossier.asice --repo refs && expect_out 'reproduced'
mkdir earlier && cp refs-out/dossier.asice earlier/
sed -i "s/.* refs.tags.v7.7.7$/$(git -C refs rev-parse old) refs\/tags\/v7.7.7/" refs/packed-refs
within 0 "$ASSAY" evidence refs tags --evidence earlier --where "@moved = 'yes'" --format count
[ "$(cat out)" = 1 ] || fail 'one tag of 50,000 was moved'
git init -q other && (cd other && commit 'one' && git tag v7.7.7)
within 0 "$ASSAY" evidence other tags --evidence earlier --where "@moved = 'yes' or @moved = 'no'" --format count
expect_err 'this clone holds none of the objects that they recorded: evidence/dossier.asice'

# A file five thousand folders deep, and one in each folder on the way.
git init -q --bare deep
cd deep
with_objects - <<'MADE'
from git_objects import commit, put, tree
text, code = put("blob", b"AKIA" + b"QYLPMN5HHHFPZAM2\n"), put("blob", b"\177ELF" + bytes(100))
nested = tree((b"100755", b"code", code))
for _ in range(5000):
    nested = tree((b"40000", b"d", nested), (b"100644", b"text", text))
commit("main", nested)
MADE
cd ..
git -C deep symbolic-ref HEAD refs/heads/main
within 0 "$ASSAY" evidence deep files --format count
[ "$(cat out)" = 5001 ] || fail "$(cat out) files"
within 0 "$ASSAY" evidence deep binaries --where "@kind = 'elf' and string-length(@path) = 10004" --format count
[ "$(cat out)" = 1 ] || fail 'code in the deepest folder was not seen'
for population in secrets secrets-in-all-refs; do
  within 0 "$ASSAY" evidence deep "$population" --where "string-length(@path) = 10002 and @in-tree = 'yes'" --format count
  [ "$(cat out)" = 1 ] || fail 'a secret in the deepest folder was not found'
done
for population in changes commits documents submodules; do
  within 0 "$ASSAY" evidence deep "$population" --format count
done
within 1 "$ASSAY" audit deep --schema first-steps --out deep-out
