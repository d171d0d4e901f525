"""One item a day, with all its stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from wirecopy.corpus import Corpus, Derived
from wirecopy.syndication.channel import Slot
from wirecopy.syndication.item import Item, urn
from wirecopy.syndication.outlets import first_of, joined
from wirecopy.syndication.reports import Newsroom
from wirecopy.syndication.text import language, line, markup, web
from wirecopy.types import Person

DAYS = 14  # in the feed
MOST = 200  # stories of one day: a run that takes in a fortnight at once is no day
Story = tuple[str, Sequence[Derived]]


def digests(corpus: Corpus, room: Newsroom, leads: Mapping[str, Derived]) -> list[Slot]:
    """The newest days that are over, newest first. A story belongs to the day on which it was first seen.

    So a day that is over gets no story any more, and its item stands but for corrections.
    """
    days: dict[str, list[Story]] = {}
    for story, lead in leads.items():
        days.setdefault(_day(lead.article.first_seen), []).append((story, corpus.stories[story]))
    over = sorted((day for day in days if day < _day(corpus.now)), reverse=True)[:DAYS]
    return [_slot(corpus, room, day, days[day]) for day in over]


def _day(moment: datetime) -> str:
    moment = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return moment.isoformat()[:10]


def _slot(corpus: Corpus, room: Newsroom, day: str, stories: Sequence[Story]) -> Slot:
    reads = (day, str(day in corpus.days), *(d.digest for _, members in stories for d in members))
    return Slot(reads, lambda: _item(corpus, room, day, stories))


def _item(corpus: Corpus, room: Newsroom, day: str, stories: Sequence[Story]) -> Item:
    end = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(days=1)
    lines = sorted(_line(room, members, end) for _, members in stories)[:MOST]
    site = room.site
    page = f"day/{day}/" if day in corpus.days else ""
    return Item(
        id=urn("day", day),
        title=line(f"{site.name}, {day}"),
        link=web(site.address(page)) if site.url else "",
        lang=language(site.language),
        html="<ul>\n" + "\n".join(text for *_, text in lines) + "\n</ul>",
        authors=(Person(line(site.name) or "News"),),
        published=end,
        told=end,
    )


def _line(room: Newsroom, members: Sequence[Derived], end: datetime) -> tuple[int, datetime, str, str]:
    """A story as it stood at the end of its day: what most outlets have comes first."""
    a = first_of(members).article
    outlets = [one for one in joined(members, first_of(members)) if one.when < end]
    names = ", ".join(room.name_of(o.source_id) for o in outlets[1:])
    also = f" {markup(room.also)} {markup(names)}" if names else ""
    name = room.name_of(a.source_id, a)
    title = markup(line(a.title) or name)
    link = web(a.link)
    head = f'<a href="{markup(link)}">{title}</a>' if link else title
    return (-len(outlets), a.date, a.entry_id, f"<li>{head} ({markup(name)}){also}</li>")
