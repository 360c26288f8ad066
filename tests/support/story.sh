# SPDX-License-Identifier: Apache-2.0
#
# What the stories share: a clean environment, repositories with fixed dates, and expectations that say what went
# wrong. A story is a bash script that sources this file; $ASSAY is the executable under test.
set -euo pipefail

: "${ASSAY:?the executable under test}"
SOURCE_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
WORK=$(mktemp -d)
while read -r name; do unset "$name"; done < <(compgen -e | grep -E '^(GIT_|XDG_|LC_|LANG|TZ|NO_COLOR|GPG_)' || true)
export HOME=$WORK/home GIT_CONFIG_NOSYSTEM=1 TERM=dumb
export GIT_AUTHOR_NAME='A U Thor' GIT_AUTHOR_EMAIL=author@example.com
export GIT_COMMITTER_NAME='C O Mitter' GIT_COMMITTER_EMAIL=committer@example.com
mkdir -p "$HOME"
git config --global init.defaultBranch main
git config --global advice.detachedHead false
git config --global advice.nestedTag false
cd "$WORK"

failed=0
finish() {
  local code=$?
  if [ "$code" -ne 0 ] && [ "$code" -ne 77 ]; then
    echo "FAILED; what it left is in $WORK" >&2
  else
    chmod -R u+w "$WORK" && rm -rf "$WORK"
  fi
}
trap finish EXIT

fail() {
  echo "$BASH_SOURCE:${BASH_LINENO[1]-}: $*" >&2
  exit 1
}

skip() {
  echo "skipped: $*"
  exit 77
}

need() { # programs a story cannot do without
  local program
  for program in "$@"; do command -v "$program" >/dev/null || skip "$program is not installed"; done
}

tick=1600000000
commit() { # commit MESSAGE [git-commit argument…]: one minute after the last one
  local message=$1
  shift
  tick=$((tick + 60))
  GIT_AUTHOR_DATE="$tick +0200" GIT_COMMITTER_DATE="$tick +0200" \
    git commit --quiet --allow-empty --cleanup=verbatim -m "$message" "$@"
}

new_repository() { # new_repository DIR: with a few commits, a merge, documents and a tag; the shell is then in it
  git init --quiet "$1"
  cd "$1"
  echo 'int main() {}' >main.c
  echo 'Apache-2.0' >LICENSE
  git add .
  commit 'start'
  echo 'Write to security@example.com' >SECURITY.md
  git add .
  commit $'add a policy\n\nSigned-off-by: A U Thor <author@example.com>'
  git checkout --quiet -b topic
  echo 'more' >>main.c
  commit $'more\n\nSigned-off-by: A U Thor <author@example.com>' -a
  git checkout --quiet main
  commit 'meanwhile'
  tick=$((tick + 60))
  GIT_AUTHOR_DATE="$tick +0200" GIT_COMMITTER_DATE="$tick +0200" git merge --quiet --no-ff -m 'merge topic' topic
  GIT_COMMITTER_DATE="$tick +0200" git tag -a -m 'first release' v1.0
  cd "$WORK"
}

with_objects() { # with_objects FILE|-: a Python script that may use tests/support/git_objects.py
  PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$SOURCE_DIR/tests/support python3 "$@"
}

# expect CODE COMMAND…: runs it with its output in $WORK/out and $WORK/err, and checks the exit code.
expect() {
  local wanted=$1 code=0
  shift
  "$@" >"$WORK/out" 2>"$WORK/err" || code=$?
  if [ "$code" -ne "$wanted" ]; then
    sed 's/^/  out: /' "$WORK/out" >&2
    sed 's/^/  err: /' "$WORK/err" >&2
    fail "exit code $code instead of $wanted: $*"
  fi
}

expect_out() { grep -qF -- "$1" "$WORK/out" || { cat "$WORK/out" >&2; fail "'$1' was not printed"; }; }
expect_err() { grep -qF -- "$1" "$WORK/err" || { cat "$WORK/err" >&2; fail "'$1' was not said"; }; }
expect_no_path() { [ ! -e "$1" ] || fail "$1 exists"; }
expect_same() { cmp "$1" "$2" || fail "$1 and $2 differ"; }
