"""The desk where pages are made: the build's values, and what several kinds of page need of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from wirecopy.corpus import Corpus, Derived
from wirecopy.pages.page import FeedLink, Head, root_of
from wirecopy.views import Card, Health, Line, Site, SourceHealth, card_of, line_of


class Desk:
    """One build's corpus, site and health. Cards are made once and stand in every list that shows them."""

    def __init__(self, corpus: Corpus, site: Site, health: Health) -> None:
        self.corpus = corpus
        self.site = site
        self.health = health
        self._cards: dict[tuple[str, str], Card] = {}
        self._health: Mapping[str, SourceHealth] = {s.id: s for s in health.sources}

    def health_of(self, source_id: str) -> SourceHealth:
        return self._health.get(source_id) or SourceHealth(id=source_id)

    def story_of(self, d: Derived) -> str:
        return d.article.story or d.article.slug

    def card(self, story: str, day: str) -> Card:
        """The story as it stood at the end of the day."""
        key = (story, day)
        if key not in self._cards:
            self._cards[key] = card_of(self.corpus.stories[story], day, self.site)
        return self._cards[key]

    def card_reads(self, story: str, day: str) -> tuple[str, ...]:
        """Digests of what the card is made of."""
        return tuple(d.digest for d in self.corpus.stories[story] if d.day <= day)

    def ranked(self, day: str) -> list[Card]:
        """The day's stories in their order: by outlets and freshness, then by id, so that ties stand still."""
        stories = dict.fromkeys(self.story_of(d) for d in self.corpus.days[day])
        return sorted((self.card(story, day) for story in stories), key=lambda c: (-c.rank, c.story))

    def newest_cards(self, articles: Sequence[Derived], most: int) -> list[tuple[str, str]]:
        """(story, day) of the newest `most` stories among the articles (newest first), each story once."""
        found: dict[str, str] = {}
        for d in articles:
            found.setdefault(self.story_of(d), d.day)
            if len(found) == most:
                break
        return list(found.items())

    def lines(self, articles: Iterable[Derived]) -> list[Line]:
        return [line_of(d, self.site) for d in articles]

    def head(
        self,
        kind: str,
        path: str,
        *,
        feed: FeedLink | None = None,
        robots: str = "",
        ld: Mapping[str, object] | None = None,
    ) -> Head:
        """A page's head; `feed` is announced before the feed of all stories."""
        feeds: tuple[FeedLink, ...] = ()
        if self.site.has_feeds:
            whole = FeedLink(self.site.name, "feeds/all.atom")
            feeds = (feed, whole) if feed and feed.href != whole.href else (whole,)
        return Head(
            kind=kind,
            path=path,
            root=root_of(path),
            canonical=self.site.address(path),
            robots=robots,
            feeds=feeds,
            ld=ld,
        )


def by_day(cards: Iterable[Card]) -> list[tuple[str, list[Card]]]:
    """Cards under the day of their lead, in the order in which they come."""
    groups: dict[str, list[Card]] = {}
    for card in cards:
        groups.setdefault(card.published.strftime("%Y-%m-%d"), []).append(card)
    return list(groups.items())
