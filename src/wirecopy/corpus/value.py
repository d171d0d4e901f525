"""What is derived from an article at each build: never written to content/, so better rules mend old articles."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Literal

from msgspec import Struct

from wirecopy.types import Article

TagKind = Literal["privacy", "facet", "topic", "rule"]


class Cut(Struct, frozen=True):
    """One block that is not the story and is not shown."""

    kind: str  # "related headline", "newsletter", "share line"
    evidence: str  # which cue or rule said so
    text: str  # the block's text, shortened


class Reason(Struct, frozen=True):
    """One piece of evidence for a tag."""

    phrase: str  # as it stands in the rules: "data broker"
    field: str  # where it was met: "title", "lead", "rest"; "" when it does not matter
    weight: float  # what it added to the score; negative when it spoke against


class Tag(Struct, frozen=True, kw_only=True):
    """A topic of an article, and why it has it."""

    name: str  # shown: "Privacy", "Data breach"
    slug: str  # its page: topic/<slug>/; a facet lies below its topic: "privacy/data-breach"
    kind: TagKind
    sure: bool = True  # False: between the two thresholds, listed apart
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()


class Derived(Struct, frozen=True, kw_only=True, dict=True):
    """An article with everything that a page or a feed needs to know of it."""

    article: Article
    html: str  # the body as safe HTML, without what was cut; it may be "" where the body is not shown
    text: str  # the same as plain text, blocks separated by "\n"
    excerpt: str  # at most 200 characters; "" when only the headline may be shown
    cuts: tuple[Cut, ...] = ()
    tags: tuple[Tag, ...] = ()
    digest: str  # of the article and everything derived: equal digests show the same on every page

    # Both are asked for twenty times in each build, at 1 µs: the more often the larger the record.
    @cached_property
    def day(self) -> str:
        """The day it was published, UTC: "2026-02-17"."""
        return self.article.date.isoformat()[:10]

    @cached_property
    def path(self) -> str:
        """Where its own page lies in the site."""
        return f"{self.day.replace('-', '/')}/{self.article.slug}/"

    @property
    def touched(self) -> datetime:
        """When what is shown of it last changed."""
        return max(self.article.modified or self.article.first_seen, self.article.first_seen)
