# SPDX-License-Identifier: Apache-2.0
# What was there before is never lost, and nothing half-done is left, whatever happens.
. "$(dirname "$0")/../support/story.sh"
need git unzip

new_repository repo
audit() { "$ASSAY" audit repo --schema first-steps --as-of 2026-12-09 "$@"; }

# A key is made once, for its owner alone.
expect 1 audit
expect_err 'nobody vouches'
key=$HOME/.local/share/assay/identity/key.pem
[ "$(stat -c %a "$key")" = 600 ] || fail 'the key can be read by others'
cp "$key" key.before
digest=$(unzip -p assay-out/dossier.asice statement.json | sha256sum | cut -d' ' -f1)
cp -r assay-out before

# A second audit keeps the first one under its statement's digest.
expect 1 audit
expect_same key.before "$key"
diff -r before "assay-out-$digest"
expect 1 audit --revision v1.0
[ -d "assay-out-$digest-2" ] || fail 'a third audit with the same statement lost the second'
rm -rf assay-out-*

# A damaged dossier is somebody's evidence too.
echo damaged >assay-out/dossier.asice
expect 1 audit
[ "$(cat "assay-out-$(echo damaged | sha256sum | cut -d' ' -f1)/dossier.asice")" = damaged ] || fail 'a damaged dossier was lost'

# What is not ours is not touched.
mkdir other && echo mine >other/file
expect 3 audit --out other
expect_err 'exists and holds no dossier'
echo mine >plain
expect 3 audit --out plain
expect_err 'is no directory'
ln -s other link
expect 3 audit --out link
mkdir nothing
expect 1 audit --out nothing
expect 1 audit --out new/parents/
[ -f new/parents/dossier.asice ] || fail 'parents were not made'

# A failing audit leaves nothing.
expect 3 audit --out failed --revision nowhere
expect_no_path failed
expect_no_path .failed.assay-partial

# Killed at any moment: there is the old dossier or the new one, and the next audit works.
rm -rf assay-out assay-out-*
expect 1 audit
cp -r assay-out before-kill
for delay in 0.001 0.003 0.005 0.01 0.015 0.02 0.03 0.04 0.05 0.06 0.08 0.1 0.15; do
  (timeout --signal=KILL "$delay" "$ASSAY" audit repo --schema first-steps --as-of 2026-12-09 || true) >/dev/null 2>&1
  found=0
  for directory in assay-out assay-out-*; do
    [ -e "$directory/dossier.asice" ] || continue
    code=0
    "$ASSAY" verify "$directory/dossier.asice" >/dev/null 2>&1 || code=$?
    [ "$code" -eq 5 ] || fail "$directory is not whole after a kill at $delay s: exit code $code"
    ! diff -r before-kill "$directory" >/dev/null 2>&1 || found=1
  done
  [ "$found" -eq 1 ] || fail "the dossier was lost by a kill at $delay s"
done
expect 1 audit
expect_no_path .assay-out.assay-partial

# Two at once: one of them writes, the other says so, or they take turns.
(code=0; audit --out both >/dev/null 2>one.err || code=$?; echo $code >one.code) &
(code=0; audit --out both >/dev/null 2>two.err || code=$?; echo $code >two.code) &
wait
for code in "$(cat one.code)" "$(cat two.code)"; do [ "$code" = 1 ] || [ "$code" = 4 ] || fail "exit code $code of one of two at once"; done
expect 5 "$ASSAY" verify both/dossier.asice

# No room, and no right to write.
if [ "$(id -u)" -eq 0 ] && mkdir small && mount -t tmpfs -o size=64k tmpfs small 2>/dev/null; then
  expect 4 audit --out small/out
  left=$(ls -A small)
  umount small
  [ -z "$left" ] || fail "a full disk left $left"
  mkdir readonly && mount -t tmpfs -o ro tmpfs readonly
  expect 4 audit --out readonly/out
  umount readonly
else
  echo 'not root or no tmpfs: full and read-only disks were not tried'
fi
if [ "$(id -u)" -ne 0 ]; then
  mkdir locked && chmod 555 locked
  expect 4 audit --out locked/out
fi
expect 4 sh -c "'$ASSAY' evidence repo commits >/dev/full"
