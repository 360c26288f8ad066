# SPDX-License-Identifier: Apache-2.0
# One byte changed anywhere in a dossier: verification fails.
. "$(dirname "$0")/../support/story.sh"
need git

new_repository repo
expect 0 "$ASSAY" key new --out vendor
mkdir -p trust/ca && cp vendor/cert.pem trust/ca/
expect 1 "$ASSAY" audit repo --schema first-steps --key vendor/key.pem --cert vendor/cert.pem
expect 0 "$ASSAY" verify assay-out/dossier.asice --trust trust
size=$(stat -c %s assay-out/dossier.asice)

flip() { # flip OFFSET: a copy of the dossier with one bit of that byte changed
  cp assay-out/dossier.asice flipped.asice
  local byte
  byte=$(od -An -tu1 -j "$1" -N 1 assay-out/dossier.asice | tr -d ' ')
  printf "\\x$(printf %02x $((byte ^ (1 << ($1 % 8)))))" | dd of=flipped.asice bs=1 seek="$1" conv=notrunc status=none
}

# Spread over the whole file, and every byte of its end, where the directory of the archive is.
for offset in $(seq 0 $((size / 400 + 1)) $((size - 1))) $(seq $((size - 200)) $((size - 1))); do
  flip "$offset"
  code=0
  "$ASSAY" verify flipped.asice --trust trust >out 2>err || code=$?
  [ "$code" -eq 6 ] || { cat out err; fail "byte $offset of $size changed: exit code $code"; }
done
