"""The privacy receipt: what was taken out of everything that this build shows."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from wirecopy.corpus import Derived
from wirecopy.views.health import Count


class Receipt(Struct, frozen=True, kw_only=True):
    """Counts over the articles of one build."""

    articles: int
    removed: tuple[Count, ...]  # by kind, most first: "tracking parameter", "pixel", "script"
    cuts: int  # blocks of boilerplate
    reprints: int  # entries that were another's text


def receipt_of(articles: Iterable[Derived]) -> Receipt:
    kinds: dict[str, int] = {}
    cuts = reprints = count = 0
    for d in articles:
        count += 1
        cuts += len(d.cuts)
        reprints += len(d.article.also)
        for removal in d.article.removed:
            kinds[removal.kind] = kinds.get(removal.kind, 0) + removal.count
    removed = sorted((Count(kind, n) for kind, n in kinds.items()), key=lambda c: (-c.count, c.name))
    return Receipt(articles=count, removed=tuple(removed), cuts=cuts, reprints=reprints)
