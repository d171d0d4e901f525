"""What is left of pruned entries: one line each in content/pruned/YYYY-MM.jsonl, so that they never come back.

A line holds what tells the entry again when a feed still has it, and where its page was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from wirecopy.markdown.files import Unreadable, write_whole

FOLDER = "pruned"


class Tombstone(Struct, frozen=True, kw_only=True, omit_defaults=True, order=True):
    """One entry that was on record once."""

    published: datetime
    entry_id: str
    source_id: str
    first_seen: datetime
    link: str = ""
    guid: str = ""  # "" when it is the link
    title: str = ""
    left: tuple[str, ...] = ()  # addresses below the site's root that lead to `link` from now on

    @property
    def file(self) -> str:
        """Its place below content/, with the entries of its month."""
        return f"{FOLDER}/{self.published.astimezone(UTC):%Y-%m}.jsonl"


def tombstone_files(content: Path) -> list[Path]:
    """The files that hold tombstones, in a stable order."""
    return sorted(p for p in (content / FOLDER).glob("*.jsonl") if not p.is_symlink())


def read_tombstones(path: Path, content: Path) -> Iterator[Tombstone | Unreadable]:
    """The tombstones of one file. A line that is none is named; the others count all the same."""
    where = path.relative_to(content.parent)
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        yield Unreadable(path, f"{where}: {error.strerror}")
        return
    for number, line in enumerate(lines, 1):
        try:
            yield msgspec.json.decode(line, type=Tombstone)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            yield Unreadable(path, f"{where}:{number}: not a pruned entry")


def all_tombstones(content: Path) -> list[Tombstone]:
    """Every tombstone that can be read, oldest first."""
    read = (found for path in tombstone_files(content) for found in read_tombstones(path, content))
    return sorted({t.entry_id: t for t in read if isinstance(t, Tombstone)}.values())


def add_tombstones(content: Path, fresh: Iterable[Tombstone]) -> int:
    """The number of files that changed. What was there stays, each entry once."""
    files: dict[str, list[Tombstone]] = {}
    for tombstone in fresh:
        files.setdefault(tombstone.file, []).append(tombstone)
    changed = 0
    for name, added in sorted(files.items()):
        path = content / name
        standing = (
            [t for t in read_tombstones(path, content) if isinstance(t, Tombstone)] if path.exists() else []
        )
        rows = sorted({t.entry_id: t for t in (*standing, *added)}.values())
        changed += write_whole(path, b"".join(msgspec.json.encode(t) + b"\n" for t in rows))
    return changed
