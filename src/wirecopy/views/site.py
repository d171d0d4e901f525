"""The site itself, as templates see it: name, address, what is in its navigation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from wirecopy.names import hue_of, letters_of
from wirecopy.types import Source


class Link(Struct, frozen=True):
    """A name and where it leads, relative to the site's root."""

    name: str
    path: str


class SourceRef(Struct, frozen=True, kw_only=True):
    """A source as it is named on a card."""

    id: str
    name: str
    path: str  # its page
    letters: str = ""  # in its icon
    hue: int = 0  # 0…11


class Site(Struct, frozen=True, kw_only=True):
    """What the owner says about the site. Everything here stands still between builds."""

    name: str
    url: str = ""  # public address without a final slash; "" when it is not known yet
    prefix: str = "/"  # its path where this build is served: "/news/"; only 404.html asks for it
    description: str = ""
    language: str = "en"  # of the page furniture
    skin: str = "broadsheet"
    front: int = 30  # stories on the front page: what is read in one visit
    sections: tuple[Link, ...] = ()
    topics: tuple[Link, ...] = ()  # facets below their topic are not in the navigation
    pages: tuple[Link, ...] = ()  # written by hand: content/pages/*.md
    sources: Mapping[str, Source] = {}  # by id, in the owner's order
    has_feeds: bool = False  # the feeds plugin is at work
    has_search: bool = False  # the search plugin is at work
    images: str = "drop"  # as `[build] images`
    version: str = ""

    def address(self, path: str) -> str:
        """The public address of a page; a relative one when the site has none yet."""
        return f"{self.url}/{path}" if self.url else f"/{path}"

    def source(self, source_id: str) -> SourceRef:
        """The source as it is named; one that has left feeds.toml keeps its id for a name."""
        known = self.sources.get(source_id)
        return _ref(source_id, (known.name if known else "") or source_id)

    def section_path(self, name: str) -> str:
        """The page of a section, "" when it has none."""
        return next((link.path for link in self.sections if link.name == name), "")


@lru_cache(maxsize=10_000)  # every line and card of a source names it
def _ref(source_id: str, name: str) -> SourceRef:
    return SourceRef(
        id=source_id,
        name=name,
        path=f"source/{source_id}/",
        letters=letters_of(name),
        hue=hue_of(source_id),
    )
