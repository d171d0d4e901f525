"""The journal: every file that a run has decided on, written down as a whole before the first of them is changed.

A run that dies while it writes is finished by the next one, so content/ is never left between two runs. On disk it is
one MessagePack map from names to bytes, written and read one file after the other: its length is no memory.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from wirecopy.markdown import write_whole

FEW = 32  # files that are brought to the disk one by one; of more, all at once: a fifth of the time

_MAP, _NAME, _DATA = (
    b"\xdf",
    b"\xdb",
    b"\xc6",
)  # as they are written: each with a length of four bytes behind it
# As they may be read, and how many bytes of length follow; a journal of another version of wirecopy is read too.
_MAPS, _NAMES, _BYTES = {0xDE: 2, 0xDF: 4}, {0xD9: 1, 0xDA: 2, 0xDB: 4}, {0xC4: 1, 0xC5: 2, 0xC6: 4}


def write_journal(journal: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """The number of files in it; without a file there is no journal. Either all of it is there afterwards or nothing."""
    name = journal.with_name(f".{journal.name}.tmp")
    count = 0
    try:
        with name.open("wb") as file:
            file.write(_MAP + bytes(4))
            for path, data in files:
                told = path.encode("utf-8")
                file.write(_NAME + _size(told) + told + _DATA + _size(data))
                file.write(data)
                count += 1
            file.seek(1)
            file.write(count.to_bytes(4, "big"))
            file.flush()
            if count:
                os.fsync(file.fileno())
        if count:
            os.replace(name, journal)
    finally:
        name.unlink(missing_ok=True)
    return count


def finish_journal(journal: Path, content: Path) -> int:
    """The number of files written from what this run, or an earlier one that could not finish, had decided."""
    try:
        with journal.open("rb") as file:
            count = _count(file)
            # Until they are on the disk the journal holds them, so many files need only one sync between them.
            alone = count <= FEW or not hasattr(os, "sync")
            written = sum(write_whole(content / n, d, sync=alone) for n, d in _files(file)) if count else 0
    except FileNotFoundError:
        return 0
    if not alone:
        os.sync()
    journal.unlink()
    return written


def _count(file: BinaryIO) -> int:
    """The number of files in a journal; 0 when it was cut or spoilt: then nothing was written from it either."""
    size = os.fstat(file.fileno()).st_size
    try:
        count = sum(1 for _ in _files(file))
        return count if file.tell() == size else 0
    except (ValueError, OSError):
        return 0


def _files(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """The files of a journal, one after the other. Raises ValueError where it is none."""
    file.seek(0)
    for _ in range(_length(file, _MAPS)):
        name = _exactly(file, _length(file, _NAMES)).decode("utf-8")
        yield name, _exactly(file, _length(file, _BYTES))


def _length(file: BinaryIO, kinds: Mapping[int, int]) -> int:
    """How long the value is whose head comes next in the file."""
    kind = _exactly(file, 1)[0]
    if kind in kinds:
        return int.from_bytes(_exactly(file, kinds[kind]), "big")
    if kinds is _NAMES and kind & 0xE0 == 0xA0:
        return kind & 0x1F
    if kinds is _MAPS and kind & 0xF0 == 0x80:
        return kind & 0x0F
    raise ValueError(f"no such value: {kind:#x}")


def _exactly(file: BinaryIO, count: int) -> bytes:
    data = file.read(count)
    if len(data) < count:
        raise ValueError("cut short")
    return data


def _size(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big")
