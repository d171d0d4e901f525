"""A page for each source, the table of all of them, and what was left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

import msgspec

from wirecopy.corpus import Derived
from wirecopy.pages.desk import Desk
from wirecopy.pages.lists import ListKind, lines_by_day, month_counts, month_page, months_of
from wirecopy.pages.page import Context, FeedLink, Page
from wirecopy.views import Count, DroppedLine, Receipt, SourceView, bars, receipt_of, source_of
from wirecopy.views.health import LEFT_OUT

NEWEST = 50  # articles on a source's page, a line each


View = Callable[[str], SourceView]  # source id → what its page and the table say


def source_pages(desk: Desk) -> Iterator[Page]:
    reprints = _reprints(desk)
    ids = list(dict.fromkeys([*desk.site.sources, *desk.corpus.sources, *sorted(reprints)]))
    views: list[str] = []

    @cache
    def receipt(source_id: str) -> Receipt:
        before = desk.corpus.past.tallies.get(source_id) if desk.corpus.past else None
        return receipt_of(desk.corpus.young.sources.get(source_id, ()), before)

    @cache
    def view(source_id: str) -> SourceView:
        articles = desk.corpus.sources.get(source_id, ())
        return source_of(
            source_id,
            articles,
            receipt(source_id),
            reprints.get(source_id, 0),
            desk.health_of(source_id),
            desk.site,
        )

    for source_id in ids:
        articles = desk.corpus.sources.get(source_id, ())
        health = desk.health_of(source_id)
        views.append(msgspec.json.encode(health).decode())
        # A look that found nothing new is told by the table alone: else every run would change every source's page.
        steady = msgspec.json.encode(msgspec.structs.replace(health, last_checked=None)).decode()
        months = months_of(desk, articles)
        counts = month_counts(months, desk.corpus.past.sources.get(source_id, {}) if desk.corpus.past else {})
        sums = (*(f"{count.name} {count.count}" for count in counts), repr(receipt(source_id)))
        reads = (str(reprints.get(source_id, 0)), steady, *sums, *(d.digest for d in articles[:NEWEST]))
        views += reads
        yield _source_page(desk, source_id, view, articles, counts, reads)
        kind = ListKind(kind="source", name=desk.site.source(source_id).name, base=f"source/{source_id}/")
        for month, members in months.items():
            yield month_page(desk, kind, month, members)
    yield _table(desk, ids, view, tuple(views))
    yield _left_out(desk)


def _reprints(desk: Desk) -> Mapping[str, int]:
    """Source id → how many of its entries are named by other articles instead of standing alone."""
    counts: dict[str, int] = dict(desk.corpus.past.reprints) if desk.corpus.past else {}
    for d in desk.corpus.young.listed:
        for also in d.article.also:
            counts[also.source_id] = counts.get(also.source_id, 0) + 1
    return counts


def _source_page(
    desk: Desk,
    source_id: str,
    view: View,
    articles: tuple[Derived, ...],
    counts: tuple[Count, ...],
    reads: tuple[str, ...],
) -> Page:
    path = f"source/{source_id}/"

    def context() -> Context:
        source: SourceView = view(source_id)
        feed = FeedLink(source.ref.name, path + "feed.atom")
        return {
            "head": desk.head("source", path, feed=feed),
            "source": source,
            "bars": bars(source.health.per_day),
            "days": lines_by_day(desk.lines(articles[:NEWEST])),
            "months": counts,
        }

    lastmod = max((d.touched for d in articles[:NEWEST]), default=None)
    return Page(
        path=path,
        template="source.html",
        context=context,
        reads=reads,
        lastmod=lastmod.strftime("%Y-%m-%d") if lastmod else "",
    )


def _table(desk: Desk, ids: list[str], view: View, reads: tuple[str, ...]) -> Page:
    def context() -> Context:
        return {
            "head": desk.head("sources", "sources/"),
            "sources": [view(source_id) for source_id in ids],
            "as_of": desk.health.as_of,
        }

    as_of = desk.health.as_of.isoformat() if desk.health.as_of else ""
    return Page(
        path="sources/",
        template="sources.html",
        context=context,
        reads=(*reads, as_of),
        lastmod=desk.corpus.now.strftime("%Y-%m-%d"),
    )


def _left_out(desk: Desk) -> Page:
    """Entries of the latest run that were dropped, by reason, most frequent reason first."""
    groups: dict[str, list[DroppedLine]] = {}
    for line in desk.health.dropped:
        groups.setdefault(line.why, []).append(line)
    more = {count.name: count.count for count in desk.health.left_out}
    counts = {why: more.get(why, len(lines)) for why, lines in groups.items()}
    ordered = sorted(groups.items(), key=lambda group: (-counts[group[0]], group[0]))

    def context() -> Context:
        share = max(5, LEFT_OUT // max(1, len(ordered)))
        shown = [(reason, lines[:share], counts[reason]) for reason, lines in ordered]
        refs = {line.source_id: desk.site.source(line.source_id) for line in desk.health.dropped}
        return {
            "head": desk.head("left-out", "left-out/", robots="noindex,follow"),
            "groups": shown,
            "total": sum(counts.values()),
            "refs": refs,
            "as_of": desk.health.as_of,
        }

    return Page(
        path="left-out/",
        template="leftout.html",
        context=context,
        reads=(msgspec.json.encode((desk.health.as_of, desk.health.dropped, desk.health.left_out)).decode(),),
    )
