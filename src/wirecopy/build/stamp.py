"""Whether a file is the one that we knew, without opening it where that can be trusted."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

_FINE = 50_000_000  # ns; a kernel counts file times in ticks of 1 to 10 ms
_COARSE = 2_000_000_000  # ns; FAT counts in steps of 2 s, some network file systems in 1 s


class Stamp(Struct, frozen=True, array_like=True):
    """What the file system says of a file. An equal stamp that `is_settled` means an equal file.

    Size and mtime alone do not: a checkout or `touch -r` can set both. Nobody can set the ctime.
    """

    size: int
    mtime: int  # ns
    ctime: int  # ns
    inode: int


NOWHERE = Stamp(-1, 0, 0, 0)  # of a file that is absent or must be looked into: equals no file's stamp


def stamp_of(path: str | Path) -> Stamp:
    """The file's stamp; `NOWHERE` when there is no such file."""
    try:
        found = os.stat(path)
    except OSError:
        return NOWHERE
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


class Clock:
    """The file system's own time: what was changed just now may be changed again within the same tick."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"

    def now(self) -> int:
        """ns, as the file system counts, less the width of its ticks."""
        moment = self.moment()
        return moment - (_FINE if moment % 1_000_000_000 else _COARSE)

    def passes(self, moment: int, wait: float) -> bool:
        """Whether `now` is later than the moment, within so many seconds."""
        until = time.monotonic() + wait
        while self.now() <= moment:
            if time.monotonic() > until:
                return False
            time.sleep(0.01)
        return True

    def moment(self) -> int:
        """ns, as the file system counts: no file that was changed before is younger."""
        self._file.write_bytes(b"")
        os.utime(self._file)
        return os.stat(self._file).st_ctime_ns


def settled(stamp: Stamp, now: int) -> Stamp:
    """The stamp if a later change must show in it, else `NOWHERE`."""
    return stamp if stamp.ctime < now and stamp.mtime < now else NOWHERE


def walk(root: str, suffix: str = "") -> Iterator[tuple[str, Stamp]]:
    """Every file below `root` (no links, no dot files) with its stamp: path relative to root, in a stable order.

    Raises OSError for a folder that is there and cannot be read: its files are not gone.
    """
    start = len(root) + 1
    stack = [root]
    while stack:
        try:
            with os.scandir(stack.pop()) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                stack.append(entry.path)
            elif entry.name.endswith(suffix) and entry.is_file(follow_symlinks=False):
                try:
                    s = entry.stat(follow_symlinks=False)
                except OSError:
                    continue
                yield entry.path[start:], Stamp(s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino)


def digest_of(data: bytes) -> bytes:
    """A short name for bytes: 128 bits, so that no two contents of a site ever share it."""
    return hashlib.blake2b(data, digest_size=16).digest()


def named_digest(told: object) -> bytes:
    """Of names with stamps."""
    try:
        return digest_of(msgspec.msgpack.encode(told))
    except UnicodeEncodeError:  # a name that is no UTF-8
        return digest_of(repr(told).encode("ascii", "backslashreplace"))
