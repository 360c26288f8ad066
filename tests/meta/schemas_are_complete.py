#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every shipped schema has the controls of its source, all of them and no others, and each has a scenario of its outcome.

data/control-ids/<schema>.txt is written from the source, not from the schema. Relations lead to controls that exist.
What could not be checked here is said. Prints every breach; exits with 1 when there is one.
"""
import collections
import json
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
LISTS = ROOT / "tests/data/control-ids"
SSDF = ROOT.parent / "shared/data/oscal/derived__NIST_SP800-218_ver1_catalog.json"
problems = []


def complain(place, text):
    problems.append(f"{place}: {text}")


def compare(place, ids, others, whose):
    """Both ways, and nothing twice."""
    for name, count in collections.Counter(ids).items():
        if count > 1:
            complain(place, f"{name} stands there {count} times")
    for name in sorted(set(others) - set(ids)):
        complain(place, f"{name} is missing, which {whose} has")
    for name in sorted(set(ids) - set(others)):
        complain(place, f"{name} is not in {whose}")


def tasks(value):
    """The ids of all controls of class "task", at any depth of an OSCAL catalog."""
    if isinstance(value, list):
        return [one for item in value for one in tasks(item)]
    if not isinstance(value, dict):
        return []
    own = [value["id"]] if value.get("class") == "task" else []
    return own + tasks(list(value.values()))


schemas, relations, lists = {}, [], {}
for path in sorted(ROOT.glob("schemas/*.xml")):
    root = ElementTree.parse(path).getroot()
    if root.tag != "compliance-schema":
        if not path.name.endswith(".scenarios.xml"):
            complain(path.name, f"its root is <{root.tag}>")
        continue
    if path.stem != root.get("id"):
        complain(path.name, f"it holds the schema {root.get('id')}")
    schemas[root.get("id")] = [control.get("id") for control in root.iter("control")]
    relations += [(root.get("id"), control.get("id"), end.get("schema"), end.get("control"))
                  for control in root.iter("control") for end in control.findall("relation")]
for path in sorted(LISTS.glob("*")):
    lists[path.stem] = path.read_text(encoding="utf-8").split()
    if path.suffix != ".txt" or path.stem not in schemas:
        complain(f"control-ids/{path.name}", "there is no such schema")

for schema, controls in schemas.items():
    if schema not in lists:
        complain(schema, f"there is no tests/data/control-ids/{schema}.txt")
    else:
        compare(schema, controls, lists[schema], "its list")
    scenarios = ROOT / f"schemas/{schema}.scenarios.xml"
    if not scenarios.exists():
        complain(schema, f"there is no schemas/{scenarios.name}")
        continue
    root = ElementTree.parse(scenarios).getroot()
    if root.get("schema") != schema:
        complain(scenarios.name, f"it says that it is about {root.get('schema')}")
    there = {scenario.get("control") for scenario in root.iter("scenario")}
    compare(scenarios.name, sorted(there), controls, "the schema")
for path in sorted(ROOT.glob("schemas/*.scenarios.xml")):
    if path.name[:-len(".scenarios.xml")] not in schemas:
        complain(path.name, "there is no such schema")

if not relations:
    complain("schemas", "none declares a relation")
seen = set()
for schema, control, other, end in relations:
    place = f"{schema} {control}"
    if end not in schemas.get(other, []):
        complain(place, f"it is related to {other} {end}, which does not exist")
    if (schema, control) == (other, end):
        complain(place, "it is related to itself")
    if frozenset([(schema, control), (other, end)]) in seen:
        complain(place, f"the relation to {other} {end} is declared again; one declaration serves both ends")
    seen.add(frozenset([(schema, control), (other, end)]))

if not SSDF.exists():
    print("not checked: the list of nist-ssdf-1.1 against NIST's catalog, which is not here")
else:
    compare("control-ids/nist-ssdf-1.1.txt", lists.get("nist-ssdf-1.1", []), tasks(json.loads(SSDF.read_bytes())), "NIST's catalog")

print(f"{len(schemas)} schemas, {sum(map(len, schemas.values()))} controls, {len(relations)} relations, {len(problems)} problems")
print("\n".join(problems), end="\n" if problems else "")
sys.exit(bool(problems))
