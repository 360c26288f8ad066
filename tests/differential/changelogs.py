#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Versions and dates in lists of changes of real projects, as assay reads them and as patterns of regular expressions do,
# chosen for each file by hand. Usage: changelogs.py ASSAY. ASSAY_CHANGELOG_REPOSITORIES names the folders of clones, with
# ':' between; each clone's own name, owner+name/repo or owner+name, says which it is. Exit code 77: none is named.
import json
import os
import pathlib
import re
import subprocess
import sys

ASSAY = sys.argv[1]
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

# Of each project: its file, and what its headings look like: the first group is the version, the second a date.
PROJECTS = {
    "restic+restic": ("CHANGELOG.md", r"^# Changelog for restic (\S+) \((\d{4}-\d\d-\d\d)\)$"),
    "gittuf+gittuf": ("CHANGELOG.md", r"^## v(\d\S*)()$"),
    "pallets+click": ("CHANGES.md", r"^## Version (\d\S*)()$"),
    "madler+zlib": ("ChangeLog", r"^Changes in ([\d.]+\w*):?(?: \((?:(\d\d? \w+ \d{4})|[^)]*)\))?:?$"),
    "psf+requests": ("HISTORY.md", r"^v?(\d+\.\d[\w.]*) \((\d{4}-\d\d-\d\d|unreleased)\)$"),
    "Debian+apt": ("debian/changelog", r"^apt \(([^)]+)\) [^;]+; urgency=()"),
    "coreutils+coreutils": ("NEWS", r"^(?:\* (?:Noteworthy|Major) changes in release |\[)(\d[^\s\]]*)(?: \((\d{4}-\d\d-\d\d)\).*|\])$"),
    "conventional-changelog+standard-version": ("CHANGELOG.md", r"^#+ \[?v?(\d+\.\d+\.\d+[^\]\s]*)\]?(?:\(\S+\))? \((\d{4}-\d\d-\d\d)\)"),
    "curl+curl": ("RELEASE-NOTES", r"\Acurl and libcurl (\S+)()$"),
}

tried = agreed = 0
disagreements = []


def entries(repository):
    command = [ASSAY, "evidence", repository, "changelog-entries", "--format", "json", "--no-cache"]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode not in (0, 5):
        sys.exit(f"{' '.join(command)}: {run.stderr}")
    return json.loads(run.stdout)


def iso(date):
    if match := re.fullmatch(r"(\d\d?) (\w{3})\w* (\d{4})", date or ""):
        return f"{match[3]}-{MONTHS.index(match[2]) + 1:02}-{int(match[1]):02}"
    return date if date and date[0].isdigit() else ""


def compare(name, repository):
    global tried, agreed
    path, pattern = PROJECTS[name]
    text = subprocess.run(["git", "-C", repository, "show", f"HEAD:{path}"], check=True, capture_output=True).stdout
    text = text.decode("utf-8", "replace")
    expected = {}
    for match in re.finditer(pattern, text, re.M):
        line = text.count("\n", 0, match.start()) + 1
        expected.setdefault(line, (match[1], iso(match[2])))
    found = {}
    for entry in entries(repository):
        if entry["document"] == path and "version" in entry:
            stated = entry.get("date-stated", "")
            date = iso(stated)
            found[int(entry["place"].split()[1])] = (entry["version"], date if name != "Debian+apt" else "")
    shown = 0
    for line in sorted(set(expected) | set(found)):
        tried += 1
        ours, theirs = found.get(line), expected.get(line)
        if ours == theirs:
            agreed += 1
        else:
            shown += 1
            disagreements.append(f"{name} {path}:{line}: expected {theirs}, found {ours}")
    print(f"{name} {path}: {len(expected)} expected, {len(found)} found, {shown} differ")


clones = [pathlib.Path(one) for one in os.environ.get("ASSAY_CHANGELOG_REPOSITORIES", "").split(":") if one]
for clone in clones:
    name = next((part for part in (clone.name, clone.parent.name) if part in PROJECTS), None)
    if name is None:
        sys.exit(f"{clone}: is none of {', '.join(PROJECTS)}")
    compare(name, str(clone))
if not tried:
    print("skipped: ASSAY_CHANGELOG_REPOSITORIES names no clones")
    sys.exit(77)
print(f"tried {tried}, agreed {agreed}, disagreed {len(disagreements)}")
print("\n".join(disagreements))
sys.exit(1 if disagreements else 0)
