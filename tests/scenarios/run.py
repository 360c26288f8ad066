#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the repository each scenario sketches, audits it, and compares the finding; README.md has the format."""
import collections
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

sys.dont_write_bytecode = True
from sketch import Sketch  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
SCHEMAS = HERE.parents[1] / "schemas"
RESULTS = ("supported", "contradicted", "silent")
problems = []


def audit(repository, scenarios, local):
    """One run over one repository: a control for each scenario that sketches it. Answers what is not as it should."""
    schema = ET.Element("compliance-schema", format="1", id="scenario", title="Scenario", version="1",
                        publisher="tests", jurisdiction="none", law="no", status="a test")
    for rule in sorted({scenario["rule"] for scenario in scenarios} & set(local)):
        schema.append(local[rule])
    group = ET.SubElement(schema, "group", id="all", title="All")
    for number, scenario in enumerate(scenarios):
        control = ET.SubElement(group, "control", id=f"C{number}", title="Scenario")
        ET.SubElement(control, "statement").text = "It is as the scenario says."
        use = ET.SubElement(ET.SubElement(control, "decision"), "rule", ref=scenario["rule"], basis="text")
        for name, value in scenario["with"]:
            ET.SubElement(use, "with", parameter=name, value=value)
    path = repository.path
    ET.ElementTree(schema).write(f"{path}.xml", encoding="utf-8")
    run = subprocess.run([os.environ["ASSAY"], "audit", repository.audited, "--schema", f"{path}.xml", "--as-of",
                          "2026-12-09", "--out", f"{path}-out", *repository.options], capture_output=True, text=True)
    if run.returncode not in (0, 1, 5):
        return [f"{scenario['file']}: exit code {run.returncode}: {run.stderr.strip()}" for scenario in scenarios]
    report, wrong = ET.parse(f"{path}-out/report.xml"), []
    for number, scenario in enumerate(scenarios):
        used = report.find(f".//control[@id='C{number}']/uses").get("finding")
        finding = report.find(f".//finding[@id='{used}']")
        said = f"{finding.get('sentence')}; {finding.get('reason') or finding.findtext('reason') or 'no reason given'}"
        if finding.get("result") != scenario["result"]:
            wrong.append(f"{scenario['file']}: {finding.get('result')} instead of {scenario['result']}: {said}")
        elif scenario["because"] not in said:
            wrong.append(f"{scenario['file']}: '{scenario['because']}' is not among its reasons: {said}")
    return wrong


def rules_of_schemas():
    """The ids of all rules, and those rules that are written in a schema and so must be copied out of it."""
    local, rules = {}, set()
    for source in sorted([*SCHEMAS.glob("*.xml"), *SCHEMAS.glob("rules/*.xml")]):
        for rule in ET.parse(source).getroot().findall("rule"):
            rules.add(rule.get("id"))
            if source.parent == SCHEMAS:
                local[rule.get("id")] = rule
    return rules, local


def read(path):
    """What a scenario sketches, and what it expects; nothing when it is not in the form of one."""
    lines = path.read_text(encoding="utf-8").splitlines()
    result = path.name.split(".")[-2] if path.suffix == ".scn" else ""
    if result not in RESULTS or not lines or not lines[0].startswith("# ") or len(lines) > 15:
        return None
    words = [tuple(line.partition(" ")[::2]) for line in lines if line and not line.startswith("#")]
    return tuple(line for line in words if line[0] not in ("with", "because")), {
        "file": f"{path.parent.name}/{path.name}", "rule": path.parent.name, "result": result,
        "with": [rest.split(" ", 1) for verb, rest in words if verb == "with"], "because": dict(words).get("because", "")}


def close(rules, there):
    """Every rule has a scenario of every result, or an exemption that still holds."""
    lines = [line for line in (HERE / "exempt.txt").read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#")]
    exempt = [tuple(line.split(": ")[0].split(" ")) for line in lines if ": " in line]
    wanted = {(rule, result) for rule in rules for result in RESULTS}
    problems.extend(f"exempt.txt: '{line}' gives no reason" for line in lines if ": " not in line)
    problems.extend(f"{rule}: no scenario where it is {result}" for rule, result in sorted(wanted - there - set(exempt)))
    problems.extend(f"exempt.txt: {' '.join(one)}: there is no such rule or result" for one in exempt if one not in wanted)
    problems.extend(f"exempt.txt: {' '.join(one)}: it is stale, a scenario exists" for one in exempt if one in there)
    return len(lines)


def main():
    rules, local = rules_of_schemas()
    together, there = collections.defaultdict(list), set()
    for path in sorted(HERE.glob("*/*")):
        scenario = read(path)
        if path.parent.name not in rules:
            problems.append(f"{path.parent.name}/{path.name}: there is no rule {path.parent.name}")
        elif scenario is None:
            problems.append(f"{path.parent.name}/{path.name}: not NAME.RESULT.scn with '# why' first and at most 15 lines")
        else:
            together[scenario[0]].append(scenario[1])
            there.add((scenario[1]["rule"], scenario[1]["result"]))
    exemptions = close(rules, there)
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor() as pool:
        os.environ.update(HOME=folder, GIT_CONFIG_NOSYSTEM="1", TERM="dumb")
        pathlib.Path(folder, ".gitconfig").write_text("[uploadpack]\nallowFilter = true\n[init]\ndefaultBranch = main\n")
        key = f"{folder}/key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "signer", "-f", key], check=True)
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", f"{key}.pem"], check=True, capture_output=True)
        pathlib.Path(folder, "trust/keys").mkdir(parents=True)
        subprocess.run(["openssl", "pkey", "-in", f"{key}.pem", "-pubout", "-out", f"{folder}/trust/keys/key.pem"], check=True)
        pathlib.Path(folder, "trust/allowed_signers").write_text("signer@example.com " + pathlib.Path(key + ".pub").read_text())
        audits = []
        for number, (lines, scenarios) in enumerate(together.items()):
            repository = Sketch(f"{folder}/{number}", key)
            try:
                for line in lines:
                    repository.line(*line)
                repository.finish()
                audits.append(pool.submit(audit, repository, scenarios, local))
            except (ValueError, KeyError, TypeError, AttributeError, subprocess.CalledProcessError) as error:
                problems.append(f"{scenarios[0]['file']}: cannot be made: {error!r}")
        for done in audits:
            problems.extend(done.result())
    print("\n".join([*problems, f"{sum(map(len, together.values()))} scenarios of {len(rules)} rules, {len(together)} "
                     f"repositories, {exemptions} exemptions, {len(problems)} problems"]))
    return 1 if problems else 0


if __name__ == "__main__":
    if "ASSAY" not in os.environ:
        sys.exit("ASSAY must name the executable under test")
    for variable in list(os.environ):
        if re.match(r"GIT_|XDG_|LC_|LANG|TZ|NO_COLOR|GPG_", variable):
            del os.environ[variable]
    sys.exit(main())
