#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# usage: cache.sh REPO [ASSAY]
# A second audit after ten new commits, against one without a cache: all secrets of the history, and all commits with the
# paths they change. Prints times and the ratio; works on a clone.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/timing.sh"

repo=$(realpath "${1:?usage: cache.sh REPO [ASSAY]}")
assay=$(realpath "${2:-$(dirname "${BASH_SOURCE[0]}")/../../build/release/cli/assay}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone --quiet --bare --no-local "$repo" "$work/clone"
cd "$work"
export GIT_DIR=$work/clone GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org

audit() { # audit OPTION…
  "$assay" evidence clone secrets --format count "$@" || [ $? -eq 5 ]
  "$assay" evidence clone commits --whole-history --where "change/@path = 'x'" --format count "$@" || [ $? -eq 5 ]
}
ten_commits() {
  local i blob
  for i in 1 2 3 4 5 6 7 8 9 10; do
    blob=$(echo "number $i" | git hash-object -w --stdin)
    git read-tree HEAD
    git update-index --add --cacheinfo "100644,$blob,added-$i"
    git update-ref HEAD "$(git commit-tree -p HEAD -m "Add $i" "$(git write-tree)")"
  done
}

audit --cache "$work/cache" >/dev/null 2>&1
ten_commits
cold=$(seconds audit --no-cache)
warm=$(seconds audit --cache "$work/cache")
awk -v c="$cold" -v w="$warm" 'BEGIN { printf "cold %.2f s, ten commits later %.2f s: %.1f %%\n", c, w, 100 * w / c }'
