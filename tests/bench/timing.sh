# SPDX-License-Identifier: Apache-2.0
#
# What the benchmarks share, to be sourced.

# seconds COMMAND…: wall time of one run that succeeds; what it prints goes to the files $answer and $errors, by default
# nowhere.
seconds() {
  local start end
  start=$(date +%s.%N)
  "$@" >"${answer:-/dev/null}" 2>"${errors:-/dev/null}" || return
  end=$(date +%s.%N)
  awk -v s="$start" -v e="$end" 'BEGIN { printf "%.3f", e - s }'
}
