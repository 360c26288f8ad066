#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The cache: whatever is done to it or to the repository behind it, an audit says the same as one without it.
source "$(dirname "${BASH_SOURCE[0]}")/../support/story.sh"
need sqlite3 openssl

new_repository repo
cd repo
openssl genpkey -algorithm ed25519 -out key.pem 2>/dev/null
git add key.pem
commit 'Add a key'
for i in 1 2 3 4 5; do
  echo "$i" >"file$i"
  git add .
  commit "Add file $i"
done
git repack --quiet -a -d
cd ..
cache=$WORK/cache
database() { ls "$cache"/*.sqlite; }

everything() { # everything OPTION…: the items of the populations that use the cache, and what else was said
  local population
  for population in commits secrets security-fixes; do
    "$ASSAY" evidence repo "$population" --whole-history "$@" 2>&1 | grep -v 'there is no cache' || true
  done
}
agrees() { # agrees WHAT
  diff <(everything --no-cache) <(everything --cache "$cache") >diff.txt || fail "$1: $(head -n 5 diff.txt)"
}

agrees 'a cold cache'
grep -q 'private-key' <(everything --no-cache) || fail 'the key was not found'
[ "$(sqlite3 "$(database)" 'SELECT count(*) FROM fact')" -ge 2 ] || fail 'nothing was kept'
[ "$(stat -c %a "$cache")" = 700 ] && [ "$(stat -c %a "$(database)")" = 600 ] || fail 'others may look into the cache'
agrees 'a warm cache'

before=$(everything --cache "$cache")

(cd repo && echo more >>file1 && git add file1 && commit 'Change file 1')
agrees 'new loose objects'
(cd repo && git repack --quiet)
agrees 'a pack more'
(cd repo && git checkout --quiet -b side HEAD~3 && openssl genpkey -algorithm ed25519 -out other.pem 2>/dev/null && git add . &&
  commit 'Add another key' && git merge --quiet --no-edit main)
agrees 'the known commit as a second parent'
(cd repo && git checkout --quiet main && git merge --quiet --no-edit --no-ff side)
agrees 'the known commit as a first parent'
(cd repo && git checkout --quiet --detach HEAD~4)
agrees 'an older commit'
(cd repo && git checkout --quiet main && git gc --quiet --prune=now)
agrees 'all objects in another pack'
[ "$before" != "$(everything --cache "$cache")" ] || fail 'the new commit was not seen'

sqlite3 "$(database)" 'UPDATE fact SET value = zeroblob(length(value))'
agrees 'rows of zeros'
everything --cache "$cache" >/dev/null
sqlite3 "$(database)" "UPDATE fact SET checksum = (SELECT checksum FROM fact ORDER BY key LIMIT 1)"
agrees 'checksums of another row'
sqlite3 "$(database)" "UPDATE fact SET key = key || 'x'; UPDATE fact SET key = 'bag/commits' WHERE rowid = (SELECT max(rowid) FROM fact)"
agrees 'a row under the name of another'
sqlite3 "$(database)" 'DROP TABLE fact; CREATE VIEW fact AS SELECT 1 AS key, 2 AS value, 3 AS checksum'
agrees 'another table'
head -c 5000 /dev/urandom >"$(database)"
agrees 'no database at all'
truncate -s 4096 "$(database)"
agrees 'half a database'
rm -r "$cache"
agrees 'no cache any more'
agrees 'a new one'

chmod 770 "$cache"
expect 0 "$ASSAY" evidence repo commits --whole-history --cache "$cache" --format count
grep -q 'can be written by others' "$WORK/err" || fail 'a cache that others may write to is used'
agrees 'a directory that others may write to'
chmod 700 "$cache"

# What is lost or damaged after it was kept is missed all the same.
cp -r repo whole
pack=$(ls repo/.git/objects/pack/*.pack)
chmod u+w "$pack"
agrees 'the same, touched'
everything --cache "$cache" >/dev/null
offset=$(git verify-pack -v "$pack" | awk -v id="$(git -C repo rev-parse HEAD:key.pem)" '$1 == id { print $5 }')
printf 'XXXXXXXX' | dd of="$pack" bs=1 seek=$((offset + 20)) conv=notrunc status=none
agrees 'a damaged pack'
everything --cache "$cache" >damaged.txt; grep -q 'not the whole population' damaged.txt || fail 'the damage went unnoticed'
rm -rf repo
mv whole repo
blob=$(git -C repo rev-parse HEAD:file3)
(cd repo && mv .git/objects/pack ../packs && mkdir .git/objects/pack && for pack in ../packs/*.pack; do git unpack-objects -q <"$pack"; done)
agrees 'loose objects'
rm -f "repo/.git/objects/${blob:0:2}/${blob:2}"
agrees 'an object less'

# Two at once.
rm -rf "$cache" repo
new_repository repo
everything --no-cache >alone.txt
for i in 1 2 3 4; do everything --cache "$cache" >"together$i.txt" & done
wait
for i in 1 2 3 4; do cmp alone.txt "together$i.txt" || fail 'two audits at once disagree'; done

git clone --quiet --depth 2 "file://$PWD/repo" shallow
"$ASSAY" evidence shallow commits --whole-history --cache "$cache" --format count >/dev/null 2>stderr || true
grep -q 'this clone is not whole' stderr || fail 'a shallow clone uses a cache'
