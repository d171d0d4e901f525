"""The index of recent stories: titles, sources, topics and days in one small file, the rest in pieces.

`search/recent.json` answers. `search/excerpts.json` holds the excerpts of the newest, for words that no
title has. A piece, `search/2026-02-17-0.json`, holds what is shown of up to sixteen stories and is
loaded when one of them is shown: so a first search transfers what it shows, and a day that is over keeps
its pieces. No WASM, every script, byte for byte the same for the same stories.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import cache
from itertools import groupby

from wirecopy.build import File
from wirecopy.corpus import Corpus, Derived
from wirecopy.search.row import Row, row_of, rows
from wirecopy.views import Site

DAYS = 90  # that are recent
# Stories in recent.json, whatever their age: at 24 kB gzip a thousand (docs/figures.md) it stays below 150 kB,
# which leaves room for the pieces within 210 kB for a first search.
MOST = 6000
EXCERPTS = 700  # newest stories whose excerpts are searched: 80 bytes gzip each
PIECE = 16  # stories
Story = tuple[str, Sequence[Derived]]


def recent_and_older(corpus: Corpus) -> tuple[list[Story], list[Story]]:
    """The stories that recent.json holds, and those that an archive is for; both newest first."""
    stories = rows(corpus)
    since = (corpus.now - timedelta(days=DAYS)).strftime("%Y-%m-%d")
    count = sum(members[0].day >= since for _, members in stories)
    count = min(count, MOST)
    return stories[:count], stories[count:]


def plan(corpus: Corpus, site: Site, archive: bool = False) -> Iterator[File]:
    """The files of the index. `archive`: older stories are in an index of Pagefind's."""
    recent, older = recent_and_older(corpus)

    @cache
    def row(number: int) -> Row:
        return row_of(*recent[number], site)

    def all_rows(count: int) -> list[Row]:
        return [row(number) for number in range(min(count, len(recent)))]

    reads = tuple(d.digest for _, members in recent for d in members)
    told = (str(len(older)), str(archive))
    yield File(
        file="search/recent.json",
        reads=(*told, *reads),
        make=lambda: write_recent(all_rows(MOST), len(older), archive),
    )
    yield File(
        file="search/excerpts.json",
        reads=tuple(d.digest for _, members in recent[:EXCERPTS] for d in members),
        make=lambda: _json([r.excerpt for r in all_rows(EXCERPTS)]),
    )
    for day, group in groupby(range(len(recent)), key=lambda number: recent[number][1][0].day):
        numbers = list(group)
        for piece, start in enumerate(range(0, len(numbers), PIECE)):
            own = numbers[start : start + PIECE]
            yield File(
                file=f"search/{day}-{piece}.json",
                reads=tuple(d.digest for number in own for d in recent[number][1]),
                make=_piece(row, own),
            )


def write_recent(found: Sequence[Row], older: int, archive: bool) -> bytes:
    """Columns instead of records: half the bytes, and most of what is left are the titles."""
    sources = sorted({name for r in found for name in r.sources})
    topics = sorted({name for r in found for name in r.topics})
    source_of = {name: number for number, name in enumerate(sources)}
    topic_of = {name: number for number, name in enumerate(topics)}
    days = [[day, sum(1 for _ in group)] for day, group in groupby(r.day for r in found)]
    return _json(
        {
            "piece": PIECE,
            "older": older,
            "archive": archive and older > 0,
            "sources": sources,
            "topics": topics,
            "days": days,
            "titles": ["\t".join(r.titles) for r in found],
            "from": [[source_of[name] for name in r.sources] for r in found],
            "on": [[topic_of[name] for name in r.topics] for r in found],
        }
    )


def _piece(row: Callable[[int], Row], numbers: Sequence[int]) -> Callable[[], bytes]:
    return lambda: _json([[r.path, r.link, r.excerpt, r.lang] for r in map(row, numbers)])


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
