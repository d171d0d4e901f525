"""The tables of feeds.toml: every setting with its default. docs/settings.md explains them to owners."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from wirecopy.types import Show

Positive = Annotated[int, Meta(ge=1)]
Images = Literal["drop", "link", "local"]


class Site(Struct, frozen=True, forbid_unknown_fields=True):
    """[site]: what the site calls itself."""

    name: str = "News"
    url: str = ""  # public address without a final slash; may have a path
    description: str = ""
    language: str = "en"  # of the page furniture, and of entries that do not say
    section: str = "News"  # for feeds that name none
    feed_link: Literal["story", "publisher"] = "publisher"  # where a headline in the site's own feeds leads
    hub: str = ""  # WebSub hub, told of in the feeds


class Fetch(Struct, frozen=True, forbid_unknown_fields=True):
    """[fetch]: manners and limits."""

    timeout_s: Annotated[float, Meta(gt=0)] = 20.0  # the whole request
    max_bytes: Positive = 10_000_000  # of one feed, after decompression
    concurrency: Positive = 32
    per_host: Positive = 2
    max_age_days: Positive = 14  # older entries are not taken in
    max_new_per_run: Positive = 500  # of one feed
    allow_private: tuple[str, ...] = ()  # exact "host" or "host:port"
    contact: str = ""  # goes into the User-Agent


class Build(Struct, frozen=True, forbid_unknown_fields=True):
    """[build]: what the site keeps and shows."""

    images: Images = "drop"
    freeze_after_days: Positive = 30
    keep_days: Positive = 730
    skin: str = "broadsheet"


class Feed(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """[[feeds]]: one feed."""

    url: str
    id: str = ""  # "" : made from the address
    name: str = ""
    section: str = ""
    show: Show = "excerpt"
    licence: str = ""
    full_text: bool = False
    language: str = ""
    strip: bool = True
    strip_selectors: tuple[str, ...] = ()
    strip_cues: tuple[str, ...] = ()
