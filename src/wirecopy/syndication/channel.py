"""A feed before it is written in a format: what it says of itself, and what is in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from wirecopy.syndication.item import Item, urn
from wirecopy.syndication.text import language, line, web
from wirecopy.views import Site

# A feed that never had an item has no date. One that is no build's tells that nothing has happened yet.
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class Manner(Struct, frozen=True, kw_only=True):
    """How the owner wants feeds: `feed_link` and `hub` of [site] in feeds.toml, words in the site's language."""

    to_story: bool = False
    hub: str = ""
    also: str = "Also:"


class Slot(Struct, frozen=True):
    """An item that is made when its feed must be written."""

    reads: tuple[str, ...]  # digests of what it is made of
    make: Callable[[], Item]


class Channel(Struct, frozen=True, kw_only=True):
    """One feed of the site, in three formats."""

    base: str  # "topic/privacy/feed": the format's ending is added
    title: str
    group: str  # in the OPML of all feeds: "Topics"
    page: str  # of ours that shows the same
    slots: Sequence[Slot]  # newest first


class Head(Struct, frozen=True, kw_only=True):
    """What a feed says of itself in one format."""

    id: str
    title: str
    subtitle: str
    home: str  # address of the page that shows the same; "" while the site has no address
    self: str  # address of the feed itself; "" likewise
    icon: str
    lang: str
    site: str  # name, the feed's author
    hub: str
    style: str  # the stylesheet for people, relative
    updated: datetime


def head_of(channel: Channel, site: Site, manner: Manner, ending: str, updated: datetime | None) -> Head:
    """`updated`: when the last of its items changed. The feed's id comes from the site's name and its place, not from the host."""
    public = bool(web(site.url))
    name = line(site.name) or "News"
    title = line(channel.title) or name
    return Head(
        id=urn("feed", site.name, channel.base),
        title=title,
        subtitle=line(site.description),
        home=web(site.address(channel.page)) if public else "",
        self=web(site.address(f"{channel.base}.{ending}")) if public else "",
        icon=web(site.address("theme/icon.svg")) if public else "",
        lang=language(site.language),
        site=name,
        hub=web(manner.hub),
        style="../" * channel.base.count("/") + "theme/feed.css",
        updated=updated or _first(channel, site),
    )


def _first(channel: Channel, site: Site) -> datetime:
    """The date of an empty feed: it stands still until the feed says something else of itself."""
    said = "\n".join((channel.title, site.name, site.description, site.language)).encode("utf-8", "replace")
    seconds = int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "big") % 86_400
    return _NEVER + timedelta(seconds=seconds)
