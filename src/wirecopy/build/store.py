"""Values kept in .cache/build/ between builds: whole or not at all, and never believed without their checksum."""

from __future__ import annotations

import os
import zlib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from wirecopy.build.stamp import digest_of

FORMAT = b"wirecopy build 3\n"  # changes with the shape of what is kept
T = TypeVar("T")


def keep(path: Path, value: Any) -> None:
    """Writes the value; the old one stays until the new one is whole.

    The name of the half-written file is the process's own: the processes of a cold build compile the same templates.
    """
    body = msgspec.msgpack.encode(value)
    half = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        half.write_bytes(FORMAT + _checksum(body) + body)
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
    name = f"{kind}-{digest_of(msgspec.msgpack.encode(value)).hex()}"
    if not (folder / name).exists():
        keep(folder / name, value)
    return name


def kept_part(folder: Path, name: str, shape: type[T]) -> T | None:
    """The value, None when it is lost or damaged; then all that refers to it is worth nothing."""
    return kept(folder / name, shape) if name else None
