#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# usage: run.sh DIRECTORY RENDERING…
# Installs what drives the browser into DIRECTORY and opens each rendering.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$1
shift
[ -x /usr/bin/chromium ] || { echo "skipped: there is no /usr/bin/chromium"; exit 77; }
mkdir -p "$work"
cp "$here"/{package.json,package-lock.json,report.mjs} "$work"
cd "$work"
if ! npm ci --no-audit --no-fund >npm.log 2>&1; then
  cat npm.log >&2
  echo "the driver of the browser was not installed" >&2
  exit 1
fi
export HOME=$work # Chromium keeps things there
for rendering in "$@"; do
  node report.mjs "$rendering" ${SHOTS:+"$SHOTS"}
done
