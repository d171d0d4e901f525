"""One item of a feed, the same value for every format, and the rule by which it is dated."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta
from functools import cached_property

import msgspec
from msgspec import Struct

from wirecopy.types import Enclosure, Person

# Stable for ever: ids of items and feeds of all sites are made with it.
_SPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "feeds.wirecopy")


class Origin(Struct, frozen=True, kw_only=True):
    """The feed that an item came from."""

    name: str
    id: str  # the feed's address, else a urn
    feed: str = ""  # its address; "" when it is not read any more
    home: str = ""  # the publisher's page
    updated: datetime  # of the report: what the publisher's feed said when it was read


class Label(Struct, frozen=True, order=True):
    """A topic of an item."""

    term: str  # "privacy/data-breach"
    name: str  # "Data breach"


class Item(Struct, frozen=True, kw_only=True, dict=True):
    """What a subscriber sees of one story, one report or one day."""

    id: str  # urn:uuid:…
    title: str
    link: str = ""  # where the headline leads
    via: str = ""  # at the publisher
    lang: str = ""
    summary: str = ""  # plain text
    html: str = ""  # safe; whole
    authors: tuple[Person, ...] = ()  # at least one: the outlet where nobody is named
    labels: tuple[Label, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    origin: Origin | None = None
    rights: str = ""
    licence: str = ""  # its address
    outlets: tuple[str, ...] = ()  # others that cover it
    published: datetime
    told: datetime  # the latest moment that the record names for anything in it

    @cached_property
    def updated(self) -> datetime:
        """`told`, and a part of a second that is a digest of everything in the item.

        The site keeps no state, and the record has no date for a headline mended by hand, a better rule
        or a new address. So the fraction tells: what an item shows never changes without `updated`, and
        `updated` never moves (but once in a million changes stands) without a change in what it shows.
        """
        digest = hashlib.blake2b(msgspec.json.encode(self), digest_size=8).digest()
        fraction = int.from_bytes(digest, "big") % 1_000_000
        return self.told.replace(microsecond=0) + timedelta(microseconds=fraction)


def urn(*names: str) -> str:
    """The urn of anything that has a name of its own and no entry id: a story, a day, a feed."""
    name = "\n".join(names).encode("utf-8", "replace").decode()
    return f"urn:uuid:{uuid.uuid5(_SPACE, name)}"
