# SPDX-License-Identifier: Apache-2.0
# The items of commits, files and tags are those that git's own commands print.
. "$(dirname "$0")/../support/story.sh"
need git jq

new_repository repo
cd repo
# What tends to go wrong: odd subjects, trailers in many shapes, names without letters, paths with odd bytes.
commit $'subject over\ntwo lines  \n\nbody\n\nReviewed-by: R <r@example.com>\nSigned-off-by: S <s@example.com>'
commit $'no trailers\n\nbody with Key: value in text\nand more'
commit $'folded\n\nKey: a\n  b\n   c\nOther-Key :d'
commit $'value in the next line\n\nKey:\n\tvalue\nOther: x'
commit $'a quarter\n\nSigned-off-by: S <s@example.com>\none line of text\nanother\nand a third'
commit $'less than a quarter\n\nSigned-off-by: S <s@example.com>\n1\n2\n3\n4'
commit $'cherry\n\nbody\n\n(cherry picked from commit 0123456789012345678901234567890123456789)\nAcked-by: A'
commit $'only: title'
commit $'\n\n  blank lines first\n\nFixes: #1\n\n'
GIT_AUTHOR_NAME='Å <odd' GIT_AUTHOR_EMAIL='a b' commit 'names'
GIT_COMMITTER_DATE='@1 +0000' git commit --quiet --allow-empty -m 'at the beginning of time'
printf 'x' >$'tab\tnew\nline'
printf 'x' >$'latin-\xe9'
printf 'x' >'back\slash'
ln -s main.c link
printf '\0' >nul
printf '#!/bin/sh\n' >tool && chmod +x tool
mkdir -p 'a b/c' && echo y >'a b/c/d.TXT'
git add -A
commit 'files'
git tag light
tick=$((tick + 60))
GIT_COMMITTER_DATE="$tick +0000" git tag -a -m 'tag of a tag' nested v1.0
git tag blob "$(git rev-parse HEAD:main.c)"
cd ..

# Puts each item's fields on a line: fields FILE FIELD…
fields() {
  local file=$1
  shift
  jq -r --arg names "$*" '.[] | . as $item | [$names | split(" ")[] | $item[.] // "" | tostring] | join("|") + "|" | gsub("\n"; " ")' "$file"
}

compare() { # compare NAME: ours and theirs were written as lines in any order
  sort -o "$1.ours" "$1.ours"
  sort -o "$1.gits" "$1.gits"
  diff "$1.ours" "$1.gits" >diff.txt || { cat diff.txt >&2; fail "$1 differ from git's"; }
}

expect 0 "$ASSAY" evidence repo commits --format json
cp out commits.json
fields commits.json id time author-time author-name author-email committer-name committer-email subject >commits.ours
git -C repo log --format='%H|%ct|%at|%an|%ae|%cn|%ce|%s|' >commits.gits
compare commits

jq -r '.[] | select(."first-parent" == "yes") | .id' commits.json >first-parent.ours
git -C repo log --first-parent --format='%H' >first-parent.gits
compare first-parent

jq -r '.[] | .id as $id | .trailer[]? | [$id, .key, .value] | join("|")' commits.json >trailers.ours
git -C repo log --format='%H' | while read -r id; do
  git -C repo show -s --format='%(trailers:only,unfold,key_value_separator=|)' "$id" | sed -n "s/^\(..*\)/$id|\1/p"
done >trailers.gits
compare trailers

expect 0 "$ASSAY" evidence repo commits --since v1.0 --where "@in-release = 'yes'" --format count
[ "$(cat out)" = "$(git -C repo rev-list --count v1.0..HEAD)" ] || fail 'the range differs from git rev-list'

expect 0 "$ASSAY" evidence repo files --format json
fields out mode blob size path >files.ours
# Bytes that are no UTF-8 and backslashes are escaped by assay; git is asked for raw paths, escaped alike here.
git -C repo ls-tree -r -l -z HEAD | LC_ALL=C sed -z -E -e 's/\\/\\\\/g' -e 's/\xe9/\\xE9/' -e 's/\n/ /g' \
  -e 's/^([0-9]+) [a-z]+ ([0-9a-f]+) +([0-9-]+)\t(.*)$/\1|\2|\3|\4|/' | tr '\0' '\n' >files.gits
compare files
expect 0 "$ASSAY" evidence repo files --where "@content = 'binary'" --format count
empty_tree=$(git -C repo hash-object -t tree /dev/null)
[ "$(cat out)" = "$(git -C repo diff --numstat "$empty_tree" HEAD | grep -c '^-')" ] || fail 'binary files differ from git diff'

# Tags that cannot be read make the population incomplete; here all can.
expect 0 "$ASSAY" evidence repo tags --format json
fields out id target time >tags.ours
git -C repo for-each-ref --format='%(refname)|%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)|%(taggerdate:unix)|' refs/tags |
  sed "s/|$(git -C repo rev-parse v1.0)|/|$(git -C repo rev-parse 'nested^{}')|/" >tags.gits
compare tags
