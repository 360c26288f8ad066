# SPDX-License-Identifier: Apache-2.0
"""Objects of any content, written straight into the bare repository that is the current directory."""
import hashlib
import os
import struct
import zlib

WHO = "C <c@example.com> 1600000000 +0000"


def store(name, compressed):
    path = f"objects/{name[:2]}/{name[2:]}"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(compressed)
    return name


def put(kind, body):
    raw = b"%s %d\0" % (kind.encode(), len(body)) + body
    return store(hashlib.sha1(raw).hexdigest(), zlib.compress(raw, 1))


def tree(*entries):
    return put("tree", b"".join(b"%s %s\0" % (mode, name) + bytes.fromhex(id) for mode, name, id in entries))


def ref(name, id):
    os.makedirs(os.path.dirname(name), exist_ok=True)
    with open(name, "w") as file:
        file.write(id + "\n")


def commit(branch, tree, *parents, message="m\n"):
    lines = [f"tree {tree}", *(f"parent {one}" for one in parents), f"author {WHO}", f"committer {WHO}", "", message]
    id = put("commit", "\n".join(lines).encode())
    ref(f"refs/heads/{branch}", id)
    return id


def zlib_stream(front, zeros):
    """`front` and so many MiB of zeros, compressed, in hardly any time: the same piece of a stream again and again."""
    packer = zlib.compressobj(9)
    start = packer.compress(front) + packer.flush(zlib.Z_FULL_FLUSH)
    packer.compress(bytes(1 << 20))
    packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    sums = zlib.adler32(front)
    low, high = sums & 0xFFFF, sums >> 16
    high = (high + low * (zeros << 20)) % 65521
    return start + piece * zeros + b"\x03\x00" + struct.pack(">I", high << 16 | low)


def put_large(kind, front, zeros, name=None):
    """A loose object of `front` and so many MiB of zeros. Its name takes seconds to compute, unless it is known."""
    head = b"%s %d\0" % (kind.encode(), len(front) + (zeros << 20)) + front
    if name is None:
        digest = hashlib.sha1(head)
        for _ in range(zeros):
            digest.update(bytes(1 << 20))
        name = digest.hexdigest()
    return store(name, zlib_stream(head, zeros))


def entry(kind, size, rest):
    """An object in a pack: its kind (1 commit, 3 blob, 7 change of another), its size, and what follows."""
    bytes_ = []
    value = size >> 4
    first = kind << 4 | size & 15
    while value:
        bytes_.append(first | 0x80)
        first, value = value & 0x7F, value >> 7
    return bytes([*bytes_, first]) + rest


def varint(value):
    out = []
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def put_pack(entries):
    """A pack of (name, entry), with its index, as they are: nothing of them is checked."""
    body, places = struct.pack(">4sII", b"PACK", 2, len(entries)), {}
    for name, data in entries:
        places[name] = len(body), zlib.crc32(data)
        body += data
    body += hashlib.sha1(body).digest()
    names = sorted(places)
    index = b"\377tOc" + struct.pack(">I", 2)
    index += b"".join(struct.pack(">I", sum(int(name[:2], 16) <= first for name in names)) for first in range(256))
    index += b"".join(bytes.fromhex(name) for name in names)
    index += b"".join(struct.pack(">I", places[name][1]) for name in names)
    index += b"".join(struct.pack(">I", places[name][0]) for name in names) + body[-20:]
    index += hashlib.sha1(index).digest()
    os.makedirs("objects/pack", exist_ok=True)
    for ending, content in (("pack", body), ("idx", index)):
        with open(f"objects/pack/pack-{body[-20:].hex()}.{ending}", "wb") as file:
            file.write(content)
