#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the project to its own rules: layers, tables, lists of files, documents. Prints every breach."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
problems = []


def complain(place, text):
    problems.append(f"{place}: {text}")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


# The folders of audit/ may include what audit/README.md says, and cli/ nothing of the libraries beneath audit/.
may_include = {}
for folder, allowed in re.findall(r"^\| `([\w/]+)/` \|[^|]*\| ([^|]*) \|$", read("audit/README.md"), re.M):
    may_include[folder] = {folder} | set(re.findall(r"\w+", allowed))
folders = {str(path.relative_to(ROOT / "audit")) for path in (ROOT / "audit").rglob("*") if path.is_dir()}
if folders != set(may_include):
    complain("audit/README.md", f"its table and the folders differ: {folders ^ set(may_include)}")
libraries = {"git2.h": {"repository"}, "zip.h": {"seal"}, "libxml/": {"base"}, "openssl/": {"base", "seal", "trust"},
             "rnp/": {"trust"}, "simdjson.h": {"base"}, "sqlite3.h": {"base"}, "toml++/": {"base"}, "yaml.h": {"base"},
             "kainjow/": {"render"}, "hs/": {"evidence/scan"}, "re2/": {"evidence/readers", "evidence/scan"}}
for path in sorted([*ROOT.glob("audit/*/**/*.?pp"), *ROOT.glob("cli/*.?pp")]):
    folder = path.parent.relative_to(ROOT)
    layer = folder.name if folder.parts[0] == "cli" else "/".join(folder.parts[1:])
    for include in re.findall(r'#include ["<]([^">]+)[">]', path.read_text(encoding="utf-8")):
        name = path.relative_to(ROOT)
        parts = include.split("/")
        if parts[0] == "audit" and layer != "cli":
            allowed = may_include.get(layer, set())
            if len(parts) == 2 or not allowed & {parts[1], "/".join(parts[1:-1])}:
                complain(name, f"{layer} may not include {include}")
        for library, homes in libraries.items():
            if include.startswith(library) and layer not in homes:
                complain(name, f"{include} belongs to {', '.join(sorted(homes))}")

# Every source is listed in CMakeLists.txt, and every unit test names the file it is about.
for folder, pattern in (("audit", "**/*.cpp"), ("cli", "*.cpp"), ("tests", "unit/*.cpp")):
    listed = set(re.findall(r"[\w/]+\.cpp", read(f"{folder}/CMakeLists.txt")))
    for path in sorted((ROOT / folder).glob(pattern)):
        if str(path.relative_to(ROOT / folder)) not in listed:
            complain(path.relative_to(ROOT), "is not in CMakeLists.txt and so never built")
for path in sorted((ROOT / "tests/unit").glob("test_*.cpp")):
    stem = path.stem[len("test_"):].split("_", 1)
    about = re.sub(r"_(hostile|tampering)$", "", stem[-1])
    home = ROOT / "audit" / (stem[0] if len(stem) == 2 else "")
    if "_" in about and (home / about.split("_", 1)[0]).is_dir():  # a folder within the folder
        home, about = home / about.split("_", 1)[0], about.split("_", 1)[1]
    if not any((home / f"{about}.{ending}").exists() for ending in ("hpp", "cpp")):
        complain(path.relative_to(ROOT), f"there is no {home.relative_to(ROOT)}/{about}")

# Populations: a file each, a row each. Commands: a file each, a row each.
declared = set(re.findall(r"^const Population& (\w+)\(\);", read("audit/evidence/population.hpp"), re.M))
rows = set(re.findall(r"^\s+&(\w+)\(\),$", read("audit/evidence/registry.cpp"), re.M))
# A file with a header of its own is what populations share; the other tables are no population either.
shared = {"formats", "registry"} | {path.stem for path in (ROOT / "audit/evidence").glob("*.hpp")}
files = {path.stem for path in (ROOT / "audit/evidence").glob("*.cpp")} - shared
if not declared == rows == files:
    complain("audit/evidence", f"declarations, registry and files differ: {declared}, {rows}, {files}")
commands = set(re.findall(r"^const Command& (\w+)_command\(\);", read("cli/command.hpp"), re.M))
rows = set(re.findall(r"&(\w+)_command\(\)", read("cli/app.cpp")))
if commands != rows or not all((ROOT / f"cli/{name}.cpp").exists() for name in commands):
    complain("cli", f"commands differ: {commands}, {rows}")

# Rules: every rule of the library is used by some built-in schema, and its file says which ids exist.
schemas = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "schemas").glob("*.xml"))
for path in (ROOT / "schemas/rules").glob("*.xml"):
    for rule in re.findall(r'<rule id="([^"]+)"', path.read_text(encoding="utf-8")):
        if f'ref="{rule}"' not in schemas:
            complain(path.relative_to(ROOT), f"rule {rule} is used by no built-in schema")

# Documents: exit codes are the same everywhere, links lead somewhere, folders are named.
codes = re.findall(r"= (\d),\s+// ", read("cli/exit_code.hpp"))
for document, pattern in (("README.md", r"^\| (\d) \|"), ("cli/assay.1", r"^\.B (\d)$")):
    if re.findall(pattern, read(document), re.M) != codes:
        complain(document, f"its exit codes are not those of cli/exit_code.hpp: {codes}")
tracked = subprocess.run(["git", "-C", ROOT, "ls-files", "--cached", "--others", "--exclude-standard"], check=True,
                         capture_output=True, text=True).stdout.split("\n")
for name in filter(None, tracked):
    if not (ROOT / name).exists():
        continue
    if name.endswith(".md"):
        for target in re.findall(r"\]\(([^)#\s]+)\)", read(name)):
            if "://" not in target and "{{" not in target and not (ROOT / name).parent.joinpath(target).exists():
                complain(name, f"links to {target}, which does not exist")
    if name.endswith((".cpp", ".hpp", ".sh", ".py", ".cmake", ".xml", ".xsd", "CMakeLists.txt")):
        text = read(name)
        if "SPDX-License-Identifier: Apache-2.0" not in text[:400]:
            complain(name, "does not name its licence in the first lines")
        lines = text.count("\n")
        if name.endswith((".cpp", ".hpp")) and lines > 500:
            complain(name, f"has {lines} lines")
for folder in ("audit", "cli", "schemas", "templates", "tests"):
    if f"({folder}/README.md)" not in read("README.md"):
        complain("README.md", f"does not lead to {folder}/README.md")
for path in (ROOT / "tests").iterdir():
    if path.is_dir() and f"`{path.name}/`" not in read("tests/README.md"):
        complain("tests/README.md", f"does not name {path.name}/")

# Only these words may stand in what is printed: a record judges nobody.
for name in [*map(str, ROOT.glob("templates/*.mustache")), *map(str, ROOT.glob("schemas/**/*.xml"))]:
    for word in ("compliant", "due care", "standard of care", "score"):
        if re.search(rf"\b{word}\b", pathlib.Path(name).read_text(encoding="utf-8"), re.I):
            complain(name, f"says '{word}'")

print("\n".join(problems) if problems else "the project keeps its rules")
sys.exit(1 if problems else 0)
