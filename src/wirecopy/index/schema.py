"""The tables of .cache/index.sqlite. The file is a convenience: losing it costs one unconditional fetch."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

SCHEMA = 2  # raised with every change below; an index of another number is thrown away and made anew

_TABLES = """
create table meta (key text primary key, value text not null) without rowid;
-- what fetch must remember of a feed: wirecopy.types.FeedState as JSON
create table feed (source_id text primary key, state blob not null) without rowid;
-- every file of the record, so that an unchanged one is not opened again
create table file (path text primary key, stat text not null, entry_id text not null) without rowid;
-- every entry that is on record: an article, or named in an article's Also lines (then `of` is its entry id)
create table entry (
    entry_id text primary key, of text not null, source_id text not null, guid text not null, link text not null,
    title text not null, published text not null, first_seen text not null, story text not null,
    story_fixed integer not null, feed_hash text not null, slug text not null
) without rowid;
create index entry_of on entry (of);
create index entry_source on entry (source_id);
create index entry_first_seen on entry (first_seen);
create index entry_story on entry (story);
-- what dedupe and stories compare newcomers with; only as old as the window
create table fingerprint (
    entry_id text primary key, first_seen text not null, text blob not null, profile blob not null
) without rowid;
-- what each stage did to an entry, kept or dropped: [Note] as JSON
create table trace (entry_id text primary key, seen text not null, notes blob not null) without rowid;
-- entries that went no further: wirecopy.types.Dropped as JSON; `seen` is the last run that met it
create table dropped (entry_id text primary key, seen text not null, body blob not null) without rowid;
create index dropped_seen on dropped (seen);
"""


def connect(path: Path) -> sqlite3.Connection:
    """An open index of today's schema. A missing, older, cut or garbled file is replaced by an empty one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():  # whatever put it there, the site must go on
        shutil.rmtree(path)
    for last_try in (False, True):
        connection = sqlite3.connect(path, isolation_level=None, timeout=10)
        try:
            connection.execute("pragma journal_mode=wal")
            connection.execute("pragma synchronous=normal")
            found = connection.execute("pragma user_version").fetchone()[0]
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
