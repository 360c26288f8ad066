#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# usage: commits.sh REPO [ASSAY]
# Reads all commits of REPO into items, in turn with `git log` printing the same fields, and prints both times and
# their ratio: the median of five pairs. Below 1, assay is the faster.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/timing.sh"

repo=${1:?usage: commits.sh REPO [ASSAY]}
assay=${2:-$(dirname "${BASH_SOURCE[0]}")/../../build/release/cli/assay}
fields='%H%x00%T%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%s%x00%(trailers:only,unfold)'
# An expression that reads every field, so that none is left out.
every="@time > 0 and @author-time > 0 and @author-name != '' and @author-email != '' and @committer-name != '' and
  @committer-email != '' and @parents >= 0 and @first-parent = 'yes' and @subject != '' and count(parent) >= 0 and
  count(trailer[@key != '' and @value != '']) >= 0 and signature/@kind != 'none'"

ours() { "$assay" evidence "$repo" commits --no-cache --where "$every" --format count || [ $? -eq 5 ]; }
gits() { git -C "$repo" log --format="$fields" HEAD; }

echo "commits: $(git -C "$repo" rev-list --count HEAD)"
seconds ours >/dev/null && seconds gits >/dev/null # what is read is in memory now
for _ in 1 2 3 4 5; do
  a=$(seconds ours)
  b=$(seconds gits)
  awk -v a="$a" -v b="$b" 'BEGIN { printf "assay %.2f s, git log %.2f s, ratio %.2f\n", a, b, a / b }'
done | sort -k9n | sed '3s/$/ (median)/'
