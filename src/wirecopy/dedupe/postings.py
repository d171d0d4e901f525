"""Which entries hold a key: an index of a few bytes a posting, in pure Python.

An open-addressing hash table over two flat arrays, for keys that are uniform 32-bit numbers already. A
dictionary of lists needs about 100 bytes for a key that occurs once, and nearly all shingles do; this needs
8 bytes at full load, 16 on average.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable

# A key that stands in this many entries tells nothing about two of them: it is a phrase, not a text.
# More postings are not kept, so that a phrase that everybody prints costs no more than this to look up.
CROWD = 24


class Postings:
    """A multimap from 32-bit keys to entry numbers, append only."""

    __slots__ = ("_count", "_keys", "_mask", "_places")

    def __init__(self, expected: int = 0) -> None:
        size = 1 << max(10, (int(expected * 1.7)).bit_length())
        self._clear(size)

    def _clear(self, size: int) -> None:
        self._keys = array("I", bytes(4 * size))
        self._places = array("I", bytes(4 * size))  # 0: empty, else entry number + 1
        self._mask = size - 1
        self._count = 0

    def add(self, keys: Iterable[int], entry: int) -> None:
        """Note that `entry` holds `keys`; a key that is crowded already is left as it is."""
        table, places, mask = self._keys, self._places, self._mask
        for key in keys:
            at = key & mask
            seen = 0
            while places[at] and seen < CROWD:
                seen += table[at] == key
                at = (at + 1) & mask
            if seen < CROWD:
                table[at] = key
                places[at] = entry + 1
                self._count += 1
                if self._count * 5 > (mask + 1) * 3:
                    self._grow()
                    table, places, mask = self._keys, self._places, self._mask

    def find(self, key: int) -> list[int]:
        """The entries that hold the key, at most CROWD of them, oldest first."""
        table, places, mask = self._keys, self._places, self._mask
        at = key & mask
        found: list[int] = []
        while place := places[at]:
            if table[at] == key:
                found.append(place - 1)
                if len(found) >= CROWD:
                    break
            at = (at + 1) & mask
        return found

    def reserve(self, more: int) -> None:
        """Make room for so many postings at once."""
        while (self._count + more) * 5 > (self._mask + 1) * 3:
            self._grow()

    def _grow(self) -> None:
        """Twice the room. Goes round the old table from a gap on, where the postings of a key lie oldest first."""
        keys, places, size = self._keys, self._places, self._mask + 1
        self._clear(size * 2)
        table, entries, mask = self._keys, self._places, self._mask
        gap = places.index(0)
        for start, end in ((gap, size), (0, gap)):
            for at in range(start, end):
                if place := places[at]:
                    key = keys[at]
                    to = key & mask
                    while entries[to]:
                        to = (to + 1) & mask
                    table[to] = key
                    entries[to] = place
                    self._count += 1

    def __sizeof__(self) -> int:
        return object.__sizeof__(self) + 8 * (self._mask + 1)
