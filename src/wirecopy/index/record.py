"""The index as seen from the line: what is on record, and what newcomers are compared with."""

from __future__ import annotations

import sqlite3
import zlib
from array import array
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from wirecopy.index.history import History
from wirecopy.index.pack import (
    beside_fingerprint,
    digest_of,
    key_of,
    packed_fingerprint,
    packed_id,
    seconds,
    unpacked_fingerprint,
    unpacked_id,
)
from wirecopy.index.rows import (
    ENTRY,
    PUT,
    PUT_IF_NEW,
    Recorded,
    recorded,
    rows_of,
    stored,
    usual_path,
)
from wirecopy.index.schema import reader
from wirecopy.markdown import (
    Tombstone,
    Unreadable,
    article_files,
    parse_file,
    read_data,
    read_tombstones,
    tombstone_files,
)
from wirecopy.types import Article, Validators


class Index(History):
    """An open index. Everything in it can be had again from content/ and the feeds."""

    def beside(self) -> Index:
        """The same index once more, to be read by the thread that asks for it; writes are not seen until they are done."""
        other = Index(self._path, reader)
        other.broken = set(self.broken)
        return other

    # --- the files of the record

    def sync(self, content: Path) -> list[Unreadable]:
        """The files that cannot be read; afterwards the index says what content/ says.

        Unchanged files are not opened; of one that was only written anew nothing is forgotten.

        Where content/ is behind the index (a commit that never arrived, an older checkout), the feeds concerned
        are read again as a whole: a 304 would hide what was lost.
        """
        before = dict(self._db.execute("select path_key, stat from file"))
        unreadable: list[Unreadable] = []
        was: list[tuple[str, str, str]] = []
        with self.transaction():
            for path in article_files(content):
                name = path.relative_to(content).as_posix()
                state, key = self.stat_of(path), key_of(name)
                if before.pop(key, None) == state:
                    continue
                data = read_data(path, content)
                digest = 0 if isinstance(data, Unreadable) else digest_of(data)
                if self._is_still(key, state, digest):
                    continue
                article = data if isinstance(data, Unreadable) else parse_file(data, path, content)
                if isinstance(article, Unreadable):
                    unreadable.append(article)
                    self.broken |= {entry_id for entry_id, _, _ in self._rows_of(key)}
                    continue
                was += self._rows_of(key)
                self.put_article(article, name, state, digest)
            graves = {p.relative_to(content).as_posix(): p for p in tombstone_files(content)}
            gone = before.keys() - {key_of(name) for name in graves}
            for key in sorted(gone):
                was += self._rows_of(key)
                self._forget_file(key)
            for name, path in graves.items():
                if gone or before.get(key_of(name)) != self.stat_of(path):
                    unreadable += self._put_tombstones(name, path, content)
            self._read_again(
                {source_id for entry_id, source_id, told in was if self._is_behind(entry_id, told)}
            )
        return unreadable

    def _is_still(self, key: int, state: int, digest: int) -> bool:
        """Whether a file that was written anew, as a checkout does, says what it said; its new state is remembered."""
        sql = "update file set stat = ? where path_key = ? and digest = ? and n is not null and digest <> 0"
        return self._db.execute(sql, (state, key, digest)).rowcount > 0

    def _rows_of(self, key: int) -> list[tuple[str, str, str]]:
        """Entry id, source id and feed hash of what the index holds of one file."""
        sql = "select entry_id, source_id, feed_hash from entry where entry_id = ?1 or of = ?1"
        return [
            (unpacked_id(e), source_id, told)
            for owner in self._owners(key)
            for e, source_id, told in self._db.execute(sql, (owner,))
        ]

    def _owners(self, key: int) -> list[bytes | str]:
        """The id, as stored, of the entry that a file holds; of a file of tombstones its name."""
        sql = "select coalesce(entry_id, path) from file left join entry using (n) where path_key = ?"
        return [owner for (owner,) in self._db.execute(sql, (key,)) if owner]

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
        self._forget_file(key_of(name))
        found = list(read_tombstones(path, content))
        rows = [
            Recorded(t.entry_id, name, t.source_id, t.guid or t.link, t.link, t.title, t.published, t.first_seen,
                     "", False, "", "")
            for t in found if isinstance(t, Tombstone)
        ]  # fmt: skip
        self._db.executemany(PUT_IF_NEW, map(stored, rows))
        self._db.execute(
            "insert or replace into file (path_key, stat, path) values (?,?,?)",
            (key_of(name), self.stat_of(path), name),
        )
        return [u for u in found if isinstance(u, Unreadable)]

    @staticmethod
    def stat_of(path: Path) -> int:
        """What changes when a file does. The inode is in it: a rename puts another file there within one clock tick."""
        s = path.stat()
        return key_of(f"{s.st_size} {s.st_mtime_ns} {s.st_ino}")

    def _forget_file(self, key: int) -> None:
        """The file and all that it told, unless another file (the same one, moved) tells of the same entry."""
        another = "select 1 from file as one join file as other using (n) where one.path_key = ?1 and other.path_key <> ?1"
        if self._db.execute(another, (key,)).fetchone() is None:
            for owner in self._owners(key):
                self._db.execute(
                    "delete from fingerprint where n = (select n from entry where entry_id = ?)", (owner,)
                )
                self._db.execute("delete from entry where entry_id = ?1 or of = ?1", (owner,))
        self._db.execute("delete from file where path_key = ?", (key,))

    def put_article(self, article: Article, name: str, state: int, digest: int = 0) -> None:
        """Remembers the article and its Also lines; its fingerprint is forgotten, as its text may be another.

        `state` is `stat_of` its file, `digest` stands for the file's bytes where they are known.
        """
        self._forget_file(key_of(name))
        self._db.executemany(PUT, map(stored, rows_of(article)))
        path = None if name == usual_path(seconds(article.date), article.slug) else name
        [n] = self._db.execute(
            "select n from entry where entry_id = ?", (packed_id(article.entry_id),)
        ).fetchone()
        self._db.execute("delete from fingerprint where n = ?", (n,))
        self._db.execute(
            "insert or replace into file values (?,?,?,?,?)", (key_of(name), n, state, path, digest)
        )

    def path_of(self, entry_id: str) -> str:
        """Where the article with this entry id lies below content/; "" when there is none."""
        sql = "select path_key, path, published, slug from file join entry using (n) where entry_id = ?"
        for key, path, published, slug in self._db.execute(sql, (packed_id(entry_id),)):
            name = path or usual_path(published, slug)
            if key_of(name) == key:
                return name
        return ""

    def find(self, entry_id: str) -> Recorded | None:
        row = self._db.execute(
            f"select {ENTRY} from entry where entry_id = ?", (packed_id(entry_id),)
        ).fetchone()
        return recorded(row) if row else None

    def of_source(self, source_id: str) -> dict[str, Recorded]:
        """All entries of one source that are on record, by entry id."""
        rows = self._db.execute(f"select {ENTRY} from entry where source_id = ?", (source_id,))
        return {r.entry_id: r for r in map(recorded, rows)}

    def since(self, first_seen: datetime) -> list[Recorded]:
        """The articles first seen at or after a moment, oldest first."""
        sql = f"select {ENTRY} from entry where of is null and first_seen >= ? order by first_seen, published, entry_id"
        return self._readable(sql, seconds(first_seen))

    def in_story(self, story: str) -> list[Recorded]:
        """The articles of one story."""
        sql = f"select {ENTRY} from entry where of is null and story_key = ? order by first_seen, published, entry_id"
        return [r for r in self._readable(sql, key_of(story)) if r.story == story]

    def _readable(self, sql: str, value: int) -> list[Recorded]:
        rows = map(recorded, self._db.execute(sql, (value,)))
        return [r for r in rows if r.entry_id not in self.broken]

    def search(self, words: str) -> list[Recorded]:
        """Entries whose link, entry id, slug or guid is `words`, else whose title contains it."""
        exact = f"select {ENTRY} from entry where ?1 in (link, slug, guid) or entry_id = ?2 order by published desc"
        near = (
            f"select {ENTRY} from entry where instr(lower(title), lower(?1)) order by published desc limit 20"
        )
        return [
            recorded(r)
            for r in self._db.execute(exact, (words, packed_id(words))).fetchall()
            or self._db.execute(near, (words,))
        ]

    # --- fingerprints

    def fit_method(self, method: str) -> None:
        """Forgets the fingerprints that another method made: they cannot be compared with today's."""
        before = self._db.execute("select value from meta where key = 'method'").fetchone()
        if before is None or before[0] != method:
            with self.transaction():
                self._db.execute("delete from fingerprint")
                self._db.execute("insert or replace into meta values ('method', ?)", (method,))

    def recent(self, since: datetime) -> Iterator[tuple[Recorded, tuple[bytes, bytes] | None]]:
        """The articles first seen since a moment, in order of publication, one by one, each with its fingerprint.

        None for one whose fingerprint is not here, or belongs to what the entry said before.
        """
        # First the order, then each row for itself: else SQLite would sort the fingerprints with them.
        order = "select n from entry where of is null and first_seen >= ? order by published, entry_id"
        sql = f"select cut, body, {ENTRY} from entry left join fingerprint using (n) where n = ?"
        numbers = array("q", (n for (n,) in self._db.execute(order, (seconds(since),))))
        for n in numbers:
            [(cut, body, *row)] = self._db.execute(sql, (n,))
            r = recorded(tuple(row))
            if r.entry_id not in self.broken:
                yield r, _opened(r, cut, body)

    def fingerprints(self, since: datetime) -> dict[str, tuple[bytes, bytes]]:
        """Text and profile by entry id."""
        return {r.entry_id: found for r, found in self.recent(since) if found}

    def put_fingerprints(self, rows: Iterable[tuple[str, datetime, bytes, bytes]]) -> None:
        """Keeps entry id, first sight, text and profile of entries that are on record."""
        sql = "insert or replace into fingerprint select n, ?, ?, ? from entry where entry_id = ?"
        for entry_id, first_seen, text, profile in rows:
            r = self.find(entry_id)
            if r is not None:
                cut, body = packed_fingerprint(text, profile, _beside(r))
                self._db.execute(sql, (seconds(first_seen), cut, body, packed_id(entry_id)))

    def expire_fingerprints(self, before: datetime) -> None:
        self._db.execute("delete from fingerprint where first_seen < ?", (seconds(before),))


def _beside(r: Recorded) -> bytes:
    return beside_fingerprint(r.entry_id, r.source_id, r.link, r.title)


def _opened(r: Recorded, cut: int | None, body: bytes | None) -> tuple[bytes, bytes] | None:
    if body is None:
        return None
    try:
        return unpacked_fingerprint(cut or 0, body, _beside(r))
    except zlib.error:
        return None


Error = sqlite3.Error
