# SPDX-License-Identifier: Apache-2.0
# The same inputs give the same report, whatever the directory, locale, time zone, clone path, packing, branches.
. "$(dirname "$0")/../support/story.sh"
need git

new_repository repo
expect 0 "$ASSAY" key new --out vendor
audit() { "$ASSAY" audit "$@" --schema first-steps --as-of 2026-12-09 --key "$WORK/vendor/key.pem" --cert "$WORK/vendor/cert.pem" >/dev/null 2>&1 || [ $? -eq 1 ]; }
audit repo --out first
same() {
  for name in report.xml report.html report.md; do expect_same "first/$name" "$1/$name"; done
  unzip -p "$1/dossier.asice" statement.json >statement.json
  unzip -p first/dossier.asice statement.json | cmp - statement.json || fail "$1: the statement differs"
}

audit repo --out again && same again
git clone --quiet --mirror repo elsewhere.git
git -C elsewhere.git repack --quiet -a -d -f --depth=50
git -C elsewhere.git pack-refs --all
audit elsewhere.git --out clone && same clone
git -C elsewhere.git branch more main~1
git -C elsewhere.git update-ref refs/pull/1/head main~2
git -C elsewhere.git config core.abbrev 7
audit elsewhere.git --out branches && same branches
git -C elsewhere.git replace main~1 main~2
git -C elsewhere.git replace -d "$(git -C elsewhere.git rev-parse main~1)" >/dev/null
audit elsewhere.git --out replaced && same replaced
mkdir -p deep/er
(cd deep/er && audit ../../repo --out "$WORK/directory") && same directory
git -C repo worktree add --quiet ../tree main~0
audit tree --out worktree && same worktree
(export LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 TZ=Asia/Kathmandu; audit repo --out locale) && same locale
(export LC_ALL=tr_TR.UTF-8 TZ=America/St_Johns; audit repo --out turkish) && same turkish
(umask 077; audit repo --out umask) && same umask
git -C repo checkout --quiet --detach
audit repo --out detached && same detached
