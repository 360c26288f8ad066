# SPDX-License-Identifier: Apache-2.0
"""Repositories sketched line by line, made with real git; README.md has the lines."""
import base64
import json
import pathlib
import re
import subprocess

HEADER = 128  # bytes of machine code: the longest header of the formats, so that nothing is cut off
SAMPLES = {"text": b"x\n", "empty": b"", "nul": b"x\0", "gzip": b"\x1f\x8b\x08 x", "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
           "elf": b"\x7fELF\2\1\1".ljust(HEADER, b"\0"), "mach-o": b"\xcf\xfa\xed\xfe\7\0\0\1".ljust(HEADER, b"\0"),
           "pe": b"MZ".ljust(60, b"\0") + b"\x40\0\0\0PE\0\0".ljust(HEADER - 60, b"\0"), "ar": b"!<arch>\n",
           "java-class": b"\xca\xfe\xba\xbe\0\0\0\x34".ljust(HEADER, b"\0"), "dex": b"dex\n035".ljust(HEADER, b"\0"),
           "wasm": b"\0asm\1\0\0\0"}
ARMOUR = {"openpgp": "PGP SIGNATURE", "ssh": "SSH SIGNATURE", "x509": "SIGNED MESSAGE", "unheard-of": "NEW SIGNATURE"}


def armour(kind, payload, key):
    if kind == "ssh-key":
        return subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", key], input=payload.encode(), check=True,
                              capture_output=True).stdout.decode().strip()
    return f"-----BEGIN {ARMOUR[kind]}-----\npretended\n-----END {ARMOUR[kind]}-----"


def git(*words, at=".", data=b""):
    return subprocess.run(["git", "-C", at, *words], input=data, check=True, stdout=subprocess.PIPE).stdout.decode().strip()


def spelled(text, commit):
    return (text.replace("\\n", "\n").replace("\\-", "").replace("\\c", commit or "") + "\n").encode()


class Sketch:
    """A bare repository made line by line; the objects of all sketches lie in one folder, so each is written once."""
    written = {}

    def __init__(self, path, key):
        self.path, self.audited, self.options, self.key = path, path, [], key
        self.now = {"author": "A U Thor <author@example.com>", "committer": "C O Mitter <committer@example.com>",
                    "time": "1600000000", "author-time": "", "signature": "none"}
        self.files, self.refs, self.head, self.beside, self.pending = {}, {}, None, [], True
        git("init", "--quiet", "--bare", "--template=", path)
        objects = pathlib.Path(path, "objects")
        if not pathlib.Path(path, "../objects").exists():
            objects.rename(pathlib.Path(path, "../objects"))
        else:
            objects.joinpath("info").rmdir(), objects.joinpath("pack").rmdir(), objects.rmdir()
        objects.symlink_to("../objects")

    def once(self, key, *words):
        if (words, key) not in self.written:
            self.written[words, key] = git(*words, at=self.path, data=key)
        return self.written[words, key]

    def store(self, data, kind="blob"):
        return self.once(data, "hash-object", "-w", "-t", kind, "--literally", "--stdin")

    def add(self, mode, name, object_id):
        self.files[name], self.pending = f"{mode} {object_id}\t{name}\n", True

    def tree(self):
        listing = "".join(self.files.values()).encode()
        if (listing, "tree") not in self.written:
            git("update-index", "--add", "--index-info", at=self.path, data=listing)
            self.written[listing, "tree"] = git("write-tree", at=self.path)
        return self.written[listing, "tree"]

    def commit(self, message, parents):
        self.now["time"] = re.sub(r"^[1-9]\d*$", lambda seconds: str(int(seconds[0]) + 60), self.now["time"])
        lines = [f"tree {self.tree()}", *(f"parent {parent}" for parent in parents),
                 f"author {self.now['author']} {self.now['author-time'] or self.now['time']} +0200",
                 f"committer {self.now['committer']} {self.now['time']} +0200"]
        text = message.replace("\\n", "\n")
        if self.now["signature"] != "none":
            signature = armour(self.now["signature"], "\n".join([*lines, "", text, ""]), self.key)
            lines.append("gpgsig " + signature.replace("\n", "\n "))
        return self.store("\n".join([*lines, "", text, ""]).encode(), "commit")

    def go_on(self, message, others=()):
        self.head = self.refs["refs/heads/main"] = self.commit(message, [*filter(None, [self.head]), *others])
        self.pending = False

    def supply(self, name, data):
        path = pathlib.Path(self.path + "-evidence", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.options += [] if "--evidence" in self.options else ["--evidence", self.path + "-evidence"]
        return path

    def line(self, verb, rest):
        if verb in ("beside", "merge", "tag", "clone") and self.pending:
            self.go_on("start")
        if verb in self.now:
            self.now[verb] = rest
        elif verb == "file":
            name, what, size, runs = re.fullmatch(r"(\S+) (\S+)(?: of (\d+) bytes)?( executable)?", rest).groups()
            content = SAMPLES[what].ljust(int(size or 0), SAMPLES[what][:1] or b"\0")
            self.add("100755" if runs else "100644", name, self.store(content))
        elif verb == "write":
            name, _, text = rest.partition(" ")
            self.add("100644", name, self.store(spelled(text, self.head)))
        elif verb == "supply":
            name, _, text = rest.partition(" ")
            self.supply(name, spelled(text, self.head))
        elif verb == "sign":
            path = self.path + "-evidence/" + rest
            subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", "file", "-f", self.key, path], check=True, capture_output=True)
        elif verb == "attest":
            name, _, text = rest.partition(" ")
            kind, payload = "application/vnd.in-toto+json", spelled(text, self.head)
            path = self.supply(name, f"DSSEv1 {len(kind)} {kind} {len(payload)} ".encode() + payload)
            signature = subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", self.key + ".pem", "-in", path],
                                       check=True, capture_output=True).stdout
            payload, signature = (base64.b64encode(data).decode() for data in (payload, signature))
            envelope = {"payload": payload, "payloadType": kind, "signatures": [{"sig": signature}]}
            self.supply(name, json.dumps(envelope).encode())
        elif verb == "link":
            name, _, target = rest.partition(" to ")
            self.add("120000", name, self.store(target.encode()))
        elif verb == "submodule":
            self.add("160000", rest, "1" * 40)
        elif verb == "commit":
            self.go_on(rest)
        elif verb == "beside":
            self.beside.append(self.commit(rest, [self.head]))
        elif verb == "merge":
            self.go_on(rest, self.beside)
            self.beside = []
        elif verb == "tag":
            name, annotated, kind = re.fullmatch(r"(\S+)(?: (annotated)(?: signed (\S+))?)?", rest).groups()
            text = f"object {self.head}\ntype commit\ntag {name}\ntagger {self.now['committer']} {self.now['time']} " \
                   f"+0200\n\nrelease\n"
            text += armour(kind, text, self.key) + "\n" if kind else ""
            self.refs[f"refs/tags/{name}"] = self.store(text.encode(), "tag") if annotated else self.head
        elif verb == "tag-beside":
            self.refs[f"refs/tags/{rest}"] = self.beside[-1]
        elif verb == "since":
            self.options += ["--since", rest]
        elif verb == "trust":
            self.options += ["--trust", str(pathlib.Path(self.key).parent / "trust")]
        elif verb == "clone":
            self.finish()
            how = {"of": f"--depth={rest[3:]}", "without blobs": "--filter=blob:none", "without trees": "--filter=tree:0",
                   "without tags": "--no-tags"}["of" if rest.startswith("of ") else rest]
            self.audited = self.path + "-clone"
            git("clone", "--quiet", "--bare", how, f"file://{self.path}", self.audited)
        else:
            raise ValueError(f"nothing begins with '{verb}'")

    def finish(self):
        if self.pending:
            self.go_on("start")
        git("update-ref", "--stdin", at=self.path,
            data="".join(f"create {name} {target}\n" for name, target in self.refs.items()).encode())
        self.refs = {}
