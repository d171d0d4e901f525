"""The part of the record that is over, in sums: what pages of today still say of it.

What was published before the month `cut` is not looked at article by article in most builds. A list of
today counts it by months, a receipt adds it up, and where a list of the newest reaches back into it, those
articles are at hand: `tail` says which.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from msgspec import Struct

from wirecopy.corpus.groups import Corpus, Groups, first_seen_of_all, outlets_of, story_of
from wirecopy.corpus.value import Derived

# Of each list this much is at hand: pages show 30 stories or 50 lines, feeds 50 items.
NEWEST = 50


class Tally(Struct, frozen=True, kw_only=True):
    """Sums over articles."""

    articles: int = 0
    cuts: int = 0
    reprints: int = 0
    removed: dict[str, int] = {}  # by kind


def tally(articles: Iterable[Derived], before: Tally | None = None) -> Tally:
    """The sums of the articles and of what was added up before."""
    before = before or Tally()
    removed = dict(before.removed)
    count, cuts, reprints = before.articles, before.cuts, before.reprints
    for d in articles:
        count += 1
        cuts += len(d.cuts)
        reprints += len(d.article.also)
        for removal in d.article.removed:
            removed[removal.kind] = removed.get(removal.kind, 0) + removal.count
    return Tally(articles=count, cuts=cuts, reprints=reprints, removed=removed)


class Indexed(Struct, frozen=True, kw_only=True):
    """What the index of recent stories says of those that are over. Newest first, numbers from 0."""

    since: str  # the month with which the index begins
    until: str  # a day: stories whose first report is as young are looked at one by one
    near: int  # how many those were
    full: bool  # the index held as many stories as it may
    days: list[tuple[str, int, str]]  # day, its stories, digest of their articles
    sources: list[str]  # names, in order
    topics: list[str]
    told: list[tuple[list[int], list[int]]]  # of each story: numbers of its sources and its topics
    words: dict[str, tuple[int, int, str]]  # word → how many stories have it, the first, the steps from there
    newest: list[tuple[str, list[str]]]  # of some: digest of the articles, words of the excerpt alone


class Past(Struct, frozen=True, kw_only=True):
    """Everything published before `cut`."""

    cut: str  # "2026-08"
    now: datetime  # when the last of it was first seen
    days: dict[str, int]  # newest first; listed articles
    sections: dict[str, dict[str, int]]  # name → month, newest first → listed articles
    topics: dict[str, dict[str, int]]  # slug → likewise
    maybe: dict[str, dict[str, int]]
    sources: dict[str, dict[str, int]]
    pairs: list[tuple[str, str]]  # (name, slug) of every sure tag
    whole: Tally  # of all of it
    tallies: dict[str, Tally]  # source id → of its listed articles
    reprints: dict[str, int]  # source id → entries that others' articles name
    named: list[str]  # ids of sources that are named so, by muted articles too
    stories: dict[
        str, str
    ]  # story → what its articles here add to the digest of the archive, "" for a recent one
    indexed: Indexed | None = None  # None while the index holds younger stories alone
    privacy: list[str]  # stories with a privacy article
    was: dict[str, str]  # former id → story
    maps: dict[str, str]  # sitemap's month → newest day of change of the pages that stand
    entries: dict[str, list[tuple[str, str]]]  # of those sitemaps that younger pages are in, too: (path, day)
    edge: list[str]  # its stories that younger articles tell on


def past_of(corpus: Corpus, cut: str) -> Past:
    """What a whole corpus has from before `cut`; `maps`, `entries` and `indexed` are for those who plan files."""
    old = [d for d in corpus.all if d.day < cut]
    groups = Groups(tuple(d for d in old if d.article.status == ""))
    younger = {story_of(d) for d in corpus.listed if d.day >= cut}
    was = {
        name: story
        for story, members in groups.stories.items()
        for d in members
        for name in d.article.story_was
    }
    reprints: dict[str, int] = {}
    for d in groups.listed:
        for also in d.article.also:
            reprints[also.source_id] = reprints.get(also.source_id, 0) + 1
    return Past(
        cut=cut,
        now=first_seen_of_all(old),
        days={day: len(members) for day, members in groups.days.items()},
        sections=_months(groups.sections.items()),
        topics=_months(groups.topics.items()),
        maybe=_months(groups.maybe.items()),
        sources=_months(groups.sources.items()),
        pairs=sorted({(t.name, t.slug) for d in groups.listed for t in d.tags if t.sure}),
        whole=tally(old),
        tallies={source_id: tally(members) for source_id, members in groups.sources.items()},
        reprints=reprints,
        named=sorted({also.source_id for d in old for also in d.article.also}),
        stories={story: told_by(members) for story, members in groups.stories.items()},
        privacy=list(dict.fromkeys(story_of(d) for d in groups.topics.get("privacy", ()))),
        was=was,
        maps={},
        entries={},
        edge=[story for story in groups.stories if story in younger],
    )  # fmt: skip


def told_by(members: Sequence[Derived]) -> str:
    """A digest of a story's articles that can be added to others, whatever the order."""
    told = "\0".join([d.digest for d in members]).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(told, digest_size=16).hexdigest()


def _months(lists: Iterable[tuple[str, Sequence[Derived]]]) -> dict[str, dict[str, int]]:
    return {name: months_in(members) for name, members in lists}


def months_in(members: Iterable[Derived]) -> dict[str, int]:
    """ "2026-02" → how many, in the order in which they come."""
    months: dict[str, int] = {}
    for d in members:
        months[d.day[:7]] = months.get(d.day[:7], 0) + 1
    return months


def tail(
    corpus: Corpus, past: Past, leads: Callable[[Sequence[Derived]], Derived], searched: str = ""
) -> tuple[Derived, ...]:
    """The articles from before `cut` that lists of today may reach, whole stories; `leads` picks a story's first report.

    The newest of each list by date and by first sight, and the newest stories that three outlets have; what was
    first seen since the cut; the stories at the edge; and those that began on the day `searched` or later.
    """
    old = Groups(tuple(d for d in corpus.listed if d.day < past.cut))
    lead_of = {story: leads(members) for story, members in old.stories.items()}
    by_sight = sorted(old.stories, key=lambda story: _seen(lead_of[story]), reverse=True)
    wanted = set(past.edge)
    wanted.update(
        story for story in by_sight if lead_of[story].article.first_seen.strftime("%Y-%m-%d") >= past.cut
    )
    wanted.update(story for story, members in old.stories.items() if searched and members[0].day >= searched)
    wanted.update(islice(by_sight, NEWEST))
    wanted.update(islice((s for s in by_sight if outlets_of(old.stories[s]) >= 3), NEWEST))
    for kind in (old.sections, old.topics, old.maybe, old.sources):
        for members in kind.values():
            wanted.update(_newest_stories(members))
            wanted.update(
                _newest_stories(sorted(members, key=lambda d: _seen(lead_of[story_of(d)]), reverse=True))
            )
            wanted.update(_newest_stories(sorted(members, key=_seen, reverse=True)))
    return tuple(d for story, members in old.stories.items() if story in wanted for d in members)


def _newest_stories(members: Iterable[Derived]) -> Iterator[str]:
    seen: set[str] = set()
    for d in members:
        seen.add(story_of(d))
        if len(seen) > NEWEST:
            return
        yield story_of(d)


def _seen(d: Derived) -> tuple[object, ...]:
    return d.article.first_seen, d.article.date, d.article.entry_id
