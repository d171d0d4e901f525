"""From an article to what pages show of it, by knowledge that is handed in."""

from __future__ import annotations

import hashlib
from typing import Protocol

import msgspec

from wirecopy.corpus.excerpt import LIMIT, excerpt
from wirecopy.corpus.value import Cut, Derived, Tag
from wirecopy.types import Article


class Knowledge(Protocol):
    """The rules that derivation uses. One object holds one state of the rules for a whole build.

    Articles are handed to it in order of first sight, those of one moment as one batch, so that
    whatever it learns on the way (headlines, repeated blocks) comes from no later entry.
    """

    digest: str  # of every rule, threshold and version that can change a derived value

    def learn(self, batch: list[Article]) -> None:
        """Take note of articles that were first seen at one moment, before any of them is derived."""

    def body(self, article: Article) -> tuple[str, str, tuple[Cut, ...]]:
        """Safe HTML without boilerplate ("" where only an excerpt is shown), its plain text, and what was cut."""

    def tags(self, article: Article, text: str) -> tuple[Tag, ...]:
        """The topics of the article, the surest first, without those that the owner removed by hand."""


def derive(article: Article, knowledge: Knowledge) -> Derived:
    """The article with body, excerpt, cuts and tags; a pure function of it, of the rules and of what they have learnt."""
    html, text, cuts = knowledge.body(article)
    tags = knowledge.tags(article, text)
    shown = _shown_excerpt(article, text)
    digest = hashlib.blake2b(digest_size=12)
    for part in (article, html if article.shown == "full" else "", shown, cuts, tags):
        digest.update(msgspec.json.encode(part))
        digest.update(b"\0")
    return Derived(
        article=article, html=html, text=text, excerpt=shown, cuts=cuts, tags=tags, digest=digest.hexdigest()
    )


def _shown_excerpt(article: Article, text: str) -> str:
    """A summary by hand wins; where only the headline may be shown, there is none."""
    if article.summary:
        return excerpt(article.summary, limit=2 * LIMIT)  # the owner's own words are not an extract
    if article.shown == "headline":
        return ""
    return excerpt(text, title=article.title)
