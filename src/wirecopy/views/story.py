"""The coverage of one story as a timeline: who was first, how headlines differ, what changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from wirecopy.corpus import Derived
from wirecopy.types import Article
from wirecopy.views.card import topic_links
from wirecopy.views.site import Link, Site, SourceRef
from wirecopy.views.why import Why, why_of

_WORDS = re.compile(r"\w+(?:[’'-]\w+)*|\W+?(?=\w|$)")


class Segment(Struct, frozen=True):
    """A piece of a headline, and whether the story's first headline lacks it."""

    text: str
    differs: bool


class Reprint(Struct, frozen=True, kw_only=True):
    """An outlet that prints a report's text."""

    source: SourceRef
    title: str
    segments: tuple[Segment, ...]
    lang: str
    link: str
    published: datetime
    later: int  # minutes after the story's first report
    similarity: float  # of the two texts, 0…1


class Report(Struct, frozen=True, kw_only=True):
    """One outlet's report on the timeline."""

    source: SourceRef
    title: str
    segments: tuple[Segment, ...]  # the title in pieces; one piece for the first report
    lang: str
    link: str
    path: str  # its page here
    published: datetime
    modified: datetime | None
    later: int  # minutes after the first report
    excerpt: str
    reprints: tuple[Reprint, ...]  # oldest first
    why: Why


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
    marked: bool  # some headline has marked words
    topics: tuple[Link, ...]


def story_of(members: Sequence[Derived], site: Site) -> Story:
    """The timeline of a story. `members` are its articles, oldest first, at least one."""
    lead = members[0].article
    reports = tuple(_report(d, lead, site) for d in members)
    printed: list[Report | Reprint] = [*reports, *(r for report in reports for r in report.reprints)]
    return Story(
        id=lead.story or lead.slug,
        title=lead.title,
        lang=lead.lang,
        reports=reports,
        outlets=len({r.source.id for r in printed}),
        reprints=len(printed) - len(reports),
        first=lead.date,
        latest=max(r.published for r in printed),
        marked=any(segment.differs for r in printed for segment in r.segments),
        topics=tuple(dict.fromkeys(link for d in members for link in topic_links(d))),
    )


def _report(d: Derived, lead: Article, site: Site) -> Report:
    a = d.article

    def segments(title: str) -> tuple[Segment, ...]:
        return differences(title, lead.title) if a.lang == lead.lang else (Segment(title, False),)

    def later(when: datetime) -> int:
        return max(0, round((when - lead.date).total_seconds() / 60))

    reprints = tuple(
        Reprint(
            source=site.source(also.source_id),
            title=also.title,
            segments=segments(also.title),
            lang=a.lang,
            link=also.link,
            published=also.published,
            later=later(also.published),
            similarity=also.similarity,
        )
        for also in sorted(a.also, key=lambda also: (also.published, also.source_id, also.entry_id))
    )
    return Report(
        source=site.source(a.source_id),
        title=a.title,
        segments=segments(a.title),
        lang=a.lang,
        link=a.link,
        path=d.path,
        published=a.date,
        modified=a.modified,
        later=later(a.date),
        excerpt=d.excerpt,
        reprints=reprints,
        why=why_of(d),
    )


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
