"""The privacy receipt: what was taken out of everything that this build shows."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from wirecopy.corpus import Derived, Tally, tally
from wirecopy.views.health import Count


class Receipt(Struct, frozen=True, kw_only=True):
    """Counts over the articles of one build."""

    articles: int
    removed: tuple[Count, ...]  # by kind, most first: "tracking parameter", "pixel", "script"
    cuts: int  # blocks of boilerplate
    reprints: int  # entries that were another's text


def receipt_of(articles: Iterable[Derived], before: Tally | None = None) -> Receipt:
    """The counts over the articles, and over what was added up before."""
    sums = tally(articles, before)
    removed = sorted((Count(kind, n) for kind, n in sums.removed.items()), key=lambda c: (-c.count, c.name))
    return Receipt(articles=sums.articles, removed=tuple(removed), cuts=sums.cuts, reprints=sums.reprints)
