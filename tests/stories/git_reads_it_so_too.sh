# SPDX-License-Identifier: Apache-2.0
# Objects that git reads in its own way are read in that way, or said not to be known; none makes a population smaller
# without a word.
. "$(dirname "$0")/../support/story.sh"
need git xmllint jq

new_repository repo
object() { git -C repo hash-object -t "$1" -w --literally --stdin; }
items() { "$ASSAY" evidence repo "$@" --format json; }
who='A <a@example.com> 1600000000 +0000'
tree=$(git -C repo rev-parse 'HEAD^{tree}')
head=$(git -C repo rev-parse HEAD)

# A parent in capital letters is a parent.
upper=$(printf 'tree %s\nparent %s\nauthor %s\ncommitter %s\n\nx\n' "$tree" "${head^^}" "$who" "$who" | object commit)
[ "$(items commits --revision "$upper" | jq length)" = "$(git -C repo rev-list --count "$upper")" ] || fail 'history was hidden'

# A parent where git reads none makes no merge, and is told.
late=$(printf 'tree %s\nparent %s\nauthor %s\nparent %s\ncommitter %s\n\nx\n' "$tree" "$head" "$who" "$head~1" "$who" | object commit)
expect 5 "$ASSAY" evidence repo commits --revision "$late" --where '@parents > 1' --format count
[ "$(cat out)" = 1 ] || fail 'a merge was made up'
expect_err "commit $late is malformed"

# No author that can be read: unknown, not empty.
nobody=$(printf 'tree %s\nparent %s\ncommitter %s\n\nx\n' "$tree" "$head" "$who" | object commit)
items commits --revision "$nobody" | jq -e '.[0].unknown["@author-email"]' >/dev/null || fail 'a missing author is an empty one'

# Odd modes: 040755 is a folder, 100600 a plain file; a file that names a tree is none.
elf=$({ printf '\177ELF'; head -c 100 /dev/zero; } | git -C repo hash-object -w --stdin)
sub=$(printf '100644 blob %s\tevil\n' "$elf" | git -C repo mktree)
raw() { printf '%s %s\0' "$1" "$2"; printf '%s' "$3" | sed 's/../\\x&/g' | xargs -0 printf; }
odd=$({ raw 100600 a.txt "$elf"; raw 40755 bin "$sub"; raw 100644 LICENSE "$sub"; } | object tree)
commit=$(printf 'tree %s\nauthor %s\ncommitter %s\n\nx\n' "$odd" "$who" "$who" | object commit)
items files --revision "$commit" >files.json || true
[ "$(jq -r 'map(.mode + " " + .path) | join(",")' files.json)" = '100644 a.txt,100644 bin/evil,100644 LICENSE' ] || { cat files.json; fail 'modes'; }
[ "$(jq -r '.[1]["executable-format"]' files.json)" = elf ] || fail 'machine code in an oddly marked folder was not seen'
jq -e '.[2].unknown["@size"]' files.json >/dev/null || fail 'a tree passed as a file'

# A tag that leads to nothing readable makes the tags incomplete.
lost=$(printf 'object %s\ntype commit\ntag lost\ntagger %s\n\nx\n' "$(printf '1%.0s' $(seq 40))" "$who" | object tag)
git -C repo update-ref refs/tags/lost "$lost"
expect 5 "$ASSAY" evidence repo tags --format count
expect_err '1 refs lead to no object that can be read'
git -C repo update-ref -d refs/tags/lost

# A signature header for another hash is no signature here; neither is text behind a NUL.
foreign=$(printf 'tree %s\nauthor %s\ncommitter %s\ngpgsig-sha256 -----BEGIN PGP SIGNATURE-----\n x\n -----END PGP SIGNATURE-----\n\nx\0\n\nSigned-off-by: A <a@example.com>\n' "$tree" "$who" "$who" | object commit)
items commits --revision "$foreign" >foreign.json
[ "$(jq -r '.[0].signature[0].kind' foreign.json)" = none ] || fail 'gpgsig-sha256 counted'
[ "$(jq '.[0].trailer | length' foreign.json)" = 0 ] || fail 'text behind a NUL counted'

# A previous release whose history is cut off: whether older commits belong to this one is not known.
git -C repo checkout --quiet -b old HEAD~1 && (cd repo && commit 'old 1' && commit 'old 2')
git -C repo tag previous old && git -C repo checkout --quiet main
git clone --quiet --depth 1 --branch previous "file://$WORK/repo" cut 2>/dev/null
git -C cut fetch --quiet "file://$WORK/repo" main
expect 5 "$ASSAY" evidence cut commits --revision FETCH_HEAD --since previous --where "@in-release = 'no'" --format count
expect_err 'were left out'

# Symbolic links are no documents, and a name with a line feed is one line of a list.
git init --quiet links && cd links
ln -s /nowhere LICENSE && printf 'x' >$'a\nb' && { printf '\177ELF'; head -c 100 /dev/zero; } >$'c\nd' && git add . && commit links && cd ..
"$ASSAY" evidence links documents --format json | jq -e '.[0].unknown["@empty"]' >/dev/null || fail 'a link to nowhere is a licence'
code=0 && "$ASSAY" audit links --schema first-steps --out links-out >/dev/null 2>&1 || code=$?
unzip -q links-out/dossier.asice -d links-dossier
[ "$(cat links-dossier/exceptions/no-executables-tracked.txt)" = 'c\x0Ad' ] || fail 'a line feed in a name makes two lines'
