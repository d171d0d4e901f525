"""The fingerprint of a text without what follows from the rest of it: a sixth less on disk.

Sorted hashes are written as the steps between them. The hashes of the opening are the lower halves of some of the
shingles', so a bit for each shingle tells them.
"""

from __future__ import annotations

from array import array
from itertools import accumulate
from operator import sub

import msgspec

_SORTED = (("shingles", "I"), ("terms", "H"))


def lean(fingerprint: bytes) -> bytes | None:
    """The same in fewer bytes; None for what is no fingerprint as `wirecopy.dedupe` makes them."""
    try:
        fields = msgspec.msgpack.decode(fingerprint)
        shingles = array("I", fields.get("shingles", b""))
        fields |= {name: _steps(kind, fields[name]) for name, kind in _SORTED if name in fields}
        if "opening" in fields:
            told = set(array("H", fields["opening"]))
            bits = sum(1 << place for place, hashed in enumerate(shingles) if hashed & 0xFFFF in told)
            fields["opening"] = [bits.to_bytes((bits.bit_length() + 7) // 8, "little")]
        made = msgspec.msgpack.encode(fields)
        return made if whole(made) == fingerprint else None
    except (msgspec.MsgspecError, ValueError, TypeError, AttributeError, OverflowError):
        return None


def whole(made: bytes) -> bytes:
    """The fingerprint that `lean` made smaller, byte for byte."""
    fields = msgspec.msgpack.decode(made)
    for name, kind in _SORTED:
        if name in fields:
            fields[name] = array(kind, accumulate(array(kind, fields[name]))).tobytes()
    if "opening" in fields:
        bits = int.from_bytes(fields["opening"][0], "little")
        shingles = array("I", fields.get("shingles", b""))
        told = {hashed & 0xFFFF for place, hashed in enumerate(shingles) if bits >> place & 1}
        fields["opening"] = array("H", sorted(told)).tobytes()
    values = msgspec.msgpack.encode(fields)  # of fewer than 16 fields, so the head is one byte
    return (
        b"\xde" + len(fields).to_bytes(2, "big") + values[1:]
    )  # the head as msgspec writes that of a Struct


def _steps(kind: str, hashes: bytes) -> bytes:
    values = array(kind, hashes)
    return array(kind, map(sub, values, [0, *values[:-1]])).tobytes()
