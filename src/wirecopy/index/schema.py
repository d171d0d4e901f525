"""The tables of .cache/index.sqlite. The file is a convenience: losing it costs one unconditional fetch."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from wirecopy.index.upgrade import BEFORE, OLD, add_digest, upgrade

SCHEMA = (
    4  # raised with every change below; the two before are upgraded, any other is thrown away and made anew
)

# Bytes. A fingerprint of a full text is 2.7 kB, so that a page of 4 kB holds one, one of 16 kB five: 4.1 and 3.3 kB a row
# (`bench/bench_index.py --words 400 10000`).
PAGE = 16_384

# Large rows are in ordinary tables: one without row ids takes a page of 4 kB for each row of more than 1 kB.
_TABLES = """
create table meta (key text primary key, value text not null) without rowid;
-- what fetch must remember of a feed: wirecopy.types.FeedState as packed JSON
create table feed (source_id text primary key, state blob not null);
-- every entry that is on record: an article, or named in an article's Also lines (then `of` is its entry id)
create table entry (
    n integer primary key, entry_id blob not null unique, of blob, source_id text not null, guid text,
    link text not null, title text not null, published integer not null, first_seen integer not null,
    story text, story_key integer, story_fixed integer not null, feed_hash text not null, slug text not null
);
create index entry_of on entry (of) where of is not null;
create index entry_source on entry (source_id);
create index entry_first_seen on entry (first_seen);
create index entry_story on entry (story_key) where story_key is not null;
-- every file of the record, so that an unchanged one is not opened again, or not parsed where a checkout wrote the same
-- bytes anew; `path` where it is not the article's usual one
create table file (
    path_key integer primary key, n integer, stat integer not null, path text, digest integer not null default 0
);
create index file_n on file (n);
-- what dedupe and stories compare newcomers with; only as old as the window. Text and profile, packed as one
create table fingerprint (
    n integer primary key, first_seen integer not null, cut integer not null, body blob not null
);
-- what each stage did to an entry, kept or dropped: [Note] as packed JSON
create table trace (entry_id blob primary key, seen integer not null, notes blob not null) without rowid;
-- entries that went no further: wirecopy.types.Dropped as packed JSON; `seen` is the last run that met it
create table dropped (entry_id blob primary key, seen integer not null, body blob not null) without rowid;
create index dropped_seen on dropped (seen);
"""


def connect(path: Path) -> sqlite3.Connection:
    """An open index of today's schema. The two versions before are upgraded in place.

    A missing, much older, cut or garbled file is replaced by an empty one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():  # whatever put it there, the site must go on
        shutil.rmtree(path)
    for last_try in (False, True):
        connection = sqlite3.connect(path, isolation_level=None, timeout=10)
        try:
            connection.execute(f"pragma page_size={PAGE}")  # of a new file
            connection.execute("pragma journal_mode=wal")
            connection.execute("pragma synchronous=normal")
            found = connection.execute("pragma user_version").fetchone()[0]
            if found == OLD and connection.execute("pragma quick_check(1)").fetchone()[0] == "ok":
                upgrade(connection, _TABLES, SCHEMA)
                return connection
            if found == BEFORE:
                add_digest(connection, SCHEMA)
                found = SCHEMA
            if found == SCHEMA and connection.execute("pragma quick_check(1)").fetchone()[0] == "ok":
                return connection
            if found == 0 and not connection.execute("select count(*) from sqlite_master").fetchone()[0]:
                connection.executescript(f"begin;{_TABLES}pragma user_version={SCHEMA};commit;")
                return connection
        except sqlite3.DatabaseError as error:
            if last_try or "locked" in str(error):
                connection.close()
                raise
        connection.close()
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    raise AssertionError("a new index is always of today's schema")


def reader(path: Path) -> sqlite3.Connection:
    """A second connection to an index that is open: for another thread, to read only."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=10)
