"""What one source repeats: the blocks that stand in many of its entries.

Repetition alone is not safe: footers repeat, and so do "Conclusion" and "Highlights include:".
So the memory only counts; `judge` asks for place or cue besides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from .values import Block
from .words import spoken

WINDOW = 20  # entries looked back: a template that changed is forgotten after as many
LEAST = 3  # entries that must hold a block before it can count as repeated


class SourceMemory:
    """Blocks of one source by the entries, in order of arrival, in which they stood.

    The same entries in the same order give the same bytes of `dump()`. Entries are counted when a block is asked for:
    of most sources a build asks for none.
    """

    def __init__(self) -> None:
        self._entries: list[Sequence[int]] = []  # the hashes of the words of the blocks of each
        self._end: int | None = None
        self._counted = (0, 0)  # from which entry to which
        self._counts: dict[int, int] = {}  # in how many of them a block stood

    def __len__(self) -> int:
        held = len(self._entries)
        return held if self._end is None else min(held, self._end)

    def add(self, blocks: Iterable[Block]) -> int:
        """The number of entries held after this one: what `as_of` takes."""
        return self.add_keys(keys_of(blocks))

    def add_keys(self, keys: Sequence[int]) -> int:
        """The same for blocks that are known by their numbers alone (`keys_of`)."""
        self._entries.append(keys)
        return len(self._entries)

    def as_of(self, entries: int) -> SourceMemory:
        """The same memory as it was when it held so many entries."""
        view = SourceMemory()
        view._entries, view._end = self._entries, entries
        return view

    def repeats(self, text: str) -> int:
        """In how many of the last `WINDOW` entries the block stood, when that is often; else 0.

        Often is at least `LEAST` entries and at least half of those looked at.
        """
        return self.repeats_number(spoken(text).number)

    def repeats_number(self, key: int) -> int:
        """The same of a block whose number is known (`spoken`)."""
        end = len(self)
        begin = max(0, end - WINDOW)
        if self._counted != (begin, end):
            self._count(begin, end)
        count = self._counts.get(key, 0) if key else 0
        return count if count >= LEAST and 2 * count >= end - begin else 0

    def _count(self, begin: int, end: int) -> None:
        """Makes the counts those of the entries from `begin` to `end`, out of what is counted already."""
        first, last = self._counted
        if not first <= begin <= last <= end:
            self._counts.clear()
            first = last = begin
        counts = self._counts
        for entry in self._entries[first:begin]:
            for key in entry:
                if counts[key] == 1:
                    del counts[key]
                else:
                    counts[key] -= 1
        for entry in self._entries[last:end]:
            for key in entry:
                counts[key] = counts.get(key, 0) + 1
        self._counted = (begin, end)

    def dump(self) -> bytes:
        """The memory as bytes (msgpack), for `load`."""
        seen: dict[int, list[int]] = {}
        for number, entry in enumerate(self._entries):
            for key in entry:
                seen.setdefault(key, []).append(number)
        return msgspec.msgpack.encode((len(self._entries), sorted(seen.items())))

    @classmethod
    def load(cls, data: bytes) -> SourceMemory:
        """The memory that `dump` wrote. Raises msgspec.DecodeError when it is something else."""
        count, seen = msgspec.msgpack.decode(data, type=tuple[int, list[tuple[int, list[int]]]])
        entries: list[list[int]] = [[] for _ in range(count)]
        for key, numbers in seen:
            for number in numbers:
                if not 0 <= number < count:
                    raise msgspec.DecodeError("an entry that the memory does not hold")
                entries[number].append(key)
        memory = cls()
        memory._entries = list(entries)
        return memory


def keys_of(blocks: Iterable[Block]) -> tuple[int, ...]:
    """The numbers by which the memory knows the blocks of one entry, each once, in order."""
    return tuple(sorted({key for block in blocks if (key := spoken(block.text).number)}))
