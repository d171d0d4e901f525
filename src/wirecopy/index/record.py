"""The index as seen from the line: what is on record, what feeds said last, what was dropped and why."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from wirecopy.index.schema import connect
from wirecopy.markdown import (
    Tombstone,
    Unreadable,
    article_files,
    read_file,
    read_tombstones,
    tombstone_files,
)
from wirecopy.markdown.frontmatter import moment, stamp
from wirecopy.types import Article, Dropped, FeedState, Known, Note, Validators


class Recorded(NamedTuple):
    """One row of what is on record."""

    entry_id: str
    of: str  # "" for an article; else the entry id of the article that names it, or the file of its tombstone
    source_id: str
    guid: str
    link: str
    title: str
    published: datetime
    first_seen: datetime
    story: str
    story_fixed: bool
    feed_hash: str
    slug: str

    @property
    def is_pruned(self) -> bool:
        """Whether only a tombstone is left of it."""
        return self.of.endswith(".jsonl")

    def known(self) -> Known:
        return Known(
            entry_id=self.entry_id, guid=self.guid, link=self.link, title=self.title,
            published=self.published, first_seen=self.first_seen,
        )  # fmt: skip


_ENTRY = ", ".join(Recorded._fields)


def _recorded(row: tuple[str, ...]) -> Recorded:
    e, of, s, g, link, t, published, first, story, fixed, h, slug = row
    return Recorded(e, of, s, g, link, t, moment(published), moment(first), story, bool(fixed), h, slug)


def story_is_fixed(article: Article) -> bool:
    """Whether a person chose the story: then what the program wrote beside it does not explain it."""
    told = article.story_why.partition(" ")[0] or article.slug
    return told != article.story


class Index:
    """An open index. Everything in it can be had again from content/ and the feeds."""

    def __init__(self, path: Path):
        self._db = connect(path)
        self.broken: set[str] = set()  # entries of files that cannot be read now: on record, and left alone

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Index:
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

    # --- the files of the record

    def sync(self, content: Path) -> list[Unreadable]:
        """The files that cannot be read; afterwards the index says what content/ says. Unchanged files are not opened.

        Where content/ is behind the index (a commit that never arrived, an older checkout), the feeds concerned
        are read again as a whole: a 304 would hide what was lost.
        """
        before = dict(self._db.execute("select path, stat from file"))
        unreadable: list[Unreadable] = []
        was: list[tuple[str, str, str]] = []
        with self.transaction():
            for path in article_files(content):
                name = path.relative_to(content).as_posix()
                state = self.stat_of(path)
                if before.pop(name, None) == state:
                    continue
                article = read_file(path, content)
                if isinstance(article, Unreadable):
                    unreadable.append(article)
                    self.broken |= {entry_id for entry_id, _, _ in self._rows_of(name)}
                    continue
                was += self._rows_of(name)
                self.put_article(article, name, state)
            graves = {p.relative_to(content).as_posix(): p for p in tombstone_files(content)}
            gone = [name for name in before if name not in graves]
            for name in gone:
                was += self._rows_of(name)
                self._forget_file(name)
            for name, path in graves.items():
                if gone or before.get(name) != self.stat_of(path):
                    unreadable += self._put_tombstones(name, path, content)
            self._read_again(
                {source_id for entry_id, source_id, told in was if self._is_behind(entry_id, told)}
            )
        return unreadable

    def _rows_of(self, name: str) -> list[tuple[str, str, str]]:
        """Entry id, source id and feed hash of what the index holds of one file."""
        sql = "select entry_id, source_id, feed_hash from entry where entry_id = ?1 or of = ?1"
        owners = self._db.execute("select entry_id from file where path = ?", (name,)).fetchall()
        return [row for (entry_id,) in owners for row in self._db.execute(sql, (entry_id,))]

    def _is_behind(self, entry_id: str, told: str) -> bool:
        """Whether content/ lacks an entry that was on record, or has what its feed said another time."""
        found = self.find(entry_id)
        return found is None or (found.feed_hash != told and not found.is_pruned)

    def _read_again(self, source_ids: Iterable[str]) -> None:
        states = self.states()
        self.put_states({
            i: msgspec.structs.replace(states[i], validators=Validators(), body_hash="", next_due=None)
            for i in sorted(source_ids) if i in states
        })  # fmt: skip

    def _put_tombstones(self, name: str, path: Path, content: Path) -> list[Unreadable]:
        """Pruned entries stay known. An article that is on file all the same goes before its tombstone."""
        self._forget_file(name)
        found = list(read_tombstones(path, content))
        rows = [
            (t.entry_id, name, t.source_id, t.guid or t.link, t.link, t.title, stamp(t.published), stamp(t.first_seen),
             "", 0, "", "")
            for t in found if isinstance(t, Tombstone)
        ]  # fmt: skip
        self._db.executemany(f"insert or ignore into entry ({_ENTRY}) values (?,?,?,?,?,?,?,?,?,?,?,?)", rows)
        self._db.execute("insert or replace into file values (?,?,?)", (name, self.stat_of(path), name))
        return [u for u in found if isinstance(u, Unreadable)]

    @staticmethod
    def stat_of(path: Path) -> str:
        """What changes when a file does. The inode is in it: a rename puts another file there within one clock tick."""
        s = path.stat()
        return f"{s.st_size} {s.st_mtime_ns} {s.st_ino}"

    def _forget_file(self, name: str) -> None:
        for (entry_id,) in self._db.execute("select entry_id from file where path = ?", (name,)).fetchall():
            self._db.execute("delete from entry where entry_id = ?1 or of = ?1", (entry_id,))
            self._db.execute("delete from fingerprint where entry_id = ?", (entry_id,))
        self._db.execute("delete from file where path = ?", (name,))

    def put_article(self, article: Article, name: str, state: str) -> None:
        """Remembers the article and its Also lines; its fingerprint is forgotten, as its text may be another."""
        self._forget_file(name)
        first = stamp(article.first_seen)
        rows = [
            (article.entry_id, "", article.source_id, article.guid, article.link, article.title, stamp(article.date),
             first, article.story, int(story_is_fixed(article)), article.feed_hash, article.slug),
            *((a.entry_id, article.entry_id, a.source_id, "", a.link, a.title, stamp(a.published), first, "", 0, "", "")
              for a in article.also),
        ]  # fmt: skip
        self._db.executemany(
            f"insert or replace into entry ({_ENTRY}) values (?,?,?,?,?,?,?,?,?,?,?,?)", rows
        )
        self._db.execute("insert or replace into file values (?,?,?)", (name, state, article.entry_id))

    def path_of(self, entry_id: str) -> str:
        """Where the article with this entry id lies below content/; "" when there is none."""
        row = self._db.execute("select path from file where entry_id = ?", (entry_id,)).fetchone()
        return row[0] if row else ""

    def find(self, entry_id: str) -> Recorded | None:
        row = self._db.execute(f"select {_ENTRY} from entry where entry_id = ?", (entry_id,)).fetchone()
        return _recorded(row) if row else None

    def of_source(self, source_id: str) -> dict[str, Recorded]:
        """All entries of one source that are on record, by entry id."""
        rows = self._db.execute(f"select {_ENTRY} from entry where source_id = ?", (source_id,))
        return {r.entry_id: r for r in map(_recorded, rows)}

    def since(self, first_seen: datetime) -> list[Recorded]:
        """The articles first seen at or after a moment, oldest first."""
        sql = f"select {_ENTRY} from entry where of = '' and first_seen >= ? order by first_seen, published, entry_id"
        return self._readable(sql, stamp(first_seen))

    def in_story(self, story: str) -> list[Recorded]:
        """The articles of one story."""
        sql = (
            f"select {_ENTRY} from entry where of = '' and story = ? order by first_seen, published, entry_id"
        )
        return self._readable(sql, story)

    def _readable(self, sql: str, value: str) -> list[Recorded]:
        rows = map(_recorded, self._db.execute(sql, (value,)))
        return [r for r in rows if r.entry_id not in self.broken]

    def search(self, words: str) -> list[Recorded]:
        """Entries whose link, entry id, slug or guid is `words`, else whose title contains it."""
        exact = f"select {_ENTRY} from entry where ?1 in (link, entry_id, slug, guid) order by published desc"
        near = f"select {_ENTRY} from entry where instr(lower(title), lower(?1)) order by published desc limit 20"
        return [
            _recorded(r)
            for r in self._db.execute(exact, (words,)).fetchall() or self._db.execute(near, (words,))
        ]

    # --- feeds

    def states(self) -> dict[str, FeedState]:
        rows = self._db.execute("select source_id, state from feed")
        return {source_id: msgspec.json.decode(state, type=FeedState) for source_id, state in rows}

    def put_states(self, states: Mapping[str, FeedState]) -> None:
        rows = [(source_id, msgspec.json.encode(state)) for source_id, state in states.items()]
        self._db.executemany("insert or replace into feed values (?,?)", rows)

    # --- fingerprints

    def fit_method(self, method: str) -> None:
        """Forgets the fingerprints that another method made: they cannot be compared with today's."""
        before = self._db.execute("select value from meta where key = 'method'").fetchone()
        if before is None or before[0] != method:
            with self.transaction():
                self._db.execute("delete from fingerprint")
                self._db.execute("insert or replace into meta values ('method', ?)", (method,))

    def fingerprints(self, since: datetime) -> dict[str, tuple[bytes, bytes]]:
        sql = "select entry_id, text, profile from fingerprint where first_seen >= ?"
        return {e: (text, profile) for e, text, profile in self._db.execute(sql, (stamp(since),))}

    def put_fingerprints(self, rows: Iterable[tuple[str, datetime, bytes, bytes]]) -> None:
        made = [(e, stamp(first_seen), text, profile) for e, first_seen, text, profile in rows]
        self._db.executemany("insert or replace into fingerprint values (?,?,?,?)", made)

    def expire_fingerprints(self, before: datetime) -> None:
        self._db.execute("delete from fingerprint where first_seen < ?", (stamp(before),))

    # --- history

    def put_traces(self, traces: Mapping[str, tuple[Note, ...]], now: datetime) -> None:
        rows = [(entry_id, stamp(now), msgspec.json.encode(notes)) for entry_id, notes in traces.items()]
        self._db.executemany("insert or replace into trace values (?,?,?)", rows)

    def trace(self, entry_id: str) -> tuple[Note, ...]:
        row = self._db.execute("select notes from trace where entry_id = ?", (entry_id,)).fetchone()
        return msgspec.json.decode(row[0], type=tuple[Note, ...]) if row else ()

    def put_dropped(self, dropped: Iterable[Dropped], now: datetime) -> None:
        rows = [(d.entry_id, stamp(now), msgspec.json.encode(d)) for d in dropped]
        self._db.executemany("insert or replace into dropped values (?,?,?)", rows)

    def dropped(self, since: datetime) -> list[Dropped]:
        """What was left out by the runs since a moment, in a stable order."""
        sql = "select body from dropped where seen >= ? order by entry_id"
        return [msgspec.json.decode(body, type=Dropped) for (body,) in self._db.execute(sql, (stamp(since),))]

    def dropped_ever(self) -> list[Dropped]:
        """All drops on record, in a stable order."""
        sql = "select body from dropped order by entry_id"
        return [msgspec.json.decode(body, type=Dropped) for (body,) in self._db.execute(sql)]

    def expire_dropped(self, before: datetime) -> None:
        self._db.execute("delete from dropped where seen < ?", (stamp(before),))
        self._db.execute(
            "delete from trace where seen < ?1 and entry_id not in (select entry_id from entry)",
            (stamp(before),),
        )


Error = sqlite3.Error
