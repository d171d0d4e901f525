"""The files of all feeds, each with what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from wirecopy.build import File
from wirecopy.corpus import Corpus
from wirecopy.syndication.atom import write_atom
from wirecopy.syndication.channel import Channel, Head, Manner, head_of
from wirecopy.syndication.channels import channels
from wirecopy.syndication.item import Item
from wirecopy.syndication.jsonfeed import write_json
from wirecopy.syndication.opml import Outline, write_opml
from wirecopy.syndication.reports import Newsroom
from wirecopy.syndication.rss import write_rss
from wirecopy.syndication.text import web
from wirecopy.types import Source
from wirecopy.views import Site

Write = Callable[[Head, Sequence[Item]], bytes]
FORMATS: dict[str, Write] = {"atom": write_atom, "rss": write_rss, "json": write_json}


def plan(corpus: Corpus, site: Site, manner: Manner | None = None) -> Iterator[File]:
    """Every feed in every format, and the two OPML files. A pure function: no clock, no files."""
    manner = manner or Manner()
    room = Newsroom(site, manner.to_story, manner.also)
    listed: list[Channel] = []
    for channel in channels(corpus, room):
        if channel.group != "story":
            listed.append(channel)
        reads = (manner.also, *(read for slot in channel.slots for read in slot.reads), channel.title)
        items = _kept(channel)
        for ending, write in FORMATS.items():
            yield File(
                file=f"{channel.base}.{ending}",
                reads=reads,
                make=_maker(channel, site, manner, ending, write, items),
            )
    yield _sources(site)
    yield _feeds(site, listed)


Items = Callable[[], Sequence[Item]]


def _kept(channel: Channel) -> Items:
    """The channel's items, made once for the formats that are made one after the other, then forgotten."""
    found: list[Sequence[Item]] = []
    asked = 0

    def items() -> Sequence[Item]:
        nonlocal asked
        if not found:
            found.append([slot.make() for slot in channel.slots])
        asked += 1
        return found.pop() if asked % len(FORMATS) == 0 else found[0]

    return items


def _maker(
    channel: Channel, site: Site, manner: Manner, ending: str, write: Write, kept: Items
) -> Callable[[], bytes]:
    def make() -> bytes:
        items = kept()
        return write(head_of(channel, site, manner, ending, items), items)

    return make


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
