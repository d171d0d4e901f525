"""What the index remembers beside the record: what feeds said last, what was dropped and why."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self

import msgspec

from wirecopy.index.pack import packed, packed_id, seconds, unpacked
from wirecopy.index.schema import connect
from wirecopy.types import Dropped, FeedState, Note


class History:
    """An open index, as far as it is kept beside the record: feeds, drops, traces."""

    def __init__(self, path: Path, connect: Callable[[Path], sqlite3.Connection] = connect):
        self._path = path
        self._db = connect(path)
        self.broken: set[str] = set()  # entries of files that cannot be read now: on record, and left alone

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what the block writes."""
        self._db.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._db.execute("rollback")
            raise
        self._db.execute("commit")

    def states(self) -> dict[str, FeedState]:
        rows = self._db.execute("select source_id, state from feed")
        return {source_id: msgspec.json.decode(unpacked(state), type=FeedState) for source_id, state in rows}

    def put_states(self, states: Mapping[str, FeedState]) -> None:
        rows = [(source_id, packed(msgspec.json.encode(state))) for source_id, state in states.items()]
        self._db.executemany("insert or replace into feed values (?,?)", rows)

    def put_traces(self, traces: Iterable[tuple[str, tuple[Note, ...]]], now: datetime) -> None:
        """Keeps the trace of each entry id; of two for one the later."""
        rows = (
            (packed_id(entry_id), seconds(now), packed(msgspec.json.encode(notes)))
            for entry_id, notes in traces
        )
        self._db.executemany("insert or replace into trace values (?,?,?)", rows)

    def trace(self, entry_id: str) -> tuple[Note, ...]:
        row = self._db.execute(
            "select notes from trace where entry_id = ?", (packed_id(entry_id),)
        ).fetchone()
        return msgspec.json.decode(unpacked(row[0]), type=tuple[Note, ...]) if row else ()

    def put_dropped(self, dropped: Iterable[Dropped], now: datetime) -> None:
        rows = ((packed_id(d.entry_id), seconds(now), packed(msgspec.json.encode(d))) for d in dropped)
        self._db.executemany("insert or replace into dropped values (?,?,?)", rows)

    def dropped(self, since: datetime) -> list[Dropped]:
        """What was left out by the runs since a moment, in a stable order."""
        sql = "select body from dropped where seen >= ? order by entry_id"
        return [
            msgspec.json.decode(unpacked(body), type=Dropped)
            for (body,) in self._db.execute(sql, (seconds(since),))
        ]

    def dropped_ever(self) -> list[Dropped]:
        """All drops on record, in a stable order."""
        sql = "select body from dropped order by entry_id"
        return [msgspec.json.decode(unpacked(body), type=Dropped) for (body,) in self._db.execute(sql)]

    def expire_dropped(self, before: datetime) -> None:
        self._db.execute("delete from dropped where seen < ?", (seconds(before),))
        self._db.execute(
            "delete from trace where seen < ?1 and entry_id not in (select entry_id from entry)",
            (seconds(before),),
        )
