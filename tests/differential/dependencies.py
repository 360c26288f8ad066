#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Manifests, lock files and update automation, read once by assay and once by Python's own parsers and npm.

usage: dependencies.py ASSAY SAMPLES [REPOSITORY…]

SAMPLES holds other people's dependabot.yml and renovate.json; repositories may be bare. Exit code 77: no samples."""
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib

import yaml

assay, samples = sys.argv[1], pathlib.Path(sys.argv[2])
repositories = sys.argv[3:] + list(filter(None, os.environ.get("ASSAY_DEPENDENCY_REPOSITORIES", "").split(":")))
project = pathlib.Path(__file__).resolve().parents[2]
quiet_git = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
failures = 0


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, env=quiet_git, **options).stdout


def items(repository, population, *options):
    output = run(assay, "evidence", str(repository), population, "--format", "json", "--no-cache", "-q", *options)
    return json.loads(output)


def compare(what, expected, got):
    global failures
    missing, surplus = expected - got, got - expected
    print(f"{'agree ' if not missing and not surplus else 'DIFFER'} {what}: {sum(expected.values())}")
    for name, difference in (("only Python", missing), ("only assay", surplus)):
        failures += sum(difference.values())
        for one, count in sorted(difference.items(), key=str)[:6]:
            print(f"         {name}: {one} x{count}")


def make_repository(folder):
    run("git", "init", "-q", str(folder))
    run("git", "-C", str(folder), "add", "-A")
    run("git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty",
        "-m", "files")
    return folder


# ---- what the parsers of Python make of a tree: (document, name, version, has a digest)

def pypi(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def npm_lock(data):
    if "packages" in data:
        for folder, entry in data["packages"].items():
            if re.search(r"(^|/)node_modules/", folder):
                version = data["packages"].get(entry.get("resolved"), {}).get("version") if entry.get("link") \
                    else entry.get("version")
                yield entry.get("name", folder.split("node_modules/")[-1]), version, "integrity" in entry
    else:
        stack = list(data.get("dependencies", {}).items())
        while stack:
            name, entry = stack.pop()
            stack += entry.get("dependencies", {}).items()
            yield name, entry["version"], "integrity" in entry


def cargo_lock(data):
    asked = {line.split(" ")[0] for package in data.get("package", []) if "source" not in package
             for line in package.get("dependencies", [])}
    for package in data.get("package", []):
        if "source" in package or package["name"] in asked:
            yield package["name"], package["version"], "checksum" in package


def uv_lock(data):
    for package in data.get("package", []):
        source = package["source"]
        if source.get("editable", source.get("virtual")) != ".":
            hashes = [package.get("sdist", {})] + package.get("wheels", [])
            yield pypi(package["name"]), package.get("version"), any("hash" in one for one in hashes)


def poetry_lock(data):
    for package in data.get("package", []):
        files = package.get("files") or data.get("metadata", {}).get("files", {}).get(package["name"], [])
        yield pypi(package["name"]), package["version"], bool(files)


def pnpm_lock(data):
    seen = set()
    for key, entry in data.get("packages", {}).items():
        if str(data["lockfileVersion"]).startswith("5"):
            match = re.match(r"^/(@[^/]+/[^/]+|[^/]+)/([^_/]+)", key)
        else:
            match = re.match(r"^/?(@?[^@]+)@([^(]+)", key)
        name, version = match.groups() if match else (key, None)
        name, version = entry.get("name", name), entry.get("version", version)
        if (name, version) not in seen:
            seen.add((name, version))
            yield name, version, "integrity" in entry["resolution"]
    for importer in data.get("importers", {".": data}).values():
        for group in ("dependencies", "devDependencies", "optionalDependencies"):
            for name, value in importer.get(group, {}).items():
                if str(value["version"] if isinstance(value, dict) else value).startswith("link:"):
                    yield name, None, False


def yarn_lock(text):
    for block in re.split(r"\n(?=\S)", text):
        version = re.search(r'^  version:? "?([^"\n]+)"?$', block, re.M)
        header = block.split("\n", 1)[0].rstrip(":").split(",")[0].strip('" ')
        if version and not header.startswith("#"):
            name = header[0] + header[1:].split("@")[0]
            alias = re.match(r"[^@]@npm:|.[^@]*@npm:((?:@[^@/]+/)?[^@]+)@", header)
            yield alias.group(1) if alias and alias.group(1) else name, version.group(1), \
                bool(re.search(r"^  integrity |#[0-9a-f]{40}\"?$", block, re.M))


def go_sum(text):
    for line in text.splitlines():
        name, version, digest = line.split()
        if not version.endswith("/go.mod"):
            yield name, version, digest.startswith("h1:")


def gemfile_lock(text):
    section = ""
    for line in text.splitlines():
        if re.match(r"\S", line):
            section = line
        elif match := re.match(r"^    (\S+) \((.+)\)$", line):
            if section in ("GEM", "GIT", "PATH"):
                yield match.group(1), match.group(2), f"\n  {match.group(1)} ({match.group(2)}) sha256=" in text


LOCKS = {
    "package-lock.json": lambda text: npm_lock(json.loads(text)),
    "npm-shrinkwrap.json": lambda text: npm_lock(json.loads(text)),
    "Cargo.lock": lambda text: cargo_lock(tomllib.loads(text)),
    "uv.lock": lambda text: uv_lock(tomllib.loads(text)),
    "poetry.lock": lambda text: poetry_lock(tomllib.loads(text)),
    "pnpm-lock.yaml": lambda text: pnpm_lock(yaml.load(text, yaml.CSafeLoader)),
    "yarn.lock": yarn_lock,
    "go.sum": go_sum,
    "Gemfile.lock": gemfile_lock,
}


def cargo_manifest(data):
    for part in [data, *data.get("target", {}).values()]:
        for group in ("dependencies", "dev-dependencies", "build-dependencies"):
            for name, value in part.get(group, {}).items():
                yield (value.get("package", name) if isinstance(value, dict) else name,
                       isinstance(value, dict) and value.get("workspace", False),
                       value if isinstance(value, str) else value.get("version"))


def npm_manifest(data):
    optional = data.get("optionalDependencies", {})
    for group in ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies"):
        for name, value in data.get(group, {}).items():
            if group != "dependencies" or name not in optional:
                match = re.match(r"npm:((?:@[^@]+)?[^@]+)@", value)
                yield match.group(1) if match else name, False, value


def pyproject(data):
    texts = list(data.get("project", {}).get("dependencies", []))
    for group in data.get("project", {}).get("optional-dependencies", {}).values():
        texts += group
    for group in data.get("dependency-groups", {}).values():
        texts += [one for one in group if isinstance(one, str)]
    texts += data.get("build-system", {}).get("requires", [])
    for text in texts:
        name, rest = re.match(r"\s*([A-Za-z0-9._-]+)\s*(?:\[[^\]]*\])?\s*(.*)$", text).groups()
        yield pypi(name), False, re.sub(r"^@\s*", "", rest.split(";")[0]).strip()
    poetry = data.get("tool", {}).get("poetry", {})
    groups = [poetry.get("dependencies", {}), poetry.get("dev-dependencies", {})]
    groups += [group.get("dependencies", {}) for group in poetry.get("group", {}).values()]
    for group in groups:
        for name, value in group.items():
            if name != "python":
                yield pypi(name), False, value if isinstance(value, str) else value.get("version")


def go_mod(text):
    replaced = dict(re.findall(r"^\s*(?:replace )?(\S+)(?: v\S+)? => (.+?)\s*(?://.*)?$", text, re.M))
    for name, version in re.findall(r"^(?:require |\t)([^\s()=]+) (v\S+)(?: // indirect.*|\s*//.*)?$", text, re.M):
        words = replaced.get(name, "").split()
        yield (words[0] if len(words) == 2 else name), False, version


MANIFESTS = {
    "Cargo.toml": lambda text: cargo_manifest(tomllib.loads(text)),
    "package.json": lambda text: npm_manifest(json.loads(text)),
    "pyproject.toml": lambda text: pyproject(tomllib.loads(text)),
    "go.mod": go_mod,
}


def check_repository(repository):
    print(f"-- {repository}")
    got = items(repository, "dependencies")
    files = {item["document"]: item for item in items(repository, "dependency-files")}
    by_lock, by_manifest = collections.defaultdict(set), collections.defaultdict(collections.Counter)
    for item in got:
        if item["declared"] == "yes":
            inherited = "version-not-compared" if item["format"] == "cargo-manifest" else ""
            by_manifest[item["document"]][(item["name"], inherited or item.get("requirement", ""))] += 1
        if "lock-document" in item:
            by_lock[item["lock-document"]].add((item["name"], item.get("version"), item["hash"] == "yes"))
    for path in run("git", "-C", str(repository), "ls-tree", "-rz", "--name-only", "HEAD").decode().split("\0"):
        name = path.rsplit("/", 1)[-1]
        if name in LOCKS and "/node_modules/" not in path:
            if path not in files:
                print(f"         not read: {path}")
                continue
            text = run("git", "-C", str(repository), "show", f"HEAD:{path}").decode()
            try:
                expected = list(LOCKS[name](text))
            except (AttributeError, KeyError, TypeError, ValueError):
                compare(f"{path} is made wrong", collections.Counter(["flaws"]),
                        collections.Counter(["flaws"] if int(files[path]["flaws"]) else ["none"]))
                continue
            compare(f"{path} entries", collections.Counter([len(expected)]),
                    collections.Counter([int(files[path]["dependencies"])]))
            compare(f"{path}", collections.Counter(set(expected)), collections.Counter(by_lock[path]))
        if name in MANIFESTS and "/node_modules/" not in path:
            if path not in files:
                print(f"         not read: {path}")
                continue
            text = run("git", "-C", str(repository), "show", f"HEAD:{path}").decode()
            expected = collections.Counter((name, "version-not-compared" if path.endswith("Cargo.toml") else want or "")
                                           for name, _, want in MANIFESTS[name](text))
            compare(path, expected, by_manifest[path])


# ---- other people's configurations of Dependabot and Renovate

def check_automation(folder):
    for path in sorted(samples.glob("dependabot/*")) + sorted(samples.glob("renovate/*")):
        supplied = folder / path.stem
        supplied.mkdir()
        shutil.copy(path, supplied / path.name)
        got = items(folder / "repository", "update-automation", "--evidence", str(supplied))
        facts = collections.Counter()
        for item in got:
            folders = tuple(one["path"] for one in item.get("directory", []))
            facts[(item.get("package-ecosystem"), folders, item.get("schedule"), item["enabled"],
                   tuple(one["name"] for one in item.get("preset", [])))] += 1
        text = path.read_text()
        expected = collections.Counter()
        if path.parent.name == "dependabot":
            for one in yaml.safe_load(text)["updates"]:
                folders = tuple(one.get("directories", [one.get("directory")]))
                expected[(one["package-ecosystem"], folders, one["schedule"]["interval"], "yes", ())] += 1
        else:
            data = json.loads(text)
            schedule = data.get("schedule")
            expected[(None, (), ", ".join(schedule) if isinstance(schedule, list) else schedule,
                      "no" if data.get("enabled") is False else "yes", tuple(data.get("extends", [])))] += 1
        compare(path.name, expected, facts)


def check_own_lock():
    """tests/browser/package-lock.json against `npm ls`."""
    folder = project / "tests/browser"
    listed = subprocess.run(["npm", "ls", "--all", "--json", "--package-lock-only"], cwd=folder, capture_output=True, text=True)
    found, stack = set(), list(json.loads(listed.stdout).get("dependencies", {}).items())
    while stack:
        name, entry = stack.pop()
        stack += entry.get("dependencies", {}).items()
        if "version" in entry:
            found.add((name, entry["version"]))
    with tempfile.TemporaryDirectory() as temporary:
        repository = pathlib.Path(temporary)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(folder / name, repository / name)
        got = {(item["name"], item["version"]) for item in items(make_repository(repository), "dependencies")}
    compare("tests/browser against npm ls", collections.Counter(found), collections.Counter(got))


if shutil.which("npm"):
    check_own_lock()
for one in repositories:
    check_repository(one)
if samples.is_dir():
    with tempfile.TemporaryDirectory() as temporary:
        root = pathlib.Path(temporary)
        (root / "repository").mkdir()
        make_repository(root / "repository")
        check_automation(root)
elif not failures:
    print(f"there are no samples in {samples}")
    sys.exit(77)
print(f"{failures} differences")
sys.exit(1 if failures else 0)
