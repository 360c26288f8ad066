#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Other people's SBOMs through assay, against what independent programs say of the same files: python3-jsonschema with
# the official schemas and formats asserted, xmllint with the official XSDs, and Python's own parsers for what they
# state.  sboms.py ASSAY SAMPLES   where SAMPLES holds sbom/ with schema/ within. Exit code 77: no samples or no program.
import collections
import glob
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from differential import draw, empty_repository  # noqa: E402


def skip(why):
    print("skipped: " + why)
    sys.exit(77)


assay, samples = sys.argv[1], os.path.abspath(sys.argv[2])
folder = os.path.join(samples, "sbom")
schemas = os.path.join(folder, "schema")
if not os.path.isdir(schemas):
    skip(f"no samples in {folder}")
if shutil.which("xmllint") is None:
    skip("no xmllint")
try:
    import jsonschema
except ImportError:
    skip("no python3-jsonschema")


def formats():
    checker = jsonschema.FormatChecker(formats=())
    when = re.compile(r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)", re.A)

    def text_form(name, fits):
        checker.checks(name)(lambda value: not isinstance(value, str) or bool(fits(value)))
    text_form("date-time", lambda text: when.fullmatch(text.upper()))
    text_form("date", lambda text: re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.A))
    text_form("idn-email", lambda text: "@" in text)
    text_form("uri", lambda text: re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:\S*", text))
    return checker


class Schemas:
    """The official JSON schemas, each with those it refers to put into it: resolvers differ between releases."""

    def __init__(self):
        self.checker = formats()
        self.validators = {}

    @staticmethod
    def load(name, at):
        with open(os.path.join(schemas, name + ".schema.json"), encoding="utf-8") as file:
            return Schemas.rooted(json.load(file), at)

    @staticmethod
    def rooted(part, at):
        """References as they are when the schema stands at `at` of another one."""
        if isinstance(part, list):
            return [Schemas.rooted(one, at) for one in part]
        if not isinstance(part, dict):
            return part
        part = {name: Schemas.rooted(one, at) for name, one in part.items()
                if not (name == "$id" and isinstance(one, str))}
        if isinstance(part.get("$ref"), str):
            file, _, pointer = part["$ref"].partition("#")
            part["$ref"] = "#" + ("/definitions/" + file.replace(".schema.json", "") if file else at) + pointer
        return part

    def valid(self, name, value):
        if name not in self.validators:
            schema = self.load(name, "")
            for other in ("spdx", "jsf-0.82", "cryptography-defs"):
                schema.setdefault("definitions", {})[other] = self.load(other, "/definitions/" + other)
            kind = jsonschema.validators.validator_for(schema)
            self.validators[name] = kind(schema, format_checker=self.checker)
        return self.validators[name].is_valid(value)


def catalogue(temporary):
    """Makes xmllint find spdx.xsd, which the XSDs import by a URL, in the samples."""
    path = os.path.join(temporary, "catalogue.xml")
    target = f"file://{schemas}/spdx.xsd"
    with open(path, "w", encoding="utf-8") as file:
        file.write('<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
                   f'<uri name="http://cyclonedx.org/schema/spdx" uri="{target}"/>'
                   f'<system systemId="http://cyclonedx.org/schema/spdx" uri="{target}"/></catalog>')
    return path


def xml_valid(path, version, catalogue_path):
    run = subprocess.run(["xmllint", "--nonet", "--noout", "--schema", os.path.join(schemas, f"bom-{version}.xsd"), path],
                         env=dict(os.environ, XML_CATALOG_FILES=catalogue_path), capture_output=True, text=True)
    if run.returncode not in (0, 3, 4):
        raise RuntimeError(run.stderr)
    return run.returncode == 0


def text_of(path):
    with open(path, "rb") as file:
        data = file.read()
    for encoding in ("utf-8-sig", "utf-16"):
        try:
            return data.decode(encoding)
        except UnicodeError:
            pass
    return data.decode("latin-1")


def nested(component):
    yield component
    for one in component.get("components") or []:
        yield from nested(one)


def references_json(value):
    if isinstance(value, dict):
        for name, member in value.items():
            if name == "bom-ref" and isinstance(member, str):
                yield member
            else:
                yield from references_json(member)
    elif isinstance(value, list):
        for one in value:
            yield from references_json(one)


def stated(text):
    return isinstance(text, str) and text.strip() not in ("", "NOASSERTION", "NONE")


def cyclonedx_json(value):
    metadata = value.get("metadata") or {}
    primary = metadata.get("component")
    tops = ([primary] if primary else []) + (value.get("components") or [])
    components = [one for top in tops for one in nested(top)]
    known = set(references_json(value))
    edges = [ref for one in value.get("dependencies") or [] for ref in [one.get("ref")] + (one.get("dependsOn") or [])]
    return {
        "serial": value.get("serialNumber"), "components": len(components),
        "vulnerabilities": len(value.get("vulnerabilities") or []),
        "dangling-references": sum(1 for ref in edges if ref and ref not in known and not ref.startswith("urn:cdx:")),
        "primary-name": primary and primary.get("name"), "primary-version": primary and primary.get("version"),
        "with-version": sum(1 for one in components if stated(one.get("version"))),
        "with-purl": sum(1 for one in components if one.get("purl")),
        "with-hash": sum(1 for one in components if [h for h in one.get("hashes") or [] if h.get("content", "").strip()]),
        "with-supplier": sum(1 for one in components if stated((one.get("supplier") or {}).get("name"))),
    }


def cyclonedx_xml(root, namespace):
    def tag(name):
        return "{%s}%s" % (namespace, name)

    def within(component):
        yield component
        for one in component.findall(f"{tag('components')}/{tag('component')}"):
            yield from within(one)

    def text(one, name):
        return (one.findtext(tag(name)) or "").strip()
    primary = root.find(f"{tag('metadata')}/{tag('component')}")
    tops = ([primary] if primary is not None else []) + root.findall(f"{tag('components')}/{tag('component')}")
    components = [one for top in tops for one in within(top)]
    return {
        "serial": root.get("serialNumber"), "components": len(components),
        # Also those of the extension that was there before the format had its own.
        "vulnerabilities": len(root.findall("{*}vulnerabilities/{*}vulnerability")),
        "primary-name": text(primary, "name") if primary is not None else None,
        "with-version": sum(1 for one in components if stated(text(one, "version"))),
        "with-purl": sum(1 for one in components if text(one, "purl")),
        "with-hash": sum(1 for one in components if one.findall(f"{tag('hashes')}/{tag('hash')}")),
    }


def spdx_json(value):
    packages, files = value.get("packages") or [], value.get("files") or []
    ids = {one.get("SPDXID") for one in packages + files + (value.get("snippets") or []) + [value]}
    ends = [one.get(end) for one in value.get("relationships") or [] for end in ("spdxElementId", "relatedSpdxElement")]
    ends += [end for one in packages for file in one.get("hasFiles") or [] for end in (one.get("SPDXID"), file)]
    words = [[ref.get("referenceType", "").rpartition("/")[2] for ref in one.get("externalRefs") or []] for one in packages]
    return {
        "serial": value.get("documentNamespace"), "components": len(packages) + len(files),
        "dangling-references": sum(1 for end in ends if end not in ids | {"NONE", "NOASSERTION"}
                                   and not str(end).startswith("DocumentRef-")),
        "with-version": sum(1 for one in packages if stated(one.get("versionInfo"))),
        "with-supplier": sum(1 for one in packages if stated(one.get("supplier"))),
        "with-purl": sum(1 for one in words if "purl" in one or "package-url" in one),
        "with-hash": sum(1 for one in packages + files if one.get("checksums")),
    }


def spdx3_json(value):
    graph = value.get("@graph", [value])

    def kind(one):
        return one.get("type") or one.get("@type") or ""
    document = next((one for one in graph if kind(one) == "SpdxDocument"), {})
    versions = {one.get("specVersion") for one in graph if kind(one) == "CreationInfo"}
    facts = {
        "specification": "SPDX", "serial": document.get("spdxId") or document.get("@id"),
        "components": sum(1 for one in graph if kind(one).endswith(("Package", "File"))),
        "with-version": sum(1 for one in graph if kind(one).endswith("Package") and stated(one.get("software_packageVersion"))),
    }
    if len(versions) == 1:
        facts["version"] = versions.pop()
    return facts


def spdx_tag_value(text):
    text = re.sub(r"<text>.*?</text>", "", text, flags=re.S)
    values = collections.defaultdict(list)
    for line in text.split("\n"):
        name, colon, rest = line.partition(":")
        if colon and not line.startswith("#"):
            values[name.strip()].append(rest.strip())
    return {
        "specification": "SPDX", "version": (values["SPDXVersion"] or [""])[0].replace("SPDX-", ""),
        "serial": (values["DocumentNamespace"] or [None])[0],
        "components": len(values["PackageName"]) + len(values["FileName"]),
        "with-version": sum(1 for one in values["PackageVersion"] if stated(one)),
        "with-supplier": sum(1 for one in values["PackageSupplier"] if stated(one)),
    }


def expected_of_json(value, schema):
    if "@context" in value:
        return spdx3_json(value)
    if "spdxVersion" in value or "Document" in value:
        value = value.get("Document", value)
        stated_version = str(value.get("spdxVersion"))
        version = stated_version[5:] if stated_version.startswith("SPDX-") else None
        expected, judged, read = {"specification": "SPDX", "version": version}, f"spdx-{version}", spdx_json
        if version is None:
            expected["valid"] = "no"
    else:
        version = value.get("specVersion")
        expected, judged, read = {"specification": "CycloneDX", "version": version}, f"bom-{version}", cyclonedx_json
    if os.path.exists(os.path.join(schemas, judged + ".schema.json")):
        expected["valid"] = "yes" if schema.valid(judged, value) else "no"
    try:
        expected.update(read(value))
    except (AttributeError, TypeError):  # members of other kinds than the format has: what it states is anybody's guess
        pass
    return expected


def expected_of_xml(path, text, catalogue_path):
    root = ElementTree.fromstring(text.encode())
    namespace = root.tag[1:].partition("}")[0]
    if not root.tag.endswith("}bom") or "cyclonedx.org" not in namespace:
        return None
    version = namespace.rpartition("/")[2]
    expected = {"specification": "CycloneDX", **cyclonedx_xml(root, namespace)}
    if not os.path.exists(os.path.join(schemas, f"bom-{version}.xsd")):
        expected["valid"] = "no"
    elif version not in ("1.0", "1.1"):
        expected["valid"] = "yes" if xml_valid(path, version, catalogue_path) else "no"
    return expected


def expected_of(path, schema, catalogue_path):
    """What the independent programs say, or nothing where the file is no SBOM that can be read."""
    text = text_of(path)
    try:
        if text.lstrip().startswith("{"):
            return expected_of_json(json.loads(text), schema)
        if text.lstrip().startswith("<"):
            return expected_of_xml(path, text, catalogue_path)
    except (ValueError, ElementTree.ParseError):
        return None
    return spdx_tag_value(text) if "SPDXVersion:" in text else None


def counts_of(items):
    counts = collections.defaultdict(collections.Counter)
    for one in items:
        count = counts[one["document"]]
        # Files of SPDX have no version of their own.
        count["with-version"] += one["ntia-version"] == "yes"
        count["with-supplier"] += one["ntia-supplier"] == "yes"
        count["with-purl"] += "purl" in one
        count["with-hash"] += "hash-algorithms" in one
    return counts


def problems_of(name, expected, found, refused, counts):
    if expected is None:
        return [] if name in refused else ["is no SBOM that can be read, and was not refused"]
    if name not in found:
        return ["was not read: " + refused.get(name, "not recognised")]
    item = dict(found[name], **{key: counts[name][key] for key in
                                ("with-version", "with-supplier", "with-purl", "with-hash")})
    return [f"{key}: {item.get(key)}, expected {value}" + (f" ({item.get('flaw')})" if key == "valid" else "")
            for key, value in expected.items()
            if str(item.get(key)) != str(value) and not (value in (None, "") and item.get(key) is None)]


def main():
    with tempfile.TemporaryDirectory() as temporary:
        repository, evidence = os.path.join(temporary, "repository"), os.path.join(temporary, "evidence")
        empty_repository(repository)
        shutil.copytree(folder, evidence, ignore=shutil.ignore_patterns("schema"))
        found = {one["document"]: one for one in draw(assay, repository, "sboms", "--evidence", evidence)}
        refused = {one["document"]: one["reason"] for one in draw(assay, repository, "unreadable-documents", "--evidence", evidence)}
        counts = counts_of(draw(assay, repository, "components", "--evidence", evidence))
        schema, catalogue_path = Schemas(), catalogue(temporary)
        table = collections.Counter()
        for path in sorted(glob.glob(os.path.join(evidence, "**", "*"), recursive=True)):
            if not os.path.isfile(path):
                continue
            name = os.path.relpath(path, evidence)
            expected = expected_of(path, schema, catalogue_path)
            problems = problems_of(name, expected, found, refused, counts)
            kind = "refused" if expected is None else expected.get("specification", "")
            table[(kind, "valid" in (expected or {}), not problems)] += 1
            for problem in problems:
                print(f"{name}: {problem}")
        for (kind, judged, good), count in sorted(table.items()):
            print(f"{kind}{', validity judged' if judged else ''}: {count} {'agreed' if good else 'disagreed'}")
        agreed = sum(count for key, count in table.items() if key[2])
        tried = sum(table.values())
        print(f"tried {tried}, agreed {agreed}, disagreed {tried - agreed}")
        sys.exit(0 if agreed == tried and tried > 0 else 1)


main()
