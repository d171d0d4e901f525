"""A page for each day with stories, and the calendar of all of them."""

from __future__ import annotations

from collections.abc import Iterator

from wirecopy.pages.desk import Desk
from wirecopy.pages.linked import item_list
from wirecopy.pages.page import Context, Page
from wirecopy.views import Count

FULL = 60  # stories with excerpts on a day's page; the rest of a very busy day are lines


def day_path(day: str) -> str:
    return f"day/{day}/"


def day_pages(desk: Desk) -> Iterator[Page]:
    days = list(desk.corpus.days)
    before = desk.corpus.past.days if desk.corpus.past else {}
    for i, day in enumerate(days):
        newer = days[i - 1] if i else ""
        older = days[i + 1] if i + 1 < len(days) else next(iter(before), "")
        yield _day_page(desk, day, older, newer)
    yield _calendar(desk)


def _day_page(desk: Desk, day: str, older: str, newer: str) -> Page:
    def context() -> Context:
        cards = desk.ranked(day)
        head = desk.head("day", day_path(day), ld=item_list(cards[:FULL], desk.site))
        return {
            "head": head, "day": day, "older": older, "newer": newer, "cards": cards[:FULL], "rest": cards[FULL:]
        }  # fmt: skip

    members = desk.corpus.days[day]
    stories = dict.fromkeys(desk.story_of(d) for d in members)
    return Page(
        path=day_path(day),
        template="day.html",
        context=context,
        reads=(older, newer, *(read for story in stories for read in desk.card_reads(story, day))),
        lastmod=max(d.touched for d in members).strftime("%Y-%m-%d"),
    )


def _calendar(desk: Desk) -> Page:
    counts = [Count(day, len(members)) for day, members in desk.corpus.days.items()]
    counts += [Count(day, n) for day, n in desk.corpus.past.days.items()] if desk.corpus.past else []

    def context() -> Context:
        months: dict[str, list[Count]] = {}
        for count in counts:
            months.setdefault(count.name[:7], []).append(count)
        return {"head": desk.head("calendar", "day/"), "months": list(months.items())}

    return Page(
        path="day/",
        template="calendar.html",
        context=context,
        reads=tuple(f"{count.name} {count.count}" for count in counts),
        lastmod=counts[0].name if counts else "",
    )
