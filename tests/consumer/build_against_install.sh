#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# usage: build_against_install.sh BUILD-DIRECTORY
# Installs into an empty directory, builds the consumer against it, and lets both programs count commits.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$1" --prefix "$work/usr" >"$work/install.log"
cmake -S "$here" -B "$work/build" -G Ninja -DCMAKE_PREFIX_PATH="$work/usr" >"$work/configure.log"
cmake --build "$work/build"

git init --quiet "$work/repo"
for message in one two three; do
  git -C "$work/repo" -c user.name=A -c user.email=a@example.com commit --quiet --allow-empty -m "$message"
done
[ "$("$work/build/consumer" "$work/repo")" = 3 ]
[ "$("$work/usr/bin/assay" evidence "$work/repo" commits --format count)" = 3 ]
man --local-file "$work"/usr/share/man/man1/assay.1 2>/dev/null | grep -q 'assay verify' || [ -f "$work/usr/share/man/man1/assay.1" ]
echo 'the installed library and executable agree'
