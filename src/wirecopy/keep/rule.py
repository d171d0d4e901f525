"""The owner's rules as feeds.toml writes them."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

Action = Literal["drop", "keep", "tag", "mute"]
Days = Annotated[int, Meta(ge=0)]
Words = Annotated[int, Meta(ge=0)]

PATTERN_FIELDS = ("title", "text", "author", "category", "link", "language")
"""The keys that hold patterns, in the order in which an example looks for its field."""


class Rule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """[[rules]]: one rule. It matches an entry when every condition that is given holds.

    Within one list any pattern will do. A plain pattern is a word or phrase, without regard to case;
    `/…/` or `/…/i` is a regular expression.
    """

    name: str = ""  # shown in reasons and in "left out today"
    action: Action
    feeds: tuple[str, ...] = ("*",)  # globs over feed id and name
    title: tuple[str, ...] = ()
    text: tuple[str, ...] = ()  # in the title or the body
    author: tuple[str, ...] = ()
    category: tuple[str, ...] = ()  # the publisher's
    link: tuple[str, ...] = ()
    language: tuple[str, ...] = ()  # "de" stands for "de-AT" too
    older_than_days: Days | None = None
    shorter_than: Words | None = None  # the body, in words
    longer_than: Words | None = None
    tags: tuple[str, ...] = ()  # what `tag` adds
    must_match: tuple[str, ...] = ()  # examples, run by `wirecopy check`
    must_not_match: tuple[str, ...] = ()


def title_of(rule: Rule, index: int) -> str:
    """What a rule is called in reasons: its name, else its place in the file."""
    return rule.name or f"number {index + 1}"
