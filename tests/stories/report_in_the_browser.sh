# SPDX-License-Identifier: Apache-2.0
# The HTML report in a real Chromium: by mouse, keyboard and print, wide and narrow, with hostile text in it.
. "$(dirname "$0")/../support/story.sh"
need git node npm python3

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
# A hundred findings with a hundred exceptions each, which is as many as a report shows of one.
python3 - "$SOURCE_DIR/tests/data/report.xml" >many.xml <<'EOF'
import copy, sys
import xml.etree.ElementTree as ElementTree

report = ElementTree.parse(sys.argv[1]).getroot()
pattern = next(one for one in report.findall("finding") if one.find("exception") is not None)
place = list(report).index(pattern)
for number in range(100):
    finding = copy.deepcopy(pattern)
    finding.set("id", f"many-{number}")
    for old in finding.findall("exception"):
        finding.remove(old)
    at = next((i for i, one in enumerate(finding) if one.tag == "unknown"), len(finding))
    for item in range(100):
        exception = ElementTree.Element("exception", item=f"{number:020x}{item:020x}")
        exception.text = f"Commit {number}.{item} is an exception with a sentence as long as such sentences are."
        finding.insert(at + item, exception)
    finding.set("exceptions", "100")
    finding.set("exceptions-shown", "100")
    report.insert(place + number, finding)
sys.stdout.buffer.write(ElementTree.tostring(report, encoding="utf-8", xml_declaration=True))
EOF
expect 0 "$ASSAY" render many.xml --template report --out many.html
expect 0 "$SOURCE_DIR/tests/browser/run.sh" "$BUILD/browser" "$WORK/assay-out/report.html" "$WORK/made-up.html" "$WORK/many.html"
expect_out 'nothing amiss'
expect_out '10026 exceptions shown'
