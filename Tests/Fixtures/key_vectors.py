#!/usr/bin/env python3
"""Writes keys.json: cache keys of the pipeline, computed from the encoding's description alone.

A key is the SHA-256 of the domain and then of the fields: their number, and path, type and value of
each, in byte-wise order of the paths. Every text stands behind its length in bytes; a number is 8
bytes, the least significant first. Floats are hexadecimal bit patterns.
"""

import hashlib
import json
import pathlib
import struct


def text(value):
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def key(fields):
    message = text("engram.pipeline.key") + struct.pack("<Q", len(fields))
    for path, kind, value in sorted(fields, key=lambda field: field[0].encode()):
        message += text(path) + text(kind) + text(value)
    return hashlib.sha256(message).hexdigest()


def double(value):
    return struct.pack(">d", value).hex()


common = [("schema", "integer", "1"), ("stage", "string", "train"), ("version", "integer", "3")]
inputs = [f"{1:064x}", "ab" * 32]
rich = common + [
    ("configuration.rate", "float32", struct.pack(">f", 0.1).hex()),
    ("configuration.steps", "integer", "-5"),
    ("configuration.name", "string", "é"),
    ("configuration.enabled", "boolean", "true"),
    ("configuration.list", "array", "2"),
    ("configuration.list[0]", "float64", double(1.5)),
    ("configuration.list[1]", "float64", double(-0.0)),
    ("configuration.nested.empty", "array", "0"),
    ("inputs", "array", "2"),
    ("inputs[0]", "sha256", inputs[0]),
    ("inputs[1]", "sha256", inputs[1]),
    ("numericClass", "string", "x86_64 SkylakeX"),
]
plain = common + [("configuration", "object", "0"), ("inputs", "array", "0")]
target = pathlib.Path(__file__).with_name("keys.json")
cases = [{"name": "plain", "key": key(plain)}, {"name": "rich", "key": key(rich)}]
target.write_text(json.dumps({"cases": cases}, indent=2) + "\n")
