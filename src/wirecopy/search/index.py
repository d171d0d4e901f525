"""The index of recent stories: which words stand where, in one small file, and what is shown in pieces.

`search/recent.json` answers for titles, sources and topics, `search/excerpts.json` for words that only the
excerpts of the newest have. A piece, `search/2026-02-17-0.json`, holds what is shown of up to sixteen
stories and is loaded when one of them is shown: so a first search transfers what it shows, and a day that
is over keeps its pieces. No WASM, every script, byte for byte the same for the same stories.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import cache
from itertools import groupby

from wirecopy.build import File
from wirecopy.corpus import Corpus, Derived
from wirecopy.search.coding import as_json, coded, inverted, without_common
from wirecopy.search.row import Row, row_of, rows
from wirecopy.search.words import words_of
from wirecopy.views import Site

DAYS = 90  # that are recent, with the rest of their month: so that the archive is indexed once a month and not daily
# Stories in recent.json, whatever their age: 10,000 weigh 110 kB gzip, and with excerpts and pieces a first
# search stays below 210 kB (docs/figures.md).
MOST = 10_000
EXCERPTS = 1000  # newest stories whose excerpts are searched: 36 bytes gzip each
PIECE = 16  # stories
Story = tuple[str, Sequence[Derived]]


def recent_and_older(corpus: Corpus) -> tuple[list[Story], list[Story]]:
    """The stories that recent.json holds, and those that an archive is for; both newest first."""
    stories = rows(corpus)
    since = (corpus.now - timedelta(days=DAYS)).strftime("%Y-%m")
    count = sum(members[0].day >= since for _, members in stories)
    if count > MOST:  # whole days, so that not each new story moves one into the archive
        day = stories[MOST][1][0].day
        count = sum(members[0].day > day for _, members in stories) or MOST
    return stories[:count], stories[count:]


def plan(corpus: Corpus, site: Site, archive: bool = False) -> Iterator[File]:
    """The files of the index. `archive`: older stories are in an index of Pagefind's."""
    recent, _ = recent_and_older(corpus)
    past = corpus.past
    stories = len(corpus.young.stories.keys() | past.stories.keys()) if past else len(corpus.stories)
    older = stories - len(recent)

    @cache
    def row(number: int) -> Row:
        return row_of(*recent[number], site)

    def all_rows(count: int) -> list[Row]:
        return [row(number) for number in range(min(count, len(recent)))]

    reads = tuple(d.digest for _, members in recent for d in members)
    told = (str(older), str(archive))
    yield File(
        file="search/recent.json",
        reads=(*told, *reads),
        make=lambda: write_recent(all_rows(MOST), older, archive),
    )
    yield File(
        file="search/excerpts.json",
        reads=tuple(d.digest for _, members in recent[:EXCERPTS] for d in members),
        make=lambda: write_excerpts(all_rows(EXCERPTS)),
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
    """Words with the stories that have them; sources, topics and days as columns."""
    sources = sorted({name for r in found for name in r.sources})
    topics = sorted({name for r in found for name in r.topics})
    source_of = {name: number for number, name in enumerate(sources)}
    topic_of = {name: number for number, name in enumerate(topics)}
    index, common = without_common(
        inverted(words_of(" ".join((r.title, *r.words))) for r in found), len(found)
    )
    vocabulary, where = coded(index)
    return as_json(
        {
            "piece": PIECE,
            "older": older,
            "archive": archive and older > 0,
            "sources": sources,
            "topics": topics,
            "days": [[day, sum(1 for _ in group)] for day, group in groupby(r.day for r in found)],
            "from": [_short([source_of[name] for name in r.sources]) for r in found],
            "on": {str(n): [topic_of[name] for name in r.topics] for n, r in enumerate(found) if r.topics},
            "common": common,
            "words": vocabulary,
            "where": where,
        }
    )


def _short(numbers: list[int]) -> int | list[int]:
    """One number as itself: most stories have one source."""
    return numbers[0] if len(numbers) == 1 else numbers


def write_excerpts(found: Sequence[Row]) -> bytes:
    """Words that stand in an excerpt and not in its headlines, with the stories that have them."""
    index, common = without_common(inverted(map(_only_in_excerpt, found)), len(found))
    vocabulary, where = coded(index)
    return as_json({"common": common, "words": vocabulary, "where": where})


def _only_in_excerpt(row: Row) -> list[str]:
    told = set(words_of(" ".join((row.title, *row.words))))
    return [word for word in words_of(row.excerpt) if word not in told]


def _piece(row: Callable[[int], Row], numbers: Sequence[int]) -> Callable[[], bytes]:
    return lambda: as_json([[r.title, r.path, r.link, r.excerpt, r.lang] for r in map(row, numbers)])
