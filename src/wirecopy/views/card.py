"""A story as lists show it: one headline, who else covers it, and why it is here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from wirecopy.corpus import Derived
from wirecopy.views.site import Link, Site, SourceRef
from wirecopy.views.why import Why, why_of

NAMED = 6  # outlets named on a card; the story page names all


class Outlet(Struct, frozen=True, kw_only=True):
    """Another outlet's report of the story."""

    source: SourceRef
    title: str
    lang: str
    link: str
    published: datetime


class Card(Struct, frozen=True, kw_only=True):
    """One story in a list. Addresses of ours are relative to the site's root."""

    story: str  # story id
    title: str
    lang: str  # BCP 47; "" when nobody knows
    link: str  # at the publisher
    path: str  # the story's page; the article's where only one outlet has it
    source: SourceRef
    published: datetime
    newest: datetime  # of all its reports: what "new since the last visit" goes by
    excerpt: str
    topics: tuple[Link, ...]
    outlets: tuple[Outlet, ...]  # the first few others, one for each source, oldest first
    more: int  # outlets that are not named
    why: Why
    rank: float  # higher stands higher within its day

    @property
    def covered_by(self) -> int:
        """How many outlets have the story."""
        return 1 + len(self.outlets) + self.more


def outlets_of(members: Sequence[Derived], site: Site, until: str = "9999") -> list[Outlet]:
    """Every outlet with the story up to the end of the day `until`, once: reports of their own first, then reprints, each oldest first."""
    own, reprints = [], []
    for d in members:
        a = d.article
        own.append((a.date, a.source_id, a.title, a.lang, a.link))
        reprints += [(also.published, also.source_id, also.title, a.lang, also.link) for also in a.also]
    first: dict[str, Outlet] = {}
    for when, source_id, title, lang, link in (*sorted(own), *sorted(reprints)):
        if source_id not in first and when.strftime("%Y-%m-%d") <= until:
            first[source_id] = Outlet(
                source=site.source(source_id), title=title, lang=lang, link=link, published=when
            )
    return list(first.values())


def card_of(members: Sequence[Derived], day: str, site: Site) -> Card:
    """The story (its articles, oldest first) as it stood at the end of `day`, led by that day's first report.

    What comes later does not change it, so a list of past days stays as it is. `members` holds at
    least one article of that day.
    """
    known = [d for d in members if d.day <= day]
    lead = next(d for d in known if d.day == day)
    a = lead.article
    everyone = outlets_of(known, site, day)
    others = [o for o in everyone if o.source.id != a.source_id]
    one = len(known) == 1 and not others
    return Card(
        story=a.story or a.slug,
        title=a.title,
        lang=a.lang,
        link=a.link,
        path=lead.path if one else story_path(a.story or a.slug),
        source=site.source(a.source_id),
        published=a.date,
        newest=max(d.article.date for d in known),
        excerpt=lead.excerpt,
        topics=topic_links(lead),
        outlets=tuple(others[:NAMED]),
        more=len(others[NAMED:]),
        why=why_of(lead, len(everyone)),
        rank=rank(1 + len(others), _freshest(known, day)),
    )


def rank(outlets: int, newest: datetime) -> float:
    """The place of a story within its day: twice the outlets weigh as much as being eight hours fresher.

    log2(outlets) + hours since midnight / 8. It depends on the day alone and not on when it is looked at, so
    a day that is over keeps its order. A judgement and not a measurement; the about page states it.
    """
    hours = newest.hour + newest.minute / 60
    return math.log2(outlets) + hours / 8


def _freshest(known: Sequence[Derived], day: str) -> datetime:
    """The newest date that a publisher gave; where none did, midnight: to be found late is not to be fresh."""
    dated = [d.article.date for d in known if d.day == day and not d.article.date_note]
    return max(dated, default=datetime.fromisoformat(day))


def story_path(story: str) -> str:
    return f"story/{story}/"


def topic_links(d: Derived) -> tuple[Link, ...]:
    """The topics that it surely has, facets left out: they stand on its own page."""
    return tuple(Link(t.name, f"topic/{t.slug}/") for t in d.tags if t.sure and t.kind != "facet")
