#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What assay reads in other people's SARIF logs, test reports and coverage reports, against what readers of Python's own
find in them, a JSON schema validator on samples and on damaged copies of them, and the facts in the samples' index.

usage: analysis_and_tests.py ASSAY SAMPLES"""
import collections
import copy
import csv
import json
import pathlib
import random
import re
import shutil
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree as ET

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from differential import by_document, draw, empty_repository  # noqa: E402

assay, samples = sys.argv[1], pathlib.Path(sys.argv[2])
if not (samples / "INDEX.tsv").exists():
    print(f"skipped: there are no samples in {samples}")
    sys.exit(77)
try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)

problems = []
tallies = collections.Counter()


def compare(kind, name, what, ours, theirs):
    tallies[kind, ours == theirs] += 1
    if ours != theirs:
        problems.append(f"{name}: {what}: assay {ours!r}, oracle {theirs!r}")


with open(samples / "INDEX.tsv", encoding="utf-8", newline="") as file:
    index = {row[0]: row[-1] for row in csv.reader(file, delimiter="\t")}
work = pathlib.Path(tempfile.mkdtemp(prefix="assay-differential-"))
repo = work / "repo"
empty_repository(repo)


def items(population, folder):
    """The items of a population, by document."""
    return by_document(draw(assay, repo, population, "--evidence", folder))


def supply(*kinds):
    folder = work / kinds[0]
    for kind in kinds:
        for path in sorted((samples / kind).rglob("*")):
            if path.is_file() and path.parent.name != "schema":
                target = folder / path.relative_to(samples)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
    return folder


# ---- SARIF -----------------------------------------------------------------------------------------------------------
formats = jsonschema.FormatChecker()
rest = r"(//[^/?#\[\]\s\"<>\\^`{|}]*|//\[[0-9A-Fa-f:.]+\](:\d*)?)?(?:[-\w.~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*" \
       r"(\?(?:[-\w.~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?(#(?:[-\w.~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?"
uri = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:" + rest, re.A)
relative = re.compile(r"(?![^/?#]*:)" + rest, re.A)
moment = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?"
                    r"(Z|[+-]([01]\d|2[0-3]):[0-5]\d)", re.I)
formats.checks("uri")(lambda text: not isinstance(text, str) or bool(uri.fullmatch(text)))
formats.checks("uri-reference")(
    lambda text: not isinstance(text, str) or bool(uri.fullmatch(text) or relative.fullmatch(text)))
formats.checks("date-time")(lambda text: not isinstance(text, str) or bool(moment.fullmatch(text)))
schema = json.loads((samples / "sarif/schema/sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
validator = jsonschema.Draft4Validator(schema, format_checker=formats)


def effective_level(run, result):
    if "level" in result:
        return result["level"]
    if result.get("kind", "fail") != "fail":
        return "none"
    component = run["tool"]["driver"]
    reference = result.get("rule", {})
    if "index" in reference.get("toolComponent", {}):
        component = run["tool"]["extensions"][reference["toolComponent"]["index"]]
    at = result.get("ruleIndex", reference.get("index", -1))
    rules = component.get("rules", [])
    rule_id = result.get("ruleId", reference.get("id"))
    if at < 0 or at >= len(rules):
        at = next((i for i, rule in enumerate(rules) if rule["id"] == rule_id),
                  next((i for i, rule in enumerate(rules) if rule["id"] == str(rule_id).rpartition("/")[0]), -1))
    if at < 0:
        return "warning"
    invocations = run.get("invocations", [])
    invocation = result.get("provenance", {}).get("invocationIndex", 0 if len(invocations) == 1 else -1)
    if invocation >= 0:
        for override in invocations[invocation].get("ruleConfigurationOverrides", []):
            if override["descriptor"].get("index") == at or override["descriptor"].get("id") == rules[at]["id"]:
                if "level" in override["configuration"]:
                    return override["configuration"]["level"]
    return rules[at].get("defaultConfiguration", {}).get("level", "warning")


def is_suppressed(result):
    found = result.get("suppressions") or []
    return bool(found) and all(one.get("status", "accepted") == "accepted" for one in found)


def first_path(run, result):
    location = (result.get("locations") or [{}])[0].get("physicalLocation", {}).get("artifactLocation", {})
    if "uri" not in location and "index" in location:
        location = run["artifacts"][location["index"]]["location"]
    if "uri" not in location:
        return None
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", location["uri"]):
        return location["uri"]
    path = urllib.parse.unquote(location["uri"])
    bases = run.get("originalUriBaseIds", {})
    base = location.get("uriBaseId")
    while base in bases and bases[base].get("uri") and ":" not in bases[base]["uri"].split("/")[0]:
        path, base = urllib.parse.unquote(bases[base]["uri"]) + path, bases[base].get("uriBaseId")
    return path


def check_run(name, run, item):
    results = run.get("results") or []
    levels = collections.Counter(effective_level(run, one) for one in results)
    driver = run["tool"]["driver"]
    compare("sarif", name, "tool", item.get("tool"), driver["name"])
    compare("sarif", name, "tool version", item.get("tool-version"),
            driver.get("version") or driver.get("semanticVersion") or driver.get("dottedQuadFileVersion"))
    compare("sarif", name, "has results", item["has-results"], "yes" if "results" in run else "no")
    for what, level in (("errors", "error"), ("warnings", "warning"), ("notes", "note")):
        compare("sarif", name, what, item[what], levels[level])
    compare("sarif", name, "results", item["results"], len(results))
    compare("sarif", name, "suppressed", item["suppressed"], sum(map(is_suppressed, results)))
    said = [one["executionSuccessful"] for one in run.get("invocations", []) if "executionSuccessful" in one]
    compare("sarif", name, "succeeded", item.get("succeeded"), None if not said else "yes" if all(said) else "no")
    compare("sarif", name, "error notifications", item["notifications"],
            sum(one.get("level", "warning") == "error" for invocation in run.get("invocations", [])
                for which in ("toolExecutionNotifications", "toolConfigurationNotifications")
                for one in invocation.get(which, [])))


def check_result(name, run, result, item):
    compare("sarif", name, "rule", item.get("rule"), result.get("ruleId"))
    compare("sarif", name, "level", item["level"], effective_level(run, result))
    compare("sarif", name, "kind", item["kind"], result.get("kind", "fail"))
    compare("sarif", name, "suppressed", item["suppressed"], "yes" if is_suppressed(result) else "no")
    compare("sarif", name, "baseline", item.get("baseline-state"), result.get("baselineState"))
    compare("sarif", name, "path", item.get("path"), (first_path(run, result) or None))
    region = (result.get("locations") or [{}])[0].get("physicalLocation", {}).get("region", {})
    compare("sarif", name, "line", item.get("line"), region.get("startLine"))
    if "text" in result.get("message", {}) and "{" not in result["message"]["text"]:
        text = result["message"]["text"].replace("\\", "\\\\").replace("\r", "\\x0D")
        if len(text.encode()) < 1000:
            compare("sarif", name, "message", item.get("message"), text or None)


def check_index_of_sarif(name, fact, runs, findings):
    if match := re.search(r"results (\d+) \(effective levels (\{[^}]*\}); kinds (\{[^}]*\})\); suppressed (\d+)", fact):
        levels = collections.Counter(one["level"] for one in findings)
        compare("index: sarif", name, "results", len(findings), int(match[1]))
        compare("index: sarif", name, "levels", dict(levels), json.loads(match[2].replace("'", '"')))
        compare("index: sarif", name, "kinds", dict(collections.Counter(one["kind"] for one in findings)),
                json.loads(match[3].replace("'", '"')))
        compare("index: sarif", name, "suppressed", sum(one["suppressed"] == "yes" for one in findings), int(match[4]))
    compare("index: sarif", name, "runs without results", sum(one.get("has-results") == "no" for one in runs),
            int((re.search(r"WITHOUT a results property (\d+)", fact) or [0, 0])[1]) if "WITHOUT" in fact else 0)
    if runs:
        compare("index: sarif", name, "valid", runs[0]["valid"], "no" if "INVALID" in fact else "yes")


def check_sarif():
    folder = supply("sarif")
    analyses, results = items("analyses", folder), items("analysis-results", folder)
    unreadable = items("unreadable-documents", folder)
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        name = str(path.relative_to(folder))
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            document = None
        compare("sarif", name, "readable", name not in unreadable, document is not None)
        compare("index: sarif", name, "readable", name not in unreadable, "not JSON" not in index[name])
        if document is None:
            continue
        runs = document["runs"] or []
        compare("sarif", name, "runs", len(analyses[name]), len(runs))
        if runs:
            compare("sarif", name, "valid", analyses[name][0]["valid"], "yes" if validator.is_valid(document) else "no")
        if isinstance((runs or [{}])[0].get("results"), int):
            compare("sarif", name, "results of another type are unknown",
                    "@has-results" in analyses[name][0].get("unknown", {}), True)
            continue
        check_index_of_sarif(name, index[name], analyses[name], results[name])
        found = iter(results[name])
        for run, item in zip(runs, analyses[name]):
            check_run(name, run, item)
            for result in run.get("results") or []:
                check_result(name, run, result, next(found))


# ---- damaged SARIF: valid or not, as the validator says -----------------------------------------------------------------
def places(value, found):
    for key, one in (value.items() if isinstance(value, dict) else enumerate(value)):
        found.append((value, key))
        if isinstance(one, (dict, list)):
            places(one, found)
    return found


def damage(document, chance):
    """Changes one place at random."""
    holder, key = chance.choice(places(document, []))
    value = holder[key]
    kind = chance.randrange(6)
    if kind == 0:
        del holder[key]
    elif kind == 1 and isinstance(holder, list):
        holder.append(copy.deepcopy(value))
    elif kind == 2 and isinstance(value, dict):
        value[chance.choice(["properties", "message", "text", "id", "uri", "kind", "level", "index", "guid", "x"])] = \
            chance.choice([{}, {"text": "a"}, "a b", "error", "fail", 0, -1, [], {"tags": ["a", "a"]}])
    elif isinstance(value, str):
        holder[key] = chance.choice([value + " ", value.upper(), "", "http://[::1]/", "%zz", "a:b", "x/y", "1.2.3.4", 7,
                                     "2020-02-30T00:00:00Z", "2020-02-03T04:05:06.7+01:00", "en-us", None, [], True])
    elif isinstance(value, (int, float)):
        holder[key] = chance.choice([-2, -1, 0, 1, 101, 0.5, True, "1", None])
    else:
        holder[key] = chance.choice([None, [], {}, "", 1, [value], [value, value]])


def check_damaged(count):
    chance = random.Random(20211005)
    folder = work / "damaged"
    folder.mkdir()
    sources = [path for path in sorted((samples / "sarif").rglob("*.sarif")) if path.stat().st_size < 25000]
    expected = {}
    while len(expected) < count:
        try:
            document = json.loads(chance.choice(sources).read_text(encoding="utf-8"))
        except ValueError:
            continue
        for _ in range(chance.choice([1, 1, 1, 2])):
            damage(document, chance)
        if not isinstance(document.get("runs"), list) or not document["runs"] or "version" not in document or \
                str(document["version"]).startswith(("1.", "2.0")):
            continue
        name = f"{len(expected)}.sarif"
        (folder / name).write_text(json.dumps(document), encoding="utf-8")
        expected[name] = "yes" if validator.is_valid(document) else "no"
    analyses = items("analyses", folder)
    for name, valid in expected.items():
        compare("damaged sarif", name, "valid", analyses[name][0]["valid"] if analyses[name] else "unread", valid)
        if problems and problems[-1].startswith(name + ":"):
            document = json.loads((folder / name).read_text(encoding="utf-8"))
            problems[-1] += f"; {analyses[name][0].get('flaw') if analyses[name] else ''}; " + \
                "; ".join(f"{list(error.path)} {error.message[:90]}" for error in validator.iter_errors(document))
    print(f"damaged copies: {count}, of which the validator takes {collections.Counter(expected.values())['yes']}")


# ---- tests -----------------------------------------------------------------------------------------------------------
def case_result(case):
    tags = {child.tag for child in case}
    return "error" if "error" in tags else "failed" if "failure" in tags else "skipped" if "skipped" in tags else "passed"


def check_suite(name, suite, item):
    cases = list(suite.iter("testcase"))
    results = collections.Counter(map(case_result, cases))
    compare("tests", name, "cases of a suite", item["tests"], len(cases))
    for what, result in (("failures", "failed"), ("errors", "error"), ("skipped", "skipped")):
        compare("tests", name, what, item[what], results[result])
    declared = {what: int(suite.get(what)) for what in ("tests", "failures", "errors", "skipped") if suite.get(what)}
    counts = []
    for some in (cases, suite.findall("testcase")):
        counts.append({"tests": len(some), "failures": sum(case_result(one) == "failed" for one in some),
                       "errors": sum(case_result(one) == "error" for one in some),
                       "skipped": sum(case_result(one) == "skipped" for one in some)})
    differs = any(all(value != count[what] for count in counts) for what, value in declared.items())
    compare("tests", name, "contradicts", item.get("contradicts"), None if not declared else "yes" if differs else "no")


def check_index_of_tests(name, fact, tests):
    match = re.search(r"testcases (\d+): failing (\d+), erroring (\d+), skipped (\d+), passing (\d+)", fact)
    if match and "test-results" not in fact:
        results = collections.Counter(one["result"] for one in tests)
        for what, value in zip(("failed", "error", "skipped", "passed"), match.groups()[1:]):
            compare("index: tests", name, what, results[what], int(value))
    # The facts count elements `testcase`, which NUnit does not have.
    match = re.search(r"sum of testcase time ([\d.]+) s", fact)
    if match and "test-results" not in fact:
        compare("index: tests", name, "time to half a millisecond a case",
                abs(sum(one.get("time-ms", 0) for one in tests) - float(match[1]) * 1000) <= len(tests) / 2 + 0.5, True)


def check_tests():
    folder = supply("test-results")
    tests, suites = items("tests", folder), items("test-suites", folder)
    unreadable = items("unreadable-documents", folder)
    for path in sorted(folder.rglob("*.xml")):
        name = str(path.relative_to(folder))
        try:
            root = ET.fromstring(path.read_bytes())
        except ET.ParseError:
            # What is no XML at all cannot be told to have been a report of tests.
            compare("tests", name, "unreadable", name in unreadable or not path.read_bytes().startswith(b"<"), True)
            compare("index: tests", name, "malformed", "not well-formed" in index[name], True)
            continue
        compare("tests", name, "readable", name in unreadable, False)
        check_index_of_tests(name, index[name], tests[name])
        if root.tag == "test-results":
            compare("tests", name, "cases", len(tests[name]), sum(1 for _ in root.iter("test-case")))
            compare("tests", name, "failures", sum(one["result"] == "failed" for one in tests[name]),
                    int(root.get("failures")))
            compare("tests", name, "contradicts", suites[name][0]["contradicts"], "no")
            continue
        compare("tests", name, "results", [one["result"] for one in tests[name]],
                [case_result(case) for case in root.iter("testcase")])
        compare("tests", name, "names", [one.get("name", "") for one in tests[name]],
                [case.get("name", "").replace("\\", "\\\\") for case in root.iter("testcase")])
        elements = [one for one in root.iter() if one.tag in ("testsuite", "testsuites")]
        compare("tests", name, "suites", len(suites[name]), len(elements))
        for element, item in zip(elements, suites[name]):
            check_suite(name, element, item)


# ---- coverage --------------------------------------------------------------------------------------------------------
def cobertura(path):
    root = ET.parse(path).getroot()
    lines, branches = {}, {}
    for one in root.iter("class"):
        for line in one.iter("line"):
            at = one.get("filename"), int(line.get("number"))
            lines[at] = lines.get(at, False) or int(line.get("hits")) > 0
            if match := re.search(r"\((\d+)/(\d+)\)", line.get("condition-coverage", "")):
                known = branches.get(at, (0, 0))
                branches[at] = max(known[0], int(match[1])), max(known[1], int(match[2]))
    declared = {what: int(root.get(what)) for what in ("lines-valid", "lines-covered", "branches-valid",
                                                         "branches-covered") if root.get(what)}
    return lines, branches, declared


def lcov(path):
    lines, branches = {}, {}
    declared = collections.Counter()
    source = None
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(":")
        if key == "SF":
            source = value
        elif key == "DA":
            number, count = value.split(",")[:2]
            lines[source, int(number)] = lines.get((source, int(number)), False) or int(count) > 0
        elif key == "BRDA":
            number, _, others = value.partition(",")
            which, _, taken = others.rpartition(",")
            at = source, int(number), which
            branches[at] = branches.get(at, False) or (taken != "-" and int(taken) > 0)
        elif key in ("LF", "LH", "BRF", "BRH"):
            declared[{"LF": "lines-valid", "LH": "lines-covered", "BRF": "branches-valid",
                      "BRH": "branches-covered"}[key]] += int(value)
    return lines, {at: (int(taken), 1) for at, taken in branches.items()}, dict(declared)


def check_coverage():
    folder = supply("coverage")
    reports, unreadable = items("coverage", folder), items("unreadable-documents", folder)
    compare("coverage", "all", "unreadable", list(unreadable), [])
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        name = str(path.relative_to(folder))
        compare("coverage", name, "reports", len(reports[name]), 1)
        if not reports[name]:
            continue
        item = reports[name][0]
        lines, branches, declared = (cobertura if path.suffix == ".xml" else lcov)(path)
        counted = {"lines-valid": len(lines), "lines-covered": sum(lines.values()),
                   "branches-valid": sum(valid for _, valid in branches.values()),
                   "branches-covered": sum(covered for covered, _ in branches.values())}
        for what, value in counted.items():
            compare("coverage", name, what, item[what], value)
            compare("coverage", name, "declared " + what, item.get("declared-" + what), declared.get(what))
        compare("coverage", name, "line rate", item.get("line-rate"),
                counted["lines-covered"] * 1000 // counted["lines-valid"])
        differs = any(value != counted[what] for what, value in declared.items()
                      if not what.startswith("branches") or branches)
        compare("coverage", name, "contradicts", item.get("contradicts"), "yes" if differs else "no")
        if match := re.search(r"distinct (?:DA lines|\(file,line\)) (\d+), (?:hit|covered) (\d+)", index[name]):
            compare("index: coverage", name, "lines", (item["lines-valid"], item["lines-covered"]),
                    (int(match[1]), int(match[2])))
        if match := re.search(r"branches (\d+)/(\d+); DTD", index[name]):
            compare("index: coverage", name, "branches", (item["branches-covered"], item["branches-valid"]),
                    (int(match[1]), int(match[2])))
        if "DISAGREES" in index[name]:
            compare("index: coverage", name, "contradicts", item.get("contradicts"), "yes")


check_sarif()
check_damaged(300)
check_tests()
check_coverage()
for kind in sorted({kind for kind, _ in tallies}):
    print(f"{kind}: {tallies[kind, True]} answers agree, {tallies[kind, False]} do not")
print("\n".join(problems[:60]))
shutil.rmtree(work)
sys.exit(1 if problems else 0)
