"""The front page and its text edition: the newest days, finite, each story once."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from wirecopy.pages.desk import Desk
from wirecopy.pages.linked import item_list
from wirecopy.pages.page import Context, Page
from wirecopy.views import Card

OF_ONE_DAY = (
    2 / 3
)  # of the page, so that the day before is not out of sight at noon; lifted when it has too little


class DayGroup(Struct, frozen=True):
    """A day on the front page."""

    day: str  # "2026-02-17"
    cards: tuple[Card, ...]
    more: int  # stories of that day that are on the day's page only


def front_days(desk: Desk) -> list[DayGroup]:
    """The newest days, newest first, with at most `site.front` stories in all."""
    most = desk.site.front
    seen: set[str] = set()
    ranked: list[tuple[str, list[Card]]] = []
    for day in desk.corpus.days:
        cards = [card for card in desk.ranked(day) if card.story not in seen]
        seen.update(card.story for card in cards)
        if cards:
            ranked.append((day, cards))
        if len(ranked) > 1 and len(seen) >= 2 * most:
            break
    shares = _shares([len(cards) for _, cards in ranked], most)
    return [
        DayGroup(day, tuple(cards[:share]), len(cards) - share)
        for (day, cards), share in zip(ranked, shares, strict=True)
        if share
    ]


def of_one_day(most: int) -> int:
    """The most stories of one day on a front page of `most`, while the days before it fill the rest."""
    return round(OF_ONE_DAY * most)


def _shares(counts: list[int], most: int) -> list[int]:
    """How many stories each day may show: the newest fill the page, but leave a third to what came before."""
    shares, room = [0] * len(counts), most
    for cap in (of_one_day(most), most):
        for i, count in enumerate(counts):
            more = max(0, min(count, cap) - shares[i])
            shares[i] += min(more, room)
            room -= min(more, room)
    return shares


def front_pages(desk: Desk) -> Iterator[Page]:
    """The front page and /lite/, which say the same."""
    days = front_days(desk)
    reads = tuple(
        read for group in days for card in group.cards for read in desk.card_reads(card.story, group.day)
    ) + tuple(f"{group.day} {group.more}" for group in days)

    def front() -> Context:
        cards = [card for group in days for card in group.cards]
        ld = item_list(cards, desk.site) if cards else None
        head = desk.head("front", "", ld=ld)
        return {"head": head, "days": days, "now": desk.corpus.now, "shown": len(cards)}

    def lite() -> Context:
        return {
            "head": desk.head("lite", "lite/", robots="noindex,follow"),
            "days": days,
            "now": desk.corpus.now,
        }

    now = desk.corpus.now.isoformat()
    lastmod = desk.corpus.now.strftime("%Y-%m-%d")
    yield Page(path="", template="front.html", context=front, reads=(*reads, now), lastmod=lastmod)
    yield Page(path="lite/", template="lite.html", context=lite, reads=(*reads, now))
