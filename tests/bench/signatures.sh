#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# usage: signatures.sh [ASSAY] [COMMITS]
# Verifies 2,000 (COMMITS) signed commits of each kind, SSH and OpenPGP, and lets `git log --format=%G?` do the same with
# the same keys; prints both times and their ratio. Above 1, assay is the faster.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/timing.sh"

assay=$(realpath "${1:-$(dirname "${BASH_SOURCE[0]}")/../../build/release/cli/assay}")
commits=${2:-2000}
work=$(mktemp -d)
trap 'gpgconf --kill all 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"
export HOME=$work GNUPGHOME=$work/gnupg GIT_CONFIG_NOSYSTEM=1
mkdir -m 700 gnupg && echo 'trust-model always' >gnupg/gpg.conf
ssh-keygen -q -t ed25519 -N '' -f key
gpg --batch --quiet --passphrase '' --quick-generate-key 'n <n@example.com>' ed25519 sign never 2>/dev/null
mkdir trust
answer=$work/answer
echo "n@example.com $(cat key.pub)" >trust/allowed_signers
gpg --armor --export >trust/keys.asc
git config --global user.name n && git config --global user.email n@example.com
git config --global gpg.ssh.allowedSignersFile "$work/trust/allowed_signers"

for kind in ssh openpgp; do
  git init -q "$kind"
  git -C "$kind" config gpg.format "$kind"
  [ "$kind" = ssh ] && key=$work/key.pub || key=n@example.com
  for i in $(seq "$commits"); do git -C "$kind" commit -q --allow-empty -m "$i" -S"$key"; done
  ours=$(seconds "$assay" evidence "$kind" commits --no-cache --trust trust --where "signature/@status = 'good'" --format count)
  [ "$(cat answer)" = "$commits" ]
  theirs=$(seconds git -C "$kind" log --format=%G?)
  [ "$(grep -c G answer)" = "$commits" ]
  awk -v k="$kind" -v n="$commits" -v a="$ours" -v b="$theirs" 'BEGIN {
    printf "%s: %d commits, assay %.3f s (%d a second), git %.1f s, ratio %.0f\n", k, n, a, n / a, b, b / a }'
done
