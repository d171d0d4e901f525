"""What one source repeats: the blocks that stand in many of its entries.

Repetition alone is not safe: footers repeat, and so do "Conclusion" and "Highlights include:".
So the memory only counts; `judge` asks for place or cue besides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

import msgspec

from .values import Block
from .words import spoken

WINDOW = 20  # entries looked back: a template that changed is forgotten after as many
LEAST = 3  # entries that must hold a block before it can count as repeated


class SourceMemory:
    """Blocks of one source by the entries, in order of arrival, in which they stood.

    The same entries in the same order give the same bytes of `dump()`.
    """

    def __init__(self) -> None:
        self._entries = 0
        self._seen: dict[int, list[int]] = {}  # hash of a block's words → numbers of entries
        self._end: int | None = None

    def __len__(self) -> int:
        return self._entries if self._end is None else min(self._entries, self._end)

    def add(self, blocks: Iterable[Block]) -> int:
        """The number of entries held after this one: what `as_of` takes."""
        return self.add_keys(keys_of(blocks))

    def add_keys(self, keys: Iterable[int]) -> int:
        """The same for blocks that are known by their numbers alone (`keys_of`)."""
        for key in keys:
            self._seen.setdefault(key, []).append(self._entries)
        self._entries += 1
        return self._entries

    def as_of(self, entries: int) -> SourceMemory:
        """The same memory as it was when it held so many entries."""
        view = SourceMemory()
        view._entries, view._seen, view._end = self._entries, self._seen, entries
        return view

    def repeats(self, text: str) -> int:
        """In how many of the last `WINDOW` entries the block stood, when that is often; else 0.

        Often is at least `LEAST` entries and at least half of those looked at.
        """
        return self.repeats_number(spoken(text).number)

    def repeats_number(self, key: int) -> int:
        """The same of a block whose number is known (`spoken`)."""
        seen = self._seen.get(key, ()) if key else ()
        end = len(self)
        begin = max(0, end - WINDOW)
        count = bisect_left(seen, end) - bisect_left(seen, begin)
        return count if count >= LEAST and 2 * count >= end - begin else 0

    def dump(self) -> bytes:
        """The memory as bytes (msgpack), for `load`."""
        return msgspec.msgpack.encode((self._entries, sorted(self._seen.items())))

    @classmethod
    def load(cls, data: bytes) -> SourceMemory:
        """The memory that `dump` wrote. Raises msgspec.DecodeError when it is something else."""
        entries, seen = msgspec.msgpack.decode(data, type=tuple[int, list[tuple[int, list[int]]]])
        memory = cls()
        memory._entries, memory._seen = entries, dict(seen)
        return memory


def keys_of(blocks: Iterable[Block]) -> tuple[int, ...]:
    """The numbers by which the memory knows the blocks of one entry, each once, in order."""
    return tuple(sorted({key for block in blocks if (key := spoken(block.text).number)}))
