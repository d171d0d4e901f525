"""One article on its own page."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from wirecopy.corpus import Cut, Derived, Tag
from wirecopy.types import Enclosure, Person
from wirecopy.views.card import Outlet, outlets_of, story_path
from wirecopy.views.site import Link, Site, SourceRef
from wirecopy.views.why import Why, why_of


class ArticleView(Struct, frozen=True, kw_only=True):
    """What may be shown of an article, and everything that is known about it."""

    title: str
    lang: str
    link: str
    source: SourceRef
    authors: tuple[Person, ...]
    published: datetime
    modified: datetime | None
    first_seen: datetime
    excerpt: str
    html: str  # safe; "" unless the licence allows the full text
    licence: str
    section: Link | None
    tags: tuple[Tag, ...]
    story: str  # path of the story's page; "" where this is its only report
    outlets: tuple[Outlet, ...]  # the others
    cuts: tuple[Cut, ...]
    enclosures: tuple[Enclosure, ...]
    image: str
    why: Why
    muted: bool


def article_of(d: Derived, members: tuple[Derived, ...], site: Site) -> ArticleView:
    """The article among the other articles of its story (`members`, itself included)."""
    a = d.article
    alone = len(members) < 2 and not a.also
    outlets = [] if alone else [o for o in outlets_of(members or (d,), site) if o.source.id != a.source_id]
    section = site.section_path(a.section)
    return ArticleView(
        title=a.title,
        lang=a.lang,
        link=a.link,
        source=site.source(a.source_id),
        authors=a.authors,
        published=a.date,
        modified=a.modified,
        first_seen=a.first_seen,
        excerpt=d.excerpt,
        html=d.html if a.shown == "full" else "",
        licence=a.licence,
        section=Link(a.section, section) if section else None,
        tags=d.tags,
        story=story_path(a.story or a.slug) if len(members) > 1 or a.also else "",
        outlets=tuple(outlets),
        cuts=d.cuts,
        enclosures=a.enclosures,
        image=a.image if site.images != "drop" else "",
        why=why_of(d, 1 + len(outlets), most=100),
        muted=a.status == "muted",
    )
