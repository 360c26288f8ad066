#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds `assay schema import` and `coverage` against NIST's OSCAL documents, read here by Python's own XML reader.

Every catalog becomes a schema that lints clean, with the controls that are not withdrawn, their titles and the words
of their statements; every profile of NIST's resolution examples selects what NIST's resolved catalog holds.

    oscal.py ASSAY SAMPLES

Exits with 0 when all agree, 1 when one does not, 77 when there is no directory.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

NS = "{http://csrc.nist.gov/ns/oscal/1.0}"
INLINE = {NS + name for name in ("a", "b", "code", "em", "i", "q", "strong", "sub", "sup")}
# Samples that are to be refused, and what is said of them.
REFUSED = {"circular_profile.xml": "by way of", "home_profile.xml": "by way of",
           "include-match-test_profile.xml": "selects no control"}
# Where assay is known to answer otherwise than NIST's file, what it selects, and why.
NAMED = {
    "without-parent_profile.xml": (["a1.a", "a1.c"], "with-parent-controls is in no released OSCAL; NIST's file has the "
                                   "parent although the profile says 'no'"),
    "broken_profile.xml": (["a1"], "the catalog that was given stands for the only import, which is missing"),
}
tried = agreed = named = 0
disagreements = []


def judge(name, holds, text):
    global tried, agreed
    tried += 1
    if holds:
        agreed += 1
    else:
        disagreements.append(f"{name}: {text}")


def run(assay, *arguments):
    done = subprocess.run([assay, *map(str, arguments)], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def is_withdrawn(control):
    return any(prop.get("name") == "status" and prop.get("value", "").lower() == "withdrawn"
               for prop in control.findall(NS + "prop"))


def controls_of(catalog):
    return {control.get("id"): control for control in catalog.iter(NS + "control") if not is_withdrawn(control)}


def words_of(element, parameters):
    """The words of a statement without punctuation, since only they must agree."""
    pieces = []

    def visit(node):
        if node.tag == NS + "insert":
            parameter = parameters.get(node.get("id-ref"))
            if parameter is None:
                pieces.append(node.get("id-ref"))
            elif parameter.find(NS + "value") is not None:
                pieces.extend("".join(value.itertext()) for value in parameter.findall(NS + "value"))
            elif parameter.find(NS + "label") is not None:
                visit(parameter.find(NS + "label"))
            elif parameter.find(NS + "select") is not None:
                several = parameter.find(NS + "select").get("how-many") == "one-or-more"
                pieces.append(" one or more of " if several else " one of ")
                visit(parameter.find(NS + "select"))
            for constraint in parameter.findall(f"{NS}constraint/{NS}description") if parameter is not None else []:
                visit(constraint)
            return
        if node.tag in (NS + "prop", NS + "link"):
            return
        separator = "" if node.tag in INLINE else " "
        labels = [prop.get("value") for prop in node.findall(NS + "prop")
                  if prop.get("name") == "label" and prop.get("class") is None]
        pieces.append(separator + (labels[0] + " " if node.tag == NS + "part" and labels else "") + (node.text or ""))
        for child in node:
            visit(child)
            pieces.append(child.tail or "")
        pieces.append(separator)

    visit(element)
    return re.findall(r"[\w.-]+", "".join(pieces))


def check_catalog(assay, path, work):
    catalog = ElementTree.parse(path).getroot()
    wanted = controls_of(catalog)
    schema = work / "schema.xml"
    code, _, err = run(assay, "schema", "import", path, "--out", schema)
    judge(path.name, code == 0, f"it was refused: {err}")
    if code != 0:
        return
    code, out, err = run(assay, "schema", "lint", schema)
    judge(path.name, code == 0 and f"no problem in {len(wanted)} controls" in out, f"lint says {out}{err}")
    found = {control.get("id"): control for control in ElementTree.parse(schema).getroot().iter("control")}
    judge(path.name, list(found) == list(wanted) or sorted(found) == sorted(wanted),
          f"controls differ: {sorted(set(found) ^ set(wanted))[:10]}")
    parameters = {one.get("id"): one for one in catalog.iter(NS + "param")}
    for name in set(found) & set(wanted):
        title = " ".join("".join(wanted[name].find(NS + "title").itertext()).split())
        judge(f"{path.name} {name}", found[name].get("title") == title, f"its title is {found[name].get('title')!r}")
        parts = [part for part in wanted[name].findall(NS + "part") if part.get("name") == "statement"]
        words = [word for part in parts for word in words_of(part, parameters)]
        said = found[name].findtext("statement")
        if parts:
            judge(f"{path.name} {name}", re.findall(r"[\w.-]+", said) == words,
                  f"its statement is {said[:200]!r}, its words {' '.join(words)[:200]!r}")
        judge(f"{path.name} {name}", found[name].findtext("decision/attestation") == said, "the attestation says otherwise")
    code, out, _ = run(assay, "schema", "coverage", schema, path)
    judge(path.name, code == 0 and f"Of {len(wanted)} controls of the catalog: {len(wanted)} covered" in out,
          f"coverage of itself: exit code {code}, {out[-200:]}")


def imported_file(profile):
    root = ElementTree.parse(profile).getroot()
    href = root.find(NS + "import").get("href")
    if href.startswith("#"):
        for resource in root.iter(NS + "resource"):
            if resource.get("uuid") == href[1:]:
                href = resource.find(NS + "rlink").get("href")
    return profile.parent / href


def check_profile(assay, profile, expected):
    global tried, named
    catalog = imported_file(profile)
    if not catalog.exists() or ElementTree.parse(catalog).getroot().tag != NS + "catalog":
        catalog = profile.parent / "catalogs/abc-simple_catalog.xml"
    code, out, err = run(assay, "schema", "import", catalog, profile)
    if profile.name in REFUSED:
        judge(profile.name, code == 3 and REFUSED[profile.name] in err, f"exit code {code}, {err}")
        return
    judge(profile.name, code == 0, f"it was refused: {err}")
    if code == 0:
        found = sorted(control.get("id") for control in ElementTree.fromstring(out).iter("control"))
        if profile.name in NAMED and found == NAMED[profile.name][0]:
            tried, named = tried + 1, named + 1
            print(f"{profile.name} differs: {NAMED[profile.name][1]}")
            return
        resolved = sorted({control.get("id") for control in ElementTree.parse(expected).getroot().iter(NS + "control")})
        judge(profile.name, found == resolved, f"it selects {found}, NIST's resolution {resolved}")


def main(assay, samples):
    directory = samples / "oscal"
    if not directory.is_dir():
        print(f"skipped: there is no {directory}")
        return 77
    with tempfile.TemporaryDirectory() as work:
        for path in sorted(directory.rglob("*.xml")):
            if path.parent.name == "output-expected":
                continue
            if ElementTree.parse(path).getroot().tag == NS + "catalog":
                check_catalog(assay, path, pathlib.Path(work))
        examples = directory / "profile-resolution-examples"
        for profile in sorted(examples.glob("*_profile.xml")):
            check_profile(assay, profile, examples / "output-expected" / f"{profile.stem}_RESOLVED.xml")
        baseline = directory / "oscal-content__NIST_SP-800-53_rev5_LOW-baseline_profile.xml"
        resolved = directory / "oscal-content__NIST_SP-800-53_rev5_LOW-baseline-resolved-profile_catalog.xml"
        if baseline.exists() and resolved.exists():
            code, out, err = run(assay, "schema", "import", resolved, baseline)
            judge(baseline.name, code == 0 and out.count("<control ") == len(controls_of(ElementTree.parse(resolved).getroot())),
                  f"exit code {code}, {err}")
            # Against the whole catalog of another framework nothing of it is covered.
            ssdf = directory / "derived__NIST_SP800-218_ver1_catalog.xml"
            schema = pathlib.Path(work) / "low.xml"
            schema.write_text(out, encoding="utf-8")
            code, out, _ = run(assay, "schema", "coverage", schema, ssdf)
            judge("SSDF", code == 1 and "Of 61 controls of the catalog: 0 covered" in out, f"exit code {code}, {out[-200:]}")
        for path in sorted(directory.glob("*.json")):
            json.loads(path.read_text(encoding="utf-8"))
            code, _, err = run(assay, "schema", "import", path)
            judge(path.name, code == 3 and "is JSON; OSCAL is read in XML alone" in err, f"exit code {code}, {err}")
        for path in sorted(directory.glob("*.yaml")):
            code, _, err = run(assay, "schema", "import", path)
            judge(path.name, code == 3 and "is no XML" in err, f"exit code {code}, {err}")
    print("\n".join(disagreements[:40]))
    print(f"tried {tried}, agreed {agreed}, disagreed {len(disagreements)}, for a reason named {named}")
    return 1 if disagreements or tried < 50 else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2])))
