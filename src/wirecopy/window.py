"""What newcomers are compared with: the fingerprints of the articles of the last days."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from wirecopy import bodies, dedupe, stories
from wirecopy.index import Index, Recorded
from wirecopy.intake import Mark, Pieces
from wirecopy.markdown import Unreadable, read_file
from wirecopy.reading import Piece, noted, text_of
from wirecopy.spool import Spool
from wirecopy.types import Note, Source

# As long as the default `max_age_days`: a reprint that is taken in at all finds its original.
LENGTH = timedelta(days=14)

_MADE_BY = ("bodies", "boilerplate", "dedupe", "stories", "rules")  # what a fingerprint is made by


class Row(NamedTuple):
    """What the index is to hold of one entry."""

    entry_id: str
    first_seen: datetime
    text: bytes
    profile: bytes


class Windows(msgspec.Struct):
    """Both windows of one run, and the rows that the index lacked."""

    begin: datetime
    texts: dedupe.Window
    stories: stories.StoryWindow
    made: Iterable[Row]

    def rows(self, *of: Pieces) -> Iterator[Row]:
        """What the index should hold from now on: fingerprints made anew here, and the newcomers'."""
        yield from self.made
        encode = msgspec.msgpack.encode
        for pieces in of:
            for p in pieces:
                e = p.entry
                yield Row(e.entry_id, e.first_seen, encode(p.fingerprint), encode(p.profile))


@cache
def method() -> str:
    """A digest of the code and the rules that make fingerprints: another one makes others."""
    digest = hashlib.blake2b(digest_size=12)
    for folder in _MADE_BY:
        files = (Path(__file__).parent / folder).rglob("*")
        for file in sorted(f for f in files if f.suffix in (".py", ".toml", ".txt", ".json")):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


class Opening:
    """The windows of one run, as content/ has them, opened while the feeds are still asked.

    What is compared only with a candidate lies on disk, in nameless files below `aside`.
    """

    def __init__(self, index: Index, now: datetime, aside: Path) -> None:
        self._index, self._aside = index, aside
        self._begin = now - LENGTH
        self._texts, self._told = self._empty()
        self._lacking: list[Recorded] = []
        self._thread = ThreadPoolExecutor(1)
        self._under_way: Future[None] | None = None
        index.fit_method(method())

    def _empty(self) -> tuple[dedupe.Window, stories.StoryWindow]:
        aside = self._aside
        return (
            dedupe.Window(kept=lambda: Spool(aside, dedupe.Fingerprint)),
            stories.StoryWindow(kept=lambda: Spool(aside, stories.Profile)),
        )

    def start(self) -> None:
        """There is a newcomer to compare: what the index has is read from now on, by a thread of its own."""
        if self._under_way is None:
            self._under_way = self._thread.submit(self._read)

    def _read(self) -> None:
        # Touches nothing that the other thread has in hand: the line is not made for two threads.
        decode = msgspec.msgpack.decode
        with self._index.beside() as index:
            for row, stored in index.recent(self._begin):
                if stored is None:
                    self._lacking.append(row)
                else:
                    fingerprint = decode(stored[0], type=dedupe.Fingerprint)
                    self._add(row, fingerprint, decode(stored[1], type=stories.Profile))

    def _add(self, row: Recorded, fingerprint: dedupe.Fingerprint, profile: stories.Profile) -> None:
        self._texts.add(fingerprint)
        self._told.add(stories.Member(profile=profile, story=row.story, fixed=row.story_fixed))

    def finish(self, content: Path, sources: Iterable[Source]) -> Windows:
        """The windows; empty where no newcomer was met. Fingerprints that the index lacks are made from the files."""
        made = Spool(self._aside, Row)
        if self._under_way:
            self._under_way.result()
        by_id = {s.id: s for s in sources}
        encode = msgspec.msgpack.encode
        for row in self._lacking:
            article = read_file(content / self._index.path_of(row.entry_id), content)
            if isinstance(article, Unreadable):
                continue
            source = by_id.get(row.source_id) or Source(id=row.source_id, url="")
            text = text_of(row.entry_id, source, article, bodies.to_html(article.markdown))
            fingerprint, profile = dedupe.fingerprint(text), stories.profile(text)
            made.append(Row(row.entry_id, row.first_seen, encode(fingerprint), encode(profile)))
            self._add(row, fingerprint, profile)
        self._texts.put_in_order()
        self._told.put_in_order()
        texts, told = self._texts, self._told
        self._texts, self._told = self._empty()  # so that the caller can let go of them
        return Windows(self._begin, texts, told, made)

    def close(self) -> None:
        self._thread.shutdown()


def told_apart(pieces: Pieces, windows: Windows) -> Pieces:
    """The newcomers; one that names the page of another article and says something else has a note of it."""

    def told() -> Iterator[tuple[Mark, Piece]]:
        for mark, fingerprint in zip(pieces.marks, pieces.fingerprints, strict=True):
            other = windows.texts.same_link(fingerprint)
            if other and other.id != mark.entry_id:
                text = (
                    f"names the same page as {other.id} of {other.source} and says something else: kept apart"
                )
                yield mark, noted(pieces.take(mark), Note(stage="markdown", text=text))

    return pieces.changed(told())
