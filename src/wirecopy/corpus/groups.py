"""The whole record as one value: what is published, and in which groups pages show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cached_property

from wirecopy.corpus.value import Derived
from wirecopy.types import Article

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def is_listed(article: Article) -> bool:
    """True when lists may show it; a muted article has its page and nothing else."""
    return article.status == ""


class Corpus:
    """Every published article, newest first, with the groups that pages are made of.

    Hidden articles are not in it. Groups are made at first use: a build that needs none pays for none.
    """

    def __init__(self, articles: Iterable[Derived]) -> None:
        published = (d for d in articles if d.article.status != "hidden")
        self.all: tuple[Derived, ...] = tuple(sorted(published, key=_newest_first))
        self.listed: tuple[Derived, ...] = tuple(d for d in self.all if is_listed(d.article))

    @cached_property
    def now(self) -> datetime:
        """The build's only idea of time: the latest first-seen date of the record. No clock is asked."""
        return max((d.article.first_seen for d in self.all), default=_NEVER)

    @cached_property
    def stories(self) -> Mapping[str, tuple[Derived, ...]]:
        """Story id → its listed articles, oldest first."""
        return _grouped(reversed(self.listed), lambda d: (d.article.story or d.article.slug,))

    @cached_property
    def days(self) -> Mapping[str, tuple[Derived, ...]]:
        """ "2026-02-17" → the articles published on that day, newest first; newest day first."""
        return _grouped(self.listed, lambda d: (d.day,))

    @cached_property
    def sources(self) -> Mapping[str, tuple[Derived, ...]]:
        """Source id → its listed articles, newest first."""
        return _grouped(self.listed, lambda d: (d.article.source_id,))

    @cached_property
    def sections(self) -> Mapping[str, tuple[Derived, ...]]:
        """Section name → its articles, newest first; articles without one are under ""."""
        return _grouped(self.listed, lambda d: (d.article.section,))

    @cached_property
    def topics(self) -> Mapping[str, tuple[Derived, ...]]:
        """Topic slug → the articles that surely have it, newest first."""
        return _grouped(self.listed, lambda d: tuple(t.slug for t in d.tags if t.sure))

    @cached_property
    def maybe(self) -> Mapping[str, tuple[Derived, ...]]:
        """Topic slug → the articles between the two thresholds, newest first."""
        return _grouped(self.listed, lambda d: tuple(t.slug for t in d.tags if not t.sure))


def _newest_first(d: Derived) -> tuple[float, str]:
    return (-d.article.date.timestamp(), d.article.slug)


def _grouped(
    articles: Iterable[Derived], keys: Callable[[Derived], tuple[str, ...]]
) -> dict[str, tuple[Derived, ...]]:
    groups: dict[str, list[Derived]] = {}
    for d in articles:
        for key in dict.fromkeys(keys(d)):
            groups.setdefault(key, []).append(d)
    return {key: tuple(members) for key, members in groups.items()}
