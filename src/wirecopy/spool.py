"""Values put aside on disk while a run goes on: its memory does not grow with what it takes in."""

from __future__ import annotations

import os
import tempfile
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")

AT_ONCE = 1 << 18  # bytes that are gathered before they are written


class Spool(Generic[T]):
    """Values of one type by place, in the order in which they were put there; a list could stand for it.

    They lie in a file without a name below `folder`, which is gone when the process is, however it ends. What is
    taken from the spool is equal to what was put there, and is made anew each time: 8 bytes of memory a value.
    """

    def __init__(self, folder: Path, kind: type[T]) -> None:
        # Not in /tmp, which may be memory itself.
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - `close` does it
        self._decoder = msgspec.msgpack.Decoder(kind)
        self._encoder = msgspec.msgpack.Encoder()
        self._ends = array("Q", [0])  # where each value ends, after a first 0
        self._waiting = bytearray()
        self._written = 0

    def append(self, value: T) -> None:
        """Puts a value at the end. Raises OSError when the disk is full."""
        self._waiting += self._encoder.encode(value)
        self._ends.append(self._written + len(self._waiting))
        if len(self._waiting) >= AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        view = memoryview(self._waiting)
        while view:
            view = view[os.pwrite(self._file.fileno(), view, self._written) :]
            self._written = self._ends[-1] - len(view)
        view.release()
        self._waiting = bytearray()

    def packed(self, place: int) -> bytes:
        """The bytes of a value: equal for equal values."""
        begin, end = self._ends[place], self._ends[place + 1]
        if begin >= self._written:
            return bytes(self._waiting[begin - self._written : end - self._written])
        return os.pread(self._file.fileno(), end - begin, begin)

    def __getitem__(self, place: int) -> T:
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self._decoder.decode(self.packed(place))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __iter__(self) -> Iterator[T]:
        return (self[place] for place in range(len(self)))

    def close(self) -> None:
        self._file.close()
