"""A source on its page and in the list of sources."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from wirecopy.corpus import Derived
from wirecopy.views.health import Count, SourceHealth
from wirecopy.views.receipt import Receipt
from wirecopy.views.site import Link, Site, SourceRef


class SourceView(Struct, frozen=True, kw_only=True):
    """A feed, how it is, and what became of its entries."""

    ref: SourceRef
    feed: str  # its address; "" when it has left feeds.toml
    section: Link | None
    shown: str  # "headline", "excerpt", "full"
    licence: str
    health: SourceHealth
    articles: int  # in this build
    latest: datetime | None  # of them
    receipt: Receipt
    dropped: int  # entries left out, all reasons
    share_merged: int  # per cent of its entries that were another's text


def source_of(
    source_id: str,
    articles: tuple[Derived, ...],
    receipt: Receipt,
    reprints: int,
    health: SourceHealth,
    site: Site,
) -> SourceView:
    """The source with its articles (the newest first, at least) and the receipt of all; `reprints` of its entries are named by others' articles."""
    known = site.sources.get(source_id)
    section = site.section_path(known.section) if known else ""
    merged = max(reprints, health.merged)
    total = receipt.articles + merged
    return SourceView(
        ref=site.source(source_id),
        feed=known.url if known else "",
        section=Link(known.section, section) if known and section else None,
        shown=known.show if known else "",
        licence=known.licence if known else "",
        health=health,
        articles=receipt.articles,
        latest=articles[0].article.date if articles else None,
        receipt=receipt,
        dropped=sum(count.count for count in health.dropped),
        share_merged=round(100 * merged / total) if total else 0,
    )


def bars(per_day: tuple[Count, ...]) -> tuple[tuple[Count, int], ...]:
    """Each day's count with its height in per cent of the highest, for the small chart of a source's rhythm."""
    top = max((day.count for day in per_day), default=0) or 1
    return tuple((day, round(100 * day.count / top)) for day in per_day)
