"""Values kept in .cache/build/ between builds: whole or not at all, and never believed without their checksum."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from wirecopy.build.stamp import digest_of

FORMAT = b"wirecopy build 3\n"  # changes with the shape of what is kept
_ROWS = b"\xdd"  # msgpack's "array 32": its length follows in four bytes
T = TypeVar("T")


def keep(path: Path, value: Any) -> None:
    """Writes the value; the old one stays until the new one is whole.

    The name of the half-written file is the process's own: the processes of a cold build compile the same templates.
    """
    _keep_bytes(path, msgspec.msgpack.encode(value))


def _keep_bytes(path: Path, body: bytes) -> None:
    half = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with half.open("wb", buffering=0) as out:
            out.write(FORMAT + _checksum(body))
            rest = memoryview(
                body
            )  # one value of 50,000 articles is 60 MB: it is not put together with its head
            while rest:  # a disk that is nearly full takes a part, then refuses
                rest = rest[out.write(rest) :]
        os.replace(half, path)
    except OSError:
        half.unlink(missing_ok=True)
        raise


def sweep(folder: Path) -> None:
    """Removes what a build that was killed had half written. Only one build works in the folder at a time."""
    for path in (*folder.glob(".*.new"), *folder.glob("compiled/.*.new")):
        path.unlink(missing_ok=True)


def kept(path: Path, shape: type[T]) -> T | None:
    """The value that was kept; None when there is none, when it is of another version, or damaged."""
    try:
        data = path.read_bytes()
        start = len(FORMAT)
        body = memoryview(data)[start + 4 :]
        if data[:start] != FORMAT or data[start : start + 4] != _checksum(body):
            return None
        return msgspec.msgpack.decode(body, type=shape)
    except (OSError, msgspec.MsgspecError):
        return None


def _checksum(body: bytes | memoryview) -> bytes:
    """CRC-32: what is kept can be damaged, it is nobody's to forge. A fifth of what a digest takes, of 10 MB a build."""
    return zlib.crc32(body).to_bytes(4, "big")


def keep_part(folder: Path, kind: str, value: object) -> str:
    """Keeps the value under a name that says what is in it; the name. Others refer to it, so it is never changed."""
    body = msgspec.msgpack.encode(value)
    name = f"{kind}-{digest_of(body).hex()}"
    if not (folder / name).exists():
        _keep_bytes(folder / name, body)
    return name


def keep_rows(folder: Path, kind: str, rows: Sequence[object]) -> str:
    """As `keep_part` for a list, a row at a time: 50,000 articles are 64 MB, which need not be held once more."""
    half = folder / f".{kind}.{os.getpid()}.new"
    digest, crc = hashlib.blake2b(digest_size=16), 0
    encode = msgspec.msgpack.Encoder().encode
    try:
        with half.open("wb") as out:
            out.write(FORMAT + bytes(4))
            for piece in chain([_ROWS + len(rows).to_bytes(4, "big")], map(encode, rows)):
                out.write(piece)
                digest.update(piece)
                crc = zlib.crc32(piece, crc)
            out.seek(len(FORMAT))
            out.write(crc.to_bytes(4, "big"))
        name = f"{kind}-{digest.hexdigest()}"
        os.replace(half, folder / name)
    except OSError:
        half.unlink(missing_ok=True)
        raise
    return name


def kept_part(folder: Path, name: str, shape: type[T]) -> T | None:
    """The value, None when it is lost or damaged; then all that refers to it is worth nothing."""
    return kept(folder / name, shape) if name else None
