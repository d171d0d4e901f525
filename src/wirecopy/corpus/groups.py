"""The whole record as one value: what is published, and in which groups pages show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from wirecopy.corpus.value import Derived
from wirecopy.types import Article

if TYPE_CHECKING:
    from wirecopy.corpus.past import Past

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def is_listed(article: Article) -> bool:
    """True when lists may show it; a muted article has its page and nothing else."""
    return article.status == ""


def story_of(d: Derived) -> str:
    """The id of the article's story; an article that names none is one of its own."""
    return d.article.story or d.article.slug


def outlets_of(members: Sequence[Derived]) -> int:
    """How many outlets tell a story, those that are only named as having it too included."""
    if len(members) == 1 and not members[0].article.also:  # most stories, in every plan
        return 1
    own = {d.article.source_id for d in members}
    return len(own | {also.source_id for d in members for also in d.article.also})


def first_seen_of_all(articles: Iterable[Derived]) -> datetime:
    """When the last of them was first seen."""
    return max((d.article.first_seen for d in articles), default=_NEVER)


class Groups:
    """Listed articles, newest first, in the groups that pages are made of.

    Groups are made at first use: a build that needs none pays for none.
    """

    def __init__(self, listed: tuple[Derived, ...]) -> None:
        self.listed = listed

    @cached_property
    def stories(self) -> Mapping[str, tuple[Derived, ...]]:
        """Story id → its listed articles, oldest first."""
        return _grouped(reversed(self.listed), story_of)

    @cached_property
    def days(self) -> Mapping[str, tuple[Derived, ...]]:
        """ "2026-02-17" → the articles published on that day, newest first; newest day first."""
        return _grouped(self.listed, lambda d: d.day)

    @cached_property
    def sources(self) -> Mapping[str, tuple[Derived, ...]]:
        """Source id → its listed articles, newest first."""
        return _grouped(self.listed, lambda d: d.article.source_id)

    @cached_property
    def sections(self) -> Mapping[str, tuple[Derived, ...]]:
        """Section name → its articles, newest first; articles without one are under ""."""
        return _grouped(self.listed, lambda d: d.article.section)

    @cached_property
    def topics(self) -> Mapping[str, tuple[Derived, ...]]:
        """Topic slug → the articles that surely have it, newest first."""
        return _tagged(self.listed, sure=True)

    @cached_property
    def maybe(self) -> Mapping[str, tuple[Derived, ...]]:
        """Topic slug → the articles between the two thresholds, newest first."""
        return _tagged(self.listed, sure=False)


class Corpus(Groups):
    """Every published article, newest first. Hidden articles are not in it.

    Where the `past` is summed up, what is published before its cut is not here, but for those articles that
    lists of the newest may reach. They come with their whole story. So `stories`, `sections`, `sources`, `topics`
    and `maybe` are right as far as pages show them, newest first; who counts asks `young` and adds the past.
    """

    def __init__(
        self, articles: Iterable[Derived], past: Past | None = None, whole: Callable[[], Corpus] | None = None
    ) -> None:
        published = (d for d in articles if d.article.status != "hidden")
        self.all: tuple[Derived, ...] = tuple(sorted(published, key=_newest_first))
        self.past = past
        self.whole: Callable[[], Corpus] = whole or (lambda: self)  # with all that is summed up in the past
        super().__init__(tuple(d for d in self.all if is_listed(d.article)))

    @cached_property
    def now(self) -> datetime:
        """The build's only idea of time: the latest first-seen date of the record. No clock is asked."""
        latest = first_seen_of_all(self.all)
        return max(latest, self.past.now) if self.past else latest

    @cached_property
    def young_of_all(self) -> tuple[Derived, ...]:
        """What is not summed up in the past, muted articles included."""
        past = self.past
        return self.all if past is None else tuple(d for d in self.all if d.day >= past.cut)

    @cached_property
    def young(self) -> Groups:
        """The same without the muted, in groups."""
        past = self.past
        return self if past is None else Groups(tuple(d for d in self.listed if d.day >= past.cut))

    @cached_property
    def days(self) -> Mapping[str, tuple[Derived, ...]]:
        """ "2026-02-17" → the articles published on that day, newest first; newest day first; of the past, none."""
        return self.young.days if self.past else super().days

    @cached_property
    def with_pages(self) -> tuple[Derived, ...]:
        """The articles whose own page may have changed."""
        past = self.past
        if past is None:
            return self.all
        return tuple(
            d for d in self.all if d.day >= past.cut or (is_listed(d.article) and story_of(d) in self.at_work)
        )

    @cached_property
    def at_work(self) -> Mapping[str, tuple[Derived, ...]]:
        """The stories that may have changed: all but those that lie wholly in the past."""
        past = self.past
        if past is None:
            return self.stories
        own = self.young.stories.keys() | set(past.edge)
        return {story: members for story, members in self.stories.items() if story in own}


def _newest_first(d: Derived) -> tuple[float, str]:
    return (-d.article.date.timestamp(), d.article.slug)


def _grouped(articles: Iterable[Derived], key: Callable[[Derived], str]) -> dict[str, tuple[Derived, ...]]:
    groups: dict[str, list[Derived]] = {}
    for d in articles:
        name = key(d)
        if name in groups:
            groups[name].append(d)
        else:
            groups[name] = [d]
    return {name: tuple(members) for name, members in groups.items()}


def _tagged(articles: Iterable[Derived], sure: bool) -> dict[str, tuple[Derived, ...]]:
    groups: dict[str, list[Derived]] = {}
    for d in articles:
        if d.tags:
            for slug in dict.fromkeys([t.slug for t in d.tags if t.sure is sure]):
                groups.setdefault(slug, []).append(d)
    return {slug: tuple(members) for slug, members in groups.items()}
