"""An article as one line of a compact list: archives and a source's own page."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from wirecopy.corpus import Derived
from wirecopy.views.site import Site, SourceRef


class Line(Struct, frozen=True, kw_only=True):
    """One article."""

    title: str
    lang: str
    link: str  # at the publisher
    path: str  # its page here
    source: SourceRef
    published: datetime


def line_of(d: Derived, site: Site) -> Line:
    a = d.article
    return Line(
        title=a.title,
        lang=a.lang,
        link=a.link,
        path=d.path,
        source=site.source(a.source_id),
        published=a.date,
    )
