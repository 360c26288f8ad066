#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Readers of policy documents against other people's samples and independent tools: PyYAML and jsonschema for
# security-insights, git check-ignore for patterns of CODEOWNERS, GnuPG for a signed security.txt, the licences that
# Debian installs, and what INDEX.tsv says of the samples. Usage: policies.py ASSAY SAMPLES. Exit code 77: the samples
# are not there.
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

ASSAY, SAMPLES = sys.argv[1:3]
tried = agreed = 0
disagreements = []


def check(what, expected, found):
    global tried, agreed
    tried += 1
    if expected == found:
        agreed += 1
    else:
        disagreements.append(f"{what}: expected {expected}, found {found}")


def git(repository, *arguments, may_fail=False):
    return subprocess.run(["git", "-C", repository, "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments],
                          check=not may_fail, capture_output=True, text=True)


def make_repository(folder, files=()):
    os.makedirs(folder)
    git(folder, "init", "-q")
    for path, content in files:
        os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
        with open(os.path.join(folder, path), "w") as out:
            out.write(content)
    git(folder, "add", "-A", "-f")
    git(folder, "commit", "-q", "--allow-empty", "-m", "x")


def items(repository, population, evidence=None, *more):
    command = [ASSAY, "evidence", repository, population, "--format", "json", *more]
    run = subprocess.run(command + (["--evidence", evidence] if evidence else []), capture_output=True, text=True)
    if run.returncode not in (0, 5):
        sys.exit(f"{' '.join(command)}: {run.stderr}")
    return json.loads(run.stdout)


# Supplied under a well-known name, in a folder of its own.
def read_sample(work, empty, population, source, target, *more):
    folder = tempfile.mkdtemp(dir=work)
    os.makedirs(os.path.dirname(os.path.join(folder, target)), exist_ok=True)
    shutil.copy(source, os.path.join(folder, target))
    return items(empty, population, folder, *more)


def facts_of_samples():
    with open(os.path.join(SAMPLES, "INDEX.tsv")) as lines:
        return {row["file"]: row["must_conclude"] for row in csv.DictReader(lines, delimiter="\t")}


# Of the vectors, which come from a validator's own tests. Its verdict on expiry is left to rules here.
VALID_VECTORS = {"signed_example", "contact_kinds", "signed_no_canonical"}


def check_security_txt(work, empty, facts):
    for name, fact in sorted(facts.items()):
        if not name.startswith("security-txt/"):
            continue
        (item,) = read_sample(work, empty, "security-txt", os.path.join(SAMPLES, name), ".well-known/security.txt")
        if "/vectors/" in name:
            stem = os.path.splitext(os.path.basename(name))[0]
            check(f"{name} valid ({item.get('first-flaw')})", "yes" if stem in VALID_VECTORS else "no", item["valid"])
            continue
        check(f"{name} signed", "yes" if "signed True" in fact else "no", item["signed"])
        stated = re.search(r"Expires \['(.*?)'\]", fact)
        check(f"{name} expires", stated.group(1) if stated else None, item.get("expires-as-stated"))
        for field, count in re.findall(r"'([a-z-]+)': (\d+)", fact.split("Expires")[0]):
            found = [one for one in item.get("field", []) if field in (one["name"], one.get("other-name"))]
            check(f"{name} {field}", int(count), len(found))
        if "missing: none" not in fact:
            check(f"{name} valid", "no", item["valid"])


# Signed by GnuPG with a key of this run, and read with that key trusted; then with one letter changed.
def check_signature(work, empty):
    home, trust = os.path.join(work, "gnupg"), os.path.join(work, "trust")
    os.makedirs(home, mode=0o700)
    os.makedirs(trust)

    def gpg(*arguments, text=None):
        return subprocess.run(["gpg", "--homedir", home, "--batch", "--passphrase", "", "--pinentry-mode", "loopback",
                               *arguments], input=text, check=True, capture_output=True, text=True).stdout

    gpg("--quick-generate-key", "Ann <ann@example.org>", "ed25519", "sign", "never")
    with open(os.path.join(trust, "ann.asc"), "w") as out:
        out.write(gpg("--armor", "--export"))
    body = "Contact: mailto:ann@example.org  \n-----dashes\nExpires: 2099-01-01T00:00:00Z\n"
    signed = gpg("--clear-sign", text=body)
    for text, expected in [(signed, "good"), (signed.replace("2099", "2098"), "bad")]:
        path = os.path.join(work, "signed.txt")
        with open(path, "w") as out:
            out.write(text)
        (item,) = read_sample(work, empty, "security-txt", path, ".well-known/security.txt", "--trust", trust)
        check(f"signature {expected}", [expected], [one["status"] for one in item["signature"]])
    subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=False)


def check_security_policies(work, empty, facts):
    for name, fact in sorted(facts.items()):
        if not name.startswith("security-md/") or "words;" not in fact:
            continue
        (item,) = read_sample(work, empty, "security-policies", os.path.join(SAMPLES, name), "SECURITY.md")
        addresses = sorted(set(re.findall(r"'([^' ]+@[^' ]+)'", fact)))
        found = sorted({one["value"] for one in item.get("contact", []) if one["kind"] == "email"})
        check(f"{name} e-mail", addresses, found)
        for words, field in [("supported-versions section", "supported-versions"), ("PGP key/fingerprint", "pgp-key")]:
            check(f"{name} {field}", f"{words} True" in fact, item.get(field) == "yes")
        check(f"{name} response-time", "response time stated True" in fact, isinstance(item.get("response-time"), int))


def check_security_insights(work, empty, facts):
    import jsonschema
    import yaml

    class Text(yaml.SafeLoader):
        pass

    # Dates stay text, as the schema has them.
    Text.yaml_implicit_resolvers = {key: [one for one in values if one[0] != "tag:yaml.org,2002:timestamp"]
                                    for key, values in yaml.SafeLoader.yaml_implicit_resolvers.items()}
    folder = os.path.join(SAMPLES, "repo-config/security-insights")
    with open(os.path.join(folder, "v1/v1.0.0_security-insights-schema.yaml")) as schema:
        validator = jsonschema.Draft7Validator(yaml.load(schema, Text), format_checker=jsonschema.FormatChecker())
    for name in sorted(facts):
        if "security-insights/" not in name or "schema" in os.path.basename(name):
            continue
        path = os.path.join(SAMPLES, name)
        with open(path) as text:
            document = yaml.load(text, Text)
        (item,) = read_sample(work, empty, "security-insights", path, "SECURITY-INSIGHTS.yml")
        check(f"{name} version", document["header"]["schema-version"], item["schema-version"])
        status = (document.get("repository") or document.get("project-lifecycle") or {}).get("status")
        check(f"{name} status", status, item.get("status-as-stated"))
        if document["header"]["schema-version"].startswith("1."):
            errors = [error.message for error in validator.iter_errors(document)]
            check(f"{name} valid ({errors[:2]}; {item.get('first-flaw')})", "no" if errors else "yes", item["valid"])
        else:
            check(f"{name} valid ({item.get('first-flaw')})", "yes", item["valid"])


def check_code_owners(work, empty, facts):
    for name, fact in sorted(facts.items()):
        if not name.startswith("codeowners/") or "rules " not in fact:
            continue
        found = read_sample(work, empty, "code-owners", os.path.join(SAMPLES, name), "CODEOWNERS")
        check(f"{name} rules", int(re.search(r"rules (\d+)", fact).group(1)), len(found))
        check(f"{name} unowned", int(re.search(r"without owner (\d+)", fact).group(1)),
              sum(one["owned"] == "no" for one in found))
        kinds = {kind: int(count) for kind, count in re.findall(r"'(user|team|email)': (\d+)", fact)}
        counted = {}
        for one in found:
            for owner in one.get("owner", []):
                counted[owner["kind"]] = counted.get(owner["kind"], 0) + 1
        check(f"{name} owners", kinds, counted)


# How many of the paths a pattern takes, of a repository that holds nothing else.
def owned_by(work, pattern, paths):
    repository = os.path.join(tempfile.mkdtemp(dir=work), "r")
    make_repository(repository, [(path, "x") for path in paths])
    evidence = tempfile.mkdtemp(dir=work)
    with open(os.path.join(evidence, "CODEOWNERS"), "w") as out:
        out.write(f"{pattern} @a\n")
    (item,) = items(repository, "code-ownership", evidence)
    assert item["paths"] == len(paths)
    return item["paths"] - item["unowned-paths"]


def check_patterns(work):
    with open(os.path.join(SAMPLES, "codeowners/tests/patterns_subset.json")) as table:
        for case in json.load(table):
            for path, expected in case["paths"].items():
                check(f"pattern {case['pattern']} on {path}", int(expected), owned_by(work, case["pattern"], [path]))


# git decides the same, save that a pattern "docs/*" takes folders within docs and all below them, where CODEOWNERS does
# not: such patterns are left out, and so are character ranges, which CODEOWNERS does not have.
def check_against_git(work):
    paths = ["a", "b.c", "docs/a", "docs/b/c.md", "docs/b/d/e.md", "src/x.c", "src/docs/y.c", "src/deep/er/z.h", "x/src/w.c",
             "a b/c", "f*o", "foo", "apps/web/index.js", "lib/apps/k.js", "build/logs/l.txt"]
    patterns = ["*", "*.c", "*.md", "docs", "docs/", "/docs", "/docs/", "docs/b", "/docs/b/", "**/docs", "src/**", "src/**/z.h",
                "**/*.c", "a", "/a", "a\\ b/", "f\\*o", "f?o", "apps", "apps/", "/apps", "b*", "*/docs", "**/src/*.c",
                "build/logs/", "logs", "x/**/w.c", "no/such", "index.*", "deep/er", "**", "/**/docs/", "**/a", "s*/d*/"]
    folder = os.path.join(work, "ignore")
    make_repository(folder, [(path, "x") for path in paths])
    for pattern in patterns:
        with open(os.path.join(folder, ".gitignore"), "w") as ignore:
            ignore.write(pattern + "\n")
        ignored = git(folder, "check-ignore", "--no-index", *paths, may_fail=True).stdout.splitlines()
        check(f"git and pattern {pattern} ({ignored})", len(ignored), owned_by(work, pattern, paths))


DEBIAN = {"Apache-2.0": "Apache-2.0", "Artistic": "Artistic-1.0", "CC0-1.0": "CC0-1.0", "GFDL-1.3": "GFDL-1.3",
          "GPL-1": "GPL-1.0", "GPL-2": "GPL-2.0", "GPL-3": "GPL-3.0", "LGPL-2": "LGPL-2.0", "LGPL-2.1": "LGPL-2.1",
          "LGPL-3": "LGPL-3.0", "MPL-1.1": "MPL-1.1", "MPL-2.0": "MPL-2.0"}


def check_licences(work, empty):
    for name, identifier in DEBIAN.items():
        path = os.path.join("/usr/share/common-licenses", name)
        if os.path.exists(path):
            found = read_sample(work, empty, "licences", path, "COPYING")
            check(f"licence {name}", [(identifier, "text")],
                  [(one.get("identifier"), one["recognised-by"]) for one in found])


# Where the reader differs from what a sample's row counted by its own rules, and why.
KNOWN = {
    "security-md/bitcoin-core__secp256k1__SECURITY.md pgp-key": "it gives fingerprints and a gpg command",
    "security-md/curl__curl__SECURITY.md e-mail": "the address stands in a comment about copyright",
    "security-md/fmtlib__fmt__.github_SECURITY.md response-time": "the 90 days are those until disclosure",
    "repo-config/security-insights/mindersec__minder__.github_security-insights.yml valid":
        "the schema requires assessments.self",
    "repo-config/security-insights/ossf__pvtr-github-repo-scanner__.github_security-insights.yml valid":
        "the schema knows no type secret-scanning",
    "repo-config/security-insights/ossf__security-insights__.github_security-insights.yml valid":
        "the schema requires primary of each contact",
}


def main():
    if not os.path.exists(os.path.join(SAMPLES, "INDEX.tsv")):
        print(f"skipped: no samples in {SAMPLES}")
        sys.exit(77)
    facts = facts_of_samples()
    with tempfile.TemporaryDirectory() as work:
        empty = os.path.join(work, "empty")
        make_repository(empty)
        check_licences(work, empty)
        check_security_policies(work, empty, facts)
        check_security_txt(work, empty, facts)
        check_signature(work, empty)
        check_security_insights(work, empty, facts)
        check_code_owners(work, empty, facts)
        check_patterns(work)
        check_against_git(work)
    print(f"tried {tried}, agreed {agreed}")
    unexplained = 0
    for one in disagreements:
        reason = next((KNOWN[start] for start in KNOWN if one.startswith(start)), None)
        unexplained += reason is None
        print(f"{'known, ' + reason if reason else 'DISAGREES'}: {one}")
    sys.exit(1 if unexplained else 0)


if __name__ == "__main__":
    main()
