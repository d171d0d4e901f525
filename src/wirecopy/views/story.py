"""The coverage of one story as a timeline: who was first, how headlines differ, what changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from wirecopy.corpus import Derived
from wirecopy.views.card import topic_links
from wirecopy.views.site import Link, Site, SourceRef
from wirecopy.views.why import Why, why_of

_WORDS = re.compile(r"[\w’'-]+|[^\w’'-]+")


class Segment(Struct, frozen=True):
    """A piece of a headline, and whether the story's first headline lacks it."""

    text: str
    differs: bool


class Report(Struct, frozen=True, kw_only=True):
    """One outlet's report on the timeline."""

    source: SourceRef
    title: str
    segments: tuple[Segment, ...]  # the title in pieces; one piece for the first report
    lang: str
    link: str
    path: str  # its page here; "" for a reprint
    published: datetime
    modified: datetime | None
    later: int  # minutes after the first report
    excerpt: str
    similarity: float  # of a reprint to the text that stands; 0 for a report of its own
    why: Why | None  # None for a reprint


class Story(Struct, frozen=True, kw_only=True):
    """Everything that is known about the coverage of one event."""

    id: str
    title: str  # of the first report
    lang: str
    reports: tuple[Report, ...]  # oldest first
    outlets: int
    reprints: int
    first: datetime
    latest: datetime
    topics: tuple[Link, ...]


def story_of(members: Sequence[Derived], site: Site) -> Story:
    """The timeline of a story. `members` are its articles, oldest first, at least one."""
    lead = members[0]
    start = min(d.article.date for d in members)
    reports = [r for d in members for r in _reports(d, lead, start, site)]
    reports.sort(key=lambda r: (r.published, r.similarity, r.source.id, r.title))
    return Story(
        id=lead.article.story or lead.article.slug,
        title=lead.article.title,
        lang=lead.article.lang,
        reports=tuple(reports),
        outlets=len({r.source.id for r in reports}),
        reprints=sum(1 for r in reports if r.similarity),
        first=start,
        latest=max(r.published for r in reports),
        topics=tuple(dict.fromkeys(link for d in members for link in topic_links(d))),
    )


def _reports(d: Derived, lead: Derived, start: datetime, site: Site) -> list[Report]:
    a = d.article
    same_language = a.lang == lead.article.lang

    def report(source_id: str, title: str, link: str, when: datetime, **more: object) -> Report:
        values = {"path": "", "modified": None, "excerpt": "", "similarity": 0.0, "why": None} | more
        return Report(
            source=site.source(source_id),
            title=title,
            segments=differences(title, lead.article.title) if same_language else (Segment(title, False),),
            lang=a.lang,
            link=link,
            published=when,
            later=max(0, round((when - start).total_seconds() / 60)),
            **values,  # type: ignore[arg-type]
        )

    own = report(
        a.source_id, a.title, a.link, a.date,
        path=d.path, modified=a.modified, excerpt=d.excerpt, why=why_of(d),
    )  # fmt: skip
    return [own] + [
        report(also.source_id, also.title, also.link, also.published, similarity=also.similarity or 0.01)
        for also in a.also
    ]


def differences(title: str, first: str) -> tuple[Segment, ...]:
    """The title in pieces, marked where a word does not stand in the first headline.

    Where nearly everything differs nothing is marked, for then the mark says nothing; neither in
    scripts without spaces.
    """
    known = {w.casefold() for w in _WORDS.findall(first)}
    pieces = _WORDS.findall(title)
    new = [bool(re.match(r"\w", p)) and p.casefold() not in known for p in pieces]
    words = sum(bool(re.match(r"\w", p)) for p in pieces)
    if not any(new) or sum(new) > 0.75 * words or words < 3:
        return (Segment(title, False),)
    segments: list[Segment] = []
    for i, (piece, differs) in enumerate(zip(pieces, new, strict=True)):
        # A space between two marked words is marked too, so that a phrase is one mark.
        if piece.isspace() and 0 < i < len(pieces) - 1:
            differs = new[i - 1] and new[i + 1]
        if segments and segments[-1].differs == differs:
            segments[-1] = Segment(segments[-1].text + piece, differs)
        else:
            segments.append(Segment(piece, differs))
    return tuple(segments)
