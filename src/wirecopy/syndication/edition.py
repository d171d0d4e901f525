"""A feed made again out of its last edition: of fifty entries one or two are new."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from msgspec import Struct

from wirecopy.build.file import Made
from wirecopy.syndication.channel import Channel, Head, Slot
from wirecopy.syndication.format import Format
from wirecopy.syndication.item import Item

WORTH = 8  # entries: a note of fewer saves less than it costs to keep
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


class _Note(Struct, frozen=True, array_like=True):
    """Where the entries of an edition stand, and what each was made of."""

    start: int  # of the first, in bytes
    keys: bytes  # eight for each
    updated: list[int]  # µs since 1970
    lengths: list[int]  # bytes


class Edition:
    """The items of one channel for all its formats: each is made once, and none that stands in all editions already."""

    def __init__(self, channel: Channel, formats: int) -> None:
        self._slots = channel.slots
        self._formats = formats
        self._keys: list[bytes] = []
        self._items: dict[int, Item] = {}
        self._asked = 0

    def make(self, form: Format, head: Callable[[datetime | None], Head], before: Made | None) -> Made:
        """The feed in one format; `head` is given the moment of the latest change of any item, None where there is none."""
        if not self._keys:
            self._keys = [_key(slot) for slot in self._slots]
        known = dict(_entries(form, before)) if before else {}
        updated = [
            known[key][0] if key in known else self._item(number).updated
            for number, key in enumerate(self._keys)
        ]
        said = head(max(updated, default=None))
        entries = [
            known[key][1] if key in known else form.entry(self._item(number), said).encode()
            for number, key in enumerate(self._keys)
        ]
        data, start = form.joined(said, entries)
        note = self._note(start, updated, entries) if len(entries) >= WORTH else b""
        self._asked += 1
        # The formats are made one after the other: then all is forgotten.
        if self._asked % self._formats == 0:
            self._items.clear()
            self._keys = []
        return Made(data, note)

    def _item(self, number: int) -> Item:
        if number not in self._items:
            self._items[number] = self._slots[number].make()
        return self._items[number]

    def _note(self, start: int, updated: Sequence[datetime], entries: Sequence[bytes]) -> bytes:
        moments = [(moment - _EPOCH) // _TICK for moment in updated]
        return msgspec.msgpack.encode(_Note(start, b"".join(self._keys), moments, [*map(len, entries)]))


def _key(slot: Slot) -> bytes:
    return hashlib.blake2b("\0".join(slot.reads).encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _entries(form: Format, before: Made) -> Iterator[tuple[bytes, tuple[datetime, bytes]]]:
    """Key → the moment of change and the text of each entry in the edition before."""
    note = msgspec.msgpack.decode(before.note, type=_Note)
    start, gap = note.start, len(form.between.encode())
    for number, (moment, length) in enumerate(zip(note.updated, note.lengths, strict=True)):
        yield (
            note.keys[8 * number : 8 * number + 8],
            (_EPOCH + moment * _TICK, before.data[start : start + length]),
        )
        start += length + gap
