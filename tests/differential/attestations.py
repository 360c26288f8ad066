#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What assay reads in other people's attestations, against Python's own JSON reader; what it says of their signatures,
against the openssl program; and of Sigstore's conformance cases, that none which must fail is ever called good.

usage: attestations.py ASSAY SAMPLES"""
import base64
import binascii
import collections
import csv
import datetime
import functools
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from differential import by_document, draw, empty_repository  # noqa: E402

assay, samples = sys.argv[1], pathlib.Path(sys.argv[2])
if not (samples / "attestations").is_dir():
    print(f"skipped: there are no attestations in {samples}")
    sys.exit(77)
if not shutil.which("openssl"):
    print("skipped: openssl is not installed")
    sys.exit(77)
samples /= "attestations"
work = pathlib.Path(tempfile.mkdtemp(prefix="assay-differential-"))
repo = work / "repo"
empty_repository(repo)
problems = []
tallies = collections.Counter()


def compare(kind, name, what, ours, theirs):
    tallies[kind, ours == theirs] += 1
    if ours != theirs:
        problems.append(f"{name}: {what}: assay {ours!r}, oracle {theirs!r}")


def run(*options, population="attestations"):
    return by_document(draw(assay, repo, population, *options))


# ---- The oracle: envelopes and statements of a file, in the document's order ------------------------------------------
def decoded(text):
    """Base64 of either alphabet, strictly; None when it is none."""
    try:
        return base64.b64decode("".join(str(text).split()).replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        return None


def no_duplicates(pairs):
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def parse(text):
    return json.loads(text, object_pairs_hook=no_duplicates)


class Found:
    def __init__(self, kind, place, statement=None, envelope=None, bundle=None):
        self.kind, self.place, self.statement = kind, place, statement
        self.envelope, self.bundle = envelope, bundle


def of_envelope(envelope, place, kind="dsse", bundle=None):
    statement = None
    payload = decoded(envelope.get("payload"))
    try:
        statement = parse(payload) if payload is not None else None
    except ValueError:
        pass
    if statement is not None and "in-toto" not in envelope.get("payloadType", ""):
        statement = statement if isinstance(statement, dict) and "_type" in statement else None
    return Found(kind, place, statement, envelope, bundle)


def of_value(value, place):
    if isinstance(value, list):
        return [one for index, element in enumerate(value) for one in of_value(element, f"{place}/{index}")]
    if isinstance(value.get("attestations"), list):
        return [one for index, element in enumerate(value["attestations"])
                for one in of_value(element["bundle"], f"{place}/attestations/{index}/bundle")]
    if "provenance_summary" in value:
        return [of_envelope(element["envelope"], f"{place}/provenance_summary/provenance/{index}/envelope")
                for index, element in enumerate(value["provenance_summary"]["provenance"])]
    if "verificationMaterial" in value:
        if value.get("dsseEnvelope"):
            return [of_envelope(value["dsseEnvelope"], place, "bundle", value)]
        return [Found("bundle", place, bundle=value)]
    if "payload" in value and "payloadType" in value:
        return [of_envelope(value, place)]
    if value.get("signed", {}).get("_type") in ("link", "layout"):
        return [Found("metablock", place, value["signed"], value)]
    if str(value.get("_type")).startswith("https://in-toto.io/Statement") or "predicate_type" in value:
        return [Found("none", place, value)]
    return []


def of_file(path):
    text = path.read_bytes().decode("utf-8", "replace")
    try:
        value = parse(text)
        return of_value(value, "") if isinstance(value, (dict, list)) else []
    except ValueError:
        pass
    try:
        lines = [(number, parse(line)) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        return [one for number, value in lines for one in of_value(value, f"line {number}")]
    except (ValueError, AttributeError):
        return []


# ---- Statements ------------------------------------------------------------------------------------------------------
def git_commit(digests):
    return (digests or {}).get("gitCommit") or (digests or {}).get("sha1")


def source_of(predicate_type, predicate):
    version = predicate_type.rpartition("/")[2]
    if version == "v1":
        definition = predicate["buildDefinition"]
        stated, others = (definition.get("externalParameters") or {}).get("source"), definition.get("resolvedDependencies") or []
        stated = stated if isinstance(stated, dict) else {}
    elif version == "v0.2":
        stated, others = (predicate.get("invocation") or {}).get("configSource") or {}, predicate.get("materials") or []
    else:
        others = predicate.get("materials") or []
        at = predicate.get("recipe", {}).get("definedInMaterial")
        stated = others[at] if isinstance(at, int) and at < len(others) else {}
    uri, commit = stated.get("uri"), git_commit(stated.get("digest"))
    if not commit:
        for one in others:
            if git_commit(one.get("digest")) and (not uri or one.get("uri") == uri):
                uri, commit = one.get("uri"), git_commit(one["digest"])
                break
    return uri, commit


def seconds(text):
    match = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?Z", text)
    moment = datetime.datetime.fromisoformat(match[1]).replace(tzinfo=datetime.timezone.utc)
    return int(moment.timestamp())


def check_provenance(name, statement, item):
    predicate, kind = statement["predicate"], statement["predicateType"]
    if kind.endswith("/v1"):
        builder, build_type = predicate["runDetails"]["builder"]["id"], predicate["buildDefinition"]["buildType"]
        times = predicate["runDetails"].get("metadata") or {}
        started, finished = times.get("startedOn"), times.get("finishedOn")
    else:
        builder = predicate["builder"]["id"]
        build_type = predicate.get("buildType") or predicate.get("recipe", {}).get("type")
        times = predicate.get("metadata") or {}
        started, finished = times.get("buildStartedOn"), times.get("buildFinishedOn")
    uri, commit = source_of(kind, predicate)
    for what, field, theirs in (("builder", "builder", builder), ("build type", "build-type", build_type),
                                ("source", "source", uri), ("commit", "source-commit", commit),
                                ("started", "started", started and seconds(started)),
                                ("finished", "finished", finished and seconds(finished)),
                                ("on the audited commit", "on-subject", commit and "no")):
        compare("provenance", name, what, item.get(field), theirs)


def check_statement(name, found, item):
    statement = found.statement
    if not isinstance(statement, dict):
        return
    old = statement.get("_type") in ("link", "layout")
    kinds = {"https://in-toto.io/Statement/v0.1": "0.1", "https://in-toto.io/Statement/v1": "1"}
    compare("statements", name, "version", item.get("statement-version"),
            None if old or "_type" not in statement else kinds.get(statement["_type"], "other"))
    compare("statements", name, "predicate type", item.get("predicate-type"), statement.get("predicateType"))
    if old:
        subjects = [{"name": path, "digest": digest} for path, digest in statement.get("products", {}).items()]
    else:
        subjects = statement.get("subject") or []
    compare("statements", name, "subjects", item["subjects"], len(subjects))
    ours = [(one.get("name"), one.get("algorithm"), one.get("digest")) for one in item.get("subject", [])]
    theirs = [(one.get("name") or None, algorithm, digest) for one in subjects
              for algorithm, digest in (one.get("digest") or {None: None}).items()]
    compare("statements", name, "digests", ours, theirs)
    kind = str(statement.get("predicateType"))
    if "slsa.dev/provenance/" in kind:
        compare("statements", name, "predicate", item.get("predicate"), "slsa-provenance-" + kind.rpartition("/v")[2])
        check_provenance(name, statement, item)
    elif "slsa.dev/verification_summary/" in kind:
        predicate = statement["predicate"]
        compare("statements", name, "predicate", item.get("predicate"), "vsa")
        compare("summaries", name, "verifier", item.get("verifier"), predicate["verifier"]["id"])
        compare("summaries", name, "result", item.get("verification-result"), predicate["verificationResult"])
        compare("summaries", name, "levels", [one["name"] for one in item.get("level", [])], predicate["verifiedLevels"])
        compare("summaries", name, "time", item.get("time-verified"), seconds(predicate["timeVerified"]))
        compare("summaries", name, "resource", item.get("resource"), predicate["resourceUri"])


# ---- Signatures ------------------------------------------------------------------------------------------------------
def openssl(*arguments):
    return subprocess.run(["openssl", *map(str, arguments)], capture_output=True, check=False)


def put(name, data):
    (work / name).write_bytes(data)
    return work / name


def der_of_raw(value):
    def number(octets):
        octets = octets.lstrip(b"\0") or b"\0"
        octets = (b"\0" if octets[0] & 0x80 else b"") + octets
        return b"\x02" + bytes([len(octets)]) + octets
    body = number(value[:len(value) // 2]) + number(value[len(value) // 2:])
    return b"\x30" + bytes([len(body)]) + body


@functools.lru_cache(maxsize=None)
def arithmetic(key, data, digest, value):
    """Whether openssl verifies `value` with the key in PEM, over data, or over a SHA-256 alone."""
    put("key.pem", key)
    kind = openssl("pkey", "-pubin", "-in", work / "key.pem", "-noout", "-text").stdout.decode()
    put("value", value)
    if kind.startswith("ED25519"):
        if data is None:
            return False
        put("data", data)
        return openssl("pkeyutl", "-verify", "-rawin", "-in", work / "data", "-sigfile", work / "value", "-pubin",
                       "-inkey", work / "key.pem").returncode == 0
    values = [value]
    if "ASN1 OID" in kind and len(value) in (64, 96, 132):
        values.append(der_of_raw(value))
    hashes = {"sha256": digest} if data is None else {
        name: hashlib.new(name, data).digest() for name in ("sha256", "sha384", "sha512")}
    paddings = [[]] if "ASN1 OID" in kind else [[], ["-pkeyopt", "rsa_padding_mode:pss"]]
    for candidate in values:
        put("value", candidate)
        for name, hashed in hashes.items():
            put("hash", hashed)
            for padding in paddings:
                if openssl("pkeyutl", "-verify", "-in", work / "hash", "-sigfile", work / "value", "-pubin", "-inkey",
                           work / "key.pem", "-pkeyopt", f"digest:{name}", *padding).returncode == 0:
                    return True
    return False


def key_of_certificate(certificate):
    put("cert", certificate)
    form = "PEM" if certificate.lstrip().startswith(b"-----BEGIN") else "DER"
    return openssl("x509", "-inform", form, "-in", work / "cert", "-noout", "-pubkey").stdout


def certificate_of(bundle):
    material = bundle["verificationMaterial"]
    one = material.get("certificate")
    if not one:
        chain = (material.get("x509CertificateChain") or {}).get("certificates") or [None]
        one = chain[0]
    return decoded(one["rawBytes"]) if one else None


def signed_by(found):
    """(key in PEM or None, what is signed or None, its SHA-256 or None, value or None) of each signature."""
    if found.kind in ("metablock", "none"):
        return
    certificate = certificate_of(found.bundle) if found.bundle else None
    if found.envelope is None:
        message = found.bundle["messageSignature"]
        yield (key_of_certificate(certificate) if certificate else None, None,
               decoded(message["messageDigest"]["digest"]), decoded(message["signature"]))
        return
    payload = decoded(found.envelope["payload"])
    kind = found.envelope["payloadType"].encode()
    pae = None if payload is None else b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    for one in found.envelope["signatures"]:
        own = one["cert"].encode() if one.get("cert") else certificate
        yield key_of_certificate(own) if own else None, pae, None, decoded(one.get("sig"))


def check_signatures(name, found, item, keys=()):
    """Arithmetic with the keys that came along, or with these."""
    count = len(found.envelope["signatures"]) if found.envelope else 1 if found.bundle else 0
    compare("signatures", name, "signatures", item["signatures"], count)
    answers = []
    for key, data, digest, value in signed_by(found):
        if (data is None and digest is None) or not value:
            answers.append("malformed")
        elif key:
            answers.append(arithmetic(key, data, digest, value))
        else:
            answers.append(any(arithmetic(one, data, digest, value) for one in keys) or None)
    if not answers:
        return None
    best = True if True in answers else None if None in answers else False if False in answers else "malformed"
    ours = item.get("status") if item.get("status") == "malformed" else item.get("arithmetic")
    compare("signatures", name, "arithmetic", ours, {True: "yes", False: "no"}.get(best, best))
    return best


# ---- All samples, without any key ------------------------------------------------------------------------------------
folder = work / "all"
shutil.copytree(samples, folder)
documents = run("--evidence", folder)
unreadable = run("--evidence", folder, population="unreadable-documents")
with open(samples.parent / "INDEX.tsv", encoding="utf-8", newline="") as file:
    index = {row[0].partition("/")[2]: row[-1] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
             if row[0].startswith("attestations/")}
compare("files", "INDEX.tsv", "files", sorted(str(path.relative_to(samples)) for path in samples.rglob("*") if path.is_file()),
        sorted(index))
all_found = {}
for name in sorted(index):
    found = all_found[name] = of_file(samples / name)
    items = documents.get(name, [])
    compare("files", name, "attestations", [(one["envelope"], one["place"]) for one in items],
            [(one.kind, one.place) for one in found])
    if len(items) != len(found):
        continue
    for one, item in zip(found, items):
        where = f"{name}{one.place}"
        check_statement(where, one, item)
        best = check_signatures(where, one, item)
        compare("no key, not good", where, "status is good", item.get("status") == "good", False)
        said = index[name]
        if best in (True, False) and len(found) == 1:
            # The index verified messages over the artefact, assay over the digest that the bundle states.
            stated = "OK" if re.search(r"(arithmetic|artifact): OK", said) else \
                "BAD" if re.search(r"(arithmetic|artifact): BAD", said) else None
            if stated and name != "sigstore-conformance/message-digest-mismatch_fail/bundle.sigstore.json":
                compare("index", where, "arithmetic", "OK" if item.get("arithmetic") == "yes" else "BAD", stated)
for name, said in index.items():
    if "not JSON" in said or "does NOT parse as strict JSON" in said:
        # One does not begin as JSON does, so that nothing says it was meant to be any.
        looks = (samples / name).read_bytes().lstrip()[:1] in (b"{", b"[")
        compare("unreadable", name, "is told", name in unreadable, looks)

# ---- Public keys -----------------------------------------------------------------------------------------------------
trust = work / "trust"
(trust / "keys").mkdir(parents=True)
keys = {}
for path in [*samples.rglob("*.pub"), samples / "slsa-verifier/vsa_gce_v1_vsa_signing_public_key.pem"]:
    if openssl("pkey", "-pubin", "-in", path, "-noout").returncode == 0 and b"BEGIN PUBLIC KEY" in path.read_bytes():
        shutil.copyfile(path, trust / "keys" / f"{path.parent.name}-{path.name}")
        keys[path] = path.read_bytes()
vector = re.search(r"^\{.*?\}\]\}$", (samples / "dsse/dsse_test_vector.md").read_text(encoding="utf-8"), re.M | re.S)[0]
x, y = (int(re.search(rf"^{axis}: (\d+)$", (samples / "dsse/dsse_test_vector.md").read_text(encoding="utf-8"), re.M)[1])
        for axis in "XY")
spki = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200") + b"\4" + x.to_bytes(32, "big") + \
    y.to_bytes(32, "big")
pem = b"-----BEGIN PUBLIC KEY-----\n" + base64.encodebytes(spki) + b"-----END PUBLIC KEY-----\n"
(trust / "keys" / "vector.pem").write_bytes(pem)
keys["vector"] = pem
put("all/vector.json", vector.encode())
all_found["vector.json"] = of_value(parse(vector), "")
documents = run("--evidence", folder, "--trust", trust)
good = []
for name, found in sorted(all_found.items()):
    for one, item in zip(found, documents.get(name, [])):
        where = f"with keys: {name}{one.place}"
        best = check_signatures(where, one, item, keys.values())
        if one.kind == "none":
            compare("keys", where, "status", item.get("status"), "none")
        elif not any(key for key, *_ in signed_by(one)) and one.kind != "metablock" and best != "malformed":
            compare("keys", where, "status", item.get("status"), "good" if best else "unknown-key")
        if item.get("status") == "good":
            good.append(name)
compare("keys", "samples", "good", sorted(good),
        sorted(["in-toto-golang/demo.dsse.layout", "in-toto-golang/dsse-only.root.layout",
                "sigstore-conformance/managed-key-and-trusted-root/bundle.sigstore.json",
                # Has to fail because its test hands in no key; the key is in the case before.
                "sigstore-conformance/managed-key-no-key_fail/bundle.sigstore.json",
                "slsa-verifier/vsa_gce_v1_gke-gce-pre.bcid-vsa.jsonl", "vector.json"]))


# ---- Sigstore's conformance cases, with every authority they trust ---------------------------------------------------
def pem_of(certificate):
    return openssl("x509", "-inform", "DER", "-in", put("cert", decoded(certificate["rawBytes"]))).stdout


def authorities(case):
    """The case's own key, and the authorities of its own trusted_root.json, or of all others'."""
    chosen = work / f"trust-{case.name}"
    (chosen / "keys").mkdir(parents=True)
    if (case / "key.pub").exists():
        shutil.copyfile(case / "key.pub", chosen / "keys" / "key.pub")
    roots = [case / "trusted_root.json"] if (case / "trusted_root.json").exists() else \
        sorted(samples.rglob("trusted_root.json"))
    for number, path in enumerate(roots):
        root = json.loads(path.read_text(encoding="utf-8"))
        for kind, where in (("certificateAuthorities", "ca"), ("timestampAuthorities", "tsa")):
            for place, authority in enumerate(root.get(kind, [])):
                certificates = [pem_of(one) for one in authority["certChain"]["certificates"]]
                (chosen / where).mkdir(exist_ok=True)
                (chosen / where / f"{number}-{place}.pem").write_bytes(b"".join(certificates))
    return chosen


cases = sorted(path for path in (samples / "sigstore-conformance").iterdir() if path.is_dir())
statuses = collections.Counter()
proven = 0
for case in cases:
    chosen = authorities(case)
    evidence = work / f"case-{case.name}"
    shutil.copytree(case, evidence)
    shutil.copyfile(samples / "sigstore-conformance/a.txt", evidence / "a.txt")
    (item,) = run("--evidence", evidence, "--trust", chosen)["bundle.sigstore.json"]
    must_fail = case.name.endswith("_fail")
    if must_fail:
        compare("conformance, must fail", case.name, "status is good", item.get("status") == "good", False)
    else:
        compare("conformance, must hold", case.name, "refused",
                item.get("status") in ("bad", "malformed", "unknown-key", "not-trusted", "weak", "revoked-key"), False)
        compare("conformance, must hold", case.name, "flaws", item.get("flaw"), None)
        compare("conformance, must hold", case.name, "arithmetic", item.get("arithmetic"), "yes")
        compare("conformance, must hold", case.name, "a path to the authority",
                item.get("chain"), None if "managed-key" in case.name else "yes")
    proven += "time" in item
    statuses[("must fail" if must_fail else "must hold"), item.get("status", "unknown"), item.get("chain", "-")] += 1
compare("conformance", "all", "some time was proven", proven > 0, True)
print("conformance:", *(f"{count} {kind}: {status}, chain {chain};" for (kind, status, chain), count in sorted(statuses.items())))
print(f"conformance: {proven} of {len(cases)} at a proven time")

# ---- Subjects that are shipped ---------------------------------------------------------------------------------------
for name, folder_name in (("dsse-mismatch-sig_fail", "shipped"), ("happy-path-v0.3", "shipped-too")):
    evidence = work / folder_name
    shutil.copytree(samples / "sigstore-conformance" / name, evidence)
    (bare,) = run("--evidence", evidence)["bundle.sigstore.json"]
    shutil.copyfile(samples / "sigstore-conformance/a.txt", evidence / "artefact.bin")
    (item,) = run("--evidence", evidence)["bundle.sigstore.json"]
    compare("shipped", name, "without the file", [one.get("shipped") for one in bare["subject"]], ["no"])
    compare("shipped", name, "with the file", [one.get("shipped") for one in item["subject"]], ["yes"])

width = max(len(kind) for kind, _ in tallies)
print(f"{'':{width}}  tried  agreed  disagreed")
for kind in sorted({kind for kind, _ in tallies}):
    agreed, other = tallies[kind, True], tallies[kind, False]
    print(f"{kind:{width}}  {agreed + other:5}  {agreed:6}  {other:9}")
shutil.rmtree(work)
for problem in problems:
    print(problem)
sys.exit(1 if problems else 0)
