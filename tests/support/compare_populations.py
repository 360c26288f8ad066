#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""compare_populations.py ASSAY REPO [SINCE]: holds the items that assay draws from a repository's HEAD against what git's
own commands print. Prints every difference; of long lists of questions that cost git a process each, some are asked."""
import collections
import hashlib
import json
import re
import subprocess
import sys

ASSAY, REPO, *rest = sys.argv[1:]
SINCE = rest[0] if rest else None
ASKED = 40  # questions of a kind that cost a process each
problems = []


def git(*arguments, stdin=None, codes=(0,)):
    done = subprocess.run(["git", "-C", REPO, *arguments], input=stdin, capture_output=True)
    if done.returncode not in codes:
        sys.exit(f"git {arguments} failed: {done.stderr.decode(errors='replace')}")
    return done.stdout


def lines(*arguments, **more):
    return git(*arguments, **more).decode("utf-8", "surrogateescape").split("\n")[:-1]


def items(population, since=SINCE):
    since = ["--since", since] if since else ["--whole-history"]
    done = subprocess.run([ASSAY, "evidence", REPO, population, "--format", "json", *since], capture_output=True)
    if done.returncode not in (0, 5):
        sys.exit(f"assay evidence {population} failed: {done.stderr.decode(errors='replace')}")
    return json.loads(done.stdout)


def raw(text):
    """The bytes that assay escaped."""
    return re.sub(rb"\\(\\|x[0-9A-F]{2})", lambda m: b"\\" if m[1] == b"\\" else bytes.fromhex(m[1][1:].decode()),
                  text.encode())


def compare(what, ours, gits):
    ours, gits = collections.Counter(ours), collections.Counter(gits)
    only_ours, only_gits = ours - gits, gits - ours
    print(f"{what}: {sum(ours.values())} compared, {sum(only_ours.values()) + sum(only_gits.values())} differ")
    for name, some in (("assay", only_ours), ("git", only_gits)):
        for one in list(some)[:5]:
            problems.append(f"{what}: only {name} says {one}")


def some(sequence):
    """As many as are asked, spread over all."""
    sequence = list(sequence)
    return sequence[::max(1, len(sequence) // ASKED)]


head = lines("rev-parse", "HEAD^{commit}")[0]
commits = items("commits")
by_id = {one["id"]: one for one in commits}

# Changed paths.
ours = [(one["id"], c["kind"], raw(c["path"])) for one in commits for c in one["change"]]
if any("change" in one.get("unknown", {}) for one in commits):
    problems.append("the changes of some commits are not known")
gits = []
commit = None
fields = iter(git("-c", "core.quotePath=false", "log", "-z", "--format=%H", "--raw", "--no-renames", "--no-abbrev",
                  "--root", "--diff-merges=first-parent", "HEAD").split(b"\0"))
for field in fields:
    field = field.lstrip(b"\n")
    if re.fullmatch(rb"[0-9a-f]{40}", field):
        commit = field.decode()
    elif field.startswith(b":"):
        old_mode, mode, old, new, letter = field[1:].decode().split(" ")
        kind = {"A": "added", "D": "deleted", "T": "type-changed"}.get(letter) or (
            "mode-changed" if old == new else "modified")
        gits.append((commit, kind, next(fields)))
compare("changes of commits", ours, gits)

# People. One contact a line; what cannot stand in such a line is left out.
written = {(raw(one[f"{who}-name"]), raw(one[f"{who}-email"])): (raw(one[f"{who}-canonical-name"]),
                                                               raw(one[f"{who}-canonical-email"]))
           for one in commits for who in ("author", "committer") if f"{who}-canonical-name" in one}
contacts = [key for key in written if not re.search(rb"[<>\n\0]", key[0] + key[1])]
mailmap = ["-c", "mailmap.blob=HEAD:.mailmap"]
answers = git(*mailmap, "check-mailmap", "--stdin", stdin=b"".join(b"%s <%s>\n" % key for key in contacts)).split(b"\n")
compare("canonical people",
        [(key, (b"%s <%s>" if written[key][0] else b"%s<%s>") % written[key]) for key in contacts],
        list(zip(contacts, answers)))

# Contributors.
tally = collections.defaultdict(collections.Counter)
for one in commits:
    both = {}
    for who in ("author", "committer"):
        name, email = raw(one[f"{who}-canonical-name"]), raw(one[f"{who}-canonical-email"])
        key = hashlib.sha256(re.sub(rb"[A-Z]+", lambda m: m[0].lower(), email) or name).hexdigest()
        tally[key]["authored" if who == "author" else "committed"] += 1
        both[key] = True
    for key in both:
        tally[key]["commits"] += 1
        tally[key]["in-release-commits"] += one["in-release"] == "yes"
        tally[key]["first"] = min(tally[key].get("first", one["time"]), one["time"])
        tally[key]["last"] = max(tally[key].get("last", one["time"]), one["time"])
contributors = items("contributors")
names = ("commits", "authored", "committed", "in-release-commits")
compare("contributors", [(one["id"], *(one[name] for name in names), one["first-time"], one["last-time"])
                         for one in contributors],
        [(key, *(sums[name] for name in names), sums["first"], sums["last"]) for key, sums in tally.items()])
if [one["id"] for one in contributors] != sorted(one["id"] for one in contributors):
    problems.append("contributors are not in order")
shortlog = collections.Counter()
for line in lines(*mailmap, "shortlog", "-se", "HEAD"):
    count, who = line.split("\t", 1)
    shortlog[re.search(r"<([^<>]*)>$", who)[1].lower()] += int(count)
compare("authors by git shortlog", [(one["email"].lower(), one["authored"]) for one in contributors
                                    if one["authored"] and one["email"].isascii() and one["email"]],
        [(email, count) for email, count in shortlog.items() if email.isascii() and email])

# Changes: the first-parent chain.
changes = items("changes")
compare("chain", [(place, one["id"]) for place, one in enumerate(changes)],
        enumerate(lines("rev-list", "--first-parent", "--reverse", "HEAD")))
if SINCE:
    compare("chain since", [one["id"] for one in changes if one["in-release"] == "yes"],
            set(lines("rev-list", "--first-parent", "HEAD")) & set(lines("rev-list", f"{SINCE}..HEAD")))
for one in some(one for one in changes if one["parents"] > 1):
    brought = lines("rev-list", f"{one['id']}^1..{one['id']}")
    authors = {by_id[id]["author-canonical-email"].lower() or by_id[id]["author-canonical-name"] for id in brought
               if id != one["id"]}
    if (one["commits"], one["authors"]) != (len(brought), len(authors)):
        problems.append(f"merge {one['id']}: {one['commits']} commits of {one['authors']} authors; git says "
                        f"{len(brought)} and {len(authors)}")
if any(one["commits"] != 1 or one["authors"] != 1 for one in changes if one["parents"] < 2):
    problems.append("a change that is no merge brought in other than one commit")
total = sum(one["commits"] for one in changes)
if total != len(commits):
    problems.append(f"changes brought in {total} commits of {len(commits)}")

# Refs.
refs = items("refs")
listed = [line.split(b" ", 1) for line in git("for-each-ref", "--format=%(objectname) %(refname)").split(b"\n")[:-1]]
peeled = git("cat-file", "--batch-check=%(objectname)", stdin=b"".join(id + b"^{}\n" for id, _ in listed)).split(b"\n")
compare("refs", [(raw(one["id"]), one["target"], one["peeled"]) for one in refs],
        [(name, id.decode(), target.decode()) for (id, name), target in zip(listed, peeled)])
compare("refs that contain HEAD", [raw(one["id"]) for one in refs if one.get("contains-subject") == "yes"],
        git("for-each-ref", "--format=%(refname)", "--contains", head).split(b"\n")[:-1])

# Continuity.
[continuity] = items("continuity")
shallow = "yes" if lines("rev-parse", "--is-shallow-repository")[0] == "true" else "no"
if continuity["shallow"] != shallow:
    problems.append("continuity: shallow differs")
if shallow == "no":
    expected = int(lines("rev-list", "--count", f"{SINCE}..HEAD" if SINCE else "HEAD")[0])
    if continuity["commits-since"] != expected:
        problems.append(f"continuity: {continuity['commits-since']} commits since, git says {expected}")
    if SINCE:
        ancestor = subprocess.run(["git", "-C", REPO, "merge-base", "--is-ancestor", SINCE, "HEAD"]).returncode == 0
        if continuity["descends-from-previous"] != ("yes" if ancestor else "no"):
            problems.append("continuity: descent differs")

# Submodules.
submodules = items("submodules")
compare("submodules", [(raw(one["path"]), one["commit"]) for one in submodules],
        [(entry.split(b"\t", 1)[1], entry.split()[2].decode()) for entry in git("ls-tree", "-r", "-z", "HEAD").split(b"\0")
         if entry.startswith(b"160000")])
declared = collections.defaultdict(dict)
for entry in git("config", "--blob", "HEAD:.gitmodules", "--list", "-z", codes=(0, 1, 128)).split(b"\0")[:-1]:
    key, equals, value = entry.partition(b"\n")
    match = re.fullmatch(rb"submodule\.(.*)\.(path|url)", key, re.S)
    # git-submodule takes no option for a value, no key without one, and no name that leads elsewhere.
    if match and equals and not value.startswith(b"-") and b".." not in re.split(rb"[/\\]", match[1]):
        declared[match[1]][match[2]] = value
by_path = {one[b"path"]: (name, one.get(b"url")) for name, one in declared.items() if b"path" in one}
for one in submodules:
    if "declared" not in one:
        if "unknown" not in one:
            problems.append(f"submodule {one['id']}: neither declared nor unknown")
        continue
    name, url = by_path.get(raw(one["path"]), (None, None))
    ours = (raw(one["name"]) if "name" in one else None, raw(one["url"]) if "url" in one else None)
    masked = url and (url if b"@" not in url or url.startswith((b"git@", b"ssh://git@")) else ours[1])
    if ours != (name, masked):
        problems.append(f"submodule {one['id']}: {ours}, git says {(name, url)}")

# Notes.
notes = items("notes")
gits = []
for ref in lines("for-each-ref", "--format=%(refname)", "refs/notes/"):
    gits += [(ref, *reversed(line.split(" "))) for line in lines("notes", "--ref", ref, "list")]
compare("notes", [(raw(one["ref"]).decode(), one["commit"], one["blob"]) for one in notes], gits)
compare("notes about the history", [one["id"] for one in notes if one["in-history"] == "yes"],
        [one["id"] for one in notes if one["commit"] in by_id])

# Security fixes.
fixes = items("security-fixes")
pattern = re.compile(rb"(?<![A-Za-z0-9_])(CVE-[0-9]{4}-[0-9]{4,19}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3})(?![A-Za-z0-9_])", re.I)
gits = []
for record in git("log", "--encoding=", "-z", "--format=%H %B", "HEAD").split(b"\0"):
    if record:
        id, _, message = record.partition(b" ")
        for found in {found.upper() for found in pattern.findall(message)}:
            gits.append((id.decode(), found.decode()))
compare("named vulnerabilities", [(one["commit"], one["identifier"].upper()) for one in fixes], gits)
for one in some(fixes):
    tags = [line.split(" ") for line in lines("for-each-ref", "--contains", one["commit"], "--sort=refname",
                                              "--sort=creatordate", "--format=%(creatordate:unix) %(refname)", "refs/tags/")]
    first = next(((name, int(time)) for time, name in tags if time), None)
    ours = (one["first-tag"], one["first-tag-time"]) if "first-tag" in one else None
    if ours != first or (first and one["delay-seconds"] != first[1] - one["time"]):
        problems.append(f"first tag of {one['id']}: {ours}, git says {first}")
print(f"first tags: {len(some(fixes))} compared")

print("\n".join(problems) if problems else "no difference")
sys.exit(1 if problems else 0)
