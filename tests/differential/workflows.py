#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Workflows and actions of others, read once by assay and once by PyYAML and a few lines of Python, item by item; the facts
in the samples' index; and the verdicts that the names of samples carry.

usage: workflows.py ASSAY SAMPLES"""
import ast
import collections
import csv
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

assay, samples = sys.argv[1], pathlib.Path(sys.argv[2])
if not (samples / "workflows").is_dir():
    print(f"skipped: there are no samples in {samples}/workflows")
    sys.exit(77)
quiet_git = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
tallies = collections.defaultdict(lambda: [0, 0])
problems = []


def compare(kind, where, expected, got):
    tallies[kind][expected != got] += 1
    if expected != got:
        problems.append(f"{kind}: {where}: expected {expected!r}, got {got!r}")


def items(folder, population):
    run = subprocess.run([assay, "evidence", str(folder), population, "--format", "json", "--no-cache", "-q"],
                         capture_output=True, text=True, env=quiet_git, check=False)
    if run.returncode not in (0, 5):
        sys.exit(f"assay evidence {population}: exit code {run.returncode}\n{run.stderr}")
    return json.loads(run.stdout)


def commit(folder):
    for command in (["init", "-q"], ["add", "-A", "-f"],
                    ["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "files"]):
        subprocess.run(["git", "-C", str(folder), *command], check=True, env=quiet_git)


def children(item, name):
    found = item.get(name, [])
    return found if isinstance(found, list) else [found]


# ---- the oracle: what a GitHub workflow says, by PyYAML without any typing of scalars

def plain(node):
    """A node as lists, dictionaries and strings; lines of sequences' elements beside it."""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [plain(one) for one in node.value]
    return {plain(key): plain(value) for key, value in node.value}


def child(node, name):
    for key, value in node.value if isinstance(node, yaml.MappingNode) else []:
        if key.value == name:
            return value
    return None


def mapping(value, name):
    found = value.get(name)
    return found if isinstance(found, dict) else {}


def summary(permissions):
    if permissions is None:
        return "unstated"
    if permissions in ("read-all", "write-all"):
        return permissions
    if permissions == "" or permissions == {}:
        return "none"
    given = set(permissions.values())
    return "write" if "write" in given else "read" if "read" in given else "none"


def kind_of(uses):
    if uses.startswith("docker://"):
        return kind_of_image(uses[9:])
    if re.match(r"\.{1,2}/|\$/", uses):
        return "local"
    if not re.search("@.", uses):
        return "none"
    return "commit" if re.search(r"@([0-9a-f]{40}|[0-9a-f]{64})$", uses, re.I) else "tag-or-branch"


def kind_of_image(image):
    if re.search(r"@sha256:[0-9a-f]{64}$", image):
        return "digest"
    return "tag-or-branch" if re.search(r":[^/]+$|@.", image) else "none"


def texts(value):
    if isinstance(value, str):
        return [value]
    return [text for one in (value.values() if isinstance(value, dict) else value) for text in texts(one)]


def expressions(text):
    return re.findall(r"\$\{\{((?:[^'}]|'[^']*'|\}(?!\}))*)\}\}", text)


def secrets_in(value):
    named = {name.lower() for text in texts(value) for one in expressions(text) for name in re.findall(r"secrets\.(\w+)", one)}
    return named - {"github_token"}


def token_in(value):
    return any(re.search(r"secrets\.github_token|github\.token", one, re.I) for text in texts(value) for one in expressions(text))


open_leaf = re.compile(r"github\.head_ref|github\.event\.(?:[\w*]+\.)*(?:title|body|message|page_name|head_branch|label|"
                       r"repo\.default_branch|email|display_title|head\.ref|(?:author|committer)\.name)\b", re.I)


def open_contexts(step):
    """Free text of anyone that is named in code, unless it is only compared; a whole event as JSON is."""
    code = [step["run"]] if isinstance(step.get("run"), str) else []
    if re.match(r"(actions/github-script|amadevus/pwsh-script|jannekem/run-python-script-action)@", step.get("uses", ""), re.I):
        code.append(mapping(step, "with").get("script", ""))
    if step.get("uses", "").startswith("tibdex/backport@"):
        code += [mapping(step, "with").get(one, "") for one in ("title_template", "body_template")]
    found = set()
    for text in code:
        for one in expressions(text):
            one = re.sub(r"contains\([^()]*\)|[\w.]+\s*[=!]=\s*('[^']*'|[\w.]+)|('[^']*'|[\w.]+)\s*[=!]=\s*[\w.]+", "", one)
            found |= {path.lower() for path in open_leaf.findall(one)}
            if re.search(r"tojson\(\s*github(\.event)?\s*\)", one, re.I):
                found.add("github.event")
    return found


def hosted(job):
    """yes, no, or None where more than literal labels and one matrix key decide."""
    labels = job.get("runs-on")
    labels = labels.get("labels") if isinstance(labels, dict) else labels
    labels = labels if isinstance(labels, list) else [labels]
    values = []
    for label in labels:
        whole = re.fullmatch(r"\$\{\{\s*matrix\.([\w-]+)\s*\}\}", label or "")
        matrix = mapping(job, "strategy").get("matrix")
        if whole and isinstance(matrix, dict):
            key = whole.group(1)
            taken = matrix.get(key, [])
            values += taken if isinstance(taken, list) else [taken]
            values += [one[key] for one in matrix.get("include", []) if isinstance(one, dict) and key in one]
        else:
            values.append(label)
    if any(isinstance(one, str) and one.lower() == "self-hosted" for one in values):
        return "yes"
    known = r"(ubuntu|windows|macos)-(latest|[\d.]+)(-arm|-intel|-x?large|-vs\d+)?|ubuntu-slim"
    return "no" if all(isinstance(one, str) and re.fullmatch(known, one, re.I) for one in values) else None


def flat_steps(node, pointer):
    for number, step in enumerate(node.value if isinstance(node, yaml.SequenceNode) else []):
        inner = child(step, "parallel")
        if inner is not None:
            yield from flat_steps(inner, f"{pointer}/{number}/parallel")
        else:
            yield f"{pointer}/{number}", step


# ---- one repository of all samples; actions in folders of their own

work = pathlib.Path(tempfile.mkdtemp(prefix="assay-workflows-"))
names, actions = {}, {}
for path in sorted((samples / "workflows").rglob("*")):
    if not path.is_file():
        continue
    name = f"{path.parent.name}__{path.name}"
    target = f".github/workflows/{name}"
    if re.search(r"(^|__)action\.ya?ml$", path.name):
        target = f"actions/{name}/action.yml"
        actions[target] = path
    else:
        names[target] = path
    (work / target).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, work / target)
commit(work)
jobs = collections.defaultdict(dict)
for item in items(work, "workflow-jobs"):
    jobs[item["document"]][item["job"]] = item
steps = collections.defaultdict(list)
for item in items(work, "workflow-steps"):
    steps[item["document"]].append(item)
unread = {item["document"]: item["reason"] for item in items(work, "unreadable-documents")}
privileged = {"discussion", "discussion_comment", "fork", "gollum", "issue_comment", "issues", "pull_request_target", "watch",
              "workflow_run"}


def check_step(name, got, pointer, node):
    step = plain(node)
    where = f"{name}{pointer}"
    compare("step id", where, f"revision:{name}:{pointer}", got["id"])
    compare("step place", where, f"line {node.start_mark.line + 1}", got["place"])
    compare("step uses", where, step.get("uses"), got.get("uses"))
    if "uses" in step:
        kind = kind_of(step["uses"])
        compare("step reference", where, kind, got["reference-kind"])
        compare("step pinned", where, "yes" if kind in ("commit", "digest", "local") else "no", got["pinned"])
    compare("step run", where, "yes" if "run" in step else "no", got["run"])
    compare("step conditional", where, "yes" if "if" in step else "no", got["conditional"])
    compare("step secrets", where, secrets_in(step), {one["name"] for one in children(got, "secret")})
    compare("step token", where, "yes" if token_in(step) else "no", got["token"])
    if re.match(r"actions/checkout[/.]*@", step.get("uses", "")):
        kept = mapping(step, "with").get("persist-credentials", "true").lower() != "false"
        compare("step credentials", where, "yes" if kept else "no", got["keeps-credentials"])
    direct = {one["context"] for one in children(got, "untrusted") if one["source"] == "anyone" and one["context"].startswith("github.")}
    compare("step untrusted", where, open_contexts(step), direct)


def check_job(name, key, job, root, got):
    where = f"{name}/{key}"
    started = root.get("on", {})
    triggers = sorted([started] if isinstance(started, str) else started)
    compare("job triggers", where, " ".join(triggers), got["triggers"])
    compare("job privileged", where, "yes" if privileged & set(triggers) else "no", got["privileged-trigger"])
    top, own = root.get("permissions"), job.get("permissions")
    compare("job permissions", where, (summary(top), summary(own)), (got["permissions-top"], got["permissions-job"]))
    effective = top if own is None else own
    if effective is None:
        compare("job writes", where, None, got.get("writes"))
    else:
        scopes = sorted(one for one in effective if effective[one] == "write") if isinstance(effective, dict) else []
        scopes = ["*"] if effective == "write-all" else scopes
        compare("job writes", where, ("yes" if scopes else "no", " ".join(scopes)), (got["writes"], got["write-scopes"]))
        compare("job oidc", where, "yes" if "id-token" in scopes or scopes == ["*"] else "no", got["oidc"])
    compare("job uses", where, job.get("uses"), got.get("uses"))
    if "uses" in job:
        compare("job reference", where, kind_of(job["uses"]), got["reference-kind"])
    else:
        by_label = hosted(job)  # assay also follows choices of literals, and values within values
        compare("job self-hosted", where, by_label, got.get("self-hosted") if by_label else by_label)
    compare("job secrets", where, secrets_in(job) | secrets_in(root.get("env", {})), {one["name"] for one in children(got, "secret")})
    compare("job secrets", where, "yes" if job.get("secrets") == "inherit" else "no", got["secrets-inherit"])
    images = [job["container"] if isinstance(job["container"], str) else job["container"].get("image")] if "container" in job else []
    images += [one["image"] for one in mapping(job, "services").values() if "image" in one]
    if not any("${{" in one for one in images):
        pins = [(one, "yes" if kind_of_image(one) == "digest" else "no") for one in images]
        compare("job images", where, pins, [(one["image"], one["pinned"]) for one in children(got, "container")])
    minutes = job.get("timeout-minutes")
    if minutes is None or minutes.isdigit():
        compare("job timeout", where, minutes and int(minutes), got.get("timeout"))


for name, path in names.items():
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        root = plain(node) if node is not None else None
    except yaml.YAMLError:
        root = None
    workflow = isinstance(root, dict) and isinstance(root.get("jobs"), dict) and bool(root["jobs"])
    compare("readable", name, workflow, name not in unread)
    if not workflow:
        compare("readable", name, (0, 0), (len(jobs[name]), len(steps[name])))
        continue
    compare("jobs", name, list(root["jobs"]), list(jobs[name]))
    expected = []
    for key, job in root["jobs"].items():
        check_job(name, key, job, root, jobs[name][key])
        listed = list(flat_steps(child(child(child(node, "jobs"), key), "steps"), f"/jobs/{key}/steps"))
        compare("steps", f"{name}/{key}", len(listed), jobs[name][key]["steps"])
        expected += listed
    compare("steps", name, len(expected), len(steps[name]))
    for (pointer, one), got in zip(expected, steps[name]):
        check_step(name, got, pointer, one)

for name, path in actions.items():
    text = path.read_text(encoding="utf-8")
    try:
        node = yaml.compose(text, yaml.BaseLoader)
    except yaml.YAMLError:
        compare("actions", name, 0, len(steps[name]))
        continue
    expected = list(flat_steps(child(child(node, "runs"), "steps"), "/runs/steps"))
    image = child(child(node, "runs"), "image")
    compare("actions", name, len(expected) + (image is not None), len(steps[name]))
    for (pointer, one), got in zip(expected, steps[name]):
        check_step(name, got, pointer, one)
    if image is not None:
        compare("actions", name, (image.value, kind_of(image.value)), (steps[name][-1]["uses"], steps[name][-1]["reference-kind"]))

# ---- the index
with open(samples / "INDEX.tsv", encoding="utf-8", newline="") as file:
    index = {row[0]: row[-1] for row in csv.reader(file, delimiter="\t")}
for name, path in names.items():
    fact = index[str(path.relative_to(samples))]
    found = re.match(r"workflow; triggers (\[.*?\]); top-level permissions (.*?); jobs (\d+) \((\d+) without own permissions\); "
                     r"uses (\{.*?\}); attacker-influenced expressions inside run/script (\d+); checkouts (\d+) \((\d+) leave "
                     r"credentials persisted\); secrets (\[.*?\])$", fact)
    if not found or found.group(3) == "0":
        compare("index: is no workflow", name, True, name in unread)
        continue
    triggers, top, count, without, uses, influenced, checkouts, kept, named = found.groups()
    some = next(iter(jobs[name].values()))
    compare("index: triggers", name, sorted(ast.literal_eval(triggers)), some["triggers"].split())
    compare("index: jobs", name, int(count), len(jobs[name]))
    compare("index: own permissions", name, int(without), sum(job["permissions-job"] == "unstated" for job in jobs[name].values()))
    stated = {"ABSENT": None}.get(top, ast.literal_eval(top) if top.startswith("{") else top)
    compare("index: permissions", name, summary(stated), some["permissions-top"])
    kinds = collections.Counter()
    for one, prefix in [(job, "reusable-") for job in jobs[name].values()] + [(step, "") for step in steps[name]]:
        if "uses" in one:
            kind = {"commit": "sha", "none": "no-ref", "digest": "docker-digest"}.get(one["reference-kind"], one["reference-kind"])
            if one["uses"].startswith("docker://") and kind == "tag-or-branch":
                kind = "docker-tag"
            if one["uses"].startswith("$/"):  # the index does not know this way of naming the repository itself
                kind = "tag-or-branch" if "@" in one["uses"] else "no-ref"
            kinds[prefix + kind] += 1
    if not any(re.search("@$", step.get("uses", "")) for step in steps[name]):  # the index takes "action@" for a tag
        compare("index: uses", name, ast.literal_eval(uses), dict(kinds))
    texts_of_anyone = sum(one["source"] == "anyone" and one["context"].startswith("github.event") for step in steps[name]
                          for one in children(step, "untrusted") if one["context"] != "github.event")
    # The index looks at run and actions/github-script alone, and not within "parallel".
    if not re.search("multi-scalar-anchors|parallel-steps|pwsh-script", name):
        compare("index: upper bound of untrusted expressions", name, True, texts_of_anyone <= int(influenced))
    compare("index: checkouts", name, (int(checkouts), int(kept)),
            (sum("keeps-credentials" in step for step in steps[name]),
             sum(step.get("keeps-credentials") == "yes" for step in steps[name])))
    listed = {one["name"] for job in jobs[name].values() for one in children(job, "secret")}
    facts = {one.lower() for one in ast.literal_eval(named)}  # at most five of them
    compare("index: secrets", name, facts - {"github_token"}, listed if len(facts) < 5 else listed & facts)

# ---- what names of samples say
verdicts = {  # document: (population, field, sorted values over its items)
    "scorecard__github-workflow-dangerous-pattern-default-checkout.yml": (jobs, "untrusted-checkout", ["no"]),
    "scorecard__github-workflow-dangerous-pattern-trusted-checkout.yml": (jobs, "untrusted-checkout", ["no"]),
    "scorecard__github-workflow-dangerous-pattern-untrusted-checkout-workflow_run.yml": (jobs, "untrusted-checkout", ["yes"]),
    "scorecard__github-workflow-dangerous-pattern-untrusted-inline-script-injection.yml":
        (steps, "untrusted-expression", ["no", "yes"]),
    "scorecard__github-workflow-dangerous-pattern-untrusted-script-injection.yml":
        (steps, "untrusted-expression", ["no", "yes"]),
    "scorecard__github-workflow-dangerous-pattern-untrusted-script-injection-tojson.yml":
        (steps, "untrusted-expression", ["yes"]),
    "scorecard__github-workflow-permissions-none.yaml": (jobs, "permissions-top", ["none"]),
    "scorecard__github-workflow-permissions-readall.yaml": (jobs, "permissions", ["read-all"]),
    "scorecard__github-workflow-permissions-top-level-only.yaml": (jobs, "permissions-job", ["unstated"]),
    "scorecard__github-workflow-permissions-writes.yaml": (jobs, "writes", ["yes"]),
    "scorecard__github-workflow-permissions-run-writes.yaml": (jobs, "writes", ["yes"]),
    "scorecard__github-workflow-permissions-run-multiple-writes.yaml": (jobs, "writes", ["yes"]),
    "scorecard__workflow-not-pinned.yaml": (steps, "pinned", ["no", "no", "yes", "yes"]),
    "scorecard__workflow-mix-github-and-non-github-pinned.yaml": (steps, "pinned", ["yes", "yes"]),
    "scorecard__workflow-mix-pinned-and-non-pinned-non-github.yaml": (steps, "pinned", ["no", "yes", "yes"]),
    "scorecard__workflow-local-action.yaml": (steps, "reference-kind", ["commit", "local", "local"]),
    "scorecard__github-workflow-job-uses.yaml": (jobs, "reusable-pinned", ["no"]),
    "zizmor__self-hosted__self-hosted-runner-label.yml": (jobs, "self-hosted", ["yes"]),
    "zizmor__self-hosted__self-hosted-matrix-dimension.yml": (jobs, "self-hosted", ["yes"]),
    "zizmor__self-hosted__self-hosted-matrix-inclusion.yml": (jobs, "self-hosted", ["yes"]),
    "zizmor__template-injection.yml": (steps, "untrusted-expression", ["yes"]),
    "zizmor__template-injection__dataflow.yml": (steps, "untrusted-expression", ["no", "yes", "yes"]),
    "zizmor__template-injection__input-caps.yml": (steps, "insider-expression", ["yes"]),
    "zizmor__template-injection__addnab-docker-run-action.yml": (steps, "insider-expression", ["yes", "yes"]),
    "zizmor__template-injection__pwsh-script.yml": (steps, "untrusted-expression", ["yes"]),
    "zizmor__template-injection__template-injection-dynamic-matrix.yml": (steps, "insider-expression", ["yes"]),
    "zizmor__template-injection__issue-22-repro.yml": (steps, "untrusted-expression", ["no"] * 4),
    "zizmor__template-injection__issue-418-repro.yml": (steps, "untrusted-expression", ["no"]),
    "zizmor__template-injection__issue-1664-repro.yml": (steps, "untrusted-expression", ["no"]),
    "zizmor__template-injection__issue-1903-repro.yml": (steps, "untrusted-expression", ["no"]),
    "zizmor__template-injection__pr-317-repro.yml": (steps, "untrusted-expression", ["no"]),
    "zizmor__anchors__multi-scalar-anchors.yml": (steps, "untrusted-expression", ["yes", "yes"]),
    "zizmor__anchors__steps-list-alias.yml": (steps, "untrusted-expression", ["yes", "yes"]),
    "zizmor__parallel-steps__basic.yml": (steps, "untrusted-expression", ["yes"]),
    "zizmor__unpinned-images__issue-2097-repro.yml": (jobs, "container", [{"role": "service", "image": "${{ matrix.mysql || '' }}",
                                                                          "pinned": "yes"}]),
    "zizmor__unpinned-images__urllib3-empty-matrix-container.yml": (jobs, "image-pinned", ["no"]),
    "zizmor__unpinned-uses.yml": (steps, "pinned", ["no"]),
    "zizmor__unpinned-tools__if-false.yml": (steps, "disabled", None),
    "zizmor__excessive-permissions__workflow-write-all.yml": (jobs, "write-scopes", ["*", "*"]),
    "zizmor__excessive-permissions__workflow-empty-perms.yml": (jobs, "writes", ["no", "no"]),
    "zizmor__excessive-permissions__reusable-workflow-call.yml": (jobs, "reference-kind", ["local"]),
}
for name, (population, field, expected) in verdicts.items():
    found = population[f".github/workflows/{name}"]
    found = list(found.values() if isinstance(found, dict) else found)
    values = [value for one in found for value in (children(one, field) if field == "container" else [one.get(field)])]
    values = [value for value in values if value is not None]
    if expected is None:
        compare("names", name, True, "yes" in values)
    else:
        compare("names", name, expected, sorted(values, key=str))
tools = {"airflow-codeql": ("sast", "codeql"), "github-hadolint": ("sast", "hadolint"), "github-qodana": ("sast", "qodana"),
         "snyk": ("sca", "snyk"), "packaging-go": ("release", "goreleaser"), "packaging-pypi": ("release", "pypi"),
         "packaging-npm-github": ("release", "npm"), "packaging-nuget": ("release", "nuget"),
         "packaging-maven": ("release", "maven"), "packaging-semantic": ("release", "semantic-release"),
         "packaging-python-semantic": ("release", "python-semantic-release"), "packaging-elixir": ("release", "hex"),
         "packaging-docker-action": ("build", "docker"), "run-codeql-write": ("sast", "codeql"),
         "contents-writes-release-mvn": ("release", "maven"), "spicedb-release": ("release", "goreleaser"),
         "sast-no-codeql": ("sast", None)}
for part, (kind, tool) in tools.items():
    for name in (one for one in names if f"scorecard__" in one and part in one):
        found = {(one["kind"], one["tool"]) for step in steps[name] for one in children(step, "activity")}
        if tool is None:
            compare("names: activities", name, False, any(one[0] == kind for one in found))
        else:
            compare("names: activities", name, True, (kind, tool) in found)

# ---- commands: at the start of a line, by regular expressions
starts = {("tests", "go test"): r"go test\b", ("tests", "pytest"): r"pytest\b", ("tests", "ctest"): r"ctest\b",
          ("build", "cmake"): r"cmake --build\b", ("tests", "make"): r"make (.*\s)?(check|test)(\s|$)",
          ("release", "twine"): r"twine upload\b", ("build", "go"): r"go build\b", ("tests", "npm"): r"npm (test|run test)\b",
          ("release", "cargo"): r"cargo publish\b", ("release", "npm"): r"npm publish\b", ("signing", "cosign"): r"cosign sign\b"}
for name, found in steps.items():
    path = names.get(name)
    for got in found if path is not None else []:
        node = yaml.compose(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        script = plain(node)
        for part in got["id"].split(":", 2)[2].split("/")[1:]:
            script = script[int(part)] if isinstance(script, list) else script[part.replace("~1", "/").replace("~0", "~")]
        script = script.get("run", "") or ""
        for (kind, tool), pattern in starts.items():
            there = bool(re.search(r"^\s*(sudo (-E )?)?" + pattern, re.sub(r"\\\n", " ", script), re.M))
            listed = {"kind": kind, "tool": tool} in children(got, "activity")
            if there or re.search(r"^\s*" + pattern, script, re.M):
                compare("commands", got["id"], True, listed)

# ---- GitLab
for path in sorted((samples / "repo-config/gitlab").glob("*.y*ml")):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="assay-gitlab-", dir=work.parent))
    shutil.copyfile(path, folder / ".gitlab-ci.yml")
    commit(folder)
    root = plain(yaml.compose(path.read_text(encoding="utf-8"), yaml.BaseLoader))
    expected = {key: job for key, job in root.items() if isinstance(job, dict) and "script" in job and not key.startswith(".")}
    got = {job["job"]: job for job in items(folder, "workflow-jobs")}
    compare("gitlab: jobs", path.name, list(expected), list(got))
    for key, job in expected.items():
        image = job.get("image", root.get("image", root.get("default", {}).get("image")))
        compare("gitlab: image", f"{path.name}/{key}", image.get("name") if isinstance(image, dict) else image,
                got[key].get("image"))
        scripts = sum(bool(job.get(part, root.get(part))) for part in ("before_script", "script", "after_script"))
        compare("gitlab: steps", f"{path.name}/{key}", scripts, got[key]["steps"])
    shutil.rmtree(folder)

for kind, (agreed, differed) in sorted(tallies.items()):
    print(f"{kind:48} {agreed:6} agree {differed:4} differ")
print("\n".join(problems))
shutil.rmtree(work)
sys.exit(bool(problems))
