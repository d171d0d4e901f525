"""The values of this package: what the owner wrote, and what was found."""

from __future__ import annotations

from msgspec import Struct, field

from wirecopy.names import slug_of as name_slug


class Topic(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One `[[topics]]` table of feeds.toml.

    A text is on the topic when every phrase of `all` occurs, none of `none` does, and the phrases
    of `any` (1 point each) and `weights` (their own points) that occur add up to `at_least`. A topic
    with neither `any` nor `weights` needs `all` alone.
    """

    name: str
    slug: str = ""  # "" means: made from the name
    any: tuple[str, ...] = ()  # a phrase ("open source", "licen*") or a pattern ('/\bGPLv[23]\b/i')
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    fields: tuple[str, ...] = ("title", "text")  # also "categories" (the publisher's) and "link"
    weights: dict[str, float] = field(default_factory=dict)  # phrase or pattern → points
    at_least: float = 1.0
    must_match: tuple[str, ...] = ()  # titles that `wirecopy check` tries
    must_not_match: tuple[str, ...] = ()


class TopicMatch(Struct, frozen=True):
    """A topic that a text is on, and the phrases that show it."""

    name: str
    slug: str
    reasons: tuple[str, ...]  # 'title: "open source"', in the order of the owner's phrases


def slug_of(topic: Topic) -> str:
    """The topic's part of addresses: the owner's, or its name as a tag written by hand would have it."""
    return topic.slug or name_slug(topic.name)
