# SPDX-License-Identifier: Apache-2.0
# The HTML report in a real Chromium: by mouse, keyboard and print, wide and narrow, with hostile text in it.
. "$(dirname "$0")/../support/story.sh"
need git node npm

new_repository repo
(
  cd repo
  for i in $(seq 150); do commit "change $i"; done
  commit $'<img src=x onerror=alert(1)> \e[31m'
  git tag $'"><script>alert(1)</script>'
)
expect 1 "$ASSAY" audit repo --schema first-steps
# Every outcome and result there is, made up.
expect 0 "$ASSAY" render "$SOURCE_DIR/tests/data/report.xml" --template report --out made-up.html
expect 0 "$SOURCE_DIR/tests/browser/run.sh" "$BUILD/browser" "$WORK/assay-out/report.html" "$WORK/made-up.html"
expect_out 'nothing amiss'
