"""The files of all feeds, each with what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial

from wirecopy.build import File, Made
from wirecopy.corpus import Corpus
from wirecopy.syndication.atom import ATOM
from wirecopy.syndication.channel import Channel, Head, Manner, head_of
from wirecopy.syndication.channels import channels
from wirecopy.syndication.edition import Edition
from wirecopy.syndication.jsonfeed import JSON
from wirecopy.syndication.opml import Outline, write_opml
from wirecopy.syndication.reports import Newsroom
from wirecopy.syndication.rss import RSS
from wirecopy.syndication.text import web
from wirecopy.types import Source
from wirecopy.views import Site

FORMATS = {"atom": ATOM, "rss": RSS, "json": JSON}


def plan(corpus: Corpus, site: Site, manner: Manner | None = None) -> Iterator[File]:
    """Every feed in every format, and the two OPML files. A pure function: no clock, no files."""
    manner = manner or Manner()
    room = Newsroom(site, manner.to_story, manner.also)
    listed: list[Channel] = []
    for channel in channels(corpus, room):
        if channel.group != "story":
            listed.append(channel)
        reads = (manner.also, *(read for slot in channel.slots for read in slot.reads), channel.title)
        edition = Edition(channel, len(FORMATS))
        for ending in FORMATS:
            again = _maker(channel, site, manner, ending, edition)
            yield File(file=f"{channel.base}.{ending}", reads=reads, make=partial(_whole, again), again=again)
    yield _sources(site)
    yield _feeds(site, listed)


def _maker(
    channel: Channel, site: Site, manner: Manner, ending: str, edition: Edition
) -> Callable[[Made | None], Made]:
    def head(updated: datetime | None) -> Head:
        return head_of(channel, site, manner, ending, updated)

    return lambda before: edition.make(FORMATS[ending], head, before)


def _whole(again: Callable[[Made | None], Made]) -> bytes:
    return again(None).data


def _sources(site: Site) -> File:
    sources: Iterable[Source] = site.sources.values()
    outlines = [
        Outline(title=site.source(s.id).name, feed=web(s.url), group=s.section) for s in sources if web(s.url)
    ]
    return File(
        file="feeds/sources.opml",
        reads=tuple(f"{o.title}\n{o.feed}\n{o.group}" for o in outlines),
        make=lambda: write_opml(site.name, outlines),
    )


def _feeds(site: Site, listed: Sequence[Channel]) -> File:
    """Addresses are whole where the site has one; a list of relative ones is of use to nobody, but whole too."""
    outlines = [
        Outline(
            title=c.title,
            feed=site.address(f"{c.base}.atom"),
            home=site.address(c.page),
            group={"topic": "Topics", "section": "Sections", "source": "Sources"}.get(c.group, site.name),
        )
        for c in listed
    ]
    return File(
        file="feeds/feeds.opml",
        reads=tuple(f"{o.title}\n{o.feed}" for o in outlines),
        make=lambda: write_opml(site.name, outlines),
    )
