#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# usage: schemas.sh REPO [ASSAY]
# Loading all built-in schemas, without the process itself (aim: under 50 ms); and testing REPO against all of them
# beside testing it against the most demanding one, since they share their passes over the evidence (aim: 25 % more).
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/timing.sh"

repo=$(realpath "${1:?a repository}")
assay=$(realpath "${2:-$(dirname "${BASH_SOURCE[0]}")/../../build/release/cli/assay}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export HOME=$work

fastest() { # fastest COMMAND…: of three runs; an audit that finds something is a run too
  for _ in 1 2 3; do
    seconds bash -c '"$@"; [ $? -le 5 ]' run "$@"
    echo
  done | sort -n | head -1
}
# Every schema with its largest profile, or whole.
all=()
for id in $("$assay" schema list | cut -f1); do
  all+=(--schema "$id")
  profile=$("$assay" schema show "$id" | sed -n 's/^profile \([^:]*\): .* (\([0-9]*\) controls)$/\2 \1/p' | sort -n | tail -1 | cut -d' ' -f2)
  [ -z "$profile" ] || all+=(--profile "$id:$profile")
done
start=$(fastest "$assay" --version)
loaded=$(fastest "$assay" schema list)
one=$(fastest "$assay" check "$repo" --no-cache --schema openssf-osps --profile level-3)
every=$(fastest "$assay" check "$repo" --no-cache "${all[@]}")
awk -v s="$start" -v l="$loaded" -v o="$one" -v e="$every" -v n="$((${#all[@]}))" 'BEGIN {
  printf "load: %.0f ms; openssf-osps level-3: %.2f s, all schemas: %.2f s, ratio %.2f\n", (l - s) * 1000, o, e, e / o }'
