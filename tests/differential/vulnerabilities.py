#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What assay reads in other people's CSAF, OpenVEX and CycloneDX documents, against what Python's own readers find in
them, the JSON schemas of CSAF on samples and on damaged copies of them, and the validator tests of the CSAF committee.

usage: vulnerabilities.py ASSAY SAMPLES [CSAF]
CSAF is a checkout of github.com/oasis-tcs/csaf, whose mandatory test documents are then tried, too."""
import collections
import copy
import datetime
import json
import pathlib
import random
import re
import shutil
import sys
import tempfile
import xml.etree.ElementTree as ET

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from differential import by_document, draw, empty_repository  # noqa: E402

assay, samples = sys.argv[1], pathlib.Path(sys.argv[2])
if not (samples / "vex").exists():
    print(f"skipped: there are no samples in {samples}")
    sys.exit(77)
try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)

# Mandatory tests that assay does not have, or not whole, and why: a document that fails one passes here.
known = {"csaf test " + test: reason for tests, reason in (
    ("6.1.11", "assay has no dictionary of the CWE"),
    ("6.1.12", "assay has no registry of language subtags"),
    ("6.1.27.13", "assay does not tell which versions are of one product"),
    ("6.1.46 6.1.47 6.1.48 6.1.49", "assay does not read SSVC"),
    ("6.1.50 6.1.59", "assay does not read version ranges"),
    ("6.1.54 6.1.55", "assay does not hold licences of advisories to SPDX"),
    ("6.1.60.1 6.1.60.2 6.1.60.3", "assay does not read extensions"),
) for test in tests.split()}
# Documents for which there is a reason of their own.
known_documents = {
    **{f"oasis_csaf_tc-csaf_2_1-2024-6-1-{one}.json": "assay does not compute CVSS version 4"
       for one in ("08-04", "08-05", "08-06", "09-04", "09-05", "10-04")},
    "oasis_csaf_tc-csaf_2_1-2024-6-1-14-32.json": "the result beside it says that it passes, and fails 6.1.30",
}
problems, excused = [], collections.Counter()
tallies = collections.Counter()


def compare(kind, name, what, ours, theirs):
    tallies[kind, ours == theirs] += 1
    if ours != theirs:
        reason = known_documents.get(name) or known.get(kind)
        if reason and ours is True and theirs is False:
            excused[reason] += 1
        else:
            problems.append(f"{name}: {what}: assay {ours!r}, oracle {theirs!r}")


work = pathlib.Path(tempfile.mkdtemp(prefix="assay-differential-"))
repo = work / "repo"
empty_repository(repo)


def items(population, folder):
    """The items of a population, by document."""
    return by_document(draw(assay, repo, population, "--evidence", folder))


def seconds(text):
    """Of a timestamp, or of what assay prints for one."""
    if text is None or isinstance(text, (int, float)):
        return text
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d)(?:\.\d+)?([Zz]|[+-]\d\d:\d\d)", text)
    return found and int(datetime.datetime.fromisoformat(
        found[1] + found[2].upper().replace("Z", "+00:00")).timestamp())


def number(value):
    return None if value is None else int(value)


# ---- the schemas of CSAF ----------------------------------------------------------------------------------------------
def schema_of(name):
    return json.loads((samples / "vex/schema" / name).read_text(encoding="utf-8"))


formats = jsonschema.FormatChecker()
uri = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*", re.A)
moment = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.A)


def is_moment(text):
    """RFC 3339, but for leap seconds, which CSAF 2.1 excludes and neither reader knows."""
    if not moment.fullmatch(text):
        return False
    try:
        return seconds(text) is not None
    except ValueError:
        return False


formats.checks("uri")(lambda text: not isinstance(text, str) or bool(uri.fullmatch(text)))
formats.checks("date-time")(lambda text: not isinstance(text, str) or is_moment(text))


def within(schema, name):
    """A schema as a definition of another one: its own references lead there."""
    if isinstance(schema, dict):
        return {key: f"#/$defs/{name}{one[1:]}" if key == "$ref" else within(one, name)
                for key, one in schema.items() if key not in ("$schema", "$id", "id")}
    return [within(one, name) for one in schema] if isinstance(schema, list) else schema


def leading(value, to):
    """References to schemas elsewhere lead to definitions, and those to schemas that are not among the samples nowhere."""
    if isinstance(value, dict):
        if str(value.get("$ref", "")).startswith("https:"):
            return to.get(value["$ref"], {})
        return {key: leading(one, to) for key, one in value.items()}
    return [leading(one, to) for one in value] if isinstance(value, list) else value


def validator_of(schema):
    to = {f"https://www.first.org/cvss/{name}.json": {"$ref": f"#/$defs/{name}"}
          for name in ("cvss-v2.0", "cvss-v3.0", "cvss-v3.1")}
    to["https://www.first.org/cvss/cvss-v4.0.json"] = {"required": ["version", "vectorString", "baseScore", "baseSeverity"]}
    schema = leading({key: one for key, one in schema.items() if key not in ("$schema", "$id")}, to)
    for name in ("cvss-v2.0", "cvss-v3.0", "cvss-v3.1"):
        schema["$defs"][name] = within(schema_of(f"{name}.json"), name)
    return jsonschema.Draft202012Validator(schema, format_checker=formats)


validators = {"2.0": validator_of(schema_of("csaf_2.0_json_schema.json")),
              "2.1": validator_of(schema_of("csaf_2.1_json_schema.json"))}


def schema_valid(advisory):
    """Each failed test is a flaw as well."""
    return int(advisory["flaws"]) == int(advisory["failed-tests"])


# ---- CSAF -------------------------------------------------------------------------------------------------------------
common = {"known_affected": "affected", "first_affected": "affected", "last_affected": "affected",
          "known_not_affected": "not-affected", "fixed": "fixed", "first_fixed": "fixed",
          "under_investigation": "under-investigation", "recommended": "recommended", "unknown": "unknown"}


def group_members(document, item):
    groups = {one["group_id"]: one["product_ids"] for one in document.get("product_tree", {}).get("product_groups", [])}
    return set(item.get("product_ids", [])).union(*(groups.get(one, []) for one in item.get("group_ids", [])))


def check_csaf(name, document, advisory, statements):
    head = document["document"]
    tracking = head["tracking"]
    kind = "csaf documents"
    for field, value in (("identifier", tracking["id"]), ("title", head["title"]), ("version", tracking["version"]),
                         ("status", tracking["status"]), ("category", head["category"]),
                         ("publisher", head["publisher"]["name"]), ("format-version", head["csaf_version"]),
                         ("distribution", head.get("distribution", {}).get("tlp", {}).get("label")),
                         ("language", head.get("lang"))):
        compare(kind, name, field, advisory.get(field), value)
    compare(kind, name, "first release", seconds(advisory.get("first-release")),
            seconds(tracking["initial_release_date"]))
    compare(kind, name, "current release", seconds(advisory.get("current-release")),
            seconds(tracking["current_release_date"]))
    vulnerabilities = document.get("vulnerabilities", [])
    compare(kind, name, "vulnerabilities", int(advisory["vulnerabilities"]), len(vulnerabilities))
    theirs, ours = collections.Counter(), collections.Counter()
    for at, one in enumerate(vulnerabilities):
        ident = one.get("cve", (one.get("ids") or [{}])[0].get("text"))
        flags, impact, action = {}, set(), set()
        for flag in one.get("flags", []):
            flags.update(dict.fromkeys(group_members(document, flag), flag["label"]))
        for threat in one.get("threats", []):
            if threat["category"] == "impact":
                impact |= group_members(document, threat)
        for remedy in one.get("remediations", []):
            action |= group_members(document, remedy)
        status = one.get("product_status", {})
        for group, products in status.items():
            for product in products:
                theirs[at, ident, common[group], flags.get(product), product in impact, product in action] += 1
        if not status:
            theirs[at, ident, None, None, None, None] += 1
    for item in statements:
        at = int(item["place"].split("/")[2])
        yes = {"yes": True, "no": False, None: None}
        ours[at, item.get("vulnerability"), item.get("status"), item.get("justification"), yes[item.get("impact")],
             yes[item.get("action")]] += max(1, int(item["products"]))
    compare("csaf statements", name, "products by status, justification, impact and action", ours, theirs)


def check_tests(name, document_tests, advisory):
    failed = {one["number"] for one in advisory.get("failed-test", [])}
    for number_of_test, valid in document_tests:
        compare(f"csaf test {number_of_test}", name, f"passes {number_of_test}", number_of_test not in failed, valid)


def read_cases(path):
    cases = collections.defaultdict(list)
    for test in json.loads(path.read_text(encoding="utf-8"))["tests"]:
        if test["group"] == "mandatory":
            for one in test.get("failures", []) + test.get("valid", []):
                cases[pathlib.PurePosixPath(one["name"]).name].append((test["id"], one["valid"]))
    return cases


def try_csaf(folder, cases):
    advisories, statements = items("advisories", folder), items("vulnerabilities", folder)
    for path in sorted(folder.rglob("*.json")):
        name = str(path.relative_to(folder))
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            continue
        if not isinstance(document, dict) or "csaf_version" not in document.get("document", {}):
            compare("csaf documents", name, "is none", [one["specification"] for one in advisories[name]
                                                        if one["specification"] == "CSAF"], [])
            continue
        compare("csaf documents", name, "is one", len(advisories[name]), 1)
        if len(advisories[name]) != 1:
            continue
        advisory = advisories[name][0]
        validator = validators[document["document"]["csaf_version"]]
        errors = [error.json_path + ": " + error.message[:80] for error in validator.iter_errors(document)]
        compare("csaf schema", name, f"valid ({advisory.get('flaw')}; {errors[:1]})", schema_valid(advisory), not errors)
        if not errors:
            check_csaf(name, document, advisory, statements[name])
        check_tests(name, cases.get(path.name, []), advisory)


folder = work / "csaf"
for kind in ("csaf-2.0", "csaf-2.0-tests", "csaf-2.0-vex", "csaf-2.1-vex"):
    shutil.copytree(samples / "vex" / kind, folder / kind)
try_csaf(folder, read_cases(samples / "vex/csaf-2.0-tests/testcases.json"))
if len(sys.argv) > 3:
    for version in ("2.0", "2.1"):
        data = pathlib.Path(sys.argv[3]) / f"csaf_{version}/test/validator/data"
        if data.exists():
            more = work / f"csaf-{version}"
            shutil.copytree(data / "mandatory", more, ignore=lambda _, names: [n for n in names if ".result." in n])
            try_csaf(more, read_cases(data / "testcases.json"))


# ---- damaged copies ---------------------------------------------------------------------------------------------------
def places(value, path=()):
    if isinstance(value, dict):
        for key, one in value.items():
            yield path + (key,)
            yield from places(one, path + (key,))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield path + (index,)
            yield from places(one, path + (index,))


def damage(document, chance):
    """One place changed: taken out, of another type, of another value, doubled."""
    path = chance.choice([one for one in places(document) if one != ("document",)
                          and one[:2] != ("document", "csaf_version")])
    at = document
    for step in path[:-1]:
        at = at[step]
    last = path[-1]
    how = chance.randrange(5)
    if how == 0:
        del at[last]
    elif how == 1:
        at[last] = chance.choice([None, 7, [], {}, "", True, ["x", "x"]])
    elif how == 2 and isinstance(at, list):
        at.append(copy.deepcopy(at[last]))
    elif how == 3 and isinstance(at[last], str):
        at[last] = chance.choice([at[last] + " ", at[last].lower(), at[last][:-1], "-" + at[last], "2020-01-01"])
    elif isinstance(at, dict):
        at["unheard-of"] = 1
    else:
        at.append("y")
    return document


chance = random.Random(5)
sources = [path for kind in ("csaf-2.0", "csaf-2.0-tests", "csaf-2.0-vex", "csaf-2.1-vex")
           for path in sorted((samples / "vex" / kind).glob("*.json"))
           if path.name != "testcases.json" and path.stat().st_size < 20000]
damaged = work / "damaged"
damaged.mkdir()
for at in range(600):
    source = json.loads(chance.choice(sources).read_text(encoding="utf-8"))
    (damaged / f"{at}.json").write_text(json.dumps(damage(source, chance)), encoding="utf-8")
advisories = items("advisories", damaged)
for path in sorted(damaged.glob("*.json")):
    document = json.loads(path.read_text(encoding="utf-8"))
    errors = list(validators[document["document"]["csaf_version"]].iter_errors(document))
    found = advisories[path.name]
    compare("csaf damaged", path.name, f"valid ({found and found[0].get('flaw')}; "
            f"{[error.json_path + ' ' + error.message[:80] for error in errors[:1]]})",
            len(found) == 1 and schema_valid(found[0]), not errors)

# ---- OpenVEX ----------------------------------------------------------------------------------------------------------
folder = work / "openvex"
shutil.copytree(samples / "vex/openvex", folder)
advisories, statements = items("advisories", folder), items("vulnerabilities", folder)
unreadable = items("unreadable-documents", folder)
for path in sorted(folder.glob("*.json")):
    document = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(document, dict) or "openvex.dev/ns" not in str(document.get("@context")):
        compare("openvex documents", path.name, "is none",
                [one["specification"] for one in advisories[path.name] if one["specification"] == "OpenVEX"] +
                unreadable[path.name], [])
        continue
    compare("openvex documents", path.name, "is one", len(advisories[path.name]), 1)
    advisory = advisories[path.name][0]
    for field, value in (("identifier", document.get("@id")), ("publisher", document.get("author")),
                         ("version", None if "version" not in document else str(document["version"])),
                         ("publisher-category", document.get("role"))):
        compare("openvex documents", path.name, field, advisory.get(field), value)
    compare("openvex documents", path.name, "time", seconds(advisory.get("first-release")),
            seconds(document.get("timestamp")))
    theirs = []
    for one in document["statements"]:
        vulnerability = one["vulnerability"]
        products = one.get("products", [])
        parts = sum(len(product.get("subcomponents", [])) for product in products if isinstance(product, dict))
        purls = [product if isinstance(product, str) else product["@id"] for product in products]
        theirs.append((vulnerability if isinstance(vulnerability, str) else vulnerability["name"],
                       one["status"].replace("_", "-"), one.get("justification"),
                       "yes" if one.get("impact_statement") else "no", "yes" if one.get("action_statement") else "no",
                       len(products) + parts, seconds(one.get("timestamp", document.get("timestamp"))), purls))
    ours = [(one["vulnerability"], one["status"], one.get("justification"), one["impact"], one["action"],
             int(one["products"]), seconds(one.get("stated")),
             [product["purl"] for product in one["product"] if product["part"] == "no"])
            for one in statements[path.name]]
    compare("openvex statements", path.name, "statements", ours, theirs)
    demands = all(key in document for key in ("@context", "@id", "author", "timestamp", "version")) and \
        isinstance(document.get("version"), int)
    compare("openvex documents", path.name, f"valid ({advisory.get('flaw')})", advisory["valid"] == "yes", demands)

# ---- CycloneDX --------------------------------------------------------------------------------------------------------
states = {"exploitable": "affected", "in_triage": "under-investigation", "not_affected": "not-affected",
          "false_positive": "not-affected", "resolved": "fixed", "resolved_with_pedigree": "fixed"}
version_states = {"affected": "affected", "unaffected": "not-affected", "unknown": "unknown"}
folder = work / "cyclonedx"
for kind in ("vex/cyclonedx-vex", "sbom"):
    shutil.copytree(samples / kind, folder / kind, ignore=shutil.ignore_patterns("schema"))
statements = items("vulnerabilities", folder)
advisories = items("advisories", folder)
local = re.compile(r"^\{[^}]*\}")


def read_json(document):
    for one in document.get("vulnerabilities") or []:
        versions = [version.get("status", "affected") for target in one.get("affects", [])
                    for version in target.get("versions", [])]
        yield one.get("id"), one.get("analysis", {}).get("state"), one.get("analysis", {}).get("justification"), versions


def children(element, name):
    return [] if element is None else [one for one in element if local.sub("", str(one.tag)) == name]


def read_xml(root):
    for one in (child for inner in children(root, "vulnerabilities") for child in children(inner, "vulnerability")):
        text = (lambda element, name: next((child.text for child in children(element, name)), None))
        analysis = next(iter(children(one, "analysis")), None)
        versions = [text(version, "status") or "affected" for affects in children(one, "affects")
                    for target in children(affects, "target") for inner in children(target, "versions")
                    for version in children(inner, "version")]
        yield text(one, "id"), text(analysis, "state"), text(analysis, "justification"), versions


for path in sorted(folder.rglob("*")):
    if not path.is_file():
        continue
    name = str(path.relative_to(folder))
    try:
        if path.suffix == ".xml":
            root = ET.fromstring(path.read_bytes())
            if not root.tag.endswith("}bom") or "cyclonedx" not in root.tag:
                continue
            found = list(read_xml(root))
        else:
            document = json.loads(path.read_text(encoding="utf-8-sig"))
            if not isinstance(document, dict) or document.get("bomFormat") != "CycloneDX":
                continue
            found = list(read_json(document))
    except (ValueError, ET.ParseError):
        continue
    theirs = []
    for ident, state, justification, versions in found:
        if state or not versions:
            theirs.append((ident, states.get(state), justification))
        else:
            theirs += [(ident, version_states[one], justification) for one in dict.fromkeys(versions)]
    ours = [(one.get("vulnerability"), one.get("status"), one.get("justification")) for one in statements[name]]
    compare("cyclonedx", name, "vulnerabilities", ours, [tuple(x or None for x in one) for one in theirs])
    compare("cyclonedx", name, "is an advisory", len(advisories[name]), 1 if found else 0)

shutil.rmtree(work)
for kind in sorted({kind for kind, _ in tallies}):
    agreed, disagreed = tallies[kind, True], tallies[kind, False]
    print(f"{kind}: tried {agreed + disagreed}, agreed {agreed}, disagreed {disagreed}")
for reason, count in excused.items():
    print(f"known: {count} because {reason}")
for problem in problems[:60]:
    print(problem)
if len(problems) > 60:
    print(f"… and {len(problems) - 60} more")
for kind in ("csaf schema", "csaf damaged", "csaf statements", "openvex statements", "cyclonedx"):
    if tallies[kind, True] == 0:
        problems.append(kind)
        print(f"nothing was compared: {kind}")
sys.exit(1 if problems else 0)
