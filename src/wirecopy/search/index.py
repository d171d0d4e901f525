"""The index of recent stories: which words stand where, in one small file, and what is shown in pieces.

`search/recent.json` answers for titles, sources and topics, `search/excerpts.json` for words that only the
excerpts of the newest have. A piece, `search/2026-02-17-0.json`, holds what is shown of up to sixteen
stories and is loaded when one of them is shown: so a first search transfers what it shows, and a day that
is over keeps its pieces. No WASM, every script, byte for byte the same for the same stories.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import groupby

from wirecopy.build import File
from wirecopy.corpus import Corpus, Derived
from wirecopy.corpus.past import told_by
from wirecopy.search.recent import pieces, write_excerpts, write_piece, write_recent
from wirecopy.search.row import Row, row_of, rows
from wirecopy.views import Site

DAYS = 90  # that are recent, with the rest of their month: so that the archive is indexed once a month and not daily
# Stories in recent.json, whatever their age: 10,000 weigh 110 kB gzip, and with excerpts and pieces a first
# search stays below 210 kB (docs/figures.md).
MOST = 10_000
EXCERPTS = 1000  # newest stories whose excerpts are searched: 36 bytes gzip each
Story = tuple[str, Sequence[Derived]]


def first_month(now: datetime) -> str:
    """The month with which the index begins."""
    return (now - timedelta(days=DAYS)).strftime("%Y-%m")


def recent_and_older(corpus: Corpus) -> tuple[list[Story], list[Story]]:
    """The stories that recent.json holds, and those that an archive is for; both newest first.

    Of a corpus whose past is summed up, those alone that are looked at one by one.
    """
    stories = rows(corpus)
    past = corpus.past
    if past and past.indexed:
        over, own = past.indexed, corpus.at_work
        begins = over.days[-1][0] if over.days else over.until
        near = [one for one in stories if one[1][0].day >= over.until]
        count = len(near) if over.told else _bounded(near, len(near))
        left = [one for one in stories[len(near) :] if one[0] in own and one[1][0].day < begins]
        return near[:count], near[count:] + left
    since = first_month(corpus.now)
    count = _bounded(stories, sum(members[0].day >= since for _, members in stories))
    return stories[:count], stories[count:]


def _bounded(stories: Sequence[Story], count: int) -> int:
    """How many of the first `count` stories the index has room for: whole days, so that not each new story moves one out."""
    if count <= MOST:
        return count
    day = stories[MOST][1][0].day
    return sum(members[0].day > day for _, members in stories) or MOST


def plan(corpus: Corpus, site: Site, archive: bool = False) -> Iterator[File]:
    """The files of the index. `archive`: older stories are in an index of Pagefind's."""
    recent, _ = recent_and_older(corpus)
    past = corpus.past
    over = past.indexed if past else None
    stories = len(corpus.young.stories.keys() | past.stories.keys()) if past else len(corpus.stories)
    older = stories - len(recent) - (len(over.told) if over else 0)

    @cache
    def row(number: int) -> Row:
        return row_of(*recent[number], site)

    def all_rows(count: int) -> list[Row]:
        return [row(number) for number in range(min(count, len(recent)))]

    days = [*digests_by_day(recent), *(over.days if over else ())]
    yield File(
        file="search/recent.json",
        reads=(str(older), str(archive), *(f"{day} {count} {digest}" for day, count, digest in days)),
        make=lambda: write_recent(all_rows(MOST), older, archive, over),
    )
    newest = [] if over is None else over.newest[: max(0, EXCERPTS - len(recent))]
    told = [told_by(members) for _, members in recent[:EXCERPTS]]
    yield File(
        file="search/excerpts.json",
        reads=(*told, *(digest for digest, _ in newest)),
        make=lambda: write_excerpts(all_rows(EXCERPTS), [words for _, words in newest]),
    )
    for file, numbers in pieces([members[0].day for _, members in recent]):
        yield File(
            file=file,
            reads=tuple(d.digest for number in numbers for d in recent[number][1]),
            make=_piece(row, numbers),
        )


def _piece(row: Callable[[int], Row], numbers: Sequence[int]) -> Callable[[], bytes]:
    return lambda: write_piece([row(number) for number in numbers])


def digests_by_day(stories: Sequence[Story]) -> Iterator[tuple[str, int, str]]:
    """Day, number of its stories, digest of their articles; in the order of the stories."""
    for day, group in groupby(stories, key=lambda one: one[1][0].day):
        of_day = [members for _, members in group]
        yield day, len(of_day), told_by([d for members in of_day for d in members])
