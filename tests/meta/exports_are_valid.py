#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Validates a directory of exports: check.json, check.sarif, check.xml (JUnit), check.codequality.json, check.oscal.xml.

Exits with 0 when nothing is wrong, 1 otherwise. What could not be checked here is said, line by line.

    exports_are_valid.py DIRECTORY
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

DATA = pathlib.Path(__file__).resolve().parents[3] / "shared/data"
SARIF_SCHEMA = DATA / "sarif/schema/sarif-schema-2.1.0.json"
OSCAL_SCHEMAS = [DATA / f"oscal/schema/oscal_assessment-results_schema_v{version}.xsd" for version in ("1.1.2", "1.2.1")]
OSCAL = "{http://csrc.nist.gov/ns/oscal/1.0}"
STATES = {"satisfied": ("satisfied", "pass"), "attested": ("satisfied", "other"),
          "not-satisfied": ("not-satisfied", "fail"), "waived": ("not-satisfied", "fail"),
          "not-applicable": ("not-satisfied", "other")}
OUTCOMES = ["satisfied", "not-satisfied", "undetermined", "not-applicable", "attested", "waived"]
KINDS = {"satisfied": "pass", "undetermined": "open", "not-applicable": "notApplicable",
         "attested": "informational", "not-satisfied": "fail", "waived": "fail"}
problems = []


def check(holds, place, text):
    if not holds:
        problems.append(f"{place}: {text}")


def no_constant(name):
    raise ValueError(f"{name} is no JSON")


def unique_keys(pairs):
    if len(dict(pairs)) != len(pairs):
        raise ValueError(f"a key stands twice among {[key for key, _ in pairs]}")
    return dict(pairs)


def read_json(path):
    text = path.read_bytes().decode("utf-8")
    return json.loads(text, object_pairs_hook=unique_keys, parse_constant=no_constant)


def controls_of(report):
    return [(schema, control) for schema in report["schemas"] for group in schema["groups"]
            for control in group["controls"]]


def outcomes_of(report):
    return {f"{schema['id']}/{control['id']}": control["outcome"] for schema, control in controls_of(report)}


def check_report(report):
    place = "check.json"
    check(report["format"] == 1, place, "its format is not 1")
    check(next(iter(report)) == "format", place, "format is not its first key")
    outcomes = [control["outcome"] for _, control in controls_of(report)]
    counted = {outcome: outcomes.count(outcome) for outcome in OUTCOMES}
    summary = report["summary"]
    check(summary["controls"] == len(outcomes), place, "the summary counts other controls than there are")
    check({name: summary["outcomes"].get(name, 0) for name in OUTCOMES} == counted, place,
          f"the summary counts {summary['outcomes']}, the controls are {counted}")
    ids = [finding["id"] for finding in report["findings"]]
    check(len(ids) == len(set(ids)), place, "two findings share an id")
    for schema, control in controls_of(report):
        for finding in control["findings"]:
            check(finding in ids, place, f"{schema['id']} {control['id']}: there is no {finding}")
    for finding in report["findings"]:
        check(len(finding["shownExceptions"]) == finding["exceptionsShown"] <= finding["exceptions"], place,
              f"{finding['id']} shows other exceptions than it says")


def check_relative_uri(uri):
    place = "check.sarif"
    is_relative = re.fullmatch(r"(?:[A-Za-z0-9\-._~/]|%[0-9A-F]{2})+", uri)
    check(is_relative, place, f"{uri!r} is no relative reference")
    check(not {"", ".", ".."} & set(uri.split("/")), place, f"{uri!r} leads out of the tree")


def check_sarif(log, report):
    place = "check.sarif"
    check(log["version"] == "2.1.0" and len(log["runs"]) == 1, place, "it is not one run of SARIF 2.1.0")
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    outcomes = outcomes_of(report)
    check(rules == list(outcomes), place, "its rules are not the controls of the report")
    check({result["ruleId"] for result in run["results"]} == set(outcomes), place, "a control has no result")
    fingerprints = set()
    for result in run["results"]:
        rule = result["ruleId"]
        check(rules[result["ruleIndex"]] == rule, place, f"{rule}: its index leads elsewhere")
        outcome = outcomes[rule]
        check(result["kind"] == KINDS[outcome], place, f"{rule}: {outcome} is of kind {result['kind']}")
        # 2.1.0 section 3.27.10: a level says something of failures alone.
        is_none = result["level"] == "none"
        check(is_none == (result["kind"] != "fail"), place, f"{rule}: level and kind disagree")
        is_error = result["level"] == "error"
        check(is_error == (outcome == "not-satisfied"), place, f"{rule}: its level is not the outcome's")
        check(("suppressions" in result) == (outcome == "waived"), place, f"{rule}: suppressed and {outcome}")
        if result["kind"] == "fail":
            fingerprint = result["partialFingerprints"]["assay/v1"]
            check(fingerprint not in fingerprints, place, f"{rule}: its fingerprint is another's")
            fingerprints.add(fingerprint)
        for location in result.get("locations", []):
            if "physicalLocation" in location:
                check_relative_uri(location["physicalLocation"]["artifactLocation"]["uri"])
    for provenance in run.get("versionControlProvenance", []):
        check("repositoryUri" in provenance, place, "provenance without the address of the repository")


def validate_sarif(path):
    try:
        import jsonschema
    except ImportError:
        print("skipped: check.sarif against its schema (no python3-jsonschema)")
        return
    if not SARIF_SCHEMA.exists():
        print(f"skipped: check.sarif against its schema (no {SARIF_SCHEMA})")
        return
    validator = jsonschema.Draft4Validator(read_json(SARIF_SCHEMA), format_checker=jsonschema.FormatChecker())
    for error in validator.iter_errors(read_json(path)):
        problems.append(f"check.sarif: {'/'.join(map(str, error.absolute_path))}: {error.message[:300]}")


def check_junit(root, report):
    place = "check.xml"
    check(root.tag == "testsuites", place, f"its root is {root.tag}")
    suites = root.findall("testsuite")
    check(len(suites) == len(report["schemas"]), place, "there is not one suite for each schema")
    for holder in [root, *suites]:
        cases = list(holder.iter("testcase"))
        check(int(holder.get("tests")) == len(cases), place, "declared tests are not the cases")
        for kind, attribute in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            number = sum(len(case.findall(kind)) for case in cases)
            if holder is not root or holder.get(attribute) is not None:
                check(int(holder.get(attribute)) == number, place, f"declared {attribute} are not the cases")
    for element in root.iter():
        varying = {"timestamp", "hostname", "time"} & set(element.attrib)
        check(not varying, place, f"{element.tag} has {varying}")
    marks_of = {"satisfied": None, "attested": None, "not-satisfied": "failure"}
    expected = [(f"{schema['id']}.{group['id']}", f"{control['id']} {control['title']}",
                 marks_of.get(control["outcome"], "skipped"))
                for schema in report["schemas"]
                for group in schema["groups"]
                for control in group["controls"]]
    found = []
    for case in root.iter("testcase"):
        marks = [child.tag for child in case if child.tag in ("failure", "error", "skipped")]
        check(len(marks) < 2, place, f"{case.get('name')} has several results")
        found.append((case.get("classname"), case.get("name"), marks[0] if marks else None))
    check(found == expected, place, "its cases are not the controls of the report with their outcomes")


def read_junit_independently(path, report):
    try:
        import junitparser
    except ImportError:
        print("skipped: check.xml with an independent reader (no python3-junitparser)")
        return
    read = list(junitparser.JUnitXml.fromfile(str(path)))
    for suite, schema in zip(read, report["schemas"]):
        declared = (suite.tests, suite.failures, suite.errors, suite.skipped)
        suite.update_statistics()
        check(declared == (suite.tests, suite.failures, suite.errors, suite.skipped), "check.xml",
              f"junitparser counts otherwise in the suite of {schema['id']}: {declared}")


def check_codequality(entries, report):
    place = "check.codequality.json"
    check(isinstance(entries, list), place, "it is no array")
    outcomes = outcomes_of(report)
    fingerprints = [entry["fingerprint"] for entry in entries]
    check(len(fingerprints) == len(set(fingerprints)), place, "two entries share a fingerprint")
    for entry in entries:
        check(list(entry) == ["description", "check_name", "fingerprint", "severity", "location"], place,
              f"the keys of an entry are {list(entry)}")
        severities = ("info", "minor", "major", "critical", "blocker")
        check(entry["severity"] in severities, place, "an entry has an unknown severity")
        check("\n" not in entry["description"], place, "a description has several lines")
        path = entry["location"]["path"]
        check(isinstance(path, str) and path, place, "an entry has no path")
        check(entry["location"]["lines"]["begin"] == 1, place, "an entry has no line")
    wanted = {name for name, outcome in outcomes.items() if outcome in ("not-satisfied", "waived")}
    check({entry["check_name"] for entry in entries} == wanted, place,
          "it is not about what is not satisfied or waived")


def oscal_property(element, name):
    values = [prop.get("value") for prop in element.findall(f"{OSCAL}prop") if prop.get("name") == name]
    return values[0] if len(values) == 1 else None


def check_oscal_finding(finding, control, risks):
    place = f"check.oscal.xml: {control['id']}"
    outcome = control["outcome"]
    target = finding.find(f"{OSCAL}target")
    status = target.find(f"{OSCAL}status")
    check((status.get("state"), status.get("reason")) == STATES[outcome], place,
          f"{outcome} is {status.get('state')} for the reason {status.get('reason')}")
    implementation = target.find(f"{OSCAL}implementation-status")
    check((implementation is not None and implementation.get("state") == "not-applicable") ==
          (outcome == "not-applicable"), place, "its implementation status is not the outcome's")
    risk = finding.find(f"{OSCAL}associated-risk")
    check((risk is not None) == (outcome == "waived"), place, "a risk stands where nothing is waived, or none where it is")
    if risk is not None:
        check(risks.get(risk.get("risk-uuid")) == "deviation-approved", place, "its risk is no approved deviation")


def check_oscal(root, report):
    place = "check.oscal.xml"
    check(root.tag == f"{OSCAL}assessment-results", place, f"its root is {root.tag}")
    results = root.findall(f"{OSCAL}result")
    check([oscal_property(one, "schema") for one in results] == [schema["id"] for schema in report["schemas"]], place,
          "there is not one result for each schema")
    uuids = [element.get("uuid") for element in root.iter() if element.get("uuid")]
    check(len(uuids) == len(set(uuids)), place, "two things share a UUID")
    for uuid in uuids:
        check(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", uuid) and uuid[14] == "5", place,
              f"{uuid} is no UUID of version 5")
    for element in root.iter():
        for name, value in element.attrib.items():
            if name.endswith("-uuid") or (name == "href" and value.startswith("#")):
                check(value.lstrip("#") in uuids, place, f"{name} {value} leads nowhere")
    for result, schema in zip(results, report["schemas"]):
        controls = {control["id"]: control for group in schema["groups"] for control in group["controls"]}
        observed = [(oscal_property(one, "control-id"), oscal_property(one, "outcome"))
                    for one in result.findall(f"{OSCAL}observation")]
        check(observed == [(name, control["outcome"]) for name, control in controls.items()], place,
              f"the observations of {schema['id']} are not its controls with their outcomes")
        reviewed = [one.get("control-id") for one in result.iter(f"{OSCAL}include-control")]
        check(len(set(reviewed)) == len(controls), place, f"other controls of {schema['id']} are reviewed")
        findings = {oscal_property(one, "control-id"): one for one in result.findall(f"{OSCAL}finding")}
        check(list(findings) == [name for name, one in controls.items() if one["outcome"] != "undetermined"], place,
              f"the findings of {schema['id']} are not the controls that were decided")
        risks = {one.get("uuid"): one.findtext(f"{OSCAL}status") for one in result.findall(f"{OSCAL}risk")}
        for name, finding in findings.items():
            check_oscal_finding(finding, controls[name], risks)


def validate_oscal(path):
    for schema in OSCAL_SCHEMAS:
        if not schema.exists() or not shutil.which("xmllint"):
            print(f"skipped: check.oscal.xml against its schema (no xmllint, or no {schema})")
            continue
        run = subprocess.run(["xmllint", "--noout", "--schema", schema, path], capture_output=True, text=True)
        check(run.returncode == 0, "check.oscal.xml", f"{schema.name}: {run.stderr[:300]}")


def main(directory):
    report = read_json(directory / "check.json")
    check_report(report)
    check_sarif(read_json(directory / "check.sarif"), report)
    validate_sarif(directory / "check.sarif")
    check_junit(ElementTree.parse(directory / "check.xml").getroot(), report)
    read_junit_independently(directory / "check.xml", report)
    check_codequality(read_json(directory / "check.codequality.json"), report)
    check_oscal(ElementTree.parse(directory / "check.oscal.xml").getroot(), report)
    validate_oscal(directory / "check.oscal.xml")
    for name in ("check.json", "check.sarif", "check.xml", "check.codequality.json", "check.oscal.xml"):
        text = (directory / name).read_text(encoding="utf-8")
        for word in ("compliant", "due care", "standard of care", "score"):
            check(not re.search(rf"\b{word}\b", text, re.I), name, f"says '{word}'")
    print("\n".join(problems) if problems else "the exports are valid")
    return 1 if problems else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(pathlib.Path(sys.argv[1])))
