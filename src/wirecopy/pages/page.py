"""One file of the site, before it is rendered."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

Context = Mapping[str, object]


class FeedLink(Struct, frozen=True):
    """A feed that a page announces to feed readers."""

    title: str
    href: str  # relative to the site's root
    type: str = "application/atom+xml"


class Head(Struct, frozen=True, kw_only=True):
    """What a page says about itself besides its title, which its template writes in the reader's language."""

    kind: str  # "front", "story", …
    path: str  # below the site's root: "story/x/" or "sitemap.xml"
    root: str  # leads from the page to the site's root: "../../"; "" on the front page
    canonical: str
    robots: str = ""  # "noindex,follow"; "" lets search engines do as they like
    feeds: tuple[FeedLink, ...] = ()
    ld: Mapping[str, object] | None = None  # JSON-LD


class Page(Struct, frozen=True, kw_only=True):
    """A file, how to make it, and what it is made of."""

    path: str  # "story/x/" is written to story/x/index.html; else a file name
    template: str  # file name in the theme
    context: Callable[[], Context]  # plain values; called only when the page must be rendered
    reads: tuple[str, ...]  # digests of all content in the context: equal digests (and equal templates
    #                             and settings) give equal bytes
    lastmod: str = ""  # day of the last change, for the sitemap; "" keeps it out

    @property
    def file(self) -> str:
        """Where it is written, below the output folder."""
        return self.path + "index.html" if self.path == "" or self.path.endswith("/") else self.path


def root_of(path: str) -> str:
    """The way from a page to the site's root, relative, so that any prefix and the file system work."""
    return "../" * path.count("/")
