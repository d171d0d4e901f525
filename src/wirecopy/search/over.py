"""The stories that are over, as the index of recent ones tells of them without looking at each."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from wirecopy.corpus import Corpus
from wirecopy.corpus.past import Indexed, Past, told_by
from wirecopy.search import index
from wirecopy.search.coding import inverted, steps
from wirecopy.search.index import EXCERPTS, Story, digests_by_day, first_month, recent_and_older
from wirecopy.search.recent import excerpt_words, headline_words
from wirecopy.search.row import row_of
from wirecopy.views import Site

ROOM = 100  # stories by which those looked at one by one may become fewer before all are looked at


def first_day(corpus: Corpus, cut: str) -> str:
    """The day from which on stories must be at hand: that of the oldest recent one with articles on both sides of the cut."""
    recent, _ = recent_and_older(corpus)
    edge = [members[0].day for _, members in recent if members[0].day < cut <= members[-1].day]
    return min(edge, default=f"{cut}-01")


def with_search(past: Past, corpus: Corpus, site: Site, until: str) -> Past:
    """The past of the whole corpus with what search says of it; stories that began from the day `until` on are at hand."""
    recent, older = recent_and_older(corpus)
    indexed = {story for story, _ in recent}
    return replace(
        past,
        stories={story: "" if story in indexed else told for story, told in past.stories.items()},
        indexed=sum_up(recent, older, first_month(corpus.now), site, until),
    )


def sum_up(recent: Sequence[Story], older: Sequence[Story], since: str, site: Site, until: str) -> Indexed:
    """What the index of stories from the month `since` on says of those that began before the day `until`."""
    near = sum(members[0].day >= until for _, members in recent)
    over = recent[near:]
    found = [row_of(story, members, site) for story, members in over]
    sources = sorted({name for r in found for name in r.sources})
    topics = sorted({name for r in found for name in r.topics})
    source_of = {name: number for number, name in enumerate(sources)}
    topic_of = {name: number for number, name in enumerate(topics)}
    newest = max(0, EXCERPTS + ROOM - near)
    return Indexed(
        since=since,
        until=until,
        near=near,
        full=bool(older) and older[0][1][0].day >= since,
        days=list(digests_by_day(over)),
        sources=sources,
        topics=topics,
        told=[([source_of[n] for n in r.sources], [topic_of[n] for n in r.topics]) for r in found],
        words={
            word: (len(numbers), numbers[0], steps([n - numbers[0] for n in numbers])[1:])
            for word, numbers in inverted(map(headline_words, found)).items()
        },
        newest=[
            (told_by(members), excerpt_words(r))
            for (_, members), r in zip(over[:newest], found[:newest], strict=True)
        ],
    )


def reaches_over(corpus: Corpus) -> str:
    """Why what is summed up does not tell what the index says of the past; "" when it does."""
    over = corpus.past.indexed if corpus.past else None
    if over is None:
        return ""
    if first_month(corpus.now) != over.since:
        return "search begins with another month"
    recent, older = recent_and_older(corpus)
    near = len(recent)
    if over.told:
        moves = near + len(over.told) > index.MOST or (over.full and near < over.near)
    else:
        moves = over.full and not (older and older[0][1][0].day >= over.until)
    if moves:
        return "search holds other days"
    if min(EXCERPTS - near, len(over.told)) > len(over.newest):
        return "search reads other excerpts"
    return ""
