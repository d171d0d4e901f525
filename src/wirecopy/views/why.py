"""Why a story is where it is, as facts that a template turns into words."""

from __future__ import annotations

from msgspec import Struct

from wirecopy.corpus import Derived, Tag
from wirecopy.types import Removal
from wirecopy.views.health import Count

SHOWN = 3  # reasons on a card; the article's page shows all


class Why(Struct, frozen=True, kw_only=True):
    """The evidence behind one story."""

    section: str = ""  # of its source
    tags: tuple[Tag, ...] = ()  # with at most `SHOWN` reasons each on a card
    outlets: int = 1
    evidence: str = ""  # why it is in its story; "" when it began it
    reprints: int = 0  # outlets with the same text
    similarity: float = 0.0  # of the least similar of them
    cuts: tuple[Count, ...] = ()  # blocks that were not shown, by kind
    date_note: str = ""  # why the date is not the publisher's own
    removed: tuple[Removal, ...] = ()


def why_of(d: Derived, outlets: int = 1, most: int = SHOWN) -> Why:
    """The evidence for one article, with at most `most` reasons a tag, the weightiest first."""
    a = d.article
    kinds: dict[str, int] = {}
    for cut in d.cuts:
        kinds[cut.kind] = kinds.get(cut.kind, 0) + 1
    return Why(
        section=a.section,
        tags=tuple(_brief(tag, most) for tag in d.tags if tag.kind != "facet" or most > SHOWN),
        outlets=outlets,
        evidence=_evidence(a.story_why),
        reprints=len(a.also),
        similarity=min((also.similarity for also in a.also), default=0.0),
        cuts=tuple(sorted(Count(kind, n) for kind, n in kinds.items())),
        date_note=a.date_note,
        removed=a.removed,
    )


def _brief(tag: Tag, most: int) -> Tag:
    reasons = sorted(tag.reasons, key=lambda r: (-abs(r.weight), r.phrase))[:most]
    return Tag(
        name=tag.name, slug=tag.slug, kind=tag.kind, sure=tag.sure, score=tag.score, reasons=tuple(reasons)
    )


def _evidence(story_why: str) -> str:
    """The front matter's line without the story id that it begins with."""
    return story_why.partition(" ")[2]
