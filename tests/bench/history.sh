#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# usage: history.sh REPO [ASSAY]
# What needs the contents of a history: changed paths of all commits against `git log --raw`, and secrets in all blobs
# against `git cat-file` of all objects into `grep` with ten patterns. Prints times and ratios; below 1, assay is the
# faster. What is read is read once before.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/timing.sh"

repo=$(realpath "${1:?usage: history.sh REPO [ASSAY]}")
assay=$(realpath "${2:-$(dirname "${BASH_SOURCE[0]}")/../../build/release/cli/assay}")
patterns='AKIA[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{36}|glpat-[A-Za-z0-9_-]{20}|xox[abp]-[0-9A-Za-z-]{10,}|AIza[0-9A-Za-z_-]{35}|sk_live_[0-9A-Za-z]{24}|-----BEGIN [A-Z ]*PRIVATE KEY-----|npm_[A-Za-z0-9]{36}|SG\.[A-Za-z0-9_-]{22}\.|eyJ[A-Za-z0-9_-]{10,}\.eyJ'

paths() { "$assay" evidence "$repo" commits --no-cache --whole-history --where "change[@path = 'x' and @kind = 'added']" --format count || [ $? -eq 5 ]; }
log_raw() { git -C "$repo" log --raw --no-renames --format=%H HEAD; }
secrets() { "$assay" evidence "$repo" secrets --no-cache --format count || [ $? -eq 5 ]; }
grepped() { git -C "$repo" cat-file --batch-all-objects --unordered --batch | grep -acE "$patterns" || true; }

seconds log_raw >/dev/null
for pair in 'paths log_raw' 'secrets grepped'; do
  read -r ours theirs <<<"$pair"
  a=$(seconds "$ours")
  b=$(seconds "$theirs")
  awk -v w="$ours" -v a="$a" -v b="$b" 'BEGIN { printf "%s: assay %.2f s, git %.2f s, ratio %.2f\n", w, a, b, a / b }'
done
