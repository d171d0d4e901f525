"""The frozen tier: months that are over, their pages standing as they are, until something speaks against it.

Every condition under which a page of the past could change is looked at here. Where one does not hold,
`Thaw` is raised and the build looks at everything, as a cold one does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from wirecopy.build.catchup import Thaw
from wirecopy.build.file import Build, Planned
from wirecopy.build.found import in_past
from wirecopy.build.quick import Sight
from wirecopy.build.record import Record
from wirecopy.build.stamp import digest_of
from wirecopy.corpus import Corpus, Derived, Past, story_of
from wirecopy.corpus.learnt import month_before, month_of
from wirecopy.pages import Page
from wirecopy.pages.machine import bucket_of
from wirecopy.search.over import reaches_over
from wirecopy.syndication.digest import DAYS as DIGESTS


class Frozen(Struct, frozen=True, kw_only=True):
    """What a build must know of the past to leave it alone."""

    key: bytes  # of rules, settings, program, templates: all that is not content
    articles: str  # names the file with the records
    pages: str  # names the file with what was written
    past: Past
    tail: list[Derived]  # articles of the past that lists of today may reach
    content: bytes  # digest of the files of the past with their stamps
    output: Sight  # its pages
    taught: list[Record]  # of the frozen articles that young ones still learn from, what they learn
    late: bytes  # digest of articles of the past that are not frozen, as their files lie among the young
    names: dict[str, str]  # slug of each topic of the past → name
    newer: str  # the first day after the past
    beside: bytes  # digest of the files that Pelican writes
    cold: int  # how many records are frozen

    def cold_paths(self, records: Mapping[str, Record]) -> set[str]:
        """Which of all records are frozen."""
        return {path for path, r in records.items() if can_freeze(r, self.past.cut)}

    def teachers(self) -> dict[str, Record]:
        """`taught` by their paths."""
        return {r.path: r for r in self.taught}


def cut_of(now: datetime, days: int) -> str:
    """The first month that is not frozen. What the daily digest tells of never is."""
    return month_of(now - timedelta(days=max(days, DIGESTS + 1)))


def can_freeze(record: Record, cut: str) -> bool:
    """True when no page of today needs the record, but for what is in the tail."""
    return record.derived is not None and in_past(record.path, cut) and record.derived.day < cut


def taught_of(records: Iterable[Record], cut: str) -> list[Record]:
    """What young articles learn from frozen ones: those first seen since the month before the cut, without what is derived."""
    since = month_before(cut)
    return [
        msgspec.structs.replace(r, derived=None, failed=r.order)
        for r in records
        if r.order and month_of(r.order[0]) >= since
    ]


def late_digest(records: Iterable[Record], cut: str) -> bytes:
    """Of the articles published before the cut among the records that are not frozen."""
    late = sorted(f"{r.path} {r.derived.digest}" for r in records if r.derived and r.derived.day < cut)
    return digest_of("\n".join(late).encode("utf-8", "surrogatepass"))


def names_of(made: Build, past: Past) -> dict[str, str]:
    """What the topics of the past are called now, and those above them."""
    found = {link.path.removeprefix("topic/").strip("/"): link.name for link in made.site.topics}
    for d in made.corpus.listed:
        for tag in d.tags:
            found.setdefault(tag.slug, tag.name)
    slugs = past.topics.keys() | past.maybe.keys()
    return {slug: found.get(slug, "") for slug in sorted(slugs | {slug.partition("/")[0] for slug in slugs})}


def first_day(corpus: Corpus) -> str:
    return min(corpus.days, default="")


def beside(theirs: Sequence[str]) -> bytes:
    """Digest of the files that might stand where a page of the past does."""
    apart = ("theme/", "images/")
    return digest_of("\n".join(sorted(n for n in theirs if not n.startswith(apart))).encode())


def check_corpus(made: Build, past: Past, days: int) -> None:
    """Raises Thaw when young articles reach further into the past than its sums do."""
    corpus = made.corpus
    young = corpus.young
    if cut_of(corpus.now, days) != past.cut:
        raise Thaw("a month is over")
    if not (young.stories.keys() & past.stories.keys()) <= set(past.edge):
        raise Thaw("a story of the past has news")
    if young.stories.keys() & past.was.keys():
        raise Thaw("a former story is back")
    for d in corpus.young_of_all:
        for was in d.article.story_was:
            if past.was.get(was, story_of(d)) != story_of(d):
                raise Thaw("a former story goes elsewhere")
    if not _fills_front(corpus, made.site.front):
        raise Thaw("the front page reaches into the past")
    today = corpus.now.strftime("%Y-%m-%d")
    seen = {
        min(d.article.first_seen for d in members).strftime("%Y-%m-%d") for members in young.stories.values()
    }
    if len([day for day in seen if past.cut <= day < today]) <= DIGESTS:
        raise Thaw("the daily digest reaches into the past")
    if reason := reaches_over(corpus):
        raise Thaw(reason)


def _fills_front(corpus: Corpus, most: int) -> bool:
    """As the front page takes its days: until there are two of them, and twice the stories that it shows."""
    seen: set[str] = set()
    ranked = 0
    for members in corpus.days.values():
        stories = {story_of(d) for d in members}
        ranked += not stories <= seen
        seen |= stories
        if ranked > 1 and len(seen) >= 2 * most:
            return True
    return False


def check_same(frozen: Frozen, made: Build, records: Iterable[Record], theirs: Sequence[str]) -> None:
    """Raises Thaw when something that pages of the past show is not as it was."""
    if late_digest(records, frozen.past.cut) != frozen.late:
        raise Thaw("an article of the past changed")
    if names_of(made, frozen.past) != frozen.names:
        raise Thaw("a topic of the past has another name")
    if first_day(made.corpus) != frozen.newer:
        raise Thaw("another day follows the past")
    if beside(theirs) != frozen.beside:
        raise Thaw("pages by hand came or went")


def check_planned(past: Past, planned: Iterable[Planned], standing: Collection[str]) -> None:
    """Raises Thaw when a young page lies where one of the past does, or in a sitemap of the past."""
    for one in planned:
        if one.file in standing:
            raise Thaw(f"{one.file} was a page of the past")
        if isinstance(one, Page) and one.lastmod:
            bucket = bucket_of(one)
            if bucket in past.maps and bucket not in past.entries:
                raise Thaw("a sitemap of the past has another page")


def maps_of(
    standing: Iterable[Page], young: Iterable[Page]
) -> tuple[dict[str, str], dict[str, list[tuple[str, str]]]]:
    """`Past.maps` and `Past.entries`."""
    mixed = {bucket_of(page) for page in young if page.lastmod}
    maps: dict[str, str] = {}
    entries: dict[str, list[tuple[str, str]]] = {}
    for page in standing:
        if page.lastmod:
            bucket = bucket_of(page)
            maps[bucket] = max(page.lastmod, maps.get(bucket, ""))
            if bucket in mixed:
                entries.setdefault(bucket, []).append((page.path, page.lastmod))
    return maps, entries


def young_of(records: Iterable[Record], cut: str) -> Iterator[Derived]:
    """The articles that are looked at one by one."""
    return (r.derived for r in records if r.derived is not None and r.derived.day >= cut)


Reads = Callable[[Planned], bytes]


def same_pages(young: Sequence[Planned], whole: Mapping[str, Planned], reads: Reads) -> str:
    """The first file that a look at the young alone would make otherwise than one at everything; "" when there is none."""
    for one in young:
        other = whole.get(one.file)
        if other is None or type(other) is not type(one) or reads(other) != reads(one):
            return one.file
        if (
            isinstance(one, Page)
            and isinstance(other, Page)
            and (one.template, one.lastmod) != (other.template, other.lastmod)
        ):
            return one.file
    return ""
