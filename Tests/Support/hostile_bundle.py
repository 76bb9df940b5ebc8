"""Writes a bundle that no program of ours would write.

    hostile_bundle.py <case> <good bundle> <file>

The cases are functions of their name below. Each changes the entries of a good bundle, and most seal it
again: the description then agrees with the entries, so that only what the case is about is wrong.
"""

import hashlib
import io
import json
import struct
import sys
import tarfile
import zlib


class Entry:
    def __init__(self, name, data=b"", kind=tarfile.REGTYPE, link="", pax=None):
        self.name, self.data, self.kind, self.link, self.pax = name, data, kind, link, pax or {}

    @property
    def json(self):
        return json.loads(self.data)

    @json.setter
    def json(self, value):
        self.data = (json.dumps(value, indent=2, sort_keys=True) + "\n").encode()


def read(path):
    with tarfile.open(path, "r:") as tar:
        return [Entry(m.name, tar.extractfile(m).read()) for m in tar.getmembers()]


def write(entries):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for entry in entries:
            info = tarfile.TarInfo(entry.name)
            info.type, info.linkname, info.pax_headers = entry.kind, entry.link, entry.pax
            info.mode = 0o444
            info.size = len(entry.data) if entry.kind == tarfile.REGTYPE else 0
            tar.addfile(info, io.BytesIO(entry.data))
    return out.getvalue()


def text(value):
    value = value.encode()
    return struct.pack("<Q", len(value)) + value


def seal(entries, sort=True):
    """Sorts the entries, and lets the description tell of them."""
    head, rest = entries[0], entries[1:]
    if sort:
        rest.sort(key=lambda entry: entry.name.encode())
    digest = hashlib.sha256(text("engram.bundle.entries"))
    for entry in rest:
        digest.update(text(entry.name) + struct.pack("<Q", len(entry.data)))
        digest.update(text(hashlib.sha256(entry.data).hexdigest()))
    description = head.json
    description["contents"] = {
        "bytes": sum(len(entry.data) for entry in rest),
        "digest": digest.hexdigest(),
        "entries": len(rest),
    }
    head.json = description
    return [head] + rest


def find(entries, end):
    return next(entry for entry in entries if entry.name.endswith(end))


def blob(entries):
    return find(entries, hashlib.sha256(find_largest(entries)).hexdigest())


def find_largest(entries):
    return max((e.data for e in entries if e.name.startswith("blobs/")), key=len)


def added(*extra):
    return lambda entries: write(seal(entries + list(extra)))


def check(manifest):
    """The bytes of a manifest, with its check of itself."""
    manifest["check"] = "0" * 64
    data = (json.dumps(manifest, indent=2, sort_keys=True, separators=(",", " : ")) + "\n").encode()
    return data.replace(b"0" * 64, hashlib.sha256(data).hexdigest().encode(), 1)


def header(data, place, change):
    """The archive with another header at `place`, whose checksum is right."""
    block = bytearray(data[place : place + 512])
    change(block)
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return data[:place] + bytes(block) + data[place + 512 :]


def place_of(data, name):
    return data.index(name.encode() + b"\0")


def resized(size):
    def change(block):
        block[124:136] = (
            b"%011o\0" % size if size < 8**11 else b"\x80" + size.to_bytes(11, "big")
        )

    def case(entries):
        entry = blob(entries)
        data = write(entries)
        return header(data, place_of(data, entry.name), change)

    return case


def changed_byte(entries):
    entry = blob(entries)
    entry.data = entry.data[:-1] + bytes([entry.data[-1] ^ 1])
    return write(seal(entries))


def unsealed(entries):
    find(entries, "events.jsonl").data += b"{}\n"
    return write(entries)


def twice(entries):
    entry = find(entries, "run.json")
    return write(seal(entries + [Entry(entry.name, entry.data)]))


def unordered(entries):
    return write(seal([entries[0]] + entries[:0:-1], sort=False))


def without(end):
    def case(entries):
        entries.remove(find(entries, end))
        return write(seal(entries))

    return case


def boundary(entries):
    """Cut where an entry ends, with the end of an archive behind it."""
    return write(entries[:-1])


def end_cut(count):
    """All entries, and less than the two blocks of zeros that end an archive."""

    def case(entries):
        data = write(entries).rstrip(b"\0")
        return data + b"\0" * (-len(data) % 512 + count)

    return case


def cut(part):
    def case(entries):
        data = write(entries)
        return data[: int(len(data) * part)]

    return case


def described(**values):
    def case(entries):
        entries[0].json = entries[0].json | values
        return write(entries)

    return case


def other_run(entries):
    description = entries[0].json
    description["runs"][0]["run"] += "0"
    entries[0].json = description
    return write(seal(entries))


def run_changed(**values):
    def case(entries):
        entry = find(entries, "run.json")
        entry.json = entry.json | values
        return write(seal(entries))

    return case


def manifest_of(entries, stage):
    return next(
        e for e in entries if e.name.startswith("actions/") and e.json["stage"] == stage
    )


def manifest_changed(**values):
    def case(entries):
        entry = manifest_of(entries, "evaluate-tasks")
        entry.data = check(entry.json | values)
        return write(seal(entries))

    return case


def node(name):
    """A run whose first step, which has no manifest of its own here, has another name."""

    def case(entries):
        for entry in entries:
            if entry.name.endswith("run.json"):
                value = entry.json
                value["steps"][0]["node"] = name
                entry.json = value
            elif entry.name.endswith("record.json"):
                value = entry.json
                value["record"]["stages"][0]["node"] = name
                for source in value["record"]["sources"]:
                    source["node"] = name if source["node"] == "dataset" else source["node"]
                entry.json = value
        return write(seal(entries))

    return case


def record_output(kept):
    kept["record"]["stages"][0]["outputs"][0]["name"] = "../../x"


def stray_manifest(entries):
    """A result that no run has: the run is of fewer steps."""
    entry = find(entries, "run.json")
    run = entry.json
    run["steps"].pop()
    entry.json = run
    return write(seal(entries))


def record(change):
    def case(entries):
        entry = find(entries, "record.json")
        kept = entry.json
        change(kept)
        entry.json = kept
        return write(seal(entries))

    return case


def record_path(kept):
    kept["record"]["stages"][0]["outputs"][0]["path"] = "../../../etc/passwd"


def record_task(kept):
    kept["record"]["scores"]["rows"][0][0] = -1


def record_twice(kept):
    kept["record"]["scores"]["rows"].append(kept["record"]["scores"]["rows"][0])


def record_keys(kept):
    kept["record"]["stages"][0]["cacheKey"] = "0" * 64


def record_schema(kept):
    kept["schema"] = 9


def versions(step):
    """A bundle without checkpoints of a program whose training has another version."""

    def case(entries):
        for entry in entries[1:]:
            value = None
            if entry.name.endswith("run.json"):
                value = entry.json
                changed = value["steps"]
            elif entry.name.endswith("record.json"):
                value = entry.json
                changed = value["record"]["stages"]
            if value:
                for it in changed:
                    if it["stage"] == "train-task":
                        it["version"] += step
                entry.json = value
        return write(seal(entries))

    return case


def savepoint(change):
    """A bundle with another savepoint, under its right digest in the bundle."""

    def case(entries):
        entry = find(entries, savepoint_name(entries))
        change(entry)
        return write(seal(entries))

    return case


def savepoint_name(entries):
    return next(e.name for e in entries if e.name.startswith("savepoints/"))


def saved(lines, payload):
    rest = lines + b"\n" + payload
    return b"engram-savepoint 1 %s\n" % hashlib.sha256(rest).hexdigest().encode() + rest


def cut_savepoint(entry):
    entry.data = entry.data[:-7]


def flip_savepoint(entry):
    middle = len(entry.data) // 2
    flipped = bytes([entry.data[middle] ^ 16])
    entry.data = entry.data[:middle] + flipped + entry.data[middle + 1 :]


def newer_savepoint(entry):
    entry.data = entry.data.replace(b"engram-savepoint 1", b"engram-savepoint 2", 1)


def rename_savepoint(entry):
    entry.name = "savepoints/" + "a" * 64


def name_savepoint(entry):
    entry.name = "savepoints/task-02"


def savepoint_of(key):
    """A savepoint of the result `key(entries)`, with what the good one holds."""

    def case(entries):
        entry = find(entries, savepoint_name(entries))
        _, lines, payload = entry.data.split(b"\n", 2)
        head, other = json.loads(lines), key(entries)
        head["key"], entry.name = other, "savepoints/" + other
        entry.data = saved(json.dumps(head, sort_keys=True).encode(), payload)
        description = entries[0].json
        description["savepoints"] = [other]
        entries[0].json = description
        return write(seal(entries))

    return case


def parts_of(payload):
    """Name, kind, count and bytes of each part of a training."""
    place = 0
    while place < len(payload):
        (length,) = struct.unpack_from("<I", payload, place)
        name = payload[place + 4 : place + 4 + length].decode()
        kind, count = struct.unpack_from("<BQ", payload, place + 4 + length)
        start = place + 13 + length
        place = start + count * {1: 4, 2: 8, 3: 8, 4: 1}[kind]
        yield name, kind, count, payload[start:place]


def numbers(end, change):
    """A savepoint with the right digests, and one part that no training has."""

    def alter(entry):
        _, lines, payload = entry.data.split(b"\n", 2)
        out, found = b"", False
        for name, kind, count, data in parts_of(payload):
            if name.endswith(end):
                count, data = change(count, data)
                found = True
            out += struct.pack("<I", len(name)) + name.encode()
            out += struct.pack("<BQ", kind, count) + data
        assert found, end
        entry.data = saved(lines, out)

    return savepoint(alter)


def first(value):
    return lambda count, data: (count, value + data[len(value) :])


def without_parts(entry):
    entry.data = saved(entry.data.split(b"\n", 2)[1], b"")


def integer(value):
    return first(struct.pack("<q", value))


def gzip(entries):
    packer = zlib.compressobj(wbits=31)
    return packer.compress(write(entries)) + packer.flush()


def sparse(entries):
    """An entry of pax's sparse format, which would be a gigabyte of zeros."""
    data = b"1\n0\n0\n".ljust(512, b"\0")
    pax = {
        "GNU.sparse.major": "1",
        "GNU.sparse.minor": "0",
        "GNU.sparse.name": blob(entries).name,
        "GNU.sparse.realsize": str(1 << 30),
    }
    entry = blob(entries)
    entry.data, entry.pax = data, pax
    return write(entries)


CASES = {
    "absolute": added(Entry("/etc/engram", b"x")),
    "parent": added(Entry("runs/../../x/run.json", b"x")),
    "parent-pax": added(Entry("runs/x/run.json", b"x", pax={"path": "../../x"})),
    "dot": added(Entry("./runs/x/run.json", b"x")),
    "symlink": added(Entry("runs/x/run.json", kind=tarfile.SYMTYPE, link="/etc/passwd")),
    "hardlink": added(Entry("runs/x/run.json", kind=tarfile.LNKTYPE, link="bundle.json")),
    "device": added(Entry("runs/x/run.json", kind=tarfile.CHRTYPE)),
    "fifo": added(Entry("runs/x/run.json", kind=tarfile.FIFOTYPE)),
    "folder": added(Entry("runs/x", kind=tarfile.DIRTYPE)),
    "unknown": added(Entry("notes.txt", b"x")),
    "foreign": added(Entry("runs/x/task-01.h5", b"x")),
    "database": added(Entry("results.sqlite", b"x")),
    "upper-case": added(Entry("blobs/sha256/AB/" + "AB" * 32, b"x")),
    "wrong-part": added(Entry("blobs/sha256/00/" + hashlib.sha256(b"x").hexdigest(), b"x")),
    "line-break": added(Entry("runs/x\ny/run.json", b"x")),
    "changed-byte": changed_byte,
    "unsealed": unsealed,
    "smaller": resized(100),
    "larger": resized(1 << 20),
    "enormous": resized(1 << 62),
    "beyond": resized(1 << 80),
    "twice": twice,
    "unordered": unordered,
    "no-manifest": without(".json"),
    "boundary": boundary,
    "no-end": end_cut(0),
    "half-end": end_cut(512),
    "half": cut(0.5),
    "head": cut(0.002),
    "garbage": lambda entries: write(entries) + b"garbage",
    "second": lambda entries: write(entries) * 2,
    "gzip": gzip,
    "sparse": sparse,
    "empty": lambda entries: b"",
    "zeros": lambda entries: b"\0" * 10240,
    "text": lambda entries: b"no tar at all\n" * 1000,
    "other-tar": lambda entries: write(entries[1:]),
    "other-format": described(format="zip"),
    "newer-format": described(version=3),
    "newer-program": described(program="99.0.0"),
    "newer-stage": versions(1),
    "older-stage": versions(-1),
    "other-run": other_run,
    "run-unfinished": run_changed(status="running"),
    "run-newer": run_changed(schema=9),
    "run-renamed": run_changed(id="fig4-seed7-000000000000"),
    "manifest-newer": manifest_changed(schema=9),
    "manifest-stage": manifest_changed(stage="other"),
    "manifest-key": manifest_changed(key="0" * 64),
    "stray-manifest": stray_manifest,
    "stray-blob": added(
        Entry("blobs/sha256/2d/" + hashlib.sha256(b"x").hexdigest(), b"x")
    ),
    "record-path": record(record_path),
    "record-task": record(record_task),
    "record-twice": record(record_twice),
    "record-keys": record(record_keys),
    "record-node": node("a b\x1b[31m"),
    "record-long": node("x" * 200),
    "record-output": record(record_output),
    "record-newer": record(record_schema),
    "savepoint-version": described(version=1),
    "savepoint-unlisted": described(savepoints=[]),
    "savepoint-running": run_changed(status="running"),
    "savepoint-complete": run_changed(status="complete"),
    "savepoint-cut": savepoint(cut_savepoint),
    "savepoint-flipped": savepoint(flip_savepoint),
    "savepoint-newer": savepoint(newer_savepoint),
    "savepoint-renamed": savepoint(rename_savepoint),
    "savepoint-name": savepoint(name_savepoint),
    "savepoint-stray": savepoint_of(lambda entries: "b" * 64),
    "savepoint-done": savepoint_of(
        lambda entries: manifest_of(entries, "initialize-learner").json["key"]
    ),
    "numbers-none": savepoint(without_parts),
    "numbers-nan": numbers("parameters", first(struct.pack("<f", float("nan")))),
    "numbers-step": numbers("loop/step", integer(1 << 40)),
    "numbers-negative": numbers("loop/step", integer(-1)),
    "numbers-position": numbers("position", integer(1 << 40)),
    "numbers-order": numbers("pass_start", integer(-(1 << 40))),
    "numbers-given": numbers("given", integer((1 << 63) - 1)),
    "numbers-log": numbers("log_steps", integer(-3)),
    "numbers-twice": numbers("log_steps", lambda count, data: (count, data[:8] * count)),
    "numbers-power": numbers("optimizer/power_1", first(struct.pack("<d", 9))),
    "good": lambda entries: write(seal(entries)),
}

if __name__ == "__main__":
    case, good, target = sys.argv[1:]
    with open(target, "wb") as file:
        file.write(CASES[case](read(good)))
