"""How a feed is put together from its entries, in whatever format."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from wirecopy.syndication.channel import Head
from wirecopy.syndication.item import Item


class Format(Struct, frozen=True, kw_only=True):
    """A format of feeds."""

    opening: Callable[[Head], str]  # what stands before the entries
    entry: Callable[[Item, Head], str]
    closing: str  # what stands behind them
    between: str = "\n"
    empty: str = "\n"  # what stands between opening and closing where there is no entry

    def joined(self, head: Head, entries: Sequence[bytes]) -> tuple[bytes, int]:
        """The feed out of entries that are made, and where the first of them begins in it."""
        opening = self.opening(head).encode()
        if not entries:
            return opening + self.empty.encode() + self.closing.encode(), len(opening)
        inside = self.between.encode().join(entries)
        return b"\n".join((opening, inside, self.closing.encode())), len(opening) + 1
