"""An index of a version before, brought to today's in place: nothing that the runs learned is lost."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from datetime import datetime

from wirecopy.index.pack import beside_fingerprint, key_of, packed, packed_fingerprint, packed_id, seconds
from wirecopy.index.rows import PUT, Recorded, stored

BEFORE = 3  # lacks the digest of files only
OLD = (
    2  # the oldest version that can be upgraded; of one before it only content/ is left, which is the record
)
_OLD_TABLES = ("meta", "feed", "file", "entry", "fingerprint", "trace", "dropped")
_OLD_INDICES = ("entry_of", "entry_source", "entry_first_seen", "entry_story", "dropped_seen")


def add_digest(db: sqlite3.Connection, version: int) -> None:
    """The digest of each file is learned when it is next read."""
    db.execute("begin immediate")
    try:
        db.execute("alter table file add column digest integer not null default 0")
        db.execute(f"pragma user_version={version}")
    except BaseException:
        db.execute("rollback")
        raise
    db.execute("commit")


def upgrade(db: sqlite3.Connection, tables: str, version: int) -> None:
    """Moves every row into `tables`, all or nothing; raises sqlite3.DatabaseError when the old file is damaged."""
    db.execute("begin immediate")
    try:
        for name in _OLD_INDICES:
            db.execute(f"drop index {name}")
        for name in _OLD_TABLES:
            db.execute(f"alter table {name} rename to old_{name}")
        for statement in re.sub("--.*", "", tables).split(";"):
            db.execute(statement)
        _move(db)
        for name in _OLD_TABLES:
            db.execute(f"drop table old_{name}")
        db.execute(f"pragma user_version={version}")
    except BaseException:
        db.execute("rollback")
        raise
    db.execute("commit")
    try:
        db.execute("vacuum")  # the old rows took three times the room
    except sqlite3.OperationalError:  # a full disk, another reader: the room is used again by later rows
        return


def _move(db: sqlite3.Connection) -> None:
    db.execute("insert into meta select * from old_meta")
    db.executemany(PUT, (stored(r) for r in _entries(db)))
    db.executemany(
        "insert or ignore into file (path_key, n, stat, path) select ?, (select n from entry where entry_id = ?), ?, ?",
        (
            (key_of(path), packed_id(entry_id), key_of(stat), path)
            for path, stat, entry_id in db.execute("select path, stat, entry_id from old_file")
        ),
    )
    db.executemany(
        "insert into feed values (?, ?)",
        ((i, packed(state)) for i, state in db.execute("select source_id, state from old_feed")),
    )
    for name, column in (("trace", "notes"), ("dropped", "body")):
        rows = db.execute(f"select entry_id, seen, {column} from old_{name}")
        db.executemany(
            f"insert into {name} values (?, ?, ?)",
            ((packed_id(e), _seconds(s), packed(b)) for e, s, b in rows),
        )
    rows = db.execute(
        "select f.entry_id, f.first_seen, f.text, f.profile, e.source_id, e.link, e.title"
        " from old_fingerprint f join old_entry e using (entry_id)"
    )
    db.executemany(
        "insert into fingerprint select n, ?, ?, ? from entry where entry_id = ?",
        (
            (
                _seconds(first),
                *packed_fingerprint(text, told, beside_fingerprint(e, s, link, t)),
                packed_id(e),
            )
            for e, first, text, told, s, link, t in rows
        ),
    )


def _entries(db: sqlite3.Connection) -> Iterator[Recorded]:
    rows = db.execute(
        "select entry_id, of, source_id, guid, link, title, published, first_seen, story, story_fixed, feed_hash, slug"
        " from old_entry order by first_seen, entry_id"
    )
    for e, of, s, g, link, t, published, first, story, fixed, h, slug in rows:
        yield Recorded(e, of, s, g, link, t, _moment(published), _moment(first), story, bool(fixed), h, slug)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _seconds(text: str) -> int:
    return seconds(_moment(text))
