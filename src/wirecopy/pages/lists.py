"""Topics and sections: the newest stories, then a page for each month that never changes once it is over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct

from wirecopy.corpus import Derived
from wirecopy.pages.desk import Desk, by_day
from wirecopy.pages.linked import item_list
from wirecopy.pages.page import Context, FeedLink, Page
from wirecopy.views import Count, Line, Link

NEWEST = 30  # stories with excerpts on a list's first page


class ListKind(Struct, frozen=True, kw_only=True):
    """One list: what it is called and where it lies."""

    kind: str  # "topic", "section"
    name: str
    base: str  # "topic/privacy/"
    parent: Link | None = None  # of a facet
    below: tuple[Link, ...] = ()  # its facets
    maybe: bool = False  # between the two thresholds
    unsure: int = 0  # how many stories are listed apart as such

    @property
    def reads(self) -> tuple[str, ...]:
        return (msgspec.json.encode(self).decode(),)


def list_pages(desk: Desk) -> Iterator[Page]:
    """Every topic, facet and section, those without a story included: a link in the navigation must lead somewhere."""
    past = desk.corpus.past
    for link in desk.site.sections:
        kind = ListKind(kind="section", name=link.name, base=link.path)
        before = past.sections.get(link.name, {}) if past else {}
        yield from pages_of(desk, kind, desk.corpus.sections.get(link.name, ()), before)
    names = _topic_names(desk)
    for slug, name in names.items():
        base = f"topic/{slug}/"
        top = slug.partition("/")[0]
        kind = ListKind(
            kind="topic",
            name=name,
            base=base,
            parent=Link(names[top], f"topic/{top}/") if top != slug and top in names else None,
            below=tuple(Link(n, f"topic/{s}/") for s, n in names.items() if s.startswith(f"{slug}/")),
            unsure=len(desk.corpus.young.maybe.get(slug, ()))
            + (sum(past.maybe.get(slug, {}).values()) if past else 0),
        )
        yield from pages_of(
            desk, kind, desk.corpus.topics.get(slug, ()), past.topics.get(slug, {}) if past else {}
        )
        if unsure := desk.corpus.maybe.get(slug, ()):
            apart = ListKind(
                kind="topic", name=name, base=f"{base}maybe/", parent=Link(name, base), maybe=True
            )
            yield from pages_of(desk, apart, unsure, past.maybe.get(slug, {}) if past else {})


def _topic_names(desk: Desk) -> Mapping[str, str]:
    """Slug → name of each topic in the navigation or on an article, in alphabetical order of slugs."""
    names = {link.path.removeprefix("topic/").strip("/"): link.name for link in desk.site.topics}
    for d in desk.corpus.listed:
        for tag in d.tags:
            names.setdefault(tag.slug, tag.name)
    return dict(sorted(names.items()))


def pages_of(
    desk: Desk, kind: ListKind, articles: tuple[Derived, ...], before: Mapping[str, int]
) -> Iterator[Page]:
    """The list's first page and its months; `before`: month → articles of the past, whose pages stand."""
    months = months_of(desk, articles)
    yield _first_page(desk, kind, articles, month_counts(months, before))
    for month, members in months.items():
        yield month_page(desk, kind, month, members)


def months_of(desk: Desk, articles: tuple[Derived, ...]) -> Mapping[str, tuple[Derived, ...]]:
    """ "2026-02" → the articles of that month, newest first; none of the past."""
    past = desk.corpus.past
    months: dict[str, list[Derived]] = {}
    for d in articles:
        if past is not None and d.day < past.cut:
            break
        months.setdefault(d.day[:7], []).append(d)
    return {month: tuple(members) for month, members in months.items()}


def month_counts(months: Mapping[str, tuple[Derived, ...]], before: Mapping[str, int]) -> tuple[Count, ...]:
    counts = [Count(month, len(members)) for month, members in months.items()]
    return (*counts, *(Count(month, count) for month, count in before.items()))


def _first_page(desk: Desk, kind: ListKind, articles: tuple[Derived, ...], counts: tuple[Count, ...]) -> Page:
    newest = desk.newest_cards(articles, NEWEST)

    def context() -> Context:
        cards = [desk.card(story, day) for story, day in newest]
        feed = None if kind.maybe else FeedLink(kind.name, kind.base + "feed.atom")
        ld = item_list(cards, desk.site) if cards else None
        head = desk.head(
            kind.kind, kind.base, feed=feed, ld=ld, robots="noindex,follow" if kind.maybe else ""
        )
        return {"head": head, "list": kind, "days": by_day(cards), "months": counts}

    reads = (
        *(read for story, day in newest for read in desk.card_reads(story, day)),
        *(f"{count.name} {count.count}" for count in counts),
        *kind.reads,
    )
    lastmod = max((d.touched for d in articles[:NEWEST]), default=None)
    return Page(
        path=kind.base,
        template="list.html",
        context=context,
        reads=reads,
        lastmod=lastmod.strftime("%Y-%m-%d") if lastmod and not kind.maybe else "",
    )


def month_page(desk: Desk, kind: ListKind, month: str, members: tuple[Derived, ...]) -> Page:
    """One month of a list, a line for each article."""
    # What changes with newer stories is not a month's business.
    kind = msgspec.structs.replace(kind, below=(), unsure=0)
    path = f"{kind.base}{month}/"

    def context() -> Context:
        head = desk.head("month", path, robots="noindex,follow")
        return {"head": head, "list": kind, "month": month, "days": lines_by_day(desk.lines(members))}

    return Page(
        path=path, template="month.html", context=context, reads=(*kind.reads, *(d.digest for d in members))
    )


def lines_by_day(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    days: dict[str, list[Line]] = {}
    for line in lines:
        days.setdefault(line.published.strftime("%Y-%m-%d"), []).append(line)
    return list(days.items())
