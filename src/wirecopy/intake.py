"""What a run takes in: the pieces put aside on disk, in memory only what all of them are put in order by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar, overload

from msgspec import Struct
from msgspec.structs import replace

from wirecopy import dedupe, stories
from wirecopy.reading import Piece, Reading
from wirecopy.spool import Spool
from wirecopy.types import Dropped, Entry, Note, Text

T = TypeVar("T")


class Mark(NamedTuple):
    """Where a piece lies, and what it is called."""

    published: datetime
    entry_id: str
    source_id: str
    place: int


class Body(Struct, frozen=True):
    """A piece without what it is compared by."""

    entry: Entry
    markdown: str
    feed_hash: str
    text: Text


class Spools:
    """The pieces of one run: bodies, and what they are compared by, each for itself, at the same places."""

    def __init__(self, folder: Path) -> None:
        self.bodies = Spool(folder, Body)
        self.fingerprints = Spool(folder, dedupe.Fingerprint)
        self.profiles = Spool(folder, stories.Profile)

    def put(self, piece: Piece) -> Mark:
        """Where the piece lies from now on."""
        self.bodies.append(Body(piece.entry, piece.markdown, piece.feed_hash, piece.text))
        self.fingerprints.append(piece.fingerprint)
        self.profiles.append(piece.profile)
        e = piece.entry
        return Mark(e.published, e.entry_id, e.source.id, len(self.bodies) - 1)

    def take(self, place: int) -> Piece:
        body = self.bodies[place]
        return Piece(
            entry=body.entry, markdown=body.markdown, feed_hash=body.feed_hash, text=body.text,
            fingerprint=self.fingerprints[place], profile=self.profiles[place],
        )  # fmt: skip

    def close(self) -> None:
        for spool in (self.bodies, self.fingerprints, self.profiles):
            spool.close()


class Lazily(Sequence[T], Generic[T]):
    """The values at some places, each made when it is asked for."""

    def __init__(self, places: Sequence[int], get: Callable[[int], T]) -> None:
        self._places, self._get = places, get

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return Lazily(self._places[index], self._get)
        return self._get(self._places[index])


class Pieces:
    """Some pieces of a run, in order. Going through them takes one after the other from the spool."""

    def __init__(self, spools: Spools, marks: Iterable[Mark]) -> None:
        self._spools = spools
        self.marks = tuple(marks)

    def __len__(self) -> int:
        return len(self.marks)

    def __iter__(self) -> Iterator[Piece]:
        return (self.take(mark) for mark in self.marks)

    def take(self, mark: Mark) -> Piece:
        return self._spools.take(mark.place)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(mark.entry_id for mark in self.marks)

    @property
    def fingerprints(self) -> Sequence[dedupe.Fingerprint]:
        return Lazily([mark.place for mark in self.marks], self._spools.fingerprints.__getitem__)

    @property
    def profiles(self) -> Sequence[stories.Profile]:
        return Lazily([mark.place for mark in self.marks], self._spools.profiles.__getitem__)

    def entries(self) -> Iterator[Entry]:
        """What the feeds said, without what the pieces are compared by."""
        return (self._spools.bodies[mark.place].entry for mark in self.marks)

    def where(self, wanted: Callable[[Mark], bool]) -> Pieces:
        """Those whose marks are wanted, in their order."""
        return Pieces(self._spools, filter(wanted, self.marks))

    def changed(self, versions: Iterable[tuple[Mark, Piece]]) -> Pieces:
        """The same, some of them in another version."""
        lies = {mark.place: self._spools.put(piece) for mark, piece in versions}
        return Pieces(self._spools, (lies.get(mark.place, mark) for mark in self.marks)) if lies else self


class Intake:
    """What the feeds of one run gave, let go as it comes: no more than the order and the sums stay in memory."""

    def __init__(self, folder: Path) -> None:
        self._spools = Spools(folder)
        self._left = Spool(folder, Dropped)
        self._dropped: dict[str, range] = {}  # by source id: places in that spool
        self._later: list[Dropped] = []
        self._marks: list[Mark] = []
        self.readings: dict[str, Reading] = {}  # by source id, without entries
        self.met: dict[str, int] = {}  # by source id: entries that go on, new or not

    def take(self, reading: Reading) -> None:
        """Puts the pieces of a feed aside."""
        source_id = reading.fetched.source.id
        self._marks += map(self._spools.put, reading.pieces)
        self.met[source_id] = len(reading.met)
        self._dropped[source_id] = range(len(self._left), len(self._left) + len(reading.dropped))
        for dropped in reading.dropped:
            self._left.append(dropped)
        self.readings[source_id] = replace(reading, pieces=(), met=(), dropped=())

    def leave_out(self, dropped: Iterable[Dropped]) -> None:
        """Entries that turned out later to go no further."""
        self._later += dropped

    def dropped(self) -> Iterator[Dropped]:
        """All that goes no further, by source, then what turned out later."""
        for _, places in sorted(self._dropped.items()):
            yield from map(self._left.__getitem__, places)
        yield from self._later

    def pieces(self) -> Pieces:
        """All pieces of the run in one order that no feed's place in the list can change."""
        return Pieces(self._spools, sorted(self._marks))

    def items(self) -> dict[str, int]:
        """How many entries each document had that could be read."""
        return {
            i: self.met[i] + len(self._dropped[i]) + r.beyond
            for i, r in self.readings.items()
            if not r.failed
        }

    def close(self) -> None:
        self._spools.close()
        self._left.close()


def traces_of(
    treated: Iterable[Pieces], notes: Mapping[str, Note], dropped: Iterable[Dropped]
) -> Iterator[tuple[str, tuple[Note, ...]]]:
    """What every stage said of each entry of the run."""
    for pieces in treated:
        for entry in pieces.entries():
            yield entry.entry_id, (*entry.trace, notes[entry.entry_id])
    for d in dropped:
        yield d.entry_id, d.trace
